"""`/metrics` in the Prometheus text format: how much flows, waits, is denied and is stuck. Never anything of a person.

Gauges of the store are the same in every process of a gateway (take the maximum); counters are each process's own.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from adapters.contract import Outcome
from gateway.house import House
from gateway.settings.tls import expiries
from gateway.store.errors import StoreDown
from gateway.store.verbs.reading import Counts
from gateway.telemetry.tally import LABELS, MEANING, Tallied
from schemas.clock import micros

_Labels = Mapping[str, str]
_OPEN = {
    "delivery": ("queued", "sending", "retrying", "parked"),
    "event": ("unrouted",),
    "quarantine": ("open",),
    "referral": ("unopened",),
    "override": ("unreviewed",),
}
_STUCK = ("event", "delivery", "message", "referral", "timer", "consent")
_HOW = ("delivered", "later", "never", "withheld", "superseded")
_TEXTS = {
    "nwd_count": "How many there are in the store, by kind and state.",
    "nwd_oldest_seconds": "Age of the oldest open one in the store; 0 when none is open.",
    "nwd_stuck": "How many stand on the list of `nwd stuck`, by kind.",
    "nwd_store_up": "1 while the store answers.",
    "nwd_backbone_up": "1 while the backbone carries events.",
    "nwd_topics_safe": "1 while no topic is known to lose records or their order as it is set up.",
    "nwd_disk_free_bytes": "Free space where the data lies; on PostgreSQL that is not here, and its own tools tell it.",
    "nwd_certificate_seconds_left": "Until a certificate of ours runs out, by its place in the settings.",
}


async def exposition(house: House) -> str:
    """The metrics now. With the store away there is none of it, and `nwd_store_up` says so."""
    try:
        counts = await house.store.counts(now=micros(house.clock.now()))
    except StoreDown:
        counts = None
    lines: list[str] = []
    for what in Tallied:
        lines += _family(what, "counter", MEANING[what], _tallied(house, what))
    for name, values in _gauges(house, counts):
        lines += _family(name, "gauge", _TEXTS[name], values)
    return "\n".join(lines) + "\n"


def _gauges(house: House, counts: Counts | None) -> Iterator[tuple[str, Iterable[tuple[_Labels, float]]]]:
    if counts is not None:
        yield "nwd_count", [(_kind(name), count) for name, count in sorted((_none() | counts.by_state).items())]
        yield "nwd_oldest_seconds", _ages(counts, micros(house.clock.now()))
        yield "nwd_stuck", [({"what": what}, counts.past_deadline.get(what, 0)) for what in _STUCK]
    yield "nwd_store_up", [({}, int(counts is not None))]
    yield "nwd_backbone_up", [({}, int(house.backbone_trouble is None))]
    yield "nwd_topics_safe", [({}, int(house.topics_trouble is None))]
    settings = house.generation.settings
    if settings.store.kind == "sqlite":
        yield "nwd_disk_free_bytes", [({}, shutil.disk_usage(settings.gateway.data_dir).free)]
    now = house.clock.now()
    left = [({"place": place}, (until - now).total_seconds()) for place, until in expiries(settings)]
    yield "nwd_certificate_seconds_left", left


def _none() -> dict[str, int]:
    return {f"{kind}.{state}": 0 for kind, states in _OPEN.items() for state in states}


def _ages(counts: Counts, now: int) -> Iterator[tuple[_Labels, float]]:
    for name in sorted(_none()):
        yield _kind(name), max(0, now - counts.oldest_at.get(name, now)) / 1_000_000


def _kind(name: str) -> _Labels:
    kind, _, state = name.partition(".")
    return {"kind": kind, "state": state}


def _tallied(house: House, what: Tallied) -> Iterator[tuple[_Labels, float]]:
    """Counters begin at 0 for whoever the settings name, so that a first one is seen as an increase."""
    parties = house.directory
    known = {
        Tallied.MESSAGES: product(sorted(parties.partners), [*(one.value for one in Outcome), "repeated"]),
        Tallied.DELIVERIES: product(sorted({one.service for one in parties.subscriptions.values()}), _HOW),
        Tallied.DECISIONS: product(("read", "search", "delivery"), ("permit", "deny")),
    }
    counts = dict.fromkeys(known[what], 0) | house.tally.of(what)
    names = LABELS[what]
    return ((dict(zip(names, labels, strict=True)), count) for labels, count in counts.items())


def _family(name: str, kind: str, text: str, values: Iterable[tuple[_Labels, float]]) -> Iterator[str]:
    yield f"# HELP {name} {text}"
    yield f"# TYPE {name} {kind}"
    for labels, value in values:
        told = ",".join(f'{label}="{_escaped(word)}"' for label, word in labels.items())
        shown = f"{value:.3f}" if isinstance(value, float) else str(value)
        yield f"{name}{{{told}}} {shown}" if told else f"{name} {shown}"


def _escaped(word: str) -> str:
    return word.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
