"""The FHIR that an act of a named person becomes."""

from dataclasses import dataclass
from datetime import datetime

from consent.question import Asker
from schemas.codes.mhsds import attendance, drop_in_outcome
from schemas.codes.nwd import CARER_AGREES, COMMUNICATION_KIND, COMMUNICATION_KINDS, HANDLING
from schemas.events import EventType
from schemas.fhir import Resource


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a referral's progress."""

    status: str
    business: str
    event: EventType
    ends_link: bool = False
    reason: str = ""
    text: str = ""


OPENED = Step("received", "Opened by a person", EventType.REFERRAL_OPENED)
ACCEPTED = Step("accepted", "Accepted", EventType.REFERRAL_ACCEPTED)
DECLINED = Step("rejected", "Declined", EventType.REFERRAL_DECLINED, ends_link=True)


@dataclass(frozen=True, slots=True)
class ContactNote:
    """A contact with the person: whether they came, how it ended, and what was agreed."""

    attended: bool
    outcome: str | None = None
    """MHSDS drop-in outcome code."""
    agreed: str = ""
    text: str = ""
    for_clinical_record: bool = True


@dataclass(frozen=True, slots=True)
class Concern:
    """What a carer told."""

    text: str
    carer: str | None = None
    """`RelatedPerson/<id>`, where the gateway knows the carer."""
    patient_may_see: bool = False


def task(asker: Asker, referral: Resource, step: Step, at: datetime) -> Resource:
    """The Task that tells how far a referral has come."""
    made: Resource = {
        "resourceType": "Task",
        "status": step.status,
        "intent": "order",
        "businessStatus": {"text": step.business},
        "focus": {"reference": f"ServiceRequest/{referral['id']}"},
        "for": referral["subject"],
        "authoredOn": _stamp(at),
        "lastModified": _stamp(at),
        "owner": service(asker),
    }
    if step.reason or step.text:
        made["statusReason"] = {"coding": [{"code": step.reason}]} if step.reason else {}
        if step.text:
            made["statusReason"]["text"] = step.text
    return made


def contact(asker: Asker, patient: str, note: ContactNote, at: datetime) -> Resource:
    """The Communication that a contact note becomes."""
    agreed = [{"contentString": f"Agreed: {note.agreed}"}] if note.agreed else []
    said = agreed + ([{"contentString": note.text}] if note.text else [])
    made = _communication("contact-note", asker, patient, at) | {"topic": attendance(note.attended)}
    if note.outcome:
        made["reasonCode"] = [drop_in_outcome(note.outcome)]
    if said:
        made["payload"] = said
    if not note.for_clinical_record:
        made["meta"] = {"tag": [{"system": HANDLING, "code": "not-for-clinical-record"}]}
    return made


def concern(asker: Asker, patient: str, told: Concern, at: datetime) -> Resource:
    """The Communication that a carer's concern becomes."""
    made = _communication("carer-concern", asker, patient, at) | {"payload": [{"contentString": told.text}]}
    if told.carer:
        made["sender"] = {"reference": told.carer}
    if told.patient_may_see:
        made["extension"] = [{"url": CARER_AGREES, "valueBoolean": True}]
    return made


def carer_task(asker: Asker, patient: str, carer: str, worker: str, at: datetime) -> Resource:
    """The Task of one named worker to tell a carer what may be told; what that is stands in the record, not here."""
    return {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "code": {"text": "Tell a carer what they may hear"},
        "for": {"reference": patient},
        "authoredOn": _stamp(at),
        "requester": service(asker),
        "owner": {"reference": f"Practitioner/{worker}"},
        "restriction": {"recipient": [{"reference": carer}]},
    }


def service(asker: Asker) -> Resource:
    """The service that somebody asks for, as a reference."""
    return {"reference": f"HealthcareService/{asker.service}"}


def _communication(kind: str, asker: Asker, patient: str, at: datetime) -> Resource:
    coding = {"system": COMMUNICATION_KIND, "code": kind, "display": COMMUNICATION_KINDS[kind]}
    return {
        "resourceType": "Communication",
        "status": "completed",
        "category": [{"coding": [coding]}],
        "subject": {"reference": patient},
        "sent": _stamp(at),
        "sender": service(asker),
    }


def _stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds").replace("+00:00", "Z")
