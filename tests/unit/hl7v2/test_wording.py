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
