"""ADT^A40 and A34: the sender has made two of its records one, and MRG-1 is the number that goes away."""

from adapters.contract import Merge
from adapters.hl7v2 import numbers, person, route
from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.tree import Segment
from schemas.codes import systems
from schemas.fhir import Resource


def unite(draft: Draft) -> list[str]:
    """Map a merge into the draft; gives the focus, the Patient that stays. Raises `Refused`.

    A feed merges everybody: what touches nobody here is destroyed as any other news of it.
    """
    found = draft.message.all("MRG")
    if not found:
        raise Refused("required", "MRG-1", "is missing; send the number that goes away")
    patient = person.patient(draft)
    route.sender(draft)
    stays = _identifiers(draft.entries[0]["resource"])
    if not stays:
        raise Refused("required", "PID-3", "is empty; send the number of the record that stays")
    losing = [_losing(draft, it, stays) for it in found]
    draft.merges.extend(Merge(it) for it in losing if it)
    draft.only_if_linked = True
    return [patient]


def _losing(draft: Draft, mrg: Segment, stays: set[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    local, national = numbers.prior(draft, mrg)
    named = [*local, *((systems.NHS_NUMBER, it) for it in national)]
    if not named:
        raise Refused("required", mrg.where(1), "is empty; send the number that goes away")
    losing = tuple(it for it in named if it not in stays)
    if not losing:
        message = "is the record that stays; nothing is merged: send the number that goes away"
        draft.issues.append(warning("value", mrg.where(1), message))
    if losing and not local:
        _unnamed(draft, mrg)
    _contradiction(draft, mrg, national, stays)
    return losing


def _unnamed(draft: Draft, mrg: Segment) -> None:
    """An NHS number is no record of the sender's: joining whoever has it, maybe from elsewhere, takes a person."""
    draft.is_sealed = True
    message = (
        "is an NHS number alone; nothing is merged until a person has looked: send the record number that goes away"
    )
    draft.issues.append(warning("value", mrg.where(1), message))


def _contradiction(draft: Draft, mrg: Segment, national: list[str], stays: set[tuple[str, str]]) -> None:
    """Two NHS numbers are two people until somebody has looked, whatever the sender's records say."""
    own = {value for system, value in stays if system == systems.NHS_NUMBER}
    if any(it not in own for it in national) and own:
        draft.is_sealed = True
        message = "has another NHS number than the record that stays; check that the two are one person"
        draft.issues.append(warning("conflict", mrg.where(1), message))


def _identifiers(patient: Resource) -> set[tuple[str, str]]:
    return {(it["system"], it["value"]) for it in patient["identifier"]} if "identifier" in patient else set()
