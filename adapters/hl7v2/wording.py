"""What a document for a clinician says, in plain words, of one event."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.contract import Released
from schemas.clock import LONDON
from schemas.codes import mhsds, nwd
from schemas.events import EventType
from schemas.fhir import Resource

_HEADLINES = {
    EventType.REFERRAL_RECEIVED: "A referral has been received by {service}.",
    EventType.REFERRAL_UPDATED: "A referral has been changed.",
    EventType.REFERRAL_CANCELLED: "A referral has been cancelled.",
    EventType.REFERRAL_OPENED: "{service} has opened the referral.",
    EventType.REFERRAL_ACCEPTED: "{service} has accepted the referral.",
    EventType.REFERRAL_DECLINED: "{service} has declined the referral. Responsibility stays with the referrer.",
    EventType.REFERRAL_UNOPENED: "Nobody has opened the referral in the time agreed. Please contact the service "
    "or make another arrangement.",
    EventType.REFERRAL_UNROUTABLE: "The referral could not be routed to a service. It has reached nobody: please "
    "make another arrangement.",
    EventType.REFERRAL_HELD: "The referral has not been taken up yet: see the note below. If it cannot wait, please "
    "make another arrangement.",
    EventType.DELIVERY_WITHHELD: "What was sent has not been passed on.",
    EventType.CONTACT_RECORDED: "{service} has been in contact with the person.",
    EventType.CONTACT_DIGEST: "{service} has been in contact with the person; what happened since the last summary:",
    EventType.CONCERN_RECORDED: "A carer has told {service} of a concern.",
    EventType.DISCHARGE_NOTIFIED: "The person has been discharged or stepped down.",
    EventType.ADMISSION_NOTIFIED: "The person has been admitted.",
    EventType.SHARING_STOPPED: "Sharing has stopped. Please contact the referrer.",
    EventType.CARE_PLAN_UPDATED: "A care plan has been updated.",
    EventType.DOCUMENT_RECEIVED: "A document has been received.",
    EventType.DEMOGRAPHICS_UPDATED: "The person's details have been updated.",
    EventType.APPOINTMENT_BOOKED: "An appointment has been booked.",
    EventType.APPOINTMENT_CHANGED: "An appointment has been changed.",
    EventType.CONSENT_GRANTED: "A consent to share has been recorded.",
    EventType.CONSENT_REVOKED: "A consent to share has been withdrawn.",
    EventType.CIRCUMSTANCE_RECORDED: "Something that bears on sharing was recorded. Please look before telling others.",
    EventType.CIRCUMSTANCE_ENDED: "Something that bore on sharing was taken back.",
    EventType.ACCESS_OVERRIDDEN: "A record was opened in an emergency.",
    EventType.ACCESS_ASKED: "Somebody asks your team to open a record. Please ring them.",
}

_NO_ALERT = {"inactive": "Alert that no longer stands", "entered-in-error": "Alert entered in error"}


def headline(event: EventType, service: str) -> str:
    """One sentence that says what has happened."""
    return _HEADLINES[event].format(service=service or "The service")


def lines(released: Released, zone: ZoneInfo) -> list[str]:
    """The text of the document: who says so, what happened, what was agreed, warnings, what it answers."""
    happened = released.occurred_at.astimezone(zone)
    said = [it for resource in released.resources for it in _told(resource)]
    answers = [f"Your {name.replace('-', ' ')}: {value}" for name, value in released.correlation.items()]
    return [
        released.attribution,
        headline(released.event_type, service(released)),
        f"When: {happened:%d %B %Y %H:%M %Z}",
        *said,
        *(f"Warning: {it}" for it in released.warnings),
        *answers,
    ]


def alerts(resources: Sequence[Resource]) -> list[str]:
    """A line for each Flag: its kind and its words, as far as they may be seen, and whether it stands."""
    return [line for it in resources if it.get("resourceType") == "Flag" for line in _alert(it)]


def _alert(flag: Resource) -> Iterator[str]:
    said = [_words(it) for it in (*flag.get("category", []), flag.get("code"))]
    label = _NO_ALERT.get(str(flag.get("status")), "Alert")
    yield from _labelled(label, ": ".join(dict.fromkeys(it for it in said if it)))


def service(released: Released) -> str:
    """The name of the service that says so."""
    return released.attribution.split(" (")[0].strip()


def _told(resource: Resource) -> Iterator[str]:
    match resource.get("resourceType"):
        case "Communication":
            yield from _communication(resource)
        case "Task":
            yield from _labelled("Status", _words(resource.get("businessStatus")) or resource.get("status"))
            yield from _reasons(resource.get("statusReason", {}))
        case "ServiceRequest":
            yield from _labelled("Referral for", _words(resource.get("code")))
            yield from _labelled("Priority", resource.get("priority"))
        case "CarePlan":
            yield from _labelled("Plan", resource.get("title"))
            for activity in resource.get("activity", []):
                detail = activity.get("detail", {})
                yield from _labelled(_words(detail.get("code")) or "Plan", detail.get("description"))
        case "DocumentReference":
            yield from _labelled("Document", _words(resource.get("type")))
        case "Appointment":
            yield from _labelled("Appointment", _readable(resource.get("start")))
            yield from _labelled("Status", resource.get("status"))
        case "Flag":
            yield from _alert(resource)
        case "Encounter":
            yield from _labelled("Discharged", _readable(resource.get("period", {}).get("end")))
    yield from _notes(resource)


def _notes(resource: Resource) -> Iterator[str]:
    if resource.get("resourceType") != "ServiceRequest":
        for annotation in resource.get("note", []):
            yield from _labelled("Note", annotation.get("text"))


def _communication(resource: Resource) -> Iterator[str]:
    yield from _labelled("On", _readable(resource.get("sent")))
    yield from _labelled("Attendance", _words(resource.get("topic")))
    for concept in [*resource.get("reasonCode", []), resource.get("statusReason")]:
        yield from _labelled("Outcome", _words(concept))
    said = "The carer said" if _kind(resource) == "carer-concern" else ""
    for payload in resource.get("payload", []):
        codes = [it.get("valueCode") for it in payload.get("extension", []) if it.get("url") == nwd.STEP_DOWN_ITEM]
        label = nwd.STEP_DOWN_ITEMS.get(str(codes[0]), "Note") if codes else said
        text = payload.get("contentString")
        yield from _labelled(label, _readable(text) if codes else text)


def _readable(text: object) -> object:
    """A FHIR date or instant as people in England write it; anything else as it is."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return text
    if len(str(text)) == len("2026-11-23") or moment.tzinfo is None:
        return f"{moment:%d %B %Y}"
    return f"{moment.astimezone(LONDON):%d %B %Y %H:%M}"


def _kind(resource: Resource) -> str:
    codings = (coding for concept in resource.get("category", []) for coding in concept.get("coding", []))
    return next((str(it.get("code")) for it in codings if it.get("system") == nwd.COMMUNICATION_KIND), "")


def _reasons(concept: Resource) -> Iterator[str]:
    coded = _words({"coding": concept.get("coding", [])})
    yield from _labelled("Reason", coded)
    if concept.get("text") != coded:
        yield from _labelled("In their words" if coded else "Reason", concept.get("text"))


def _labelled(label: str, value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield f"{label}: {value}" if label else value


def _words(concept: object) -> str:
    if not isinstance(concept, dict):
        return ""
    coding: Resource = next(iter(concept.get("coding", [])), {})
    code = str(coding.get("code", ""))
    listed = {mhsds.DROP_IN_OUTCOME_SYSTEM: mhsds.DROP_IN_OUTCOME, mhsds.ATTENDANCE_SYSTEM: mhsds.ATTENDANCE}
    known = listed.get(str(coding.get("system")), {}).get(code, "")
    return str(concept.get("text") or coding.get("display") or known or code.replace("-", " "))
