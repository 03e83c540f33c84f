"""RRI^I12 version 2.4 out: what a service answers to a referral, for its referrer's engine. The way back of `rri`."""

from adapters.contract import Released, Rendition
from adapters.hl7v2.heading import message
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.wording import headline, service
from adapters.hl7v2.written import about, components, concept, first, note, person, raw, stamp, under
from schemas.events import EventType
from schemas.fhir import Resource

_SAID = {EventType.REFERRAL_ACCEPTED: "A", EventType.REFERRAL_DECLINED: "R"}
"""Table 0283, RF1-1."""


def fits(released: Released) -> bool:
    """True for an answer to a referral of the recipient's own, which it can find by its own number."""
    answers = released.event_type in _SAID and "referral" in released.correlation
    return answers and bool(first(released, "Task")) and bool(under(about(released), ""))


def answer(released: Released, profile: SenderProfile) -> Rendition:
    """The answer for the service that referred; `fits` says of what there is one."""
    task, patient = first(released, "Task"), about(released)
    told: list[Resource] = [
        {"text": released.attribution},
        {"text": headline(released.event_type, service(released))},
        *_beside_code(task.get("statusReason") or {}),
        *(it for it in task.get("note", []) if it.get("text")),
        *({"text": f"Warning: {it}"} for it in released.warnings),
    ]
    segments = [
        _request(released, task, profile.organisation),
        raw("PRD", "RP", components(released.recipient.name)),
        raw("PRD", "RT", components(service(released))),
        person(patient, under(patient, profile.facility)),
        *(note(number, it) for number, it in enumerate(told, 1)),
    ]
    return message("RRI^I12", released, profile, segments)


def _request(released: Released, task: Resource, reader: str) -> str:
    reason = task.get("statusReason") or {}
    code = "E" if reason.get("text") == "expired" else _SAID[released.event_type]
    answered = stamp(task.get("lastModified") or task.get("authoredOn"))
    number = components(released.correlation["referral"])
    return raw("RF1", code, "", "", "", "", number, "", "", answered, concept(reason, reader))


def _beside_code(reason: Resource) -> list[Resource]:
    """The reason in the service's own words, where RF1-10 holds the words of its code."""
    coded = [it["display"] for it in reason.get("coding", [])[:2] if it.get("display")]
    text = reason.get("text")
    return [{"text": f"In their words: {text}"}] if text and coded and text not in coded else []
