"""What a message says of who it is about, turned into keyed hashes."""

import unicodedata
from collections.abc import Iterator

from adapters.contract import Merge
from gateway.house import Blind
from gateway.store.verbs.intake import IdentityClaim
from schemas import nhs_number
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir import Resource


def claim(patient: Resource, *, organisation: str, blind: Blind) -> IdentityClaim:
    """The claim of one Patient resource; a number that cannot be a person's is left out."""
    name = _name(patient)
    numbers = {_number(one) for one in patient.get("identifier", ()) if one.get("system") == NHS_NUMBER}
    sound = {one for one in numbers if nhs_number.fault(one) is None}
    number = sound.pop() if len(sound) == 1 else ""
    born = _whole_date(patient.get("birthDate", ""))
    family, given = _fold(name.get("family", "")), _fold(next(iter(name.get("given", ())), ""))
    said = (number, born, family, given)
    return IdentityClaim(
        organisation=organisation,
        nhs_number=_hashed(blind, "nhs", number),
        birth_date=_hashed(blind, "birth", born),
        family_name=_hashed(blind, "family", family),
        given_name=_hashed(blind, "given", given),
        told=blind("told", "|".join((organisation, *said))) if all(said) else None,
        local=tuple(blind("local", f"{system}|{value}") for system, value in _local(patient, organisation)),
    )


def merged(merge: Merge, *, organisation: str, blind: Blind) -> tuple[bytes, ...]:
    """The sender's own record numbers of the record that goes away, hashed as in a claim."""
    own = ((f"{organisation} {system}", value) for system, value in merge.identifiers if system != NHS_NUMBER)
    return tuple(blind("local", f"{system}|{value}") for system, value in own)


def _name(patient: Resource) -> Resource:
    names: list[Resource] = patient.get("name", [])
    official = next((one for one in names if one.get("use") in {"official", "usual"}), None)
    return official or next(iter(names), {})


def _number(identifier: Resource) -> str:
    return nhs_number.clean(str(identifier.get("value", "")))


def _local(patient: Resource, organisation: str) -> Iterator[tuple[str, str]]:
    for one in patient.get("identifier", ()):
        if one.get("system") not in {None, NHS_NUMBER} and one.get("value"):
            yield f"{organisation} {one['system']}", one["value"]


def _whole_date(text: str) -> str:
    return text if len(text) == 10 else ""


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(mark for mark in plain if mark.isalpha())


def _hashed(blind: Blind, kind: str, value: str) -> bytes | None:
    return blind(kind, value) if value else None
