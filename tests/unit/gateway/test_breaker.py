"""A recipient that is away is asked by one attempt at a time; one refused message says nothing of the recipient."""

import pytest

from adapters.contract import SendFate, Sent
from gateway.delivery.breaker import Breaker

AWAY, REFUSED, TAKEN = Sent(SendFate.LATER, "503"), Sent(SendFate.NEVER, "AE"), Sent(SendFate.DELIVERED, "204")


def shut(at: float = 0.0) -> Breaker:
    breaker = Breaker()
    for _ in range(5):
        assert breaker.wait(at) == 0.0
        breaker.told(AWAY, at)
    return breaker


def test_after_five_failures_nothing_goes_for_a_while() -> None:
    """Neither at once nor a second later."""
    breaker = shut()

    assert breaker.wait(0.0) >= 2.0 and breaker.wait(1.0) >= 1.0


def test_then_one_attempt_finds_out() -> None:
    """The second waits for what the first hears; a success opens the way for all."""
    breaker = shut()

    assert breaker.wait(2.5) == 0.0
    assert breaker.wait(2.5) > 0.0
    breaker.told(TAKEN, 2.6)
    assert [breaker.wait(2.6) for _ in range(3)] == [0.0, 0.0, 0.0]


def test_each_failed_probe_doubles_the_wait_up_to_a_minute() -> None:
    """It never stays shut longer."""
    breaker, now, waits = shut(), 0.0, []
    for _ in range(8):
        now = breaker.shut_until
        assert breaker.wait(now) == 0.0
        breaker.told(AWAY, now)
        waits.append(breaker.shut_until - now)

    assert waits == [4.0, 8.0, 16.0, 32.0, 60.0, 60.0, 60.0, 60.0]


@pytest.mark.parametrize("ended", [REFUSED, TAKEN])
def test_a_recipient_that_answers_is_there(ended: Sent) -> None:
    """A refusal for good is about the message."""
    breaker = Breaker()
    for _ in range(20):
        breaker.told(AWAY, 0.0) if breaker.failures < 4 else breaker.told(ended, 0.0)

    assert breaker.wait(0.0) == 0.0


def test_a_probe_that_never_was_gives_its_place_back() -> None:
    """The attempt was withheld: nothing was learned, the next one asks."""
    breaker = shut()
    assert breaker.wait(2.5) == 0.0
    breaker.told(None, 2.6)

    assert breaker.wait(2.7) == 0.0
