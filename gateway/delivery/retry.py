"""When to try again: twice as long each time, with jitter, never sooner than the recipient asked."""

import random

_FIRST_SECONDS = 1.0
_LONGEST_SECONDS = 300.0
_MICROS = 1_000_000


def next_try(now: int, attempts: int, retry_after_seconds: float | None) -> int:
    """The moment of the next attempt, in microseconds, after `attempts` have failed."""
    ceiling = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** min(attempts - 1, 20))
    wait = random.uniform(ceiling / 2, ceiling)  # noqa: S311 - jitter, not a secret
    return now + round(max(wait, retry_after_seconds or 0.0) * _MICROS)
