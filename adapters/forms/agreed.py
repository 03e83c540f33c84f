"""Referrals, plans and a carer's consent, as FHIR."""

from datetime import date
from typing import Any

from adapters.forms.kinds import CarePlan, CarerConsent, Referral, Urgency
from adapters.forms.people import CARER_REFERENCE, PATIENT, related_person
from schemas.codes import nwd, snomed
from schemas.codes.systems import CONSENT_SCOPE, LOINC, SNOMED, V3_ACT, V3_PARTICIPATION, local
from schemas.fhir import Resource

_PRIORITY = {
    Urgency.ROUTINE: "routine",
    Urgency.URGENT: "urgent",
    Urgency.VERY_URGENT: "asap",
    Urgency.EMERGENCY: "stat",
}
_CONSENT_DOCUMENT = {"system": LOINC, "code": "59284-0", "display": "Consent Document"}


def referral(form: Referral, organisation: str) -> list[Resource]:
    """A ServiceRequest to one service."""
    made: Resource = {
        "resourceType": "ServiceRequest",
        "status": "revoked" if form.cancelled else "active",
        "intent": "order",
        "category": [_snomed(snomed.REFERRAL)],
        "priority": _PRIORITY[form.urgency],
        "subject": dict(PATIENT),
        "performer": [{"reference": f"HealthcareService/{form.to}"}],
        "reasonCode": [{"text": form.reason}],
    }
    if form.referred_at:
        made["authoredOn"] = form.referred_at.isoformat()
    if organisation:
        made["requester"] = {"reference": f"Organization/{organisation}"}
    return [made | _identified(form.reference, organisation, "referral")]


def care_plan(form: CarePlan, organisation: str) -> list[Resource]:
    """A CarePlan whose activities are the structured elements."""
    made: Resource = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "category": [_snomed(snomed.CRISIS_PLAN if form.crisis else snomed.CARE_PLAN)],
        "title": form.title,
        "subject": dict(PATIENT),
    }
    if form.summary:
        made["description"] = form.summary
    if form.elements:
        made["activity"] = [_activity(str(it.element), it.text) for it in form.elements]
    return [made | _period(form.starts, form.ends) | _identified(form.reference, organisation, "document")]


def carer_consent(form: CarerConsent, organisation: str) -> list[Resource]:
    """A Consent to share with one carer, or a refusal; and the carer."""
    provision: Resource = {"type": "permit" if form.agrees else "deny"} | _period(form.starts, form.ends)
    role = {"coding": [{"system": V3_PARTICIPATION, "code": "PRCP", "display": "primary information recipient"}]}
    provision["actor"] = [{"role": role, "reference": dict(CARER_REFERENCE)}]
    if form.categories:
        provision["class"] = [{"system": nwd.SHARING_CATEGORY, "code": str(it)} for it in form.categories]
    made: Resource = {
        "resourceType": "Consent",
        "status": "inactive" if form.withdrawn else "active",
        "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy", "display": "Privacy Consent"}]},
        "category": [{"coding": [_CONSENT_DOCUMENT]}],
        "patient": dict(PATIENT),
        "dateTime": form.agreed_at.isoformat(),
        "performer": [dict(PATIENT)],
        "policyRule": {"coding": [{"system": V3_ACT, "code": "OPTIN" if form.agrees else "OPTOUT"}]},
        "provision": provision,
    }
    return [made | _identified(form.reference, organisation, "consent"), related_person(form.carer, organisation)]


def _activity(element: str, text: str) -> dict[str, Any]:
    coding = {"system": nwd.PLAN_ELEMENT, "code": element, "display": nwd.PLAN_ELEMENTS[element]}
    return {"detail": {"code": {"coding": [coding]}, "status": "unknown", "description": text}}


def _snomed(code: str) -> dict[str, Any]:
    return {"coding": [{"system": SNOMED, "code": code, "display": snomed.DISPLAY[code]}]}


def _period(starts: date | None, ends: date | None) -> Resource:
    given = {"start": starts, "end": ends}
    period = {name: it.isoformat() for name, it in given.items() if it is not None}
    return {"period": period} if period else {}


def _identified(reference: str | None, organisation: str, kind: str) -> Resource:
    return {"identifier": [{"system": local(organisation, kind), "value": reference}]} if reference else {}
