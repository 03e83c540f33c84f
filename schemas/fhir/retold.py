"""What stands of a person when a sender speaks of them again and leaves things out."""

from enum import StrEnum

from schemas.codes import nwd
from schemas.codes.systems import V3_CONFIDENTIALITY
from schemas.fhir import Resource

_BESIDE = {
    "deceased": ("deceasedBoolean", "deceasedDateTime"),
    "birthDate": ("birthDate", "_birthDate"),
}
"""Elements that are said together, or one instead of the other."""
_WHEREABOUTS = ("address", "telecom", "generalPractitioner", "contact")
_CLOSED = frozenset({"R", "V"})


class Telling(StrEnum):
    """How much of a person one telling says.

    whole: what is left out is not so. elements: what is left out stays, and an element that is told is told whole.
    fields: a telephone and a mailbox stay by themselves too.
    """

    WHOLE = "whole"
    ELEMENTS = "elements"
    FIELDS = "fields"


def retold(before: Resource, now: Resource, telling: Telling) -> Resource:
    """The Patient as told now, with what was told before where nothing is said now (HL7 v2.4 section 2.10.2).

    What is deleted by name goes, and so does all that tells where somebody is who is hidden now. Numbers of a
    system that is not named now stay.
    """
    if telling is Telling.WHOLE:
        return now
    if telling is Telling.FIELDS and not _is_hidden(now):
        now = _with_other_telecom(before, now)
    gone = {name for element in [*_deleted(now), *_said(now)] for name in _members(element)}
    if _is_hidden(now):
        gone.update(_WHEREABOUTS)
    kept = {name: it for name, it in before.items() if name not in gone}
    told = {name: it for name, it in now.items() if name != "extension"}
    extension = [it for it in now.get("extension", []) if it.get("url") != nwd.ELEMENT_DELETED]
    numbers = [*now.get("identifier", []), *_other_numbers(before, now)]
    whole = kept | told | _filled(identifier=numbers, extension=extension)
    return {name: it for name, it in whole.items() if it != []}


def died(patient: Resource) -> bool | None:
    """True where a telling says that the person has died, False where it takes that back, None where it is silent."""
    if patient.get("deceasedBoolean") or patient.get("deceasedDateTime"):
        return True
    return False if "deceasedBoolean" in patient or "deceased" in _deleted(patient) else None


def _filled(**members: list[Resource]) -> Resource:
    return {name: it for name, it in members.items() if it}


def _with_other_telecom(before: Resource, now: Resource) -> Resource:
    """Also with what reaches the person in another way than those that are told or deleted now (`telecom:phone`)."""
    told = now.get("telecom", [])
    gone = {it.get("system") for it in told} | {it.partition(":")[2] for it in _deleted(now) if ":" in it}
    kept = [it for it in before.get("telecom", []) if it.get("system") not in gone]
    return now | {"telecom": [*told, *kept]} if told or gone else now


def _other_numbers(before: Resource, now: Resource) -> list[Resource]:
    systems = {it.get("system") for it in now.get("identifier", [])}
    return [it for it in before.get("identifier", []) if it.get("system") not in systems]


def _deleted(patient: Resource) -> list[str]:
    marks = [it for it in patient.get("extension", []) if it.get("url") == nwd.ELEMENT_DELETED]
    return [str(it.get("valueCode", "")).removeprefix("Patient.") for it in marks]


def _said(patient: Resource) -> list[str]:
    """The elements that are told now, a choice of types by its own name."""
    return ["deceased" if name.startswith("deceased") else name.removeprefix("_") for name in patient]


def _members(element: str) -> tuple[str, ...]:
    return _BESIDE.get(element, (element,))


def _is_hidden(patient: Resource) -> bool:
    marks = patient.get("meta", {}).get("security", [])
    return any(it.get("system") == V3_CONFIDENTIALITY and it.get("code") in _CLOSED for it in marks)
