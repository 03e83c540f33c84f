"""What a filed document says of each resource, line by line, in the order in which a clinician reads it."""

import pytest

from schemas.codes import mhsds, nwd
from schemas.events import EventType
from schemas.fhir import Resource
from tests.unit.hl7v2.test_mdm_out import HAVEN, written
from tests.unit.hl7v2.test_mdm_out import words as text_of

CONCERN = {"coding": [{"system": nwd.COMMUNICATION_KIND, "code": "carer-concern"}]}
TOLD: dict[str, tuple[Resource, list[str]]] = {
    "a care plan by its parts": (
        {
            "resourceType": "CarePlan",
            "title": "Crisis plan",
            "activity": [
                {"detail": {"code": {"text": "What helps"}, "description": "A walk"}},
                {"detail": {"description": "Ring Alex"}},
                {"detail": {"code": {"coding": [{"code": "warning-sign"}]}}},
            ],
            "note": [{"text": "Kept short"}],
        },
        ["Plan: Crisis plan", "What helps: A walk", "Plan: Ring Alex", "Note: Kept short"],
    ),
    "a condition by its words": (
        {"resourceType": "Condition", "code": {"coding": [{"code": "F32.1", "display": "Moderate depression"}]}},
        ["Condition: Moderate depression"],
    ),
    "a condition as it stands": (
        {
            "resourceType": "Condition",
            "clinicalStatus": {"coding": [{"code": "resolved"}]},
            "code": {"text": "Insomnia"},
        },
        ["Condition of the past: Insomnia"],
    ),
    "a condition that is none": (
        {
            "resourceType": "Condition",
            "clinicalStatus": {"coding": [{"code": "resolved"}]},
            "verificationStatus": {"coding": [{"code": "refuted"}]},
            "code": {"text": "Insomnia"},
        },
        ["Condition that was ruled out: Insomnia"],
    ),
    "a result and its parts": (
        {
            "resourceType": "Observation",
            "status": "final",
            "code": {"text": "Blood pressure"},
            "component": [
                {"code": {"text": "Systolic"}, "valueQuantity": {"value": 120, "unit": "mmHg"}},
                {"code": {"text": "Diastolic"}, "valueQuantity": {"comparator": "<", "value": 80, "code": "mm[Hg]"}},
            ],
        },
        ["Result: Systolic: 120 mmHg", "Result: Diastolic: <80 mm[Hg]"],
    ),
    "a result that is none": (
        {"resourceType": "Observation", "status": "entered-in-error", "code": {"text": "PHQ-9"}, "valueInteger": 12},
        ["Result entered in error: PHQ-9: 12"],
    ),
    "a result in a range": (
        {
            "resourceType": "Observation",
            "code": {"text": "Sleep"},
            "valueRange": {"low": {"value": 4, "unit": "h"}, "high": {"value": 6, "unit": "h"}},
        },
        ["Result: Sleep: 4 h to 6 h"],
    ),
    "a result without a name": (
        {"resourceType": "Observation", "valueCodeableConcept": {"text": "Improved"}, "note": [{"text": "by phone"}]},
        ["Result: Improved", "Note: by phone"],
    ),
    "a result without a value": ({"resourceType": "Observation", "code": {"text": "Weight"}}, []),
    "a result from one end on": (
        {"resourceType": "Observation", "code": {"text": "Sleep"}, "valueRange": {"low": {"value": 4}}},
        ["Result: Sleep: from 4"],
    ),
    "a result up to one end": (
        {"resourceType": "Observation", "code": {"text": "Sleep"}, "valueRange": {"high": {"value": 6}}},
        ["Result: Sleep: up to 6"],
    ),
    "a result in a range of nothing": (
        {"resourceType": "Observation", "code": {"text": "Sleep"}, "valueRange": {"extension": []}},
        [],
    ),
    "a result of two numbers": (
        {
            "resourceType": "Observation",
            "code": {"text": "Titre"},
            "valueRatio": {"numerator": {"value": 1, "comparator": "<"}, "denominator": {"value": 128}},
        },
        ["Result: Titre: <1 : 128"],
    ),
    "a result of one number of two": (
        {"resourceType": "Observation", "code": {"text": "Titre"}, "valueRatio": {"numerator": {"value": 1}}},
        [],
    ),
    "a result over a time": (
        {
            "resourceType": "Observation",
            "code": {"text": "Awake"},
            "valuePeriod": {"start": "2026-07-01T02:00:00+01:00", "end": "2026-07-01T05:00:00+01:00"},
        },
        ["Result: Awake: 01 July 2026 02:00 to 01 July 2026 05:00"],
    ),
    "a result until a time": (
        {"resourceType": "Observation", "code": {"text": "Awake"}, "valuePeriod": {"end": "2026-07-01"}},
        ["Result: Awake: until 01 July 2026"],
    ),
    "a result at a time of day": (
        {"resourceType": "Observation", "code": {"text": "Slept at"}, "valueTime": "02:30:00"},
        ["Result: Slept at: 02:30:00"],
    ),
    "answers by their questions": (
        {
            "resourceType": "QuestionnaireResponse",
            "status": "completed",
            "item": [
                {
                    "linkId": "1",
                    "text": "At home",
                    "item": [{"linkId": "1.1", "text": "Alone?", "answer": [{"valueBoolean": True}]}],
                },
                {
                    "linkId": "2",
                    "answer": [
                        {
                            "valueCoding": {"code": "a-lot", "display": "A lot"},
                            "item": [{"linkId": "2.1", "text": "Since", "answer": [{"valueDate": "2026-11-01"}]}],
                        },
                        {"valueBoolean": False},
                        {"valueAttachment": {"title": "x"}},
                    ],
                },
            ],
        },
        ["Alone?: yes", "2: A lot", "Since: 01 November 2026", "2: no"],
    ),
    "answers that do not stand": (
        {
            "resourceType": "QuestionnaireResponse",
            "status": "entered-in-error",
            "item": [{"linkId": "1", "text": "Mood", "answer": [{"valueString": "low"}]}],
        },
        ["Answers: entered in error", "Mood: low"],
    ),
    "a document by its type": (
        {"resourceType": "DocumentReference", "type": {"coding": [{"code": "1", "display": "Discharge summary"}]}},
        ["Document: Discharge summary"],
    ),
    "an encounter by its end": (
        {"resourceType": "Encounter", "period": {"end": "2026-07-01T09:15:00+00:00"}},
        ["Discharged: 01 July 2026 10:15"],
    ),
    "a referral without its notes": (
        {
            "resourceType": "ServiceRequest",
            "code": {"text": "Crisis café"},
            "priority": "urgent",
            "note": [{"text": "for the referrer alone"}],
        },
        ["Referral for: Crisis café", "Priority: urgent"],
    ),
    "a decline in their own words, and under its code": (
        {
            "resourceType": "Task",
            "status": "rejected",
            "statusReason": {"coding": [{"code": "no-capacity"}], "text": "No room tonight"},
        },
        ["Status: rejected", "Reason: no capacity", "In their words: No room tonight"],
    ),
    "a decline whose words are those of the code": (
        {
            "resourceType": "Task",
            "businessStatus": {"text": "Declined"},
            "statusReason": {"coding": [{"code": "x", "display": "No room"}], "text": "No room"},
        },
        ["Status: Declined", "Reason: No room"],
    ),
    "a concern as the carer's": (
        {"resourceType": "Communication", "category": [CONCERN], "payload": [{"contentString": "No sleep"}]},
        ["The carer said: No sleep"],
    ),
    "whether somebody came, by the code alone": (
        {
            "resourceType": "Communication",
            "topic": {"coding": [{"system": mhsds.ATTENDANCE_SYSTEM, "code": "3"}]},
            "reasonCode": [{"coding": [{"system": mhsds.DROP_IN_OUTCOME_SYSTEM, "code": "03"}]}],
        },
        [f"Attendance: {mhsds.ATTENDANCE['3']}", f"Outcome: {mhsds.DROP_IN_OUTCOME['03']}"],
    ),
    "an appointment by its time and how it stands": (
        {"resourceType": "Appointment", "status": "pending", "start": "2026-07-01T09:15:00+00:00"},
        ["Appointment: 01 July 2026 10:15", "Status: pending"],
    ),
    "an appointment of unknown hour": (
        {"resourceType": "Appointment", "status": "noshow", "_start": {"extension": [{"url": "unknown"}]}},
        ["Status: noshow"],
    ),
    "why somebody did not come": (
        {"resourceType": "Communication", "sent": "2026-07-01", "statusReason": {"text": "Rang to cancel"}},
        ["On: 01 July 2026", "Outcome: Rang to cancel"],
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_each_resource_is_told_in_words(case: str) -> None:
    """Every part has its label; what is not there leaves no empty line."""
    resource, expected = TOLD[case]

    lines = text_of(written(EventType.CONTACT_RECORDED, resource)).splitlines()

    assert lines[0] == HAVEN
    assert lines[3:-2] == expected


_INSOMNIA: Resource = {"resourceType": "Condition", "code": {"text": "Insomnia"}}
_SCORE: Resource = {"resourceType": "Observation", "code": {"text": "PHQ-9"}, "valueInteger": 12}
_ANSWERS: Resource = {"resourceType": "QuestionnaireResponse"}


def _coded(code: str) -> Resource:
    return {"coding": [{"code": code}]}


@pytest.mark.parametrize(
    ("resource", "line"),
    [
        (_INSOMNIA | {"verificationStatus": _coded("entered-in-error")}, "Condition entered in error: Insomnia"),
        (_INSOMNIA | {"clinicalStatus": _coded("inactive")}, "Condition of the past: Insomnia"),
        (_INSOMNIA | {"clinicalStatus": _coded("remission")}, "Condition in remission: Insomnia"),
        (_INSOMNIA | {"clinicalStatus": _coded("active")}, "Condition: Insomnia"),
        (_SCORE | {"status": "cancelled"}, "Result called off: PHQ-9: 12"),
        (_ANSWERS | {"status": "stopped"}, "Answers: not all were given"),
        (_ANSWERS | {"status": "in-progress"}, "Answers: not all yet"),
    ],
)
def test_what_does_not_stand_is_not_told_as_if_it_did(resource: Resource, line: str) -> None:
    """Whoever reads it must not take it for what the person has."""
    assert line in text_of(written(EventType.CONTACT_RECORDED, resource)).splitlines()
