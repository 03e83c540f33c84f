"""REF^I12, I13, I14: a referral becomes a ServiceRequest, the Task of whoever is asked, and what travels with it.

New, changed and cancelled are one ServiceRequest: the sender's number of it (RF1-6) ties them together. A change says
nothing of how far the service asked has come, so that it carries no Task.
"""

from dataclasses import dataclass

from adapters.contract import Occurrence
from adapters.hl7v2 import clinical, person, providers, route, values, visit
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, note, warning
from adapters.hl7v2.letters import letters
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas.codes import snomed, systems, uk_core, v2_event
from schemas.events import EventType
from schemas.fhir import Resource

_URGENT = frozenset({"stat", "asap", "urgent"})


_WHICH = "is empty; which referral is changed or cancelled cannot be told: send its number"


@dataclass(frozen=True, slots=True)
class _Act:
    event: EventType
    request_status: str | None = None
    """What the trigger says the status is, whatever RF1-1 says."""
    task_status: str | None = None
    has_task: bool = True


_ACTS = {
    "I12": _Act(EventType.REFERRAL_RECEIVED),
    "I13": _Act(EventType.REFERRAL_UPDATED, has_task=False),
    "I14": _Act(EventType.REFERRAL_CANCELLED, "revoked", "cancelled"),
}


@dataclass(frozen=True, slots=True)
class _Parties:
    patient: str
    requester: str
    referrer: tuple[str, ...]
    """Who refers in person: their role, and who they are; empty where only the organisation is named."""
    performer: str | None


def refer(draft: Draft) -> list[str]:
    """Map a referral into the draft; gives the focus, the ServiceRequest first. Raises `Refused`."""
    act, rf1 = _ACTS[draft.trigger], draft.message.first_or_empty("RF1")
    patient = person.patient(draft)
    people = _parties(draft, patient)
    kin = person.kin(draft, patient)
    reasons = clinical.conditions(draft, patient)
    beside = clinical.allergies(draft, patient) + clinical.observations(draft, patient)
    beside += letters(draft, patient, people.requester) + providers.consulting(draft, patient)
    met = visit.encounter(draft, patient)
    request = _request(draft, rf1, people, act)
    request |= {
        "reasonReference": [reference(it) for it in reasons],
        "supportingInfo": [reference(it) for it in beside],
        "encounter": reference(met) if met else {},
    }
    url = draft.add("ServiceRequest", request)
    tasks = [draft.add("Task", _task(draft, rf1, people, act, url))] if act.has_task else []
    draft.addressee = route.addressee(draft)
    told = (url, *tasks, *reasons, *beside, *([met] if met else []), *kin, *people.referrer)
    draft.occurrences.append(Occurrence(act.event, told, urgent=request["priority"] in _URGENT))
    return [url, *tasks]


def _request(draft: Draft, rf1: Segment, people: _Parties, act: _Act) -> Resource:
    until = draft.moment(rf1, 8)
    return {
        "resourceType": "ServiceRequest",
        **_ids(draft, rf1),
        "status": act.request_status or _status(draft, rf1),
        "intent": "order",
        "category": [values.snomed_concept(snomed.REFERRAL), *_category(draft, rf1)],
        "priority": _priority(draft, rf1),
        "code": _asked_for(draft, rf1),
        "orderDetail": [_disposition(draft, one) for one in rf1.repeats(4)],
        "subject": reference(people.patient),
        "occurrencePeriod": {"end": until.text if until else ""},
        "authoredOn": _written_at(draft, rf1),
        "requester": reference(people.requester),
        "performer": route.owner(people.performer),
        "reasonCode": [values.concept(it, draft.system("referral-reason")) for it in rf1.repeats(10)],
        "note": clinical.notes_of_referral(draft),
        "extension": [*_source(draft), *_expired(rf1, act)],
    }


def _expired(rf1: Segment, act: _Act) -> list[Resource]:
    """Revoked is what it then is, as one that was refused; of one that is called off nothing else counts."""
    code = rf1.text(1).upper()
    if act.request_status or code != "E":
        return []
    why = values.coded(systems.table("0283"), code, v2_event.REFERRAL_STATUS_DISPLAY[code])
    return [{"url": systems.STATUS_REASON, "valueCodeableConcept": why}]


def _source(draft: Draft) -> list[Resource]:
    """ZU1-13, as English patient administration systems send where a referral comes from."""
    zu1 = draft.message.first("ZU1")
    if zu1 is None:
        return []
    others = [str(it) for it in range(1, len(zu1.row)) if it != 13 and (zu1.repeats(it) or zu1.deletes(it))]
    if others:
        message = f"fields {', '.join(others[:10])} have no published meaning; they stay in the original"
        draft.issues.append(note("not-supported", "ZU1", message))
    said = zu1.repeats(13)[:1] if zu1.text(13) else []
    sources = [values.concept(it, draft.system("referral-source")) for it in said]
    return [{"url": uk_core.SOURCE_OF_SERVICE_REQUEST, "valueCodeableConcept": it} for it in sources]


def _asked_for(draft: Draft, rf1: Segment) -> Resource:
    """RF1-3; without it what RF1-4 says needs a code to stand beside (R4, prr-1), so that one is said to be unknown."""
    named = draft.only(rf1, 3)
    if at(named, 1) or at(named, 2):
        return values.concept(named, draft.system("referral-type"))
    return dict(values.UNSAID) if rf1.repeats(4) else {}


def _task(draft: Draft, rf1: Segment, people: _Parties, act: _Act, request: str) -> Resource:
    processed = draft.moment(rf1, 9)
    return {
        "resourceType": "Task",
        "status": act.task_status or v2_event.REFERRAL_TASK_STATUS.get(rf1.text(1).upper(), "requested"),
        "intent": "order",
        "priority": _priority_of(rf1),
        "focus": reference(request),
        "for": reference(people.patient),
        "authoredOn": processed.text if processed else _written_at(draft, rf1),
        "requester": reference(people.requester),
        "owner": reference(people.performer) if people.performer else {},
    }


def _ids(draft: Draft, rf1: Segment) -> Resource:
    system = draft.system("referral")
    own = [values.identifier(it, system) for it in rf1.repeats(6)]
    others = [values.identifier(it, system) for it in rf1.repeats(11)]
    found = list({it["value"]: it for it in [*own, *others] if it}.values())
    if not any(own):
        message = "is empty; without the referral's number later changes cannot be joined to it"
        if draft.profile.requires_referral_id:
            raise Refused("required", "RF1-6", message)
        is_told = draft.trigger == "I12" or found
        draft.issues.append(note("required", "RF1-6", message) if is_told else warning("required", "RF1-6", _WHICH))
    requisition = next((it for it in others if it and it not in own), None)
    return {"identifier": found, "requisition": requisition}


def _priority_of(rf1: Segment) -> str:
    return v2_event.REFERRAL_PRIORITY.get(rf1.text(2).upper(), "")


def _priority(draft: Draft, rf1: Segment) -> str:
    found = _priority_of(rf1)
    if (rf1.text(2) or rf1.text(2, 2)) and not found:
        draft.issues.append(
            warning("code-invalid", "RF1-2", "is not a known priority; send S, A, U or R of table 0280")
        )
    return found


def _status(draft: Draft, rf1: Segment) -> str:
    known = v2_event.REFERRAL_STATUS.get(rf1.text(1).upper())
    if known is None and (rf1.text(1) or rf1.text(1, 2)):
        message = "is not a known status; taken as active: send A, P, R or E of table 0283"
        draft.issues.append(warning("code-invalid", "RF1-1", message))
    return known or "active"


def _category(draft: Draft, rf1: Segment) -> list[Resource]:
    code = rf1.text(5).upper()
    display = v2_event.REFERRAL_CATEGORY.get(code)
    if not display and (code or rf1.text(5, 2)):
        draft.issues.append(note("code-invalid", "RF1-5", "is no category of table 0284; it stays in the original"))
    return [values.coded(systems.table("0284"), code, display)] if display else []


def _disposition(draft: Draft, repetition: Repetition) -> Resource:
    code = at(repetition, 1).upper()
    display = v2_event.REFERRAL_DISPOSITION.get(code)
    if display:
        return values.coded(systems.table("0282"), code, display)
    return values.concept(repetition, draft.system("referral-disposition"))


def _written_at(draft: Draft, rf1: Segment) -> str:
    found = draft.moment(rf1, 7) or draft.moment(draft.message.header, 7)
    return found.text if found else ""


def _parties(draft: Draft, patient: str) -> _Parties:
    organisation = route.sender(draft)
    referrer = _referrer(draft, organisation)
    return _Parties(patient, next(iter(referrer), organisation), referrer, route.performer(draft))


def _referrer(draft: Draft, organisation: str) -> tuple[str, ...]:
    named = next((it for it in draft.message.all("PRD") if "RP" in providers.roles(it)), None)
    if named is None:
        return ()
    doctor = draft.add("Practitioner referrer", {
        "resourceType": "Practitioner",
        "identifier": [providers.registration(draft, it) for it in named.repeats(7)],
        "name": [values.name(it) for it in named.repeats(2)],
    })  # fmt: skip
    role = draft.add("PractitionerRole referrer", {
        "resourceType": "PractitionerRole",
        "practitioner": reference(doctor),
        "organization": reference(organisation),
        "telecom": values.telecoms(named.repeats(5), "work"),
    })  # fmt: skip
    return role, doctor
