"""What a sitting remembers: every answer once, for as long as it holds, and no longer key than the answers need."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.hearing import adult_from
from consent.judge import UkJudge
from consent.policy import Cell, Entry
from consent.question import Agreement, Coding, Extent, Facts, Question
from consent.sitting import asked_by, sit
from schemas.policy_words import Category, ServiceClass

Make = Callable[..., dict[str, Any]]
ASK = Callable[..., Question]
GIVEN = Callable[..., Facts]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)


def test_a_sitting_holds_from_its_own_moment_until_the_next_thing_begins(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """The moment at which it was opened is inside, the one at which an answer may change is not."""
    soon = NOW + timedelta(hours=1)
    ends = Agreement("a", frozenset({"org-a", "org-b"}), frozenset(), frozenset(), NOW - timedelta(days=1), soon)
    sitting = uk.sit(ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(agreements=(ends,)))

    held = [sitting.holds(it) for it in (NOW - timedelta(seconds=1), NOW, soon - timedelta(seconds=1), soon)]

    assert held == [False, True, True, False]


def test_what_begins_at_the_end_of_the_calendar_changes_no_answer(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """An answer that would change there holds until somebody writes."""
    never = facts(consent({"type": "permit", "period": {"start": "9999-12-31"}}))

    assert uk.decide(ask(ServiceClass.CAFE, Category.DIAGNOSIS), never).holds_until is None


def test_a_birthday_begins_in_london_wherever_the_gateway_stands(
    uk: UkJudge, ask: ASK, facts: GIVEN, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A carer waits for the same midnight under any clock."""
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    time.tzset()
    question = ask(ServiceClass.CARER, Category.CRISIS_PLAN)

    found = uk.decide(question, facts(birth_date="2008-07-09"))

    monkeypatch.undo()
    time.tzset()
    assert found.holds_until == datetime(2026, 7, 8, 23, tzinfo=UTC)


def test_nobody_born_at_the_end_of_the_calendar_grows_up() -> None:
    """The year 9900 is the last whose children the calendar sees at eighteen."""
    assert adult_from("9900-01-01") == datetime(9918, 1, 1, tzinfo=UTC)
    assert adult_from("9901-01-01") is None


def test_an_answer_is_worked_out_once(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """The same asker before the same facts meets the same sitting, and what it answered before."""
    question, given = ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts()
    sitting = uk.sit(question, given)

    first = sitting.decide(question.item)

    assert sitting.decide(replace(question.item)) is first
    assert uk.sit(question, given) is sitting
    assert sitting.asked == asked_by(question)


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "X/2"},
        {"locating": True},
        {"from_carer": True},
        {"authors": frozenset({"Practitioner/jo"})},
        {"custodians": frozenset({"Organization/h"})},
        {"labels": frozenset({Coding("s", "t")})},
    ],
)
def test_what_no_answer_depends_on_parts_no_items(uk: UkJudge, ask: ASK, facts: GIVEN, change: dict[str, Any]) -> None:
    """Before facts without Consent or restriction one answer serves a whole record."""
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)
    sitting = uk.sit(question, facts())

    assert sitting.decide(question.item) is sitting.decide(replace(question.item, **change))


def test_the_holder_of_an_item_counts_only_where_a_consent_names_one(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, recipient: Callable[[str], dict[str, Any]]
) -> None:
    """A Consent for a recipient has the authors looked at, and no custodian."""
    question = ask(ServiceClass.CAFE, Category.DIAGNOSIS)
    sitting = uk.sit(question, facts(consent({"type": "permit", "actor": [recipient("Organization/org-a")]})))

    first = sitting.decide(question.item)

    assert sitting.decide(replace(question.item, custodians=frozenset({"Organization/h"}))) is first
    assert sitting.decide(replace(question.item, authors=frozenset({"Practitioner/jo"}))) is not first


def test_what_a_carer_knows_counts_only_under_a_policy_that_shows_it(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """Where no entry is `known`, who knows an item already parts no items."""
    cells = {at: Cell(*map(_shut, (it.default, it.consent, it.override))) for at, it in uk.policy.cells.items()}
    question, given = ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts()
    known = replace(question.item, known_to=frozenset({"RelatedPerson/c1"}))

    shows, hides = (sit(question, given, it) for it in (uk.policy, replace(uk.policy, cells=cells)))

    assert shows.decide(question.item) is not shows.decide(known)
    assert hides.decide(question.item) is hides.decide(known)


def _shut(entry: Entry) -> Entry:
    return replace(entry, extent=Extent.NONE) if entry.extent is Extent.KNOWN else entry
