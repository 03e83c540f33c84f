"""Erasing a person: found by reference or number, legal hold heeded, with what was never joined to them."""

from collections.abc import AsyncIterator, Iterator, Sequence

from gateway.house import House
from gateway.intake.claim import claim
from gateway.settings.model import Drop, Settings
from gateway.store.verbs.erasing import Erasure, Nobody
from schemas import nhs_number
from schemas.clock import micros
from schemas.fhir import Resource

_PAGE = 200


class NotErased(Exception):
    """Nothing was erased; the text says why."""


async def erase(house: House, whom: str, *, by: str, reason: str) -> int:
    """Destroy every key of a person (`Patient/<id>`, or an NHS number); returns how many. Raises `NotErased`."""
    patient = await _row(house, whom)
    numbers = await house.store.identifiers(patient)
    others = [one.key_id async for one in _about(house, numbers)]
    now = micros(house.clock.now())
    gone = await house.store.erase(Erasure(patient, by, reason, tuple(others)), now=now)
    if gone is None:
        raise NotErased("a legal hold forbids it (UK GDPR Article 17(3)); release it first: nwd hold --release")
    return gone


def in_the_clear(settings: Settings) -> list[str]:
    """Where words of anybody may stand that no key closes: files of folders, and topics of recipients' own."""
    folders = [one.listen.path for one in settings.partner if isinstance(one.listen, Drop)]
    files = [str(path / kept) for path in folders for kept in ("done", "rejected")]
    return files + [f"topic {one.topic.name}" for one in settings.subscription if one.topic is not None]


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
            if any(numbers & set(found) for found in await _named(house, one)):
                yield one


async def _named(house: House, message: Nobody) -> Iterator[tuple[bytes, ...]]:
    partner = house.directory.partners.get(message.source)
    raw = await house.store.raw(message.message_id)
    if partner is None or raw is None:
        return iter(())
    bundle = house.codecs[partner.id].decode(raw, received_at=house.clock.now()).bundle or {"entry": []}
    people: list[Resource] = [it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    claims = (claim(one, organisation=partner.organisation, blind=house.blind) for one in people)
    return ((one.nhs_number or b"", *one.local) for one in claims)
