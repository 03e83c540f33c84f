"""A Consent that is dated ahead of when it came refuses at once, and opens nothing before its date."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.judge import UkJudge
from consent.question import Extent, Facts, Question, StoredConsent
from schemas.policy_words import Category, ServiceClass

Make = Callable[..., dict[str, Any]]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_PERMIT, _DENY = {"type": "permit"}, {"type": "deny"}


@pytest.fixture
def seen(
    uk: UkJudge, ask: Callable[..., Question], facts: Callable[..., Facts], consent: Make
) -> Callable[..., Extent]:
    """How much a café sees of a diagnosis, which it sees by agreement alone: each Consent with the date that it has."""

    def judged(*told: tuple[dict[str, Any], str], at: datetime = NOW, kept_at: datetime | None = NOW) -> Extent:
        stored = tuple(
            StoredConsent(f"c{n}", 1, consent(provision, dateTime=date), kept_at=kept_at)
            for n, (provision, date) in enumerate(told)
        )
        return uk.decide(ask(ServiceClass.CAFE, Category.DIAGNOSIS, at=at), facts(consents=stored)).extent

    return judged


@pytest.mark.parametrize(
    ("date", "extent"),
    [
        ("2026-05-04T12:05:00Z", Extent.EXTRACT),
        ("2026-05-04T12:05:00.001Z", Extent.NONE),
        ("2026-05-04", Extent.EXTRACT),
        ("2026-05", Extent.EXTRACT),
        ("2026-06", Extent.NONE),
        ("0001-01-01", Extent.EXTRACT),
        ("9999-12-31", Extent.NONE),
    ],
)
def test_a_permission_opens_nothing_before_its_date(seen: Callable[..., Extent], date: str, extent: Extent) -> None:
    """By more than clocks differ; a day, month or year that has begun is not ahead."""
    assert seen((_PERMIT, date)) is extent


def test_it_opens_once_its_date_has_come(seen: Callable[..., Extent]) -> None:
    """And not after its end, where that comes first."""
    ends = _PERMIT | {"period": {"end": "2026-05-20"}}
    later = datetime(2026, 6, 2, tzinfo=UTC)

    assert [seen((it, "2026-06-01"), at=later) for it in (_PERMIT, ends)] == [Extent.EXTRACT, Extent.NONE]


def test_the_answer_holds_until_that_date(
    uk: UkJudge, ask: Callable[..., Question], facts: Callable[..., Facts], consent: Make
) -> None:
    """Whatever was remembered of it is asked anew then."""
    stored = StoredConsent("c", 1, consent(_PERMIT, dateTime="2026-05-04T18:00:00Z"), kept_at=NOW)

    found = uk.decide(ask(ServiceClass.CAFE, Category.DIAGNOSIS), facts(consents=(stored,)))

    assert found.holds_until == datetime(2026, 5, 4, 17, 55, tzinfo=UTC)


def test_it_replaces_no_refusal_and_lifts_none(seen: Callable[..., Extent]) -> None:
    """A year written wrong lets nobody in, whatever was refused before or since; once it has come it is the newer."""
    before, since, ahead = (_DENY, "2026-02-01"), (_DENY, "2026-05-03"), (_PERMIT, "2062-05-04")
    nested = (_DENY | {"provision": [_PERMIT]}, "2062-05-04")

    assert [seen(it, ahead) for it in (before, since)] == [Extent.NONE, Extent.NONE]
    assert seen(nested) is Extent.NONE
    assert seen(since, ahead, at=datetime(2062, 5, 5, tzinfo=UTC)) is Extent.EXTRACT


def test_what_it_refuses_is_refused_at_once(seen: Callable[..., Extent]) -> None:
    """Also what a permission excepts; and no less than its own period says."""
    agreed = (_PERMIT, "2026-02-01")
    excepts = _PERMIT | {"provision": [_DENY]}
    over = _DENY | {"period": {"end": "2026-05-01"}}

    found = [seen(agreed, (it, "2026-06-01")) for it in (_DENY, excepts, over)]

    assert found == [Extent.NONE, Extent.NONE, Extent.EXTRACT]


def test_where_a_moment_is_only_supposed_a_date_is_taken_as_it_stands(seen: Callable[..., Extent]) -> None:
    """`nwd decide` is asked of moments before a Consent was written; so is what came before its date was reached."""
    assert seen((_PERMIT, "2026-06-01"), kept_at=None) is Extent.EXTRACT
    assert seen((_PERMIT, "2026-06-01"), kept_at=datetime(2026, 6, 1, tzinfo=UTC) + timedelta(days=1)) is Extent.EXTRACT


def test_that_it_is_ahead_is_remarked_on_until_its_date_has_come(uk: UkJudge, consent: Make) -> None:
    """A person is told, and no sooner than clocks differ."""
    told = [uk.remarks_on(consent(_PERMIT, dateTime=f"2026-05-04T12:05:00{part}Z"), NOW) for part in ("", ".001")]

    assert [["dated ahead" in it for it in remarks] for remarks in told] == [[], [True]]
