"""When to try again: twice as long each time, with jitter, never sooner than the recipient asked."""

import random

_FIRST_SECONDS = 1.0
_LONGEST_SECONDS = 300.0


def wait_seconds(attempts: int, retry_after_seconds: float | None) -> float:
    """How long to wait for the next attempt after `attempts` have failed."""
    ceiling = min(_LONGEST_SECONDS, _FIRST_SECONDS * 2 ** min(attempts - 1, 20))
    wait = random.uniform(ceiling / 2, ceiling)  # noqa: S311 - jitter, not a secret
    return max(wait, retry_after_seconds or 0.0)
