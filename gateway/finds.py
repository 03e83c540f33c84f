"""How often one person may look somebody up: a sliding minute for each, in this process."""

from collections import deque
from dataclasses import dataclass, field

_WINDOW_SECONDS = 60.0
_REMEMBERED = 10_000


@dataclass(slots=True)
class Finds:
    """The moments at which each person looked somebody up within the last minute."""

    _at: dict[str, deque[float]] = field(default_factory=dict)

    def wait_seconds(self, who: str, *, now: float, most: int) -> float:
        """0 and counted where one more may be made now; else how long until then."""
        if len(self._at) >= _REMEMBERED and who not in self._at:
            self._at = {name: times for name, times in self._at.items() if times[-1] > now - _WINDOW_SECONDS}
        times = self._at.setdefault(who, deque())
        while times and times[0] <= now - _WINDOW_SECONDS:
            times.popleft()
        if len(times) >= most:
            return times[0] + _WINDOW_SECONDS - now
        times.append(now)
        return 0.0
