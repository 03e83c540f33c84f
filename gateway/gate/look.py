"""One look at a person for all the deliveries of one event that are leased at about one time."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from gateway.gate.judging import Brief, brief
from gateway.house import House
from gateway.store.verbs.delivery import EventRow
from gateway.store.verbs.reading import Dossier, Held
from schemas.clock import micros
from schemas.events import EventType

_FRESH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Seen:
    """What was on record at a moment; `at` in microseconds, as the store has it."""

    dossier: Dossier
    at: int
    monotonic: float
    briefs: dict[int, Brief] = field(default_factory=dict)
    """What lies before the judge of it, by the gate's epoch of the settings that it was made under."""

    def brief(self, house: House, resources: Callable[[Dossier], Sequence[Held]]) -> Brief:
        """The same for whoever is decided on by this look, made for the first of them."""
        epoch = house.generation.gate_epoch
        if epoch not in self.briefs:
            self.briefs[epoch] = brief(house, self.dossier, resources(self.dossier), at=self.at)
        return self.briefs[epoch]


@dataclass(slots=True)
class Look:
    """What one event is about, as one snapshot tells it: read for the first who asks, and again once it is old.

    Each recipient is decided on by itself, and each decision is committed only while the epochs that the snapshot
    was read at still stand: whoever looks through another's eyes sees nothing that has been taken away since.
    """

    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _seen: Seen | None = None

    async def at(self, house: House, event: EventRow) -> Seen:
        """The person as they stand now, or stood a moment before it was asked. Raises `StoreDown`, `StoreRefused`."""
        asked = house.clock.monotonic()
        async with self._turn:
            # Whoever waited for somebody else's look had asked before it began, however long it took.
            if self._seen is None or asked - self._seen.monotonic > _FRESH_SECONDS:
                self._seen = await _look(house, event)
            return self._seen

    def forget(self) -> None:
        """Read again for whoever asks next: an epoch has moved."""
        self._seen = None


@dataclass(slots=True)
class Looks:
    """The looks of the last moment, by event."""

    _by_event: dict[UUID, Look] = field(default_factory=dict)
    _since: float = 0.0

    def of(self, event: UUID, monotonic: float) -> Look:
        """The look that deliveries of this event share now."""
        if monotonic - self._since > _FRESH_SECONDS:
            self._by_event, self._since = {}, monotonic
        return self._by_event.setdefault(event, Look())


async def _look(house: House, event: EventRow) -> Seen:
    began, now = house.clock.monotonic(), micros(house.clock.now())
    asks = event.type is EventType.ACCESS_ASKED
    stopping = event.type is EventType.SHARING_STOPPED
    about = None if stopping else () if asks else event.focus
    dossier = await house.store.load(event.patient, about, now=now)
    # What is on record is past, also for a clock that was set back since, or is behind that of whoever took it in.
    return Seen(dossier, max([now, *(one.stored_at for one in dossier.resources)]), began)
