"""Made-up FHIR resources about a person who does not exist."""

from typing import Any

Resource = dict[str, Any]

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
KIND = "https://nowrongdoor.example/CodeSystem/communication-kind"
SHARING = "https://nowrongdoor.example/CodeSystem/sharing-category"


TASK = {
    "resourceType": "Task", "id": "t", "intent": "order", "for": {"reference": "Patient/pat"},
    "focus": {"reference": "ServiceRequest/abc"},
}  # fmt: skip
"""A Task about the referral `abc`, without its status."""


def patient(**more: Any) -> Resource:
    """Ada Quill, number 999 123 4500."""
    made: Resource = {
        "resourceType": "Patient",
        "id": "pat",
        "identifier": [{"system": NHS_NUMBER, "value": "9991234500"}],
        "name": [{"family": "Quill", "given": ["Ada"]}],
        "birthDate": "1984-04-03",
    }
    return made | more


SAM = patient(id="sam", name=[{"family": "EXAMPLE", "given": ["SAM"]}], birthDate="1990-04-17")
"""The person of the town's referrals."""


def referral(**more: Any) -> Resource:
    """A referral to a café, its patient contained."""
    made: Resource = {
        "resourceType": "ServiceRequest",
        "contained": [patient()],
        "status": "active",
        "intent": "order",
        "subject": {"reference": "#pat"},
        "performer": [{"reference": "HealthcareService/haven-cafe"}],
    }
    return made | more


def consent(**more: Any) -> Resource:
    """The patient lets a carer know of the crisis plan."""
    provision = {
        "type": "permit",
        "actor": [{"role": {"coding": [{"code": "PRCP"}]}, "reference": {"reference": "RelatedPerson/carer"}}],
        "class": [{"system": SHARING, "code": "crisis-plan"}],
    }
    made: Resource = {
        "resourceType": "Consent",
        "id": "con",
        "status": "active",
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "sharing"}],
        "patient": {"reference": "Patient/pat"},
        "dateTime": "2026-11-01T10:00:00Z",
        "policyRule": {"text": "opt-in"},
        "provision": provision,
    }
    return made | more


def carer() -> Resource:
    """The carer."""
    return {
        "resourceType": "RelatedPerson",
        "id": "carer",
        "patient": {"reference": "Patient/pat"},
        "name": [{"text": "Bo Quill"}],
    }


def communication(kind: str, **more: Any) -> Resource:
    """A Communication of one of our own kinds."""
    made: Resource = {
        "resourceType": "Communication",
        "id": "com",
        "status": "completed",
        "category": [{"coding": [{"system": KIND, "code": kind}]}],
        "subject": {"reference": "Patient/pat"},
        "sender": {"reference": "RelatedPerson/carer"},
        "payload": [{"contentString": "not sleeping"}],
    }
    return made | more


def about(kind: str, **more: Any) -> Resource:
    """Any resource whose subject is the patient."""
    return {"resourceType": kind, "id": "it", "subject": {"reference": "Patient/pat"}, **more}


def bundle(*resources: Resource, kind: str = "collection", **more: Any) -> Resource:
    """A Bundle of these."""
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": it} for it in resources], **more}


def header(focus: str, **more: Any) -> Resource:
    """A MessageHeader that points at `focus`."""
    return {
        "resourceType": "MessageHeader",
        "eventCoding": {"code": "servicerequest-request"},
        "source": {"endpoint": "https://sender.example"},
        "focus": [{"reference": focus}],
        **more,
    }


def resource_of(bundle: Resource | None, kind: str) -> Resource:
    """The first resource of a type."""
    assert bundle is not None
    made: Resource = next(it["resource"] for it in bundle["entry"] if it["resource"]["resourceType"] == kind)
    return made


def url_of(bundle: Resource | None, kind: str) -> str:
    """The fullUrl of the first resource of a type."""
    assert bundle is not None
    return str(next(it["fullUrl"] for it in bundle["entry"] if it["resource"]["resourceType"] == kind))


CARE_PLAN = about("CarePlan", status="active", intent="plan")
"""A care plan of Ada Quill."""
