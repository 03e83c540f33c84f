"""FHIR in the plain words of the forms: every member from its own place, and nothing for what is not there."""

import pytest

from adapters.json_api.views import VIEWS
from schemas.codes import mhsds, nwd, snomed
from schemas.codes.systems import SNOMED
from schemas.fhir import Resource

PERSON = {"reference": "Patient/p1"}


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


REFERRAL = (
    {
        "resourceType": "ServiceRequest", "id": "r1", "subject": PERSON, "status": "active", "priority": "asap",
        "reasonCode": [{"text": "low mood"}, {"coding": [{"code": "1"}]}, {"text": "wants to talk"}],
        "authoredOn": "2026-11-01", "requester": {"display": "Town CMHT"},
    },
    {
        "id": "r1", "patient": "p1", "status": "active", "urgency": "very-urgent", "reason": "low mood\nwants to talk",
        "referred_at": "2026-11-01", "referred_by": "Town CMHT",
    },
)  # fmt: skip
PROGRESS = (
    {
        "resourceType": "Task", "id": "t1", "focus": {"reference": "ServiceRequest/r1"}, "status": "accepted",
        "lastModified": "2026-11-02",
    },
    {"id": "t1", "referral": "r1", "status": "accepted", "at": "2026-11-02"},
)  # fmt: skip
PLAN = (
    {
        "resourceType": "CarePlan", "id": "c1", "subject": PERSON, "status": "active", "title": "My plan",
        "category": [coded(SNOMED, snomed.CRISIS_PLAN)], "period": {"start": "2026-01-01", "end": "2026-12-31"},
        "description": "In short",
        "activity": [
            {"detail": {"code": coded(nwd.PLAN_ELEMENT, "what-helps"), "description": "a walk"}},
            {"detail": {"code": coded("urn:other", "x"), "description": "not ours"}},
            {"detail": {"code": coded(nwd.PLAN_ELEMENT, "what-to-avoid")}},
        ],
        "extension": [
            {"url": "urn:other", "valueReference": {"display": "not this"}},
            {"url": nwd.WHOM_TO_ASK, "valueReference": {"display": "Town CMHT", "reference": "HealthcareService/cmht"}},
        ],
    },
    {
        "id": "c1", "patient": "p1", "status": "active", "title": "My plan", "crisis": True, "starts": "2026-01-01",
        "ends": "2026-12-31", "summary": "In short", "elements": [{"element": "what-helps", "text": "a walk"}],
        "whom_to_ask": "Town CMHT",
    },
)  # fmt: skip
CONSENT = (
    {
        "resourceType": "Consent", "id": "k1", "patient": PERSON, "status": "active", "dateTime": "2026-11-01",
        "provision": {
            "type": "deny", "period": {"start": "2026-11-01", "end": "2027-11-01"},
            "class": [{"system": nwd.SHARING_CATEGORY, "code": "diagnosis"}, {"system": "urn:other", "code": "x"}],
            "actor": [{"reference": {"reference": "HealthcareService/cafe"}}, {"role": {}}],
        },
    },
    {
        "id": "k1", "patient": "p1", "status": "active", "agrees": False, "categories": ["diagnosis"],
        "sharing_with": ["HealthcareService/cafe"], "agreed_at": "2026-11-01", "starts": "2026-11-01",
        "ends": "2027-11-01",
    },
)  # fmt: skip
CONTACT = (
    {
        "resourceType": "Communication", "id": "m1", "subject": PERSON, "sent": "2026-11-01",
        "category": [coded("urn:other", "x"), coded(nwd.COMMUNICATION_KIND, "contact-note")],
        "sender": {"reference": "HealthcareService/cafe"}, "topic": coded(mhsds.ATTENDANCE_SYSTEM, "5"),
        "reasonCode": [coded("urn:other", "x"), coded(mhsds.DROP_IN_OUTCOME_SYSTEM, "03")],
        "payload": [
            {"contentString": "Talked"},
            {"contentString": "told", "extension": [{"url": nwd.STEP_DOWN_ITEM, "valueCode": "person-told"}]},
        ],
    },
    {
        "id": "m1", "patient": "p1", "kind": "contact-note", "at": "2026-11-01", "written_by": "cafe", "attended": True,
        "outcome": "03", "text": "Talked", "facts": {"person-told": "told"},
    },
)  # fmt: skip
WHOLE = {"ServiceRequest": REFERRAL, "Task": PROGRESS, "CarePlan": PLAN, "Consent": CONSENT, "Communication": CONTACT}


@pytest.mark.parametrize("kind", WHOLE)
def test_every_member_has_its_place(kind: str) -> None:
    """The view of a resource that has everything."""
    resource, expected = WHOLE[kind]

    assert VIEWS[kind](resource) == expected


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_not_there_is_left_out(kind: str) -> None:
    """Nothing is guessed, and no member stands empty."""
    assert VIEWS[kind]({"resourceType": kind, "id": "x"}) == {"id": "x"}


def test_an_author_with_a_name_is_called_by_it() -> None:
    """A name goes before an id; whom to ask may be a reference or a code too."""
    sender = {"reference": "HealthcareService/cafe", "display": "Haven Café"}
    ask = [{"url": nwd.WHOM_TO_ASK, "valueReference": {"reference": "HealthcareService/cmht"}}]
    coded_ask = [{"url": nwd.WHOM_TO_ASK, "valueCode": "referrer"}]

    assert VIEWS["Communication"]({"id": "m", "sender": sender})["written_by"] == "Haven Café"
    assert VIEWS["CarePlan"]({"id": "c", "extension": ask})["whom_to_ask"] == "HealthcareService/cmht"
    assert VIEWS["CarePlan"]({"id": "c", "extension": coded_ask})["whom_to_ask"] == "referrer"
    assert VIEWS["Communication"]({"id": "m", "topic": coded(mhsds.ATTENDANCE_SYSTEM, "7")})["attended"] is False
    assert VIEWS["CarePlan"]({"id": "c", "category": [coded(SNOMED, "1")]})["crisis"] is False


@pytest.mark.parametrize(
    ("priority", "urgency"),
    [("routine", "routine"), ("urgent", "urgent"), ("asap", "very-urgent"), ("stat", "emergency"), ("odd", None)],
)
def test_urgency_is_told_in_the_words_of_the_form(priority: str, urgency: str | None) -> None:
    """As the same referral would be sent."""
    assert VIEWS["ServiceRequest"]({"id": "r", "priority": priority}).get("urgency") == urgency


@pytest.mark.parametrize(
    ("code", "came"), [("5", True), ("6", True), ("7", False), ("2", False), ("3", False), ("4", False)]
)
def test_who_was_seen_has_come(code: str, came: bool) -> None:
    """MHSDS attendance: on time or late and seen; late and not seen, cancelled and missed are not."""
    assert VIEWS["Communication"]({"id": "m", "topic": coded(mhsds.ATTENDANCE_SYSTEM, code)})["attended"] is came
