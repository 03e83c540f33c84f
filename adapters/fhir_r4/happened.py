"""Which event one resource tells of, by its type, status and codes."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.references import literal
from schemas.codes.nwd import COMMUNICATION_KIND, COMMUNICATION_KINDS
from schemas.codes.systems import V3_ACT
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.legal import names_only_the_law

_URGENT = {"urgent", "asap", "stat"}
_INPATIENT = {"IMP", "ACUTE", "NONAC"}
_VISITS = {"AMB", "VR"}
"""Ends with the conversation: nobody is discharged from it."""
_TYPED = re.compile(r"(?:\A|/)([A-Z][A-Za-z]+)/[^/]+\Z")
_ANSWERS = {"planned": EventType.REFERRAL_ACCEPTED, "cancelled": EventType.REFERRAL_DECLINED}
_TASK = {
    "received": EventType.REFERRAL_OPENED,
    "accepted": EventType.REFERRAL_ACCEPTED,
    "rejected": EventType.REFERRAL_DECLINED,
    "cancelled": EventType.REFERRAL_CANCELLED,
    "entered-in-error": EventType.REFERRAL_CANCELLED,
}
_KINDS = {
    "carer-concern": EventType.CONCERN_RECORDED,
    "contact-note": EventType.CONTACT_RECORDED,
    "step-down": EventType.DISCHARGE_NOTIFIED,
}
_ENDED = {"inactive", "rejected", "entered-in-error"}


def happened(entry: Entry, types: Mapping[str, str], *, update: bool) -> EventType | None:
    """The event that a resource tells of; None when it changes nothing. `types`: those of the message, by fullUrl."""
    if entry.type == "Task" and _focus_type(entry.resource, types) not in {"", "ServiceRequest"}:
        return None
    event = _READERS[entry.type](entry.resource) if entry.type in _READERS else None
    return EventType.REFERRAL_UPDATED if update and event is EventType.REFERRAL_RECEIVED else event


def answered(focus: Entry, code: str) -> EventType:
    """What an answer tells: the Encounter is planned, called off or under way, or the referral could not be taken."""
    if code == "fatal-error":
        return EventType.REFERRAL_DECLINED
    said = _ANSWERS if focus.type == "Encounter" and code == "ok" else {}
    return said.get(str(focus.resource.get("status")), EventType.REFERRAL_UPDATED)


def urgent(entry: Entry) -> bool:
    """True when the sender says that it must not wait."""
    return entry.resource.get("priority") in _URGENT


def kind_of(communication: Resource) -> str:
    """Our own kind of a Communication: `carer-concern`, `contact-note`, `step-down`, or empty."""
    codings = [coding for it in communication.get("category", []) for coding in it.get("coding", [])]
    codes = (str(it.get("code")) for it in codings if it.get("system") == COMMUNICATION_KIND)
    return next((it for it in codes if it in COMMUNICATION_KINDS), "")


def is_inpatient(encounter: Resource) -> bool:
    """True for a stay on a ward."""
    return encounter["class"].get("code") in _INPATIENT


def _service_request(it: Resource) -> EventType:
    if it["status"] in {"revoked", "entered-in-error"}:
        return EventType.REFERRAL_CANCELLED
    return EventType.REFERRAL_RECEIVED if it["status"] == "active" else EventType.REFERRAL_UPDATED


def _focus_type(task: Resource, types: Mapping[str, str]) -> str:
    """The type of what a Task is about; empty where it does not say."""
    focus = task.get("focus", {})
    named = _TYPED.search(literal(focus))
    return types.get(literal(focus), "") or str(focus.get("type", "")) or (named[1] if named else "")


def _consent(it: Resource) -> EventType | None:
    if it["status"] in _ENDED:
        return EventType.CONSENT_REVOKED
    if it["status"] != "active" or names_only_the_law(it):
        return None
    return EventType.CONSENT_GRANTED if _permits(it.get("provision", {}), _unsaid(it)) else EventType.CONSENT_REVOKED


def _unsaid(consent: Resource) -> str:
    """What a root provision without a type does: what the policy rule says, else deny."""
    codings = consent.get("policyRule", {}).get("coding", [])
    codes = {it.get("code") for it in codings if it.get("system") == V3_ACT}
    return "permit" if "OPTIN" in codes and "OPTOUT" not in codes else "deny"


def _permits(provision: Resource, unsaid: str) -> bool:
    if provision.get("type", unsaid) == "permit":
        return True
    return any(_permits(it, "deny") for it in provision.get("provision", []))


def _communication(it: Resource) -> EventType | None:
    """What was said in error has not happened."""
    return None if it["status"] == "entered-in-error" else _KINDS.get(kind_of(it))


def _encounter(it: Resource) -> EventType | None:
    if it["status"] == "finished":
        was_visit = it["class"].get("code") in _VISITS and "dischargeDisposition" not in it.get("hospitalization", {})
        return None if was_visit else EventType.DISCHARGE_NOTIFIED
    return EventType.ADMISSION_NOTIFIED if it["status"] == "in-progress" and is_inpatient(it) else None


def _task(it: Resource) -> EventType:
    return _TASK.get(it["status"], EventType.REFERRAL_UPDATED)


def _appointment(it: Resource) -> EventType:
    return EventType.APPOINTMENT_BOOKED if it["status"] == "booked" else EventType.APPOINTMENT_CHANGED


def _always(event: EventType) -> Callable[[dict[str, Any]], EventType]:
    return lambda _: event


_READERS: dict[str, Callable[[Resource], EventType | None]] = {
    "ServiceRequest": _service_request,
    "Consent": _consent,
    "CarePlan": _always(EventType.CARE_PLAN_UPDATED),
    "Communication": _communication,
    "Encounter": _encounter,
    "Task": _task,
    "Appointment": _appointment,
    "Flag": _always(EventType.DOCUMENT_RECEIVED),
    "DocumentReference": _always(EventType.DOCUMENT_RECEIVED),
    "QuestionnaireResponse": _always(EventType.DOCUMENT_RECEIVED),
    "Composition": _always(EventType.DOCUMENT_RECEIVED),
    "Patient": _always(EventType.DEMOGRAPHICS_UPDATED),
}
