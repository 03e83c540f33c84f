"""A new adapter or profile beside the live one: the same messages, nothing stored or sent, differences by field.

Places and kinds of difference are kept, never values: what a message says stays sealed.
"""

import asyncio
import contextlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog

from adapters.contract import Codec, Decoded
from schemas.clock import Clock

_log = structlog.get_logger()
_LONGEST_QUEUE = 1_000
_REMEMBERED = 200
_IDLE_SECONDS = 0.25

CodecsOf = Callable[[str], Sequence[tuple[str, Codec]]]
"""The shadows of a partner, as pairs (id, codec); asked for each message, as the settings may change."""


class Kind(StrEnum):
    """How a place differs."""

    ONLY_LIVE = "only live"
    ONLY_SHADOW = "only shadow"
    OTHER = "another value"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place in what a message became."""

    where: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Compared:
    """One message, and where the shadow makes something else of it."""

    message: UUID
    differences: tuple[Difference, ...]


@dataclass(slots=True)
class Findings:
    """What one shadow has shown so far."""

    compared: int = 0
    failed: int = 0
    """Messages over which the shadow itself broke: mend it before it goes live."""
    places: Counter[tuple[str, str]] = field(default_factory=Counter)
    latest: deque[Compared] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))

    def add(self, one: Compared) -> None:
        """Count one message."""
        self.compared += 1
        self.places.update((it.where, it.kind.value) for it in one.differences)
        if one.differences:
            self.latest.append(one)


@dataclass(slots=True)
class Shadows:
    """The shadows of one process; what they find is kept in memory until the process ends."""

    waiting: "deque[tuple[str, bytes, Decoded, UUID]]" = field(default_factory=deque)
    dropped: int = 0
    findings: dict[str, Findings] = field(default_factory=dict)

    def offer(self, partner: str, raw: bytes, decoded: Decoded, message: UUID) -> None:
        """Leave a message to be compared when there is time; the live path never waits for it."""
        if len(self.waiting) >= _LONGEST_QUEUE:
            self.dropped += 1
        else:
            self.waiting.append((partner, raw, decoded, message))

    def compare(self, shadow: str, codec: Codec, raw: bytes, live: Decoded, message: UUID, clock: Clock) -> None:
        """Decode once more, by the shadow, and count where it differs; its failure is a finding, not an error."""
        found = self.findings.setdefault(shadow, Findings())
        try:
            other = codec.decode(raw, received_at=clock.now())
        except Exception as error:  # an adapter under trial may do anything: that is what the trial is for
            found.failed += 1
            _log.warning("shadow_failed", shadow=shadow, error=type(error).__name__)
            return
        found.add(Compared(message, tuple(differences(live, other))))


async def run(shadows: Shadows, codecs: CodecsOf, clock: Clock, stop: asyncio.Event) -> None:
    """Compare what was left, until told to stop."""
    while not stop.is_set():
        while shadows.waiting and not stop.is_set():
            partner, raw, live, message = shadows.waiting.popleft()
            for name, codec in codecs(partner):
                shadows.compare(name, codec, raw, live, message, clock)
            await asyncio.sleep(0)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_IDLE_SECONDS):
                await stop.wait()


def differences(live: Decoded, shadow: Decoded) -> list[Difference]:
    """Every place in which two readings of one message differ."""
    one, other = dict(_flat(_said(live), "")), dict(_flat(_said(shadow), ""))
    found = []
    for where in dict.fromkeys((*one, *other)):
        if where not in other:
            found.append(Difference(where, Kind.ONLY_LIVE))
        elif where not in one:
            found.append(Difference(where, Kind.ONLY_SHADOW))
        elif one[where] != other[where]:
            found.append(Difference(where, Kind.OTHER))
    return found


def report(shadows: Shadows) -> Mapping[str, Any]:
    """What every shadow has shown, for people."""
    return {
        "waiting": len(shadows.waiting),
        "dropped": shadows.dropped,
        "shadows": {name: _reported(found) for name, found in sorted(shadows.findings.items())},
    }


def _reported(found: Findings) -> Mapping[str, Any]:
    return {
        "compared": found.compared,
        "failed": found.failed,
        "places": [{"where": w, "kind": k, "messages": n} for (w, k), n in found.places.most_common()],
        "latest": [
            {"message": str(one.message), "differences": [f"{it.where}: {it.kind}" for it in one.differences]}
            for one in reversed(found.latest)
        ],
    }


def _said(decoded: Decoded) -> Mapping[str, Any]:
    entries = decoded.bundle["entry"] if decoded.bundle else ()
    numbered: Counter[str] = Counter()
    resources = {}
    for entry in entries:
        kind = entry["resource"]["resourceType"]
        resources[f"{kind}[{numbered[kind]}]"] = entry["resource"]
        numbered[kind] += 1
    return {
        "outcome": str(decoded.outcome),
        "kind": decoded.kind,
        "control id": decoded.control_id,
        "addressee": [code for _, code in decoded.addressee.codes],
        "events": [str(one.type) for one in decoded.occurrences],
        "links": [f"{one.service} {one.effect}" for one in decoded.links],
        "issues": sorted(f"{one.where} {one.code}" for one in decoded.issues),
        "test": decoded.is_test,
        **resources,
    }


def _flat(value: Any, where: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, one in value.items():
            yield from _flat(one, f"{where}.{name}" if where else str(name))
    elif isinstance(value, (list, tuple)):
        for number, one in enumerate(value):
            yield from _flat(one, f"{where}[{number}]")
    else:
        yield where, value
