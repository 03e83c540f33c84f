"""A recipient that is away is left in peace: after failures in a row one attempt at a time finds out if it is back."""

import random
from dataclasses import dataclass

from adapters.contract import SendFate, Sent

_FAILURES = 5
_FIRST_SECONDS = 2.0
_LONGEST_SECONDS = 60.0
_PROBE_SECONDS = 1.0


@dataclass(slots=True)
class Breaker:
    """The state of one endpoint; times are monotonic seconds, passed in."""

    failures: int = 0
    shut_until: float = 0.0
    is_probing: bool = False

    def wait(self, now: float) -> float:
        """How many seconds an attempt must wait; 0 lets it go, and while the endpoint is away only one goes."""
        if self.failures < _FAILURES:
            return 0.0
        if now < self.shut_until:
            return _jittered(self.shut_until - now)
        if self.is_probing:
            return _jittered(_PROBE_SECONDS)
        self.is_probing = True
        return 0.0

    def told(self, sent: Sent | None, now: float) -> None:
        """Hear how an attempt ended; None when none was made. A refusal of one message is no sign of absence."""
        self.is_probing = False
        if sent is None:
            return
        if sent.fate not in {SendFate.LATER, SendFate.UNKNOWN}:
            self.failures = 0
            return
        self.failures += 1
        if self.failures >= _FAILURES:
            again = _FIRST_SECONDS * 2 ** min(self.failures - _FAILURES, 10)
            self.shut_until = now + min(again, _LONGEST_SECONDS)


def _jittered(seconds: float) -> float:
    return seconds + random.uniform(0.0, _PROBE_SECONDS)  # noqa: S311 - jitter, not a secret
