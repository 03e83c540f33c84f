"""The command line's way in: a Unix socket of the running process, for whoever may read the data folder.

One JSON line in, one JSON line out. The process owns the data file, so that the command line asks it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson

from consent import judge
from consent.errors import PolicyInvalid
from gateway.api.ops import message_json
from gateway.audit.export import head, line_json
from gateway.backbone.port import BackboneDown
from gateway.delivery.foreseen import foreseen
from gateway.erasure import NotErased, erase, hold
from gateway.explain import explained
from gateway.gate.effect import effect
from gateway.house import House
from gateway.intake import replay as replay_intake
from gateway.intake.reread import reread
from gateway.intake.shadow import report
from gateway.reconfigure import NotApplied, Reconfiguring
from gateway.relay.rebuild import NothingToRebuild, rebuild
from gateway.remains import on_topics
from gateway.settings.loading import SettingsInvalid
from gateway.settings.outside import NotReady
from gateway.socket_path import short
from gateway.store.errors import StoreDown
from gateway.store.verbs.intake import AuditDraft
from gateway.topics.cluster import BrokersRefused
from schemas.clock import instant, micros
from schemas.ids import GATEWAY_SOURCE

_LONGEST = 1_048_576
_AUDIT_PAGE = 2_000
Order = Mapping[str, Any]
Handler = Callable[[House, Order], Awaitable[object]]


class NotNamed(Exception):
    """An order names a message or a partner in words that cannot be one; the text says where the names are found."""


_SAID = (
    SettingsInvalid, NotApplied, NotErased, replay_intake.NotHeld, NotReady, BrokersRefused, BackboneDown,
    NothingToRebuild, PolicyInvalid, StoreDown, NotNamed,
)  # fmt: skip
"""What an order may run into; the text is for the one who gave it."""


@contextlib.asynccontextmanager
async def desk_socket(reconfiguring: Reconfiguring, path: Path) -> AsyncIterator[None]:
    """Listen for the command line while the context lasts; only the owner of the folder may connect."""
    _clear(path)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError):
            writer.write(orjson.dumps(await _answer(reconfiguring, await reader.readline()), default=str) + b"\n")
            await writer.drain()
        writer.close()

    with short(path) as name:
        server = await asyncio.start_unix_server(serve, name, limit=_LONGEST)
    ours = _only_owner(path)
    try:
        yield
    finally:
        server.close()
        if _inode(path) == ours:
            _clear(path)


def _clear(path: Path) -> None:
    path.unlink(missing_ok=True)


def _only_owner(path: Path) -> int | None:
    path.chmod(0o600)
    return _inode(path)


def _inode(path: Path) -> int | None:
    """Which socket stands there: another process of this gateway may have taken the place over."""
    return path.stat().st_ino if path.exists() else None


async def _answer(reconfiguring: Reconfiguring, line: bytes) -> object:
    try:
        order = orjson.loads(line)
        if order["do"] in _OF_SETTINGS:
            return {"answer": await _OF_SETTINGS[order["do"]](reconfiguring, order)}
        return {"answer": await _HANDLERS[order["do"]](reconfiguring.house, order)}
    except _SAID as error:
        return {"error": str(error)}
    except (orjson.JSONDecodeError, KeyError, ValueError) as error:
        return {"error": f"not an order that this gateway knows: {type(error).__name__}"}


async def _messages(house: House, order: Order) -> object:
    source = order.get("source")
    rows = await house.store.messages(source, order.get("id"), limit=int(order.get("limit", 50)))
    if source and not rows and source not in {GATEWAY_SOURCE, *house.directory.partners}:
        known = ", ".join(sorted(house.directory.partners))
        raise NotNamed(f"no partner `{source}`, and nothing of it on record; partners: {known}")
    return [message_json(row) for row in rows]


def _message_id(order: Order, option: str) -> UUID:
    try:
        return UUID(order[option])
    except ValueError as error:
        told = "`nwd messages` and `nwd stuck` print them"
        raise NotNamed(f"`{order[option]}` is no id of a message, which is a UUID; {told}") from error


async def _show(house: House, order: Order) -> object:
    """Content needs a name and a reason, and leaves an audit entry before it is shown."""
    name = _message_id(order, "message")
    detail = orjson.dumps({"reason": order["reason"]})
    note = AuditDraft("show", order["by"], "permit", detail, name)
    await house.store.note([note], now=micros(house.clock.now()))
    raw = await house.store.raw(name)
    return None if raw is None else raw.decode("utf-8", "replace")


async def _parked(house: House, order: Order) -> object:
    return [_plain(asdict(row)) for row in await house.store.parked()]


async def _stuck(house: House, order: Order) -> object:
    return [_plain(asdict(row)) for row in await house.store.stuck(now=micros(house.clock.now()))]


async def _replay(house: House, order: Order) -> object:
    """A parked delivery goes back to its lane; a held message is put through again."""
    if not order["delivery"].startswith("Delivery/"):
        return await _replay_message(house, order)
    if order.get("preview"):
        return await foreseen(house, order["delivery"], by=order["by"])
    done = await house.store.replay(order["delivery"], by=order["by"], now=micros(house.clock.now()))
    house.delivery_bell.ring()
    return done


async def _replay_message(house: House, order: Order) -> object:
    name = _message_id(order, "delivery")
    if order.get("preview"):
        return await replay_intake.preview(house, name)
    taken = await replay_intake.again(house, name, by=order["by"])
    return taken and {"message": str(taken.receipt.message_id), "outcome": str(taken.verdict.outcome)}


async def _resolve(house: House, order: Order) -> object:
    now = micros(house.clock.now())
    name = _message_id(order, "message")
    return await house.store.resolve(name, by=order["by"], reason=order["reason"], now=now)


async def _shadow(house: House, order: Order) -> object:
    """With `last`, that many stored messages are read by the shadows first."""
    if order.get("last"):
        await reread(house, int(order["last"]), by=order["by"])
    return report(house.shadows)


async def _erase(house: House, order: Order) -> object:
    return asdict(await erase(house, order["whom"], by=order["by"], reason=order["reason"]))


async def _erasures(house: House, order: Order) -> object:
    return [asdict(one) for one in await on_topics(house)]


async def _hold(house: House, order: Order) -> object:
    release = bool(order.get("release"))
    number = await hold(house, order["whom"], by=order["by"], reason=order["reason"], release=release)
    return {"released" if release else "placed": number}


async def _skip(house: House, order: Order) -> object:
    now = micros(house.clock.now())
    done = await house.store.skip(order["delivery"], by=order["by"], reason=order["reason"], now=now)
    house.delivery_bell.ring()
    return done


async def _explain(house: House, order: Order) -> object:
    told = await explained(house, _message_id(order, "message"), asker=order["by"])
    return [one.line for one in told]


async def _audit(house: House, order: Order) -> object:
    """The ends of all chains; with a `writer`, a page of its lines after a number."""
    if "writer" not in order:
        return {"head": await head(house)}
    found = await house.store.audit_lines(str(order["writer"]), int(order["after"]), limit=_AUDIT_PAGE)
    return {"lines": [line_json(line) for line in found]}


async def _config_diff(reconfiguring: Reconfiguring, order: Order) -> object:
    return reconfiguring.foreseen(order["text"])


async def _config_apply(reconfiguring: Reconfiguring, order: Order) -> object:
    return list(await reconfiguring.apply(order["text"], by=order["by"]))


async def _config_show(reconfiguring: Reconfiguring, order: Order) -> object:
    """The settings as they hold, without secrets: the file names where those are, never what they are."""
    latest = await reconfiguring.house.store.config()
    if latest is None:
        return None
    shown = reconfiguring.house.generation.settings.model_dump(mode="json", by_alias=True)
    return {
        "version": latest.version, "digest": latest.digest, "applied_by": latest.applied_by,
        "applied_at": instant(latest.applied_at), "settings": shown,
    }  # fmt: skip


async def _rebuild_topics(house: House, order: Order) -> object:
    if house.backbone is None:
        raise NothingToRebuild("this process has no backbone")
    return asdict(await rebuild(house, house.backbone, by=order["by"]))


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: instant(value) if (name.endswith("_at") or name == "since") and value is not None else value
        for name, value in row.items()
    }


_OF_SETTINGS: Mapping[str, Callable[[Reconfiguring, Order], Awaitable[object]]] = {
    "config-diff": _config_diff,
    "config-apply": _config_apply,
    "config-show": _config_show,
}


async def _policy_effect(house: House, order: Order) -> object:
    """Numbers of people only; the texts of both policies come with the order."""
    return await effect(house, judge.of(order["old"].encode()), judge.of(order["new"].encode()))


_HANDLERS: Mapping[str, Handler] = {
    "messages": _messages,
    "show": _show,
    "parked": _parked,
    "stuck": _stuck,
    "replay": _replay,
    "resolve": _resolve,
    "shadow": _shadow,
    "erase": _erase,
    "erasures": _erasures,
    "hold": _hold,
    "skip": _skip,
    "explain": _explain,
    "audit": _audit,
    "rebuild-topics": _rebuild_topics,
    "policy-effect": _policy_effect,
}
