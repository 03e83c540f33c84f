"""What a message is about and what it says has happened: main resource, occurrences, addressee."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from adapters.contract import Occurrence
from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.happened import answered, happened, urgent
from adapters.fhir_r4.references import literal
from schemas.events import EventType
from schemas.fhir import Resource

MAIN = (
    "ServiceRequest", "Consent", "CarePlan", "Communication", "Encounter", "Task", "Appointment", "Flag",
    "DocumentReference", "QuestionnaireResponse", "Composition", "RelatedPerson", "Patient",
)  # fmt: skip
"""What a message can be about, in the order in which one of them is taken for the main one."""

_NEWS = frozenset(MAIN) - {"Patient"}
_GATHERING = {"ServiceRequest", "Encounter"}
"""Bring other resources along as part of what they say."""
_OWN_NEWS = {"Consent", "CarePlan"}
"""Happen in their own right even when a referral brings them along."""
_BACKGROUND = {
    "Patient", "MessageHeader", "Organization", "Practitioner", "PractitionerRole", "HealthcareService", "Location",
    "Endpoint", "Provenance", "CareTeam", "Binary", "OperationOutcome", "Schedule", "Slot", "Device",
}  # fmt: skip
_CHANGES = {"update", "delete"}
"""Reasons of a message about something that was told before."""
_ANSWER = "servicerequest-response"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a message says, before anyone judges it."""

    main: Entry
    occurrences: tuple[Occurrence, ...]


def meaning(message: Resource, found: list[Entry]) -> Meaning | None:
    """The main resource and what has happened; None when nothing here is supported as the main one."""
    main = _focused(message, found) or next((it for kind in MAIN for it in found if it.type == kind), None)
    if main is None or main.type not in MAIN:
        return None
    if _is_answer(found):
        about = next((it for it in found if it.type == "ServiceRequest"), main)
        event = answered(main, str(_header(found)["response"].get("code")))
        return Meaning(main, (*_told(about, event, found), *_besides(about, None, found)))
    first = happened(main, {it.url: it.type for it in found}, update=_is_update(found))
    occurrences = [*_told(main, first, found), *_besides(main, first, found)]
    return Meaning(main, tuple(occurrences))


def _told(main: Entry, event: EventType | None, found: list[Entry]) -> Iterator[Occurrence]:
    if event is None:
        return
    referrer = _referrer(main, found)
    with_it = [it.url for it in found if it is not main and (_goes_along(main, it) or it.url in referrer)]
    yield Occurrence(event, (main.url, *with_it), urgent=urgent(main))


def _besides(main: Entry, first: EventType | None, found: list[Entry]) -> Iterator[Occurrence]:
    """What else has happened: never the same thing twice, as a discharge told by an Encounter and a notice."""
    telling = _OWN_NEWS if main.type in _GATHERING else _NEWS
    types = {it.url: it.type for it in found}
    for entry in found:
        if entry is main or entry.type not in telling:
            continue
        event = happened(entry, types, update=False)
        if event is not None and not (event is first and _goes_along(main, entry)):
            yield Occurrence(event, (entry.url, *_carer(entry, found)), urgent=urgent(entry))


def _goes_along(main: Entry, other: Entry) -> bool:
    if main.type == "Consent":
        return other.type == "RelatedPerson"
    if main.type in _GATHERING:
        return other.type not in _BACKGROUND | _OWN_NEWS
    if main.type == "Communication":
        return other.type in {"RelatedPerson", "Encounter"}
    if main.type == "CarePlan" and other.type == "Composition":
        return True
    return other.type not in _BACKGROUND and other.type not in MAIN


def _referrer(main: Entry, found: list[Entry]) -> set[str]:
    """Who refers in person: the requester of a referral, and whose role that is."""
    people = {it.url: it.resource for it in found if it.type in {"Practitioner", "PractitionerRole"}}
    asks = literal(main.resource.get("requester", {})) if main.type == "ServiceRequest" else ""
    return {asks, literal(people.get(asks, {}).get("practitioner", {}))} & people.keys()


def _carer(entry: Entry, found: list[Entry]) -> list[str]:
    return [it.url for it in found if it.type == "RelatedPerson"] if entry.type == "Consent" else []


def _focused(message: Resource, found: list[Entry]) -> Entry | None:
    """What a message's header, or the only resource that was sent, points to."""
    if message["resourceType"] != "Bundle":
        return found[0]
    header = _header(found)
    focus = {literal(it) for it in header.get("focus", [])}
    return next((it for kind in MAIN for it in found if it.url in focus and it.type == kind), None)


def _is_answer(found: list[Entry]) -> bool:
    """True for the answer to a referral message: what it brings of the referral is an echo."""
    header = _header(found)
    return "response" in header and header.get("eventCoding", {}).get("code") == _ANSWER


def _is_update(found: list[Entry]) -> bool:
    header = _header(found)
    return any(it.get("code") in _CHANGES for it in header.get("reason", {}).get("coding", []))


def _header(found: list[Entry]) -> dict[str, Any]:
    return next((it.resource for it in found if it.type == "MessageHeader"), {})
