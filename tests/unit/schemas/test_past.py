"""Dates of what has been: which can be right, and which a person should look at."""

from datetime import UTC, datetime

import pytest

from schemas.past import birth_doubt, death_doubt, event_doubt

TODAY = "2026-03-01T09:16:00+00:00"
NOW = datetime.fromisoformat(TODAY)


@pytest.mark.parametrize("born", ["1906-03-01", "1906-03", "1906", "2026-03-01", "2026", "1990-04-17"])
def test_a_life_of_up_to_120_years_can_be(born: str) -> None:
    """Who is born today, or turns 120 today, is nobody to ask about."""
    assert birth_doubt(born, TODAY) == ""


@pytest.mark.parametrize(
    ("born", "what"),
    [("1906-02-28", "120 years"), ("1905", "120 years"), ("1850-01-01", "120 years"), ("2026-03-02", "future"),
     ("2027", "future")],
)  # fmt: skip
def test_a_birth_long_ago_or_to_come_is_doubted(born: str, what: str) -> None:
    """A century mistyped is another person's birthday."""
    assert what in birth_doubt(born, TODAY)


@pytest.mark.parametrize(
    ("died", "born", "what"),
    [("2026-02-28", "1990-04-17", ""), ("2026-03-02", "1990-04-17", "future"), ("1990-04-16", "1990-04-17", "before"),
     ("1990", "1990-04-17", ""), ("1989", "1990-04-17", "before"), ("1989", "", "")],
)  # fmt: skip
def test_a_death_comes_behind_the_birth_and_before_today(died: str, born: str, what: str) -> None:
    """Dates are compared as far as both are known."""
    found = death_doubt(died, born, TODAY)

    assert what in found if what else found == ""


@pytest.mark.parametrize(
    ("said", "is_doubted"),
    [
        ("2026-03-01T10:16:00Z", False), ("2026-03-01T10:16:01Z", True), ("2026-03-01T11:00:00+01:00", False),
        ("2026-03-02", False), ("2026-03-03", True), ("2026-03", False), ("2016-12-31T23:59:60Z", False),
        ("2999-12-31T23:59:60Z", True),
    ],
)  # fmt: skip
def test_what_has_happened_is_at_most_an_hour_ahead(said: str, is_doubted: bool) -> None:
    """Clocks differ a little; a day alone may have begun elsewhere."""
    assert bool(event_doubt(said, NOW.astimezone(UTC))) is is_doubted
