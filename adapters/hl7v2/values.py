"""The composite types of HL7 v2 as FHIR datatypes: codes, names, addresses, phones, identifiers."""

from collections.abc import Sequence
from typing import Any

from adapters.hl7v2.code_systems import system_of
from adapters.hl7v2.tree import Repetition, at, leading
from schemas.codes import snomed, systems, v2_person
from schemas.fhir import Resource

UNSAID: Resource = {
    "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
}
"""Stands where FHIR asks for something that the sender does not say."""


def pruned(resource: Resource) -> Resource:
    """The same without what is empty, which FHIR forbids to write."""
    kept = {}
    for name, value in resource.items():
        kind = type(value)
        if kind is str:
            if value and not value.isspace():
                kept[name] = value
        elif kind is dict or kind is list:
            if found := pruned(value) if kind is dict else _pruned_list(value):
                kept[name] = found
        elif value or value == 0:
            kept[name] = value
    return kept


def _pruned_list(values: list[Any]) -> list[Any]:
    kept = []
    for value in values:
        kind = type(value)
        found: Any = pruned(value) if kind is dict else _pruned_list(value) if kind is list else value
        if found and not (kind is str and found.isspace()):
            kept.append(found)
    return kept


def concept(repetition: Repetition, local: str) -> Resource:
    """CE or CWE as a CodeableConcept; codes of a system of the sender's own go under `local`."""
    codings = [_coding(repetition, first, local) for first in (1, 4)]
    text = at(repetition, 2) or at(repetition, 9) or at(repetition, 5) or at(repetition, 1)
    return {"coding": [it for it in codings if it.get("code")], "text": text}


def coded(system: str, code: str, display: str = "") -> Resource:
    """A CodeableConcept of one code."""
    return {"coding": [{"system": system, "code": code, "display": display}]}


def snomed_concept(code: str) -> Resource:
    """A CodeableConcept of one SNOMED CT concept that we name."""
    return coded(systems.SNOMED, code, snomed.DISPLAY.get(code, ""))


def identifier(repetition: Repetition, system: str) -> Resource | None:
    """EI: component 1, else component 3, as an Identifier; None when there is neither."""
    value = at(repetition, 1) or at(repetition, 3)
    return {"system": system, "value": value} if value else None


def name(repetition: Repetition) -> Resource:
    """XPN as a HumanName."""
    given = [it for part in (2, 3) for it in at(repetition, part).split()]
    family = leading(repetition, 1)
    parts = (at(repetition, 5), *given, family, at(repetition, 4))
    return {
        "use": v2_person.NAME_USE.get(at(repetition, 7).upper(), ""),
        "text": " ".join(it for it in parts if it),
        "family": family,
        "given": given,
        "prefix": [at(repetition, 5)],
        "suffix": [at(repetition, 4)],
    }


def professional(repetition: Repetition) -> str:
    """XCN (id, family, given, ..., prefix 6) as the name in words."""
    parts = (at(repetition, 6), at(repetition, 3), at(repetition, 4), leading(repetition, 2))
    return " ".join(it for part in parts for it in part.split())


def address(repetition: Repetition) -> Resource:
    """XAD as an Address."""
    return {
        "use": v2_person.ADDRESS_USE.get(at(repetition, 7).upper(), ""),
        "line": [leading(repetition, 1), at(repetition, 2), at(repetition, 8)],
        "city": at(repetition, 3),
        "district": at(repetition, 4) or at(repetition, 9),
        "postalCode": at(repetition, 5),
        "country": at(repetition, 6),
    }


def telecoms(repetitions: Sequence[Repetition], use: str = "") -> list[Resource]:
    """XTN as ContactPoints: what is dialled, and a mailbox (component 4) that stands beside it."""
    found: list[Resource] = []
    for it in repetitions:
        mail = at(it, 4) if "@" in at(it, 4) else ""
        number = at(it, 1) or at(it, 12) or _dialled(it)
        found += [_contact(it, number, use)] if number else []
        if mail and mail != number:
            found.append({"system": "email", "value": mail} if number else _contact(it, mail, ""))
    return found


def _contact(repetition: Repetition, value: str, use: str) -> Resource:
    """With its use and kind in component 2, 3 or 4, as UK senders have it."""
    words = [at(repetition, part).upper() for part in (2, 3, 4)]
    kinds = [_KINDS[it] for it in words if it in _KINDS]
    uses = [v2_person.TELECOM_USE[it] for it in words if it in v2_person.TELECOM_USE]
    system = "email" if "@" in value else next(iter(kinds), "phone")
    carried = "CP" in words and system != "email" and "work" not in uses
    usual = "" if system == "email" else use
    return {"system": system, "value": value, "use": "mobile" if carried else next(iter(uses), usual)}


def _dialled(repetition: Repetition) -> str:
    """XTN 5 to 8: country, area, number, extension; else a number that was put behind them (9, 10)."""
    country, area, number, extension = (at(repetition, part) for part in (5, 6, 7, 8))
    if not number:
        behind = (at(repetition, part) for part in (9, 10))
        return next((it for it in behind if sum(map(str.isdigit, it)) >= _FEWEST_DIGITS), "")
    whole = f"+{country.lstrip('+')} {area.lstrip('0')} {number}" if country else area + number
    return f"{whole} ext. {extension}" if extension else whole


_FEWEST_DIGITS = 5
"""What has fewer is a word about a telephone, such as `Day`, and none itself."""
_KINDS = {code.upper(): kind for code, kind in v2_person.TELECOM_SYSTEM.items()}


def _coding(repetition: Repetition, first: int, local: str) -> Resource:
    return {
        "system": system_of(at(repetition, first + 2), local),
        "code": " ".join(at(repetition, first).split()),
        "display": at(repetition, first + 1),
    }
