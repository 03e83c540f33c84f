"""What the demo's partners send. Everybody in it is made up; NHS numbers are of the 999 test range."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

SAM_NHS_NUMBER = "9991234500"
PERSON = (
    "0700001^^^RXX01^MRN~9991234500^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9|||1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME"
    "||07700900001"
)
OTHER = (
    "0700002^^^RXX01^MRN~9991234519^^^^NHS||SPECIMEN^KIM^^^MS||19851130|9|||2 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME"
    "||07700900002"
)
PATIENT = {
    "resourceType": "Patient",
    "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": SAM_NHS_NUMBER}],
    "name": [{"use": "official", "family": "EXAMPLE", "given": ["SAM"]}],
    "birthDate": "1990-04-17",
}
_PLAN_ELEMENT = "https://nowrongdoor.example/CodeSystem/plan-element"
_SNOMED = "http://snomed.info/sct"
CANARY = "the lodger next door must never learn of this"
"""A sentence of the narrative that no extract may carry."""


def header(event: str, number: int) -> str:
    """MSH of the trust's engine."""
    return f"MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|{_stamp()}||{event}|{number:016d}|P|2.4"


def referral(number: int, person: str, referral_id: str) -> str:
    """A REF^I12 to the café, as a UK patient system writes it."""
    return _joined(
        header("REF^I12", number),
        f"EVN|I12|{_stamp()}",
        f"RF1|A|A|HAVEN|||{referral_id}|{_stamp()}|||^LOW MOOD, WANTS SOMEWHERE TO TALK IN THE EVENING",
        "PRD|RT|Haven^Crisis Cafe|||||HAVEN",
        f"PID|||{person}",
        f"NTE|1||{CANARY}",
    )


def crisis_plan_text(number: int) -> str:
    """A crisis plan as a text document."""
    lines = [
        "Warning signs:", "- Stops answering the phone", "- Paces at night", "What helps:", "- A walk by the canal",
        "What to avoid:", "- Loud rooms", "People to call:", "- Alex (sister) 07700 900123", "Place of safety:",
        "- Haven Crisis Cafe", "Background:", CANARY,
    ]  # fmt: skip
    return _document(number, "CRISISPLAN", "DOC77", lines)


def care_plan_text(number: int) -> str:
    """A care-plan summary as a text document."""
    return _document(number, "CAREPLAN", "DOC78", ["Goals:", "- Sleep before midnight", "Background:", CANARY])


def care_plan() -> dict[str, Any]:
    """A crisis plan as a FHIR CarePlan with structured parts, a narrative, and a PDF beside it."""
    parts = [("what-helps", "Music on headphones"), ("place-of-safety", "Haven Crisis Café, side room")]
    activity = [
        {
            "detail": {
                "status": "scheduled",
                "description": text,
                "code": {"coding": [{"system": _PLAN_ELEMENT, "code": code}]},
            }
        }
        for code, text in parts
    ]
    plan = {
        "resourceType": "CarePlan",
        "identifier": [{"system": "urn:nwd:trust:document", "value": "PLAN9"}],
        "status": "active",
        "intent": "plan",
        "category": [{"coding": [{"system": _SNOMED, "code": "736253002"}]}],
        "title": "Crisis plan",
        "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
        "period": {"start": "2026-11-01"},
        "text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{CANARY}</div>'},
        "activity": activity,
    }
    document = {
        "resourceType": "DocumentReference",
        "identifier": [{"system": "urn:nwd:trust:document", "value": "PDF9"}],
        "status": "current",
        "type": {"coding": [{"system": _SNOMED, "code": "736253002"}]},
        "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
        "content": [
            {"attachment": {"contentType": "application/pdf", "data": base64.b64encode(CANARY.encode()).decode()}}
        ],
    }
    return bundle(plan, document)


def carer_consent() -> dict[str, Any]:
    """The person agrees that the sister hears crisis plan and appointments: FHIR Consent and RelatedPerson."""
    category = "https://nowrongdoor.example/CodeSystem/sharing-category"
    recipient = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]}
    consent = _consent("active") | {
        "identifier": [{"system": "urn:nwd:trust:document", "value": "CONSENT1"}],
        "provision": {
            "type": "permit",
            "actor": [{"role": recipient, "reference": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000002"}}],
            "class": [{"system": category, "code": code} for code in ("crisis-plan", "nhs-appointment")],
        },
    }
    return bundle(consent, related_person("Alex", "SISTER"))


def note_consent(patient: str) -> dict[str, Any]:
    """Spoken at the café and recorded there: the community team may read what the café writes."""
    recipient = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]}
    provision = {
        "type": "permit",
        "actor": [{"role": recipient, "reference": {"reference": "HealthcareService/cmht"}}],
        "class": [
            {"system": "https://nowrongdoor.example/CodeSystem/sharing-category", "code": "third-sector-contact"}
        ],
    }
    return _consent("active") | {"patient": {"reference": patient}, "performer": [{"reference": patient}],
                                 "provision": provision}  # fmt: skip


def refusal() -> dict[str, Any]:
    """The person refuses sharing with the café."""
    recipient = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ParticipationType", "code": "PRCP"}]}
    provision = {
        "type": "deny",
        "actor": [{"role": recipient, "reference": {"reference": "HealthcareService/cafe"}}],
    }
    return bundle(
        _consent("active")
        | {"identifier": [{"system": "urn:nwd:trust:document", "value": "CONSENT2"}], "provision": provision}
    )


def json_consent() -> dict[str, Any]:
    """A carer-sharing consent as a charity's app writes it: plain JSON."""
    return {
        "kind": "carer-consent",
        "id": "HAVEN-C1",
        "patient": {
            "nhs_number": SAM_NHS_NUMBER, "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17",
        },
        "carer": {"family_name": "EXAMPLE", "given_name": "PAT", "relationship": "partner"},
        "agrees": True,
        "categories": ["nhs-appointment"],
        "agreed_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip


def register(number: int) -> str:
    """ADT^A04: the home treatment team takes the person on."""
    return _joined(header("ADT^A04", number), f"EVN|A04|{_stamp()}", f"PID|||{PERSON}", "PV1|1|O|HTT^NORTH|||||||724")


def discharge(number: int) -> str:
    """ADT^A03: the home treatment team discharges the person; it says who holds care next, and nothing of a contact."""
    return _joined(
        header("ADT^A03", number), f"EVN|A03|{_stamp()}", f"PID|||{PERSON}",
        f"PV1|1|O|HTT^NORTH|||||||724{'|' * 35}{_stamp()}", "ZDS|Northshire Community Mental Health Team",
    )  # fmt: skip


def related_person(given: str, family: str) -> dict[str, Any]:
    """A carer."""
    return {
        "resourceType": "RelatedPerson",
        "identifier": [{"system": "urn:nwd:trust:carer", "value": f"{given}-{family}"}],
        "patient": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
        "name": [{"family": family, "given": [given]}],
    }


def bundle(*resources: dict[str, Any]) -> dict[str, Any]:
    """A FHIR message of the trust about the person."""
    names = {"RelatedPerson": 2}
    entries = [{"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": PATIENT}]
    for place, one in enumerate(resources, 10):
        number = names.get(one["resourceType"], place)
        entries.append({"fullUrl": f"urn:uuid:00000000-0000-4000-8000-{number:012d}", "resource": one})
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _consent(status: str) -> dict[str, Any]:
    return {
        "resourceType": "Consent",
        "status": status,
        "scope": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "INFA"}]}],
        "patient": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
        "dateTime": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        "performer": [{"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"}],
        "policyRule": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTOUT"}]},
    }


def _document(number: int, kind: str, name: str, lines: list[str]) -> str:
    observations = [f"OBX|{n}|TX|{kind}^Document||{line}||||||F" for n, line in enumerate(lines, 1)]
    transcription = f"TXA|1|{kind}|TX|{_stamp()}|||||||^^|{name}|||||AU|||AV"
    return _joined(
        header("MDM^T02", number), f"EVN|T02|{_stamp()}", f"PID|||{PERSON}", "PV1|1|O|CMHT^NORTH", transcription,
        *observations,
    )  # fmt: skip


def _joined(*segments: str) -> str:
    return "\r".join(segments) + "\r"


def _stamp() -> str:
    return datetime.now(UTC).strftime("%Y%m%d%H%M%S+0000")


def text_of(body: dict[str, Any]) -> str:
    """The JSON of a body, for partners that post text."""
    return json.dumps(body)
