"""What a document for a clinician says, in plain words, of one event."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
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
_NO_RESULT = {"entered-in-error": "Result entered in error", "cancelled": "Result called off"}
_NO_ANSWERS = {"entered-in-error": "entered in error", "stopped": "not all were given", "in-progress": "not all yet"}
_NO_CONDITION = {
    "entered-in-error": "Condition entered in error", "refuted": "Condition that was ruled out",
    "inactive": "Condition of the past", "remission": "Condition in remission", "resolved": "Condition of the past",
}  # fmt: skip


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
    said = [words_of(it) for it in (*flag.get("category", []), flag.get("code"))]
    label = _NO_ALERT.get(str(flag.get("status")), "Alert")
    yield from _labelled(label, ": ".join(dict.fromkeys(it for it in said if it)))


def service(released: Released) -> str:
    """The name of the service that says so."""
    return released.attribution.split(" (")[0].strip()


def _told(resource: Resource) -> Iterator[str]:
    tell = _TELLS.get(str(resource.get("resourceType")))
    if tell is not None:
        yield from tell(resource)
    yield from _notes(resource)


def _task(resource: Resource) -> Iterator[str]:
    yield from _labelled("Status", words_of(resource.get("businessStatus")) or resource.get("status"))
    yield from _reasons(resource.get("statusReason", {}))


def _referral(resource: Resource) -> Iterator[str]:
    yield from _labelled("Referral for", words_of(resource.get("code")))
    yield from _labelled("Priority", resource.get("priority"))


def _plan(resource: Resource) -> Iterator[str]:
    yield from _labelled("Plan", resource.get("title"))
    for activity in resource.get("activity", []):
        detail = activity.get("detail", {})
        yield from _labelled(words_of(detail.get("code")) or "Plan", detail.get("description"))


def _document(resource: Resource) -> Iterator[str]:
    yield from _labelled("Document", words_of(resource.get("type")))


def _appointment(resource: Resource) -> Iterator[str]:
    yield from _labelled("Appointment", _readable(resource.get("start")))
    yield from _labelled("Status", resource.get("status"))


def _encounter(resource: Resource) -> Iterator[str]:
    yield from _labelled("Discharged", _readable(resource.get("period", {}).get("end")))


def _notes(resource: Resource) -> Iterator[str]:
    if resource.get("resourceType") != "ServiceRequest":
        for annotation in resource.get("note", []):
            yield from _labelled("Note", annotation.get("text"))


def _communication(resource: Resource) -> Iterator[str]:
    yield from _labelled("On", _readable(resource.get("sent")))
    yield from _labelled("Attendance", words_of(resource.get("topic")))
    for concept in [*resource.get("reasonCode", []), resource.get("statusReason")]:
        yield from _labelled("Outcome", words_of(concept))
    said = "The carer said" if _kind(resource) == "carer-concern" else ""
    for payload in resource.get("payload", []):
        codes = [it.get("valueCode") for it in payload.get("extension", []) if it.get("url") == nwd.STEP_DOWN_ITEM]
        label = nwd.STEP_DOWN_ITEMS.get(str(codes[0]), "Note") if codes else said
        text = payload.get("contentString")
        yield from _labelled(label, _readable(text) if codes else text)


def _condition(resource: Resource) -> Iterator[str]:
    codes = [
        str(it.get("code"))
        for name in ("verificationStatus", "clinicalStatus")
        for it in resource.get(name, {}).get("coding", [])
    ]
    label = next((_NO_CONDITION[it] for it in codes if it in _NO_CONDITION), "Condition")
    yield from _labelled(label, words_of(resource.get("code")))


def _observation(resource: Resource) -> Iterator[str]:
    yield from _result(resource, _NO_RESULT.get(str(resource.get("status")), "Result"))


def _result(resource: Resource, label: str) -> Iterator[str]:
    """A result and each of its parts, such as the two of a blood pressure."""
    name, value = words_of(resource.get("code")), value_of(resource)
    yield from _labelled(label, f"{name}: {value}" if name and value else value)
    for part in resource.get("component", []):
        yield from _result(part, label)


def _questionnaire(resource: Resource) -> Iterator[str]:
    yield from _labelled("Answers", _NO_ANSWERS.get(str(resource.get("status"))))
    yield from _answers(resource)


def _answers(resource: Resource) -> Iterator[str]:
    for item in resource.get("item", []):
        for answer in item.get("answer", []):
            yield from _labelled(str(item.get("text") or item.get("linkId", "")), value_of(answer))
            yield from _answers(answer)
        yield from _answers(item)


def value_of(resource: Resource) -> str:
    """The value[x] of a result or an answer in words; of what has none, and of a file, nothing."""
    kind = next((it for it in resource if it.startswith("value")), "")
    value: Any = resource.get(kind)
    if kind in _VALUES:
        return _VALUES[kind](value)
    return "" if isinstance(value, dict | None) else str(_readable(value))


def _range(found: Resource) -> str:
    return _between(_quantity(found.get("low")), _quantity(found.get("high")), until="up to")


def _ratio(found: Resource) -> str:
    parts = [_quantity(found.get(part)) for part in ("numerator", "denominator")]
    return " : ".join(parts) if all(parts) else ""


def _period(found: Resource) -> str:
    start, end = (str(_readable(found.get(end, ""))) for end in ("start", "end"))
    return _between(start, end, until="until")


def _between(first: str, last: str, *, until: str) -> str:
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"{until} {last}" if last else ""


def _quantity(found: object) -> str:
    if not isinstance(found, dict):
        return ""
    said = f"{found.get('comparator', '')}{found.get('value', '')}"
    return f"{said} {found.get('unit') or found.get('code', '')}".strip()


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
    coded = words_of({"coding": concept.get("coding", [])})
    yield from _labelled("Reason", coded)
    if concept.get("text") != coded:
        yield from _labelled("In their words" if coded else "Reason", concept.get("text"))


def _labelled(label: str, value: object) -> Iterator[str]:
    if isinstance(value, str) and value.strip():
        yield f"{label}: {value}" if label else value


def words_of(concept: object) -> str:
    """A CodeableConcept in words, by its text before its codes."""
    if not isinstance(concept, dict):
        return ""
    coding: Resource = next(iter(concept.get("coding", [])), {})
    code = str(coding.get("code", ""))
    listed = {mhsds.DROP_IN_OUTCOME_SYSTEM: mhsds.DROP_IN_OUTCOME, mhsds.ATTENDANCE_SYSTEM: mhsds.ATTENDANCE}
    known = listed.get(str(coding.get("system")), {}).get(code, "")
    return str(concept.get("text") or coding.get("display") or known or code.replace("-", " "))


_VALUES: Mapping[str, Callable[[Any], str]] = {
    "valueQuantity": _quantity,
    "valueRange": _range,
    "valueRatio": _ratio,
    "valuePeriod": _period,
    "valueCodeableConcept": words_of,
    "valueCoding": lambda value: words_of({"coding": [value]}),
    "valueBoolean": lambda value: "yes" if value else "no",
}
_TELLS: Mapping[str, Callable[[Resource], Iterator[str]]] = {
    "Appointment": _appointment,
    "CarePlan": _plan,
    "Communication": _communication,
    "Condition": _condition,
    "DocumentReference": _document,
    "Encounter": _encounter,
    "Flag": _alert,
    "Observation": _observation,
    "QuestionnaireResponse": _questionnaire,
    "ServiceRequest": _referral,
    "Task": _task,
}
