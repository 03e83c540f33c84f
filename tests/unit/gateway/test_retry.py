"""Waiting grows, is spread, and honours what the recipient asked."""

from hypothesis import given
from hypothesis import strategies as st

from gateway.delivery.retry import wait_seconds


@given(attempts=st.integers(1, 10_000))
def test_the_wait_is_never_longer_than_five_minutes(attempts: int) -> None:
    """Between half a second and five minutes, whatever came before."""
    assert 0.5 <= wait_seconds(attempts, None) <= 300


def test_the_wait_grows() -> None:
    """The shortest wait after ten failures is longer than the longest after one."""
    assert min(wait_seconds(10, None) for _ in range(50)) > max(wait_seconds(1, None) for _ in range(50))


def test_a_recipient_may_ask_for_more() -> None:
    """Retry-After is a floor."""
    assert wait_seconds(1, 900.0) == 900
