"""Dates of a Consent are whole days in London; what is not a whole date counts against whoever would gain."""

from datetime import UTC, datetime

import pytest

from consent.errors import ConsentUnreadable
from consent.periods import EARLIEST, LATEST, period, span


@pytest.mark.parametrize(
    ("end", "at", "inside"),
    [
        ("2026-03-29", "2026-03-29T22:59:59Z", True),
        ("2026-03-29", "2026-03-29T23:00:00Z", False),
        ("2026-10-25", "2026-10-25T23:59:59Z", True),
        ("2026-10-25", "2026-10-26T00:00:00Z", False),
        ("2026-06-30T10:00:00+01:00", "2026-06-30T09:00:00Z", True),
        ("2026-06-30T10:00:00+01:00", "2026-06-30T09:00:01Z", False),
    ],
)
def test_a_day_ends_when_it_ends_in_london(end: str, at: str, inside: bool) -> None:
    """Both changes of the clock are right to the second."""
    assert period({"end": end}).narrow.holds(datetime.fromisoformat(at).astimezone(UTC)) is inside


@pytest.mark.parametrize("told", ["2026-07", "2026-07-09", "2026-07-09T10:00:00+01:00"])
def test_every_moment_is_told_in_utc(told: str) -> None:
    """Wherever the gateway stands: `until` goes out as it is."""
    assert span(told).first.tzinfo is span(told).last.tzinfo is UTC


def test_a_partial_date_widens_a_refusal_and_narrows_a_permission() -> None:
    """A month is all of it for a refusal, and its surest day for a permission."""
    found = period({"start": "2026-02", "end": "2026-04"})

    assert found.wide.holds(span("2026-02-01").first)
    assert found.wide.holds(span("2026-04-30").last)
    assert not found.narrow.holds(span("2026-02-27").last)
    assert not found.narrow.holds(span("2026-04-02").first)
    assert found.narrow.holds(span("2026-03-15").first)


_PARTS = "a period has parts other than `start` and `end`; give one of these"
_UNREAD = "a date cannot be read; write it as `2026-01-31T09:30:00Z`"


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        ("2026", _PARTS),
        ({"from": "2026"}, _PARTS),
        ({"end": 2026}, "a date is not text; write it as FHIR does, `2026-01-31`"),
        ({"end": "2026-02-30"}, "a date is not in the calendar; write it as `2026-01-31`"),
        ({"end": "soon"}, _UNREAD),
        ({"start": "2026-01-31T25:00:00Z"}, _UNREAD),
        ({"end": "2026-01-31T09:30:00"}, "a time has no zone; add `Z` or an offset such as `+01:00`"),
    ],
)
def test_a_period_that_cannot_be_read_says_what_to_write(raw: object, says: str) -> None:
    """The words are for whoever recorded it."""
    with pytest.raises(ConsentUnreadable) as unreadable:
        period(raw)

    assert str(unreadable.value) == says


def test_a_period_may_carry_an_id_and_its_moments_are_told_in_utc() -> None:
    """The id says nothing; the zone in which a time was written does not stay with it."""
    found = period({"id": "p1", "end": "2026-03-29T10:00:00+01:00"})

    assert found == period({"end": "2026-03-29T09:00:00Z"})
    assert found.wide.last.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-03-29", datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 29, 22, 59, 59, 999_999, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("9999-06-01", LATEST, LATEST),
        ("0001-01-01", EARLIEST, datetime(1, 1, 1, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("0002-05-01", datetime(2, 5, 1, 0, 1, 15, tzinfo=UTC), datetime(2, 5, 2, 0, 1, 14, 999_999, tzinfo=UTC)),
    ],
)
def test_a_date_is_a_stretch_from_midnight_to_midnight(text: str, first: datetime, last: datetime) -> None:
    """To the last microsecond, in UTC, and no further than the calendar reaches."""
    found = span(text)

    assert (found.first, found.last) == (first, last)
    assert (found.first.tzinfo, found.last.tzinfo) == (UTC, UTC)
