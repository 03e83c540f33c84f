"""One clock, passed in, so that tests and simulations run the real code at any moment they choose."""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")


class Clock(Protocol):
    """Tells the moment and measures durations; the two are never mixed."""

    def now(self) -> datetime:
        """The present instant, in UTC with microseconds."""
        ...

    def monotonic(self) -> float:
        """Seconds that never go back, for time-outs and leases."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(slots=True)
class SetClock:
    """A clock that moves only when it is told to."""

    at: datetime
    _elapsed: float = field(default=0.0)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return self._elapsed

    def advance(self, step: timedelta) -> None:
        """Move both the instant and the monotonic count on by `step`."""
        self.at += step
        self._elapsed += step.total_seconds()


def micros(moment: datetime) -> int:
    """The instant as whole microseconds since 1970 UTC, the form the store keeps."""
    return round(moment.timestamp() * 1_000_000)


def from_micros(value: int) -> datetime:
    """The instant that `micros` made `value` from."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=value)


def instant(value: int) -> str:
    """The instant that `micros` made `value` from, in UTC, as people and machines read it."""
    return from_micros(value).isoformat().replace("+00:00", "Z")
