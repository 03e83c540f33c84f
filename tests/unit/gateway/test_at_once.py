"""What tells of risk is urgent, whoever told it and in whatever format: it waits for no summary."""

from typing import Any
from uuid import UUID

import orjson
import pytest

from consent import judge
from gateway.gate.facts import dump_item
from gateway.intake.at_once import at_once
from gateway.store.verbs.intake import Draft, EventDraft
from schemas.codes.mhsds import DROP_IN_OUTCOME, drop_in_outcome
from schemas.events import EventType
from schemas.fhir import Resource

UK = judge.load("uk")
FLAG_KIND = "https://nowrongdoor.example/CodeSystem/flag-kind"


def flag(kind: str) -> dict[str, Any]:
    return {"resourceType": "Flag", "status": "active", "code": {"coding": [{"system": FLAG_KIND, "code": kind}]}}


def visit(*outcomes: str) -> dict[str, Any]:
    reasons = [drop_in_outcome(it) for it in outcomes]
    return {"resourceType": "Communication", "status": "completed", "reasonCode": reasons}


def drafted(resource: Resource, url: str = "urn:uuid:1") -> Draft:
    label = dump_item(UK.label(resource))
    return Draft(url, resource["resourceType"], orjson.dumps(resource), label, UK.version)


def told(kind: EventType = EventType.CONTACT_RECORDED, *focus: str, urgent: bool = False) -> EventDraft:
    return EventDraft(UUID(int=1), kind, focus or ("urn:uuid:1",), 1, urgent=urgent)


@pytest.mark.parametrize("kind", ["risk", "staff-safety", "safeguarding"])
def test_a_flag_that_warns_is_urgent(kind: str) -> None:
    """Of risk, of danger to staff, of a safeguarding concern."""
    (event,) = at_once([told(EventType.DOCUMENT_RECEIVED)], [drafted(flag(kind))])

    assert event.urgent


@pytest.mark.parametrize("outcome", sorted(DROP_IN_OUTCOME))
def test_a_contact_is_urgent_by_how_it_ended(outcome: str) -> None:
    """An urgent referral, the emergency services: today; advice and signposting: with the summary."""
    (event,) = at_once([told()], [drafted(visit(outcome))])

    assert event.urgent == (outcome in {"05", "06"})


def test_the_worst_of_several_ends_counts() -> None:
    """Whichever stands first."""
    (event,) = at_once([told()], [drafted(visit("03", "06"))])

    assert event.urgent


def test_a_carers_concern_is_urgent_whatever_it_says() -> None:
    """Nobody has read it yet."""
    (event,) = at_once([told(EventType.CONCERN_RECORDED)], [drafted(visit())])

    assert event.urgent


def test_what_came_along_makes_nothing_else_urgent() -> None:
    """An event is urgent by what it is about, or by its sender's word."""
    events = [told(EventType.CONTACT_RECORDED, "urn:uuid:2"), told(EventType.CARE_PLAN_UPDATED, urgent=True)]

    told_again = at_once(events, [drafted(flag("risk")), drafted(visit("02"), "urn:uuid:2")])

    assert [it.urgent for it in told_again] == [False, True]
