"""Committed events and the lanes that they are fanned out to."""

from collections.abc import Sequence
from uuid import UUID

import orjson

from gateway.store.steps.step import Row, Steps, marks
from gateway.store.verbs.delivery import EventRow, Route, Router
from schemas.events import EventType

EVENT = (
    "e.event_id, e.type, COALESCE(p.joined_to, e.patient), e.seq, e.focus, e.addressee, e.origin, e.occurred_at,"
    " e.urgent, e.detail, e.trace_parent"
)
EVENT_FROM = "event e JOIN patient p ON p.id = e.patient"


def event_row(row: Row, *, holders: tuple[str, ...] = (), linked: tuple[str, ...] = ()) -> EventRow:
    """The event that a row of the `EVENT` columns holds."""
    name, kind, patient, seq, focus, addressee, origin, at, urgent, detail, trace = row
    return EventRow(
        UUID(bytes=name), EventType(kind), patient, seq, tuple(orjson.loads(focus)), addressee, origin, at,
        bool(urgent), detail, trace, holders, linked,
    )  # fmt: skip


def unrouted(limit: int) -> Steps[list[EventRow]]:
    """Events not fanned out yet, in order for each patient."""
    rows = yield f"SELECT {EVENT} FROM {EVENT_FROM} WHERE e.routed = 0 ORDER BY e.id LIMIT ?", (limit,)
    return [event_row(row) for row in rows]


def fan_out(events: Sequence[UUID], router: Router, *, now: int) -> Steps[int]:
    """One delivery for each (event, recipient), after what is earlier of the same person and not fanned out yet."""
    rows = yield (
        f"SELECT e.id, {EVENT} FROM {EVENT_FROM} WHERE e.routed = 0 AND e.id IN (SELECT earlier.id FROM event named"
        " JOIN event earlier ON earlier.patient = named.patient AND earlier.seq <= named.seq AND earlier.routed = 0"
        f" WHERE named.routed = 0 AND named.event_id IN ({marks(events)})) ORDER BY e.patient, e.seq /*lock e*/",
        tuple(event.bytes for event in events),
    )
    made = 0
    for row, *rest in rows:
        event = event_row(tuple(rest), **(yield from _audience(rest[2], now=now)))
        for route in router(event):
            if route.digest_seconds is not None:
                yield from _gather(row, event, route, now=now)
            else:
                made += yield from _deliver(row, event, route, now=now)
        yield "UPDATE event SET routed = 1 WHERE id = ?", (row,)
    return made


def _audience(patient: int, *, now: int) -> Steps[dict[str, tuple[str, ...]]]:
    held = yield "SELECT service FROM holder WHERE patient = ? ORDER BY service", (patient,)
    linked = yield (
        "SELECT DISTINCT service FROM link WHERE patient = ? AND since <= ? AND (until IS NULL OR until > ?)"
        " ORDER BY service",
        (patient, now, now),
    )
    return {"holders": tuple(row[0] for row in held), "linked": tuple(row[0] for row in linked)}


def gathered(timer: int) -> Steps[tuple[str, ...]]:
    """What the deliveries that wait for a digest are about, in the order of their events."""
    rows = yield (
        "SELECT e.focus FROM delivery d JOIN event e ON e.id = d.event WHERE d.reason = ? ORDER BY d.id",
        (_reason(timer),),
    )
    return tuple(dict.fromkeys(one for row in rows for one in orjson.loads(row[0])))


def _gather(event_id: int, event: EventRow, route: Route, *, now: int) -> Steps[None]:
    """Superseded by the digest, whose timer is begun by the first event that waits for it."""
    lane, _, _ = yield from _lane(event, route)
    origin, service = event.origin or "", route.recipient
    rows = yield (
        "SELECT id FROM timer WHERE kind = 'digest' AND patient = ? AND service = ? AND focus = ? AND done = 0"
        " /*lock*/",
        (event.patient, service, origin),
    )
    if not rows:
        rows = yield (
            "INSERT INTO timer (kind, patient, focus, service, due_at) VALUES ('digest',?,?,?,?) RETURNING id",
            (event.patient, origin, service, now + (route.digest_seconds or 0) * 1_000_000),
        )
    yield (
        "INSERT INTO delivery (event, lane, recipient, subscription, state, reason, created_at, changed_at)"
        " VALUES (?,?,?,?,'superseded',?,?,?) ON CONFLICT DO NOTHING",
        (event_id, lane, service, route.subscription, _reason(rows[0][0]), now, now),
    )


def _reason(timer: int) -> str:
    return f"in digest {timer}"


def _lane(event: EventRow, route: Route) -> Steps[Row]:
    yield (
        "INSERT INTO lane (recipient, patient, due_at) VALUES (?,?,NULL) ON CONFLICT DO NOTHING",
        (route.recipient, event.patient),
    )
    rows = yield (
        "SELECT id, worker, due_at FROM lane WHERE recipient = ? AND patient = ? /*lock*/",
        (route.recipient, event.patient),
    )
    return rows[0]


def _deliver(event_id: int, event: EventRow, route: Route, *, now: int) -> Steps[int]:
    lane, worker, due_at = yield from _lane(event, route)
    ahead = yield (
        "SELECT 1 FROM delivery WHERE lane = ? AND state IN ('queued', 'sending', 'retrying', 'parked') LIMIT 1",
        (lane,),
    )
    made = yield (
        "INSERT INTO delivery (event, lane, recipient, subscription, state, created_at, changed_at)"
        " VALUES (?,?,?,?,'queued',?,?) ON CONFLICT DO NOTHING RETURNING id",
        (event_id, lane, route.recipient, route.subscription, now, now),
    )
    if made and not ahead and worker is None and due_at is None:
        yield "UPDATE lane SET due_at = ? WHERE id = ?", (now, lane)
    return len(made)
