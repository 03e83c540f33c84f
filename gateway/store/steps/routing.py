"""Committed events and the lanes that they are fanned out to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from gateway.store.steps.step import NOT_OVER, OPEN, Row, Rows, Steps, flat, marks, rows_of
from gateway.store.verbs.delivery import EventRow, Route, Router
from schemas.events import EventType

EVENT = (
    "e.event_id, e.type, COALESCE(p.joined_to, e.patient), e.seq, e.focus, e.addressee, e.origin, e.occurred_at,"
    " e.urgent, e.detail, e.trace_parent"
)
_TOGETHER = 1_000
"""Deliveries made by one statement."""
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
    rows = yield from _up_to(events)
    if not rows:
        return 0
    audience = yield from _audience(tuple({row[3] for row in rows}), now=now)
    told = [(row[0], event := _heard(tuple(row[1:]), audience), router(event)) for row in rows]
    wanted = [_Wanted(row, event, route) for row, event, routes in told for route in routes]
    for one in wanted:
        if one.route.digest_seconds is not None:
            yield from _gather(one.row, one.event, one.route, now=now)
    made = yield from _deliver([one for one in wanted if one.route.digest_seconds is None], now=now)
    names = tuple(row[0] for row in rows)
    yield f"UPDATE event SET routed = 1 WHERE id IN ({marks(names)})", names
    return made


def _up_to(events: Sequence[UUID]) -> Steps[Rows]:
    """These events and what is earlier of the same people, all not fanned out yet.

    Two plain questions: joined in one, a database that expects few of them compares each with each, and a backlog of
    five hundred takes it longer than anybody waits for a commit.
    """
    named = yield (
        f"SELECT patient, MAX(seq) FROM event WHERE routed = 0 AND event_id IN ({marks(events)}) GROUP BY patient",
        tuple(event.bytes for event in events),
    )
    if not named:
        return []
    last: dict[int, int] = dict(named)
    rows = yield (
        f"SELECT e.patient, e.id, {EVENT} FROM {EVENT_FROM} WHERE e.routed = 0 AND e.patient IN ({marks(named)})"
        " ORDER BY e.patient, e.seq /*lock e*/",
        tuple(last),
    )
    return [row[1:] for row in rows if row[5] <= last[row[0]]]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One event that one recipient is to be told of."""

    row: int
    event: EventRow
    route: Route


_Services = Mapping[int, tuple[str, ...]]


def _heard(row: Row, audience: tuple[_Services, _Services]) -> EventRow:
    holders, linked = (found.get(row[2], ()) for found in audience)
    return event_row(row, holders=holders, linked=linked)


def _audience(patients: Row, *, now: int) -> Steps[tuple[_Services, _Services]]:
    """Who holds something of each of these people, and who has them on its books."""
    held = yield (
        f"SELECT patient, service FROM holder WHERE patient IN ({marks(patients)}) ORDER BY patient, service",
        patients,
    )
    linked = yield (
        f"SELECT DISTINCT patient, service FROM link WHERE patient IN ({marks(patients)})"
        f" AND {NOT_OVER} ORDER BY patient, service",
        (*patients, now),
    )
    return _by_patient(held), _by_patient(linked)


def _by_patient(rows: Rows) -> _Services:
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for patient, service in rows:
        found[patient] += (service,)
    return found


def gathered(timer: int) -> Steps[tuple[str, ...]]:
    """What the deliveries that wait for a digest are about, in the order of their events."""
    rows = yield (
        "SELECT e.focus FROM delivery d JOIN event e ON e.id = d.event WHERE d.state = 'superseded'"
        " AND d.reason = ? ORDER BY d.id",
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


def _deliver(wanted: Sequence[_Wanted], *, now: int) -> Steps[int]:
    """Queue the deliveries in the order of their events; a lane that stood idle is due now."""
    made = 0
    for at in range(0, len(wanted), _TOGETHER):
        some = wanted[at : at + _TOGETHER]
        lanes = yield from _lanes(some)
        ahead = yield from _with_open(tuple(lane for lane, _ in lanes.values()))
        queued = yield from _queue(some, lanes, now=now)
        idle = {lane for lane, is_idle in lanes.values() if is_idle and lane not in ahead}
        due = tuple(sorted(idle & {row[0] for row in queued}))
        if due:
            yield f"UPDATE lane SET due_at = ? WHERE id IN ({marks(due)})", (now, *due)
        made += len(queued)
    return made


_Lanes = Mapping[tuple[str, int], tuple[int, bool]]


def _lanes(wanted: Sequence[_Wanted]) -> Steps[_Lanes]:
    """Each lane's row, by recipient and person, and whether it stands idle."""
    keys = sorted({(one.route.recipient, one.event.patient) for one in wanted})
    yield f"INSERT INTO lane (recipient, patient) VALUES {rows_of(keys)} ON CONFLICT DO NOTHING", flat(keys)
    pairs = ",".join(["(?,CAST(? AS BIGINT))"] * len(keys))
    rows = yield (
        "SELECT id, recipient, patient, worker, due_at FROM lane"
        f" WHERE (recipient, patient) IN (VALUES {pairs}) ORDER BY id /*lock*/",
        flat(keys),
    )
    return {(to, patient): (row, worker is None and due is None) for row, to, patient, worker, due in rows}


def _with_open(lanes: Row) -> Steps[set[int]]:
    rows = yield (
        f"SELECT DISTINCT lane FROM delivery WHERE lane IN ({marks(lanes)}) AND state IN {OPEN}",
        lanes,
    )
    return {row[0] for row in rows}


def _queue(wanted: Sequence[_Wanted], lanes: _Lanes, *, now: int) -> Steps[Rows]:
    made = [
        (one.row, lanes[one.route.recipient, one.event.patient][0], one.route.recipient, one.route.subscription,
         "queued", now, now)
        for one in wanted
    ]  # fmt: skip
    return (
        yield (
            "INSERT INTO delivery (event, lane, recipient, subscription, state, created_at, changed_at)"
            f" VALUES {rows_of(made)} ON CONFLICT DO NOTHING RETURNING lane",
            flat(made),
        )
    )
