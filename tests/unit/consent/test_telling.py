"""What staff are told of the policy, and grants in an emergency."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from consent.explain import why_not
from consent.judge import UkJudge
from consent.override import OverrideRefused, grant
from consent.question import Channel, Coding, Extent, Facts, Question
from schemas.policy_words import Category, Role, ServiceClass

Ask = Callable[..., Question]
Given = Callable[..., Facts]
Make = Callable[..., dict[str, Any]]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_staff_are_told_what_the_policy_says_and_nothing_of_the_record(uk: UkJudge, ask: Ask) -> None:
    """Who asks and the category decide the words; there is no way to hand it a record."""
    told = why_not(uk.policy, ask(ServiceClass.CAFE, Category.DIAGNOSIS).asker, Category.DIAGNOSIS)

    assert told == (
        "On diagnosis, crisis cafés may see nothing (wider than the role needs). "
        "With explicit consent: the minimum extract (the person's explicit consent). "
        "In an emergency, ask a registered professional of a clinical team, who may open it for an hour. "
        "A refusal, a restriction or a missing record looks the same from here. Ask the referring service."
    )


def test_a_cafe_without_commission_is_told_the_rules_of_its_column(uk: UkJudge, ask: Ask) -> None:
    """It is judged as social prescribing, and told so."""
    asker = ask(ServiceClass.CAFE, Category.MEDICATION, commissioned=False).asker

    told = why_not(uk.policy, asker, Category.MEDICATION)

    assert told.startswith("On medication, social prescribers and day services may see nothing")
    assert "emergency" not in told


def test_what_the_default_needs_is_said(uk: UkJudge, ask: Ask) -> None:
    """A service that may see it in a live relation is told that one is needed."""
    told = why_not(uk.policy, ask(ServiceClass.GP, Category.MEDICATION).asker, Category.MEDICATION)

    assert "while there is a live referral, caseload or visit and a sharing agreement" in told


@pytest.mark.parametrize(("column", "category"), list(product(ServiceClass, Category)))
def test_every_class_and_category_has_words(uk: UkJudge, ask: Ask, column: ServiceClass, category: Category) -> None:
    """No cell leaves somebody without an answer."""
    assert why_not(uk.policy, ask(column, category).asker, category).startswith("On ")


def test_a_grant_names_one_professional_and_one_person_for_an_hour(uk: UkJudge, ask: Ask, facts: Given) -> None:
    """It opens this person's record to its holder until it ends, and to nobody else."""
    question = ask(ServiceClass.HTT, Category.CRISIS_PLAN)
    given = grant(
        "o1", question.asker, patient="Patient/1", ground="vital-interests", reason="found unconscious", at=NOW
    )
    stranger = replace(question.asker, person="p2")

    def opens(**changes: Any) -> bool:
        asked = replace(question, override=given, **changes)
        return uk.decide(asked, facts(links=())).releases

    assert given.until == NOW + timedelta(minutes=60)
    assert opens()
    assert not opens(asker=stranger)
    assert not opens(patient="Patient/2")
    assert not opens(at=given.until)
    assert opens(at=given.until - timedelta(seconds=1))
    assert not opens(channel=Channel.DELIVERY)
    assert not opens(channel=Channel.EXPORT)


@pytest.mark.parametrize(
    ("person", "patient", "opens"),
    [
        ("Patient/1", "https://ours.example/fhir/Patient/1", True),
        ("1", "https://ours.example/fhir/Patient/1", True),
        ("1", "Patient/1", True),
        ("11", "Patient/1", False),
        ("fhir", "https://ours.example/fhir/Patient/1", False),
    ],
)
def test_a_grant_is_over_one_person_by_any_of_their_names(
    uk: UkJudge, ask: Ask, facts: Given, person: str, patient: str, opens: bool
) -> None:
    """The address on our server, the reference, or the id alone; nothing that only looks like one."""
    question = ask(ServiceClass.HTT, Category.CRISIS_PLAN, patient=patient)
    given = grant("o", question.asker, patient=person, ground="vital-interests", reason="found unconscious", at=NOW)

    assert uk.decide(replace(question, override=given), facts(links=())).releases is opens


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"ground": "curiosity"}, "`ground` must be one of"),
        ({"reason": "  "}, "`reason` is empty"),
        ({"minutes": 0}, "`minutes` must be"),
        ({"minutes": 61}, "`minutes` must be"),
    ],
)
def test_a_grant_that_lacks_something_is_not_made(ask: Ask, changes: dict[str, Any], words: str) -> None:
    """Ground, words and an end are needed."""
    told = {"patient": "Patient/1", "ground": "lawful-duty", "reason": "court order", "at": NOW} | changes

    with pytest.raises(OverrideRefused, match=words):
        grant("o", ask(ServiceClass.HTT, Category.CRISIS_PLAN).asker, **told)


@pytest.mark.parametrize(
    "changes",
    [{"role": Role.WORKER}, {"role": Role.SERVICE_INBOX}, {"person": None}, {"service_class": ServiceClass.CARER}],
)
def test_only_a_named_professional_of_a_service_is_granted_one(ask: Ask, changes: dict[str, Any]) -> None:
    """Nobody else breaks the glass; café and helpline staff ask one who may."""
    asker = replace(ask(ServiceClass.HTT, Category.CRISIS_PLAN).asker, **changes)

    with pytest.raises(OverrideRefused):
        grant("o", asker, patient="Patient/1", ground="lawful-duty", reason="court order", at=NOW)


def test_a_grant_never_opens_what_a_third_party_told(uk: UkJudge, ask: Ask, facts: Given) -> None:
    """The extract that says whom to ring is all that an override shows of it."""
    question = ask(ServiceClass.HTT, Category.THIRD_PARTY)
    given = grant("o", question.asker, patient="Patient/1", ground="risk-to-others", reason="threat", at=NOW)
    purpose = frozenset({Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "BTG")})

    found = uk.decide(replace(question, override=given, purpose=purpose), facts(links=()))

    assert found.extent is Extent.EXTRACT
