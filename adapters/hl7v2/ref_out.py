"""REF^I12, I13 and I14 version 2.4 out: a referral as the engine of a trust takes it in. The way back of `ref`."""

from adapters.contract import Released, Rendition, Unsendable
from adapters.hl7v2.beside_out import beside, kin
from adapters.hl7v2.heading import message
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.wording import alerts, service
from adapters.hl7v2.written import (
    about,
    components,
    concept,
    first,
    hidden,
    name,
    note,
    person,
    practice,
    raw,
    safe,
    said,
    stamp,
    telecom,
    under,
)
from schemas.codes import nwd, systems, uk_core, v2_event
from schemas.events import EventType
from schemas.fhir import Resource

_TRIGGERS = {
    EventType.REFERRAL_RECEIVED: "I12",
    EventType.REFERRAL_UPDATED: "I13",
    EventType.REFERRAL_CANCELLED: "I14",
}
"""The events that are written as a referral, and by which trigger."""
_PRIORITY = {means: code for code, means in v2_event.REFERRAL_PRIORITY.items()}
_STATUS = {"revoked": "R", "entered-in-error": "R", "completed": "E"}
"""Table 0283; any other referral stands, as accepted."""


def fits(released: Released) -> bool:
    """True for an event of a referral."""
    return released.event_type in _TRIGGERS


def referral(released: Released, profile: SenderProfile) -> Rendition:
    """The referral for one recipient. Raises `Unsendable` when it is about nobody, or no referral is shown."""
    request = first(released, "ServiceRequest")
    if not request:
        raise Unsendable("RF1: no referral may be shown; it cannot be sent as REF")
    patient = about(released)
    numbers = under(patient, profile.facility)
    if not (numbers or patient.get("name")):
        raise Unsendable("PID-3: the referral names no person; it cannot be sent as REF")
    segments = [
        _request(released, request, profile.organisation),
        *_providers(released, request),
        person(patient, numbers),
        *practice(patient),
        *kin(released.resources, profile.organisation),
        *beside(released.resources, profile.organisation, _notes(released, request)),
        *_source(request, profile.organisation),
        *hidden(patient),
    ]
    return message(f"REF^{_TRIGGERS[released.event_type]}", released, profile, segments)


def _request(released: Released, request: Resource, reader: str) -> str:
    task = first(released, "Task")
    categories = [code for one in request.get("category", []) for code in one.get("coding", [])]
    category = next((it["code"] for it in categories if it.get("system") == systems.table("0284")), "")
    own, others = _numbers(request)
    fields = [
        _stands(request),
        _PRIORITY.get(str(request.get("priority")), ""),
        concept(request.get("code"), reader),
        "~".join(concept(it, reader) for it in request.get("orderDetail", [])),
        safe(str(category)),
        own,
        stamp(request.get("authoredOn")),
        stamp(request.get("occurrencePeriod", {}).get("end")),
        stamp(task.get("authoredOn")),
        "~".join(concept(it, reader) for it in request.get("reasonCode", [])),
        others,
    ]
    return raw("RF1", *fields)


def _stands(request: Resource) -> str:
    """RF1-1. That one which is revoked has expired is told by the reason."""
    status = str(request.get("status"))
    why = [it["valueCodeableConcept"] for it in request.get("extension", []) if it.get("url") == systems.STATUS_REASON]
    said = [(it.get("system"), it.get("code")) for one in why for it in one.get("coding", [])]
    return "E" if status == "revoked" and (systems.table("0283"), "E") in said else _STATUS.get(status, "A")


def _numbers(request: Resource) -> tuple[str, str]:
    """RF1-6, which may not be empty, and RF1-11, with the requisition first: every number of the referral, in order."""
    every = [str(it["value"]) for it in request.get("identifier", []) if it.get("value")]
    other = str(request.get("requisition", {}).get("value", ""))
    at = every.index(other) if other in every else len(every)
    before, after = every[:at], every[at + 1 :]
    own, others = before or after or [other], [other, *(after if before else [])]
    return "~".join(map(components, own)), "~".join(map(components, others))


def _providers(released: Released, request: Resource) -> list[str]:
    recipient = released.recipient
    asked = raw(
        "PRD", "RT", components(recipient.name), "", "", "", "", components(recipient.ods_code or recipient.service)
    )
    refers = _whom_to_ask(request) or service(released)
    teams = [it for it in released.resources if it["resourceType"] == "CareTeam"]
    consulted = [_consulted(it, one) for it in teams for one in it.get("participant", [])]
    return [_referrer(released, refers), asked, *consulted]


def _consulted(team: Resource, participant: Resource) -> str:
    member = participant.get("member", {})
    number = _registration(member["identifier"]) if member.get("identifier") else ""
    return raw(
        "PRD", "CP", components(said(member)), "", "", "~".join(map(telecom, team.get("telecom", []))), "", number
    )


def _registration(found: Resource) -> str:
    return components(str(found.get("value", "")), "GMC" if found.get("system") == systems.GMC else "")


def _whom_to_ask(request: Resource) -> str:
    """The service that refers, with its telephone, as the requester or where a person stands there beside it."""
    beside = [it.get("valueReference", {}) for it in request.get("extension", []) if it.get("url") == nwd.WHOM_TO_ASK]
    return next((named for it in (request.get("requester", {}), *beside) if (named := said(it))), "")


def _referrer(released: Released, service: str) -> str:
    """Who refers in person, as far as that may be seen, else the service."""
    doctor, role = (first(released, kind) for kind in ("Practitioner", "PractitionerRole"))
    numbers = map(_registration, doctor.get("identifier", []))
    names = "~".join(map(name, doctor.get("name", []))) or components(service)
    phones = "~".join(map(telecom, role.get("telecom", [])))
    return raw("PRD", "RP", names, "", "", phones, "", "~".join(numbers))


def _notes(released: Released, request: Resource) -> list[str]:
    known = [*alerts(released.resources), *(f"Warning: {it}" for it in released.warnings)]
    told: list[Resource] = [*request.get("note", []), *({"text": it} for it in known)]
    return [note(number, it) for number, it in enumerate((it for it in told if it.get("text")), 1)]


def _source(request: Resource, reader: str) -> list[str]:
    """ZU1-13, where the referral comes from."""
    found = [it for it in request.get("extension", []) if it.get("url") == uk_core.SOURCE_OF_SERVICE_REQUEST]
    return [raw("ZU1", *[""] * 12, concept(it.get("valueCodeableConcept"), reader)) for it in found]
