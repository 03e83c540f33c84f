"""The minimum extracts: which named element of a category is which part of which FHIR resource."""

from collections.abc import Mapping
from typing import Any

from consent.clean import (
    Clean,
    code,
    coding,
    concept,
    date,
    extension,
    first,
    flag,
    many,
    parts,
    period,
    reference,
    service,
    where,
    words,
    year,
)
from schemas.codes.nwd import (
    FLAG_KIND,
    NOT_STOPPED_SUDDENLY,
    PLAN_ELEMENT,
    PLAN_ELEMENTS,
    SAFE_TO_CALL,
    SAFE_TO_LEAVE_MESSAGE,
    STEP_DOWN_ITEM,
    STEP_DOWN_ITEMS,
)
from schemas.codes.systems import BARS_FLAG

Element = Mapping[str, Clean]
"""The keys of a resource that one named element takes, and how each is cleaned."""

_PRONOUNS = "http://hl7.org/fhir/StructureDefinition/individual-pronouns"
_INTERPRETER = "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired"
_ACTIVE = frozenset({"active", "recurrence", "relapse"})
_OF_TIME = frozenset({"Condition", "AllergyIntolerance"})
_WRONG = frozenset({"refuted", "entered-in-error"})
_OVER = {
    "MedicationStatement": frozenset({"completed", "stopped", "not-taken", "entered-in-error"}),
    "MedicationRequest": frozenset({"completed", "stopped", "cancelled", "entered-in-error"}),
}
_CONCERN = frozenset({(FLAG_KIND, "safeguarding"), (BARS_FLAG, "SG")})


def _names(value: Any) -> Any:
    """The name that the person goes by: the usual one, or else the first that is still in use."""
    names = [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []
    order = {"usual": 0, "nickname": 1, "official": 2, None: 3}
    in_use = sorted((it for it in names if it.get("use") in order), key=lambda it: order[it.get("use")])
    kept = parts({"use": code, "given": many(words), "family": words})(in_use[0]) if in_use else None
    return [kept] if kept else None


def _is_plan_element(activity: Mapping[str, Any]) -> bool:
    detail = activity.get("detail")
    codes = detail.get("code", {}).get("coding", ()) if isinstance(detail, dict) else ()
    return any(it.get("system") == PLAN_ELEMENT and it.get("code") in PLAN_ELEMENTS for it in codes)


def _is_step_down(payload: Mapping[str, Any]) -> bool:
    items = [it.get("valueCode") for it in payload.get("extension", ()) if it.get("url") == STEP_DOWN_ITEM]
    return len(items) == 1 and items[0] in STEP_DOWN_ITEMS


def _is_concern(coded: Mapping[str, Any]) -> bool:
    """Of what kind the concern is stays out: that there is one is all that is told."""
    return (coded.get("system"), coded.get("code")) in _CONCERN


_EITHER_SAFE = first(
    extension(SAFE_TO_CALL, "valueBoolean", flag), extension(SAFE_TO_LEAVE_MESSAGE, "valueBoolean", flag)
)
_PHONE = where(
    lambda it: it.get("system") in {"phone", "sms"} and it.get("use") != "old",
    parts({"system": code, "value": words, "use": code, "extension": many(_EITHER_SAFE)}),
)
_PLAN = where(_is_plan_element, parts({"detail": parts({"status": code, "code": concept, "description": words})}))
_STEP_DOWN = where(
    _is_step_down,
    parts({"extension": many(extension(STEP_DOWN_ITEM, "valueCode", code)), "contentString": words}),
)
_SERVICES = many(service)
_OPEN_CONCERN = parts({"coding": many(where(_is_concern, parts({"system": words, "code": code})))})

PATIENT: dict[str, Element] = {
    "preferred name": {"name": _names},
    "pronouns": {"extension": many(extension(_PRONOUNS, "valueCodeableConcept", concept))},
    "year of birth": {"birthDate": year},
    "phone and whether it is safe to call": {"telecom": many(_PHONE)},
    "interpreter and access needs": {
        "communication": many(parts({"language": concept, "preferred": flag})),
        "extension": many(extension(_INTERPRETER, "valueBoolean", flag)),
    },
}
SERVICE_REQUEST: dict[str, Element] = {
    "reason": {"reasonCode": many(concept)},
    "urgency": {"priority": code},
    "service asked for": {"code": concept, "performer": _SERVICES},
    "referring service": {"requester": service},
    "date": {"authoredOn": date},
}
TASK: dict[str, Element] = {
    "progress": {"businessStatus": concept, "statusReason": concept, "focus": reference, "lastModified": date},
    "service asked for": {"owner": service},
    "referring service": {"requester": service},
    "date": {"authoredOn": date},
    "urgency": {"priority": code},
}
_FLAG: dict[str, Element] = {
    "level": {"code": concept, "category": many(concept)},
    "alert": {"code": concept, "category": many(concept)},
    "review date": {"period": period},
    "date and service of assessment": {"author": service},
    "whom to ring": {"author": service},
}
_RISK: dict[str, Element] = {
    "level": {"code": concept, "prediction": many(parts({"outcome": concept, "qualitativeRisk": concept}))},
    "date and service of assessment": {"occurrenceDateTime": date, "performer": service},
}
_MEDICATION: dict[str, Element] = {
    "names": {"medicationCodeableConcept": concept},
    "not to be stopped suddenly": {"extension": many(extension(NOT_STOPPED_SUDDENLY, "valueBoolean", flag))},
}
_VISIT: dict[str, Element] = {
    "date and time": {"start": date, "end": date, "period": period},
    "service": {"serviceType": concept, "serviceProvider": service},
}

ELEMENTS: Mapping[tuple[str, str], Mapping[str, Element]] = {
    ("demographics", "Patient"): PATIENT,
    ("demographics", "Consent"): {
        "whether sharing is agreed": {"scope": concept, "category": many(concept), "dateTime": date},
    },
    ("referral-reason", "ServiceRequest"): SERVICE_REQUEST,
    ("referral-reason", "Task"): TASK,
    ("risk-summary", "Flag"): _FLAG,
    ("risk-summary", "RiskAssessment"): _RISK,
    ("staff-safety-alert", "Flag"): _FLAG,
    ("safeguarding", "Flag"): {"an open concern exists": {"category": many(_OPEN_CONCERN), "author": service}},
    ("crisis-plan", "CarePlan"): {
        "plan elements": {"activity": many(_PLAN), "category": many(concept)},
        "date of plan": {"created": date, "period": period},
        "whom to ring": {"author": service},
    },
    ("care-plan-summary", "CarePlan"): {
        "title": {"title": words, "category": many(concept)},
        "period": {"period": period},
        "lead service": {"author": service},
        "goals": {"goal": many(reference)},
    },
    ("crisis-plan", "Composition"): {
        "date of plan": {"date": date, "type": concept},
        "whom to ring": {"author": many(service)},
    },
    ("care-plan-summary", "Composition"): {
        "title": {"title": words, "type": concept},
        "period": {"date": date},
        "lead service": {"author": many(service)},
    },
    ("discharge", "Composition"): {"date": {"date": date, "type": concept, "author": many(service)}},
    ("care-plan-summary", "Goal"): {"goals": {"description": concept, "lifecycleStatus": code}},
    ("care-plan-summary", "EpisodeOfCare"): {
        "period": {"period": period},
        "lead service": {"managingOrganization": service},
    },
    ("medication", "MedicationStatement"): _MEDICATION,
    ("medication", "MedicationRequest"): _MEDICATION,
    ("medication", "AllergyIntolerance"): {"names": {"code": concept, "clinicalStatus": concept}},
    ("diagnosis", "Condition"): {"active problem": {"code": concept, "clinicalStatus": concept}},
    ("therapy-notes", "Encounter"): {"kind of therapy": {"type": many(concept)}, "next session": {"period": period}},
    ("nhs-appointment", "Appointment"): _VISIT | {"service": {"serviceType": many(concept)}},
    ("nhs-appointment", "Encounter"): _VISIT | {"date and time": {"period": period, "class": coding}},
    ("discharge", "Communication"): {
        "step-down items": {"payload": many(_STEP_DOWN), "category": many(concept)},
        "date": {"sent": date, "sender": service},
    },
    ("third-sector-contact", "Communication"): {
        "attended": {"category": many(concept), "topic": concept},
        "date": {"sent": date, "sender": service},
        "outcome": {"reasonCode": many(concept), "statusReason": concept},
    },
    ("third-sector-contact", "Encounter"): {"attended": {"class": coding}, "date": {"period": period}},
}
"""What is not here has no structured extract: it becomes whom to ask."""


def has_ended(resource: Mapping[str, Any]) -> bool:
    """True for a problem, a medicine or an allergy of the past, or told in error: history, which no extract tells."""
    kind, status = str(resource.get("resourceType")), resource.get("clinicalStatus")
    if kind not in _OF_TIME:
        return resource.get("status") in _OVER.get(kind, ())
    wrong = not _WRONG.isdisjoint(_codes(resource.get("verificationStatus")))
    return wrong or (isinstance(status, dict) and _ACTIVE.isdisjoint(_codes(status)))


def _codes(concept: Any) -> frozenset[Any]:
    codings = concept.get("coding", ()) if isinstance(concept, dict) else ()
    return frozenset(it.get("code") for it in codings)
