"""What is open, how old it is and what is past its deadline: one set of rules for metrics, alarms and `nwd stuck`."""

from dataclasses import dataclass
from uuid import UUID

from gateway.store.steps.reviewing import IS_REVIEW
from gateway.store.steps.step import OPEN, Desk, Steps
from gateway.store.verbs.reading import Counts, StuckRow

_URGENT_BEHIND = (
    "d.state = 'queued' AND EXISTS (SELECT 1 FROM event e WHERE e.id = d.event AND e.urgent = 1)"
    " AND EXISTS (SELECT 1 FROM delivery p WHERE p.lane = d.lane AND p.state = 'parked' AND p.id < d.id)"
)
"""Order holds behind a parked delivery, so that what is urgent there is past its deadline at once."""
_DAY = 86_400_000_000
_AHEAD = 60_000_000
"""What was written by a clock that was so far ahead, in microseconds, waits until the clock is there again."""
_STUCK = {
    "event": "FROM event e WHERE e.routed = 0 AND e.created_at < ?",
    "delivery": (
        f"FROM delivery d WHERE d.state IN {OPEN} AND (d.state = 'parked'"
        " OR d.changed_at < ? AND d.state <> 'retrying' OR d.created_at < ? AND d.state = 'retrying'"
        f" OR d.changed_at - {_AHEAD} > ?/*now*/ OR {_URGENT_BEHIND})"
    ),
    "message": "FROM quarantine q JOIN message m ON m.id = q.message WHERE q.resolved_at IS NULL",
    "referral": "FROM timer t WHERE t.done = 2",
    "timer": f"FROM timer t WHERE t.done = 0 AND t.due_at < ? AND NOT {IS_REVIEW}",
    "consent": f"FROM timer t WHERE t.done = 0 AND t.due_at > ?/*now*/ AND t.due_at < ?/*soon*/ AND {IS_REVIEW}",
}
"""By kind, what is past its deadline; each `?` is the instant before which something is late, or as it is marked."""
_SHOWN = {
    "event": ("e.event_id, e.created_at, NULL, 'not fanned out'", "e.id"),
    "delivery": (
        f"d.id, d.created_at, d.owner, CASE WHEN {_URGENT_BEHIND} THEN 'urgent, behind a parked delivery'"
        " ELSE d.state || ' ' || d.reason END",
        "d.created_at",
    ),
    "message": ("m.message_id, q.since, q.owner, q.reason", "q.since"),
    "referral": ("t.focus, t.due_at, NULL, 'no human at the service has opened it'", "t.due_at"),
    "timer": ("t.focus, t.due_at, NULL, 'no worker has answered it; see that one runs'", "t.due_at"),
    "consent": (
        "t.focus, t.due_at, t.service, 'ends then; ask the person if the carer may still know'",
        "t.due_at",
    ),
}
_WAITING = {
    "event.unrouted": ("created_at", "event WHERE routed = 0"),
    "quarantine.open": ("since", "quarantine WHERE resolved_at IS NULL"),
    "referral.unopened": ("due_at", "timer WHERE done = 2"),
    "referral.waiting": ("due_at", "timer WHERE done = 0 AND kind = 'unopened'"),
    "override.unreviewed": ("since", "review WHERE done_at IS NULL AND kind = 'override'"),
}
"""By kind and state: the column that tells since when, and where they are."""
_MANY = {
    "delivery": ("state", "delivered", "state IN ('withheld', 'superseded', 'skipped')"),
    "message": ("outcome", "accepted", "outcome <> 'accepted'"),
}
"""Where nearly every row is in one state: the others are counted by an index of theirs, the rest is that one."""
_LIST = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """After how long something is late, and how long before its end a Consent is looked at again."""

    late_seconds: int = 60
    review_days: int = 14


USUAL = Limits()


def stuck(desk: Desk, *, now: int, limits: Limits) -> Steps[list[StuckRow]]:
    """Everything past its deadline, oldest first of each kind: not fanned out, sent, looked at, opened or answered."""
    found = []
    for what, where in _STUCK.items():
        columns, order = _SHOWN[what]
        instants = _instants(where, now=now, limits=limits)
        rows = yield f"SELECT {columns} {where} ORDER BY {order} LIMIT {_LIST}", instants
        found += [StuckRow(what, _name(desk, one[0]), one[1], one[2] or desk.owner, one[3]) for one in rows]
    return found


def _instants(where: str, *, now: int, limits: Limits) -> tuple[int, ...]:
    marked = {"/*now*/": now, "/*soon*/": now + limits.review_days * _DAY}
    late = now - limits.late_seconds * 1_000_000
    return tuple(next((at for mark, at in marked.items() if it.startswith(mark)), late) for it in where.split("?")[1:])


def _name(desk: Desk, found: object) -> str:
    """The outside name of a row: ids of events and messages are UUIDs, references stay, deliveries are numbers."""
    if isinstance(found, bytes):
        return str(UUID(bytes=found))
    return desk.sealer.outside("Delivery", found) if isinstance(found, int) else str(found)


def counts(*, now: int, limits: Limits) -> Steps[Counts]:
    """Counts by state, the oldest open one of each kind, and how many of each kind are past their deadline."""
    rows = yield f"SELECT state, COUNT(*), MIN(created_at) FROM delivery WHERE state IN {OPEN} GROUP BY state", ()
    by_state = {f"delivery.{state}": count for state, count, _ in rows}
    oldest = {f"delivery.{state}": at for state, _, at in rows}
    for table, (column, usual, others) in _MANY.items():
        rows = yield f"SELECT {column}, COUNT(*) FROM {table} WHERE {others} GROUP BY {column}", ()
        by_state |= {f"{table}.{state}": count for state, count in rows}
        rows = yield f"SELECT COUNT(*) FROM {table}", ()
        rest = sum(count for name, count in by_state.items() if name.startswith(f"{table}."))
        by_state[f"{table}.{usual}"] = rows[0][0] - rest
    for name, (since, where) in _WAITING.items():
        rows = yield f"SELECT COUNT(*), MIN({since}) FROM {where}", ()
        by_state[name] = rows[0][0]
        if rows[0][1] is not None:
            oldest[name] = rows[0][1]
    past = {}
    for what, where in _STUCK.items():
        rows = yield f"SELECT COUNT(*) {where}", _instants(where, now=now, limits=limits)
        past[what] = rows[0][0]
    return Counts(by_state, oldest, past)
