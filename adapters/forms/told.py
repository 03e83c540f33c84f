"""Contact notes, concerns and discharges, as FHIR Communications."""

from typing import Any

from adapters.forms.kinds import CarerConcern, ContactNote, Discharge
from adapters.forms.people import CARER_REFERENCE, PATIENT, related_person
from schemas.codes.mhsds import attendance, drop_in_outcome
from schemas.codes.nwd import (
    CARER_AGREES,
    COMMUNICATION_KIND,
    COMMUNICATION_KINDS,
    HANDLING,
    NOT_RECORDED,
    STEP_DOWN_ITEM,
    STEP_DOWN_ITEMS,
)
from schemas.fhir import Resource


def contact_note(form: ContactNote, organisation: str) -> list[Resource]:
    """What a service writes after a contact."""
    said = [f"Agreed: {form.agreed}"] if form.agreed else []
    said += [form.note] if form.note else []
    made = _communication("contact-note", said) | {
        "topic": attendance(form.attended),
        "sent": form.contacted_at.isoformat(),
        "sender": {"reference": f"HealthcareService/{form.service}"},
    }
    if form.outcome:
        made["reasonCode"] = [drop_in_outcome(form.outcome)]
    if not form.for_clinical_record:
        made["meta"] = {"tag": [{"system": HANDLING, "code": "not-for-clinical-record"}]}
    return [made]


def carer_concern(form: CarerConcern, organisation: str) -> list[Resource]:
    """What a carer worries about."""
    made = _communication("carer-concern", [form.concern]) | {
        "priority": "urgent" if form.urgent else "routine",
        "sent": form.told_at.isoformat(),
        "sender": dict(CARER_REFERENCE),
    }
    if form.to:
        made["recipient"] = [{"reference": f"HealthcareService/{form.to}"}]
    if form.patient_may_see:
        made["extension"] = [{"url": CARER_AGREES, "valueBoolean": True}]
    return [made, related_person(form.carer, organisation)]


def discharge(form: Discharge, organisation: str) -> list[Resource]:
    """A step-down notice; what the sender does not say is `not recorded`."""
    told = {True: "yes", False: "no", None: None}[form.person_told]
    said = {
        "discharged-on": form.discharged_on.isoformat(),
        "from-service": form.from_service,
        "held-by-next": form.held_by_next,
        "next-contact": form.next_contact,
        "crisis-number": form.crisis_number,
        "person-told": told,
    }
    made = _communication("step-down", [])
    made["payload"] = [
        {"extension": [{"url": STEP_DOWN_ITEM, "valueCode": item}], "contentString": said[item] or NOT_RECORDED}
        for item in STEP_DOWN_ITEMS
    ]
    return [made]


def _communication(kind: str, said: list[str]) -> dict[str, Any]:
    coding = {"system": COMMUNICATION_KIND, "code": kind, "display": COMMUNICATION_KINDS[kind]}
    made: dict[str, Any] = {
        "resourceType": "Communication",
        "status": "completed",
        "category": [{"coding": [coding]}],
        "subject": dict(PATIENT),
    }
    return made | ({"payload": [{"contentString": it} for it in said]} if said else {})
