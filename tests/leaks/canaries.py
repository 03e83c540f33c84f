"""Messages of every category of the sharing policy, with a canary of its own in every field that takes words."""

import base64
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from schemas.codes.nwd import COMMUNICATION_KIND, FLAG_KIND, PLAN_ELEMENT, SAFE_TO_CALL, STEP_DOWN_ITEM
from schemas.codes.systems import NHS_NUMBER, SNOMED, V3_ACT

Resource = dict[str, Any]

PLANTED, NAMED, HIDDEN_FILE = "@", "@named", "@file"
"""In a template: a canary; one in an element that a minimum extract names; one inside an attachment."""
PERSON = "urn:uuid:00000000-0000-4000-8000-000000000001"
NUMBER = "9991234551"
BORN = "1977-03-09"
PHONE, POSTCODE = "07700900771", "ZZ97 7QX"
_ABOUT = {"reference": PERSON}
_CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
_ALLERGY = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_WORDS = {"text": {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{PLANTED}</div>'}}
_INSIDE: Resource = {"contained": [{"resourceType": "Practitioner", "id": "p", "name": [{"family": PLANTED}]}]}
_MORE: Resource = {"extension": [{"url": "https://nowrongdoor.example/made-up", "valueString": PLANTED}]}
_NOTE: Resource = {"note": [{"text": PLANTED}]}
_LABELS: Resource = {
    "meta": {"security": [{"system": V3_ACT, "code": "PSY"}], "tag": [{"code": "t", "display": PLANTED}]}
}
_EVERY = _LABELS | _WORDS | _INSIDE | _MORE | {"identifier": [{"system": "urn:made-up", "value": PLANTED}]}


@dataclass(frozen=True, slots=True)
class Canary:
    """One planted word: what it stands for and whether a minimum extract may show it."""

    word: str
    category: str
    path: str
    named: bool


@dataclass(frozen=True, slots=True)
class Planted:
    """A message with its canaries."""

    category: str
    bundle: Resource
    canaries: tuple[Canary, ...]


def planted(*, start: int = 0, to: Sequence[str] = ("cafe", "gp")) -> list[Planted]:
    """A message of each category, a referral `to` each of these services; `start` numbers the first canary.

    Two plantings that begin far enough apart share none.
    """
    words = _words(start)
    made = []
    known: list[Canary] = []
    person = _fill(_person(), "demographics", "Patient", words, known)
    for category, resources in [*(("referral-reason", [_referral(one)]) for one in to), *_messages()]:
        found = [] if resources else known
        entries = [person, *(_fill(one, category, one["resourceType"], words, found) for one in resources)]
        listed = [{"fullUrl": PERSON[:-1] + str(at), "resource": one} for at, one in enumerate(entries, 1)]
        own = [
            it if category == "demographics" or not it.path.startswith("Patient") else _of_person(it) for it in found
        ]
        made.append(Planted(category, {"resourceType": "Bundle", "type": "collection", "entry": listed}, tuple(own)))
    return made


def _of_person(one: Canary) -> Canary:
    return Canary(one.word, "demographics", one.path, one.named)


def _words(start: int) -> Iterator[str]:
    for number in itertools.count(start):
        letters = "".join(chr(97 + number // 26**place % 26) for place in range(6))
        yield f"Zqx{letters}k"


def _fill(value: Any, category: str, path: str, words: Iterator[str], found: list[Canary]) -> Any:
    if isinstance(value, dict):
        return {key: _fill(it, category, f"{path}.{key}", words, found) for key, it in value.items()}
    if isinstance(value, list):
        return [_fill(it, category, path, words, found) for it in value]
    if not isinstance(value, str) or PLANTED not in value:
        return value
    word = next(words)
    found.append(Canary(word, category, path, NAMED in value))
    if value == HIDDEN_FILE:
        return base64.b64encode(f"a letter about {word} and what it says".encode()).decode()
    return value.replace(NAMED, word).replace(PLANTED, word)


def _person() -> Resource:
    return _WORDS | _INSIDE | _MORE | {
        "resourceType": "Patient",
        "identifier": [{"system": NHS_NUMBER, "value": NUMBER}, {"system": "urn:made-up:mrn", "value": "MRN-776655"}],
        "name": [{"use": "official", "family": "ZQUOLL", "given": ["MARE"]}, {"use": "old", "family": PLANTED}],
        "birthDate": BORN,
        "telecom": [
            {"system": "phone", "value": PHONE, "extension": [{"url": SAFE_TO_CALL, "valueBoolean": True}]},
            {"system": "email", "value": "zquoll@example.org"},
        ],
        "address": [{"line": [PLANTED], "city": PLANTED, "postalCode": POSTCODE}],
        "contact": [{"name": {"family": PLANTED}, "telecom": [{"system": "phone", "value": PLANTED}]}],
        "photo": [{"contentType": "text/plain", "data": HIDDEN_FILE, "title": PLANTED}],
    }  # fmt: skip


def _messages() -> list[tuple[str, list[Resource]]]:
    return [
        ("demographics", []),
        ("risk-summary", [_flag("risk")]),
        ("staff-safety-alert", [_flag("staff-safety")]),
        ("crisis-plan", [_plan(crisis=True)]),
        ("care-plan-summary", [_plan(crisis=False)]),
        ("medication", [_medicine(), _allergy()]),
        ("diagnosis", [_diagnosis()]),
        ("therapy-notes", [_letter("75516001")]),
        ("safeguarding", [_flag("safeguarding")]),
        ("third-party", [_told("carer-concern", [PLANTED]), _carer()]),
        ("nhs-appointment", [_visit()]),
        ("discharge", [_step_down()]),
        ("third-sector-contact", [_told("contact-note", [PLANTED])]),
        ("unlabelled", [_letter("11429006")]),
    ]


def _referral(service: str) -> Resource:
    return _EVERY | _NOTE | {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": _ABOUT,
        "category": [{"coding": [{"system": SNOMED, "code": "3457005"}]}],
        "performer": [{"reference": f"HealthcareService/{service}"}],
        "reasonCode": [{"coding": [{"system": SNOMED, "code": "35489007", "display": NAMED}], "text": PLANTED}],
        "patientInstruction": PLANTED, "supportingInfo": [{"display": PLANTED}],
    }  # fmt: skip


def _flag(kind: str) -> Resource:
    """Of a safeguarding concern an extract says that it is open and no more."""
    words = PLANTED if kind == "safeguarding" else NAMED
    return _EVERY | {
        "resourceType": "Flag", "status": "active", "subject": _ABOUT, "author": {"display": PLANTED},
        "category": [{"text": PLANTED}],
        "code": {"coding": [{"system": FLAG_KIND, "code": kind, "display": words}], "text": PLANTED},
    }  # fmt: skip


def _plan(*, crisis: bool) -> Resource:
    code = "736253002" if crisis else "734163000"
    element = {"coding": [{"system": PLAN_ELEMENT, "code": "what-helps"}]}
    bare = {"detail": {"status": "unknown", "description": PLANTED}}
    step = {"detail": {"status": "unknown", "code": element, "description": NAMED}, "progress": [{"text": PLANTED}]}
    title = {"title": PLANTED} if crisis else {"title": NAMED}
    return _EVERY | _NOTE | title | {
        "resourceType": "CarePlan", "status": "active", "intent": "plan", "subject": _ABOUT, "description": PLANTED,
        "category": [{"coding": [{"system": SNOMED, "code": code}], "text": PLANTED}],
        "activity": [step if crisis else bare],
    }  # fmt: skip


def _medicine() -> Resource:
    return _EVERY | _NOTE | {
        "resourceType": "MedicationStatement", "status": "active", "subject": _ABOUT, "dosage": [{"text": PLANTED}],
        "medicationCodeableConcept": {
            "coding": [{"system": SNOMED, "code": "321177006", "display": NAMED}], "text": PLANTED,
        },
        "informationSource": {"display": PLANTED},
    }  # fmt: skip


def _allergy() -> Resource:
    return _EVERY | _NOTE | {
        "resourceType": "AllergyIntolerance", "patient": _ABOUT,
        "reaction": [{"description": PLANTED, "manifestation": [{"text": PLANTED}]}],
        "clinicalStatus": {"coding": [{"system": _ALLERGY, "code": "active"}]},
        "code": {"coding": [{"system": SNOMED, "code": "91936005", "display": NAMED}], "text": PLANTED},
    }  # fmt: skip


def _diagnosis() -> Resource:
    return _EVERY | _NOTE | {
        "resourceType": "Condition", "subject": _ABOUT, "recorder": {"display": PLANTED},
        "clinicalStatus": {"coding": [{"system": _CLINICAL, "code": "active"}]},
        "code": {"coding": [{"system": SNOMED, "code": "35489007", "display": NAMED}], "text": PLANTED},
    }  # fmt: skip


def _letter(kind: str) -> Resource:
    return _EVERY | {
        "resourceType": "DocumentReference", "status": "current", "subject": _ABOUT, "description": PLANTED,
        "type": {"coding": [{"system": SNOMED, "code": kind, "display": PLANTED}], "text": PLANTED},
        "content": [{"attachment": {"contentType": "text/plain", "data": HIDDEN_FILE, "title": PLANTED}}],
        "author": [{"display": PLANTED}],
    }  # fmt: skip


def _told(kind: str, said: list[str]) -> Resource:
    return _EVERY | _NOTE | {
        "resourceType": "Communication", "status": "completed", "subject": _ABOUT, "sender": {"display": PLANTED},
        "category": [{"coding": [{"system": COMMUNICATION_KIND, "code": kind}], "text": PLANTED}],
        "payload": [{"contentString": it} for it in said],
    }  # fmt: skip


def _carer() -> Resource:
    return _EVERY | {
        "resourceType": "RelatedPerson", "patient": _ABOUT, "name": [{"family": PLANTED, "given": [PLANTED]}],
        "address": [{"line": [PLANTED]}], "telecom": [{"system": "phone", "value": PLANTED}],
    }  # fmt: skip


def _visit() -> Resource:
    return _EVERY | {
        "resourceType": "Appointment", "status": "booked",
        "start": "2026-12-02T10:00:00Z", "end": "2026-12-02T11:00:00Z",
        "description": PLANTED, "comment": PLANTED, "patientInstruction": PLANTED,
        "serviceType": [{"coding": [{"system": SNOMED, "code": "310116003", "display": NAMED}], "text": PLANTED}],
        "participant": [{"actor": _ABOUT, "status": "accepted"}, {"actor": {"display": PLANTED}, "status": "accepted"}],
    }  # fmt: skip


def _step_down() -> Resource:
    item = {"extension": [{"url": STEP_DOWN_ITEM, "valueCode": "held-by-next"}], "contentString": NAMED}
    return _told("step-down", [PLANTED]) | {"payload": [item, {"contentString": PLANTED}]}
