"""The one composition root: from settings to a running house. Nothing else builds what it passes round."""

import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from adapters import registry
from adapters.contract import Codec, Sink
from adapters.hl7v2.http_sink import HttpSink
from adapters.hl7v2.sink import MllpSink
from adapters.kafka.sink import TopicSink
from adapters.webhook.codec import WebhookCodec, WebhookProfile
from adapters.webhook.sink import Endpoint, WebhookSink
from consent import judge
from gateway import faults
from gateway.house import Generation, House
from gateway.intake.match import match
from gateway.parties import directory, partners
from gateway.settings.brokers import connection_of
from gateway.settings.loading import egress_of, profile_of
from gateway.settings.model import Settings, Subscription
from gateway.settings.outside import NotReady, signing_secrets, variable
from gateway.settings.tls import for_sending
from gateway.store.opening import desk, migrate_postgres, migrate_sqlite, open_postgres, open_sqlite
from gateway.store.sealed import MasterKeys, Sealer, digest, read_master
from gateway.store.steps.step import Desk
from gateway.store.steps.watching import Limits
from gateway.store.store import SqlStore
from schemas.clock import Clock, SystemClock, micros


@asynccontextmanager
async def opened(settings: Settings, text: bytes, *, clock: Clock | None = None) -> AsyncIterator[House]:
    """The house of these settings with its store open; everything is given back at the end."""
    at = clock or SystemClock()
    faults.arm(os.environ.get("FAULT", ""), production=settings.gateway.mode == "production")
    keys = master_keys(settings)
    writer = desk(keys, at, name=settings.gateway.name, owner=settings.operations.owner)
    store = await _store(settings, writer)
    try:
        epoch = await store.apply_config(config_digest(settings, text), text, by="serve", now=micros(at.now()))
        made = generation(settings, epoch)
        house = House(settings.gateway.name, store, at, Sealer(keys).blind, made, worker=writer.chain.writer)
        try:
            yield house
        finally:
            for sink in house.sinks.values():
                await sink.close()
    finally:
        await store.close()


def generation(settings: Settings, epoch: int, *, before: Generation | None = None) -> Generation:
    """What these settings make; a sink whose settings stayed the same stays open. Raises `NotReady`."""
    return Generation(
        settings=settings,
        gate_epoch=epoch,
        directory=directory(settings),
        judge=judge.load(settings.gateway.policy),
        codecs=codecs(settings),
        sinks=sinks(settings, before),
        encoders=encoders(settings),
        shadows=shadows(settings),
    )


def shadows(settings: Settings) -> dict[str, list[tuple[str, Codec]]]:
    """The codecs that read along, by the partner whose messages they read."""
    found: dict[str, list[tuple[str, Codec]]] = {}
    for one in settings.shadow:
        partner = next(it for it in settings.partner if it.id == one.partner)
        trial = partner.model_copy(update={"adapter": one.adapter, "profile": one.profile})
        codec = registry.find(one.adapter).codec(profile_of(settings, trial))
        found.setdefault(one.partner, []).append((one.id, codec))
    return found


def config_digest(settings: Settings, text: bytes) -> str:
    """What tells one configuration from another: the file, and the version of the policy that it names."""
    return digest(text, judge.load(settings.gateway.policy).version.encode()).hex()


def master_keys(settings: Settings) -> MasterKeys:
    """The keys made from the master key file. Raises `NotReady` where it cannot be read."""
    path = settings.keys.master_key_file
    try:
        return read_master(path.read_text())
    except OSError as error:
        told = "put it back; only for a gateway without data make one: nwd init"
        raise NotReady(f"keys.master_key_file `{path}` cannot be read: {error.strerror}; {told}") from error


async def _store(settings: Settings, writer: Desk) -> SqlStore:
    limits = Limits(settings.operations.stuck_after_seconds, settings.operations.consent_reminder_days)
    _data_folder(settings)
    if settings.store.kind == "sqlite":
        path = settings.gateway.data_dir / "nwd.db"
        slow = [one.id for one in settings.subscription if one.topic is not None]
        return await open_sqlite(path, writer, match, limits=limits, slow=slow)
    return await open_postgres(*dsns(settings), writer, match, limits=limits)


def _data_folder(settings: Settings) -> None:
    """Make it where it is not there. Raises `NotReady` where this user may not write in it."""
    folder = settings.gateway.data_dir
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NotReady(f"gateway.data_dir `{folder}` cannot be made: {error.strerror}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise NotReady(f"gateway.data_dir `{folder}` cannot be written by this user; run it as its owner, or mend that")


async def migrated(settings: Settings) -> int:
    """Bring the database to this version, and nothing else; returns its schema. Raises `StoreError`, `NotReady`."""
    if settings.store.kind == "sqlite":
        _data_folder(settings)
        return migrate_sqlite(settings.gateway.data_dir / "nwd.db")
    return await migrate_postgres(*dsns(settings))


def dsns(settings: Settings) -> tuple[str, str]:
    """Where the data and the keys lie on PostgreSQL. Raises `NotReady`."""
    data, keys = (variable(name, "a PostgreSQL DSN") for name in (settings.store.dsn_env, settings.store.keys_dsn_env))
    return data, keys


def codecs(settings: Settings) -> dict[str, Codec]:
    """The codec of every partner that sends to us."""
    return {one.id: registry.find(one.adapter).codec(profile_of(settings, one)) for one in partners(settings)}


def encoders(settings: Settings) -> dict[str, Codec]:
    """What writes the renditions of every subscription."""
    by_partner = codecs(settings)
    return {one.id: _encoder(settings, one, by_partner) for one in settings.subscription}


def sinks(settings: Settings, before: Generation | None = None) -> dict[str, Sink]:
    """What sends to every subscription; nothing is connected yet, but for what stays as it was before."""
    kept = {} if before is None else before.sinks
    old = {} if before is None else _wires(before.settings)
    new = _wires(settings)
    return {
        one.id: kept[one.id] if old.get(one.id) == new[one.id] and one.id in kept else _sink(settings, one)
        for one in settings.subscription
    }


def _wires(settings: Settings) -> dict[str, object]:
    """What the sink of each subscription is made from."""
    sends = {one.id: one.send for one in settings.partner}
    return {
        one.id: (one.webhook, one.topic, sends.get(one.partner or ""), settings.egress) for one in settings.subscription
    }


def _encoder(settings: Settings, one: Subscription, by_partner: dict[str, Codec]) -> Codec:
    if one.partner is not None:
        return by_partner[one.partner]
    return WebhookCodec(WebhookProfile(source=f"urn:nwd:{settings.gateway.name}", payload=one.payload))


def _sink(settings: Settings, one: Subscription) -> Sink:
    if one.webhook is not None:
        endpoint = Endpoint(one.webhook.url, tuple(signing_secrets(one.webhook)), egress_of(settings))
        return WebhookSink(endpoint, now_seconds=time.time)
    if one.topic is not None:
        return TopicSink(connection_of(settings), one.topic.name)
    partner = next(it for it in settings.partner if it.id == one.partner)
    if partner.send is None:
        raise NotReady(f"partner `{partner.id}` has no send table; add [partner.send] to it")
    tls = for_sending(partner.send.tls) if partner.send.tls else None
    if partner.send.wire == "http":
        return HttpSink(partner.send.url or "", tls=tls)
    return MllpSink(partner.send.host or "", partner.send.port or 0, tls=tls)
