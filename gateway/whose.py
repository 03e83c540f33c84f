"""Whose a message is, by the numbers in it: for what was kept and never joined to anybody."""

import re
from dataclasses import dataclass
from uuid import UUID

from adapters.contract import Decoded, Outcome
from gateway.house import House
from gateway.intake.claim import claim
from schemas import nhs_number
from schemas.fhir import Resource
from schemas.ids import message_id

_TEN_DIGITS = re.compile(rb"(?<![0-9])[0-9](?:[ -]?[0-9]){9}(?![0-9])")


@dataclass(frozen=True, slots=True)
class Named:
    """One message by its name on record, and the numbers of people in it as keyed hashes."""

    message_id: UUID
    numbers: frozenset[bytes]


def named(house: House, partner: str, raw: bytes, *, control_id: str = "") -> Named:
    """What one message of a partner is called, and whom it names; `control_id` stands for the one in it."""
    decoded = house.codecs[partner].decode(raw, received_at=house.clock.now())
    name = message_id(partner, control_id or decoded.control_id, raw)
    return Named(name, frozenset(_numbers(house, partner, decoded, raw)))


def _numbers(house: House, partner: str, decoded: Decoded, raw: bytes) -> set[bytes]:
    if decoded.bundle is None:
        return _written(house, raw) if decoded.outcome is Outcome.REFUSED else set()
    organisation = house.directory.partners[partner].organisation
    resources: list[Resource] = [one["resource"] for one in decoded.bundle["entry"]]
    people = [one for one in resources if one["resourceType"] == "Patient"]
    claims = [claim(one, organisation=organisation, blind=house.blind) for one in people]
    # Another NHS number is another person, also under a record number that both have: of a family, or a slip.
    return {it for one in claims for it in ((one.nhs_number,) if one.nhs_number else one.local)}


def _written(house: House, raw: bytes) -> set[bytes]:
    """Of what could not be read: the one NHS number that is written in it. With several it may be about others too."""
    typed = {nhs_number.clean(it.decode()) for it in _TEN_DIGITS.findall(raw.replace(b"\x00", b""))}
    sound = {it for it in typed if nhs_number.fault(it) is None}
    return {house.blind("nhs", it) for it in sound} if len(sound) == 1 else set()
