"""Dates of a Consent are whole days in London; what is not a whole date counts against whoever would gain."""

from datetime import UTC, datetime

import pytest

from consent.periods import period, span


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


def test_a_partial_date_widens_a_refusal_and_narrows_a_permission() -> None:
    """A month is all of it for a refusal, and its surest day for a permission."""
    found = period({"start": "2026-02", "end": "2026-04"})

    assert found.wide.holds(span("2026-02-01").first)
    assert found.wide.holds(span("2026-04-30").last)
    assert not found.narrow.holds(span("2026-02-27").last)
    assert not found.narrow.holds(span("2026-04-02").first)
    assert found.narrow.holds(span("2026-03-15").first)
