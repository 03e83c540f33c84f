"""Erasing a person: found by reference or number, legal hold heeded, with what was never joined to them."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from gateway.house import House
from gateway.remains import OnTopic, on_topics
from gateway.settings.model import Drop, Partner
from gateway.store.errors import StoreError
from gateway.store.verbs.erasing import Erasure, Nobody
from gateway.whose import named
from gateway.wires.kept import TakenOut, kept_in, take_out
from schemas import nhs_number
from schemas.clock import micros

_PAGE = 200
_LOOK_SECONDS = 2.0


class NotErased(Exception):
    """Nothing was erased; the text says why."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What was destroyed, and what became of files that folders keep in the clear."""

    keys_destroyed: int
    files_removed: tuple[str, ...]
    files_rewritten: tuple[str, ...]
    look_also_in: tuple[str, ...]
    """Where words of the person may stand that this process cannot reach or read."""
    on_topics: tuple[OnTopic, ...]
    """Records that recipients may still read on topics of their own."""


async def erase(house: House, whom: str, *, by: str, reason: str) -> Erased:
    """Destroy every key of a person (`Patient/<id>`, or an NHS number), and what folders keep of them.

    Raises `NotErased`.
    """
    patient = await _row(house, whom)
    numbers = await house.store.identifiers(patient)
    others = [one async for one in _about(house, numbers)]
    now = micros(house.clock.now())
    keys, messages = tuple(it.key_id for it in others), tuple(it.number for it in others)
    gone = await house.store.erase(Erasure(patient, by, reason, keys, messages), now=now)
    if gone is None:
        raise NotErased("a legal hold forbids it (UK GDPR Article 17(3)); release it first: nwd hold --release")
    files = [await _out_of(house, one, frozenset(numbers)) for one in house.directory.partners.values()]
    return Erased(
        gone,
        tuple(it for one in files for it in one.removed),
        tuple(it for one in files for it in one.rewritten),
        tuple(it for one in files for it in one.unread),
        tuple(await on_topics(house, patient)),
    )


async def _out_of(house: House, partner: Partner, numbers: frozenset[bytes]) -> TakenOut:
    """Of a folder on another machine, the process there takes the person out within moments."""
    if not isinstance(partner.listen, Drop):
        return TakenOut()
    try:
        files = await asyncio.to_thread(kept_in, partner.listen)
        return await take_out(house, partner.id, partner.listen, files, numbers)
    except (OSError, StoreError):
        return TakenOut(unread=[str(partner.listen.path)])


async def follow(house: House, stop: asyncio.Event) -> None:
    """Forget, within moments, keys that another process has destroyed: each remembers those that it used of late."""
    known = 0
    while not stop.is_set():
        with contextlib.suppress(StoreError):
            known = await _forgotten(house, known)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await stop.wait()


async def _forgotten(house: House, known: int) -> int:
    found = await house.store.erasures()
    if found != known:
        await house.store.forget()
    return found


async def hold(house: House, whom: str, *, by: str, reason: str, release: bool) -> int:
    """Place a legal hold on a person, or release every one; returns how many. Raises `NotErased` for nobody."""
    patient = await _row(house, whom)
    now = micros(house.clock.now())
    return await house.store.legal_hold(patient, reason=reason, by=by, release=release, now=now)


async def _row(house: House, whom: str) -> int:
    found: Sequence[str] = [whom] if whom.startswith("Patient/") else await _of_number(house, whom)
    if len(found) != 1:
        raise NotErased(f"{len(found) or 'no'} people on record have this number; give Patient/<id>")
    located = await house.store.locate(found[0])
    if located is None:
        raise NotErased("nobody on record has this id; `nwd explain` of a message of theirs prints Patient/<id>")
    return located.patient


async def _of_number(house: House, number: str) -> Sequence[str]:
    cleaned = nhs_number.clean(number)
    if nhs_number.fault(cleaned) is not None:
        raise NotErased("this is neither Patient/<id> nor an NHS number whose check digit fits")
    return await house.store.people_of(house.blind("nhs", cleaned))


async def _about(house: House, numbers: set[bytes]) -> AsyncIterator[Nobody]:
    """Refused, quarantined and training messages that name one of these numbers: they were joined to nobody."""
    after = 0
    while rows := await house.store.of_nobody(after, limit=_PAGE):
        for one in rows:
            after = one.number
            raw = await house.store.raw(one.message_id) if one.source in house.directory.partners else None
            if raw is not None and numbers & named(house, one.source, raw).numbers:
                yield one
