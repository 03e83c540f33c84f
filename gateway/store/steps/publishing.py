"""Events on their way to the backbone: claimed by row status, each with what it is about as it is stored."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from uuid import UUID

from gateway.store.steps.routing import EVENT, EVENT_FROM, event_row
from gateway.store.steps.step import Desk, Steps, marks, place
from gateway.store.verbs.delivery import EventRow, Outgoing, SealedBody

_LONGEST = 262_144
"""Bytes of content that travel with one event; what is longer stays in the store alone."""


def any_outgoing(*, now: int) -> Steps[bool]:
    """True when some event is to be published."""
    rows = yield "SELECT 1 FROM event WHERE routed = 0 AND publish_at <= ? LIMIT 1", (now,)
    return bool(rows)


def outgoing(desk: Desk, *, now: int, until: int, limit: int) -> Steps[list[Outgoing]]:
    """Claim the oldest events to publish; a claim that runs out unrouted is made again by whoever looks next."""
    claimed = yield (
        "UPDATE event SET publish_at = ? WHERE id IN (SELECT id FROM event WHERE routed = 0 AND publish_at <= ?"
        " ORDER BY id LIMIT ? /*skip locked*/) RETURNING id",
        (until, now, limit),
    )
    if not claimed:
        return []
    names = tuple(row[0] for row in claimed)
    rows = yield f"SELECT {EVENT} FROM {EVENT_FROM} WHERE e.id IN ({marks(names)}) ORDER BY e.id", names
    return (yield from _with_bodies(desk, [event_row(row) for row in rows]))


def republish(after: int, *, limit: int) -> Steps[list[int]]:
    """Undo claims: so many of what is not fanned out are to be published at once; returns their rows, in order."""
    rows = yield (
        "UPDATE event SET publish_at = 0 WHERE id IN (SELECT id FROM event WHERE routed = 0 AND id > ?"
        " ORDER BY id LIMIT ?) RETURNING id",
        (after, limit),
    )
    return sorted(row[0] for row in rows)


def history(desk: Desk, after: int, *, since: int, limit: int) -> Steps[list[tuple[int, Outgoing]]]:
    """Events that were fanned out, by row."""
    rows = yield (
        f"SELECT e.id, {EVENT} FROM {EVENT_FROM} WHERE e.id > ? AND e.routed = 1 AND e.created_at >= ?"
        " ORDER BY e.id LIMIT ?",
        (after, since, limit),
    )
    made = yield from _with_bodies(desk, [event_row(tuple(row[1:])) for row in rows])
    return list(zip((row[0] for row in rows), made, strict=True))


def not_gone(events: Sequence[UUID]) -> Steps[None]:
    """Undo the claim on events that the backbone did not take."""
    names = tuple(event.bytes for event in events)
    yield f"UPDATE event SET publish_at = 0 WHERE routed = 0 AND event_id IN ({marks(names)})", names


def _with_bodies(desk: Desk, events: Sequence[EventRow]) -> Steps[list[Outgoing]]:
    bodies = yield from _bodies(desk, events)
    return [_outgoing(desk, event, bodies) for event in events]


def _outgoing(desk: Desk, event: EventRow, bodies: Mapping[int, Sequence[SealedBody]]) -> Outgoing:
    content: list[SealedBody] = []
    left = _LONGEST
    for one in (body for name in event.focus for body in bodies.get(desk.sealer.inside(name) or 0, ())):
        left -= len(one.sealed)
        if left >= 0:
            content.append(one)
    return Outgoing(event, desk.sealer.blind("backbone", str(event.patient)), tuple(content))


def _bodies(desk: Desk, events: Sequence[EventRow]) -> Steps[Mapping[int, Sequence[SealedBody]]]:
    """The current version of every resource that the events are about, by its row."""
    found: defaultdict[int, list[SealedBody]] = defaultdict(list)
    names = {row for event in events for name in event.focus if (row := _resource(desk, name))}
    if names:
        rows = yield (
            "SELECT v.resource, v.number, v.key_id, v.body_sealed FROM version v JOIN resource r ON r.id = v.resource"
            f" AND r.version = v.number WHERE v.resource IN ({marks(tuple(names))}) ORDER BY v.resource",
            tuple(names),
        )
        for resource, number, key_id, sealed in rows:
            found[resource].append(SealedBody(place("body", resource, number), key_id, sealed))
    return found


def _resource(desk: Desk, reference: str) -> int | None:
    return None if reference.startswith("Patient/") else desk.sealer.inside(reference)
