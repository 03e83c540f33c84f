"""What an operator may see and do: messages and their deliveries, what is parked, timers, configuration."""

from collections.abc import Sequence
from uuid import UUID

from gateway.store.steps import called
from gateway.store.steps.reviewing import IS_REVIEW
from gateway.store.steps.step import NAMED, OPEN, Desk, Row, Steps, marks
from gateway.store.verbs.delivery import Timer
from gateway.store.verbs.reading import Config, DeliveryRow, MessageRow

_DELIVERY = (
    "SELECT d.id, e.event_id, e.type, d.recipient, d.state, d.reason, d.attempts, d.created_at, d.changed_at,"
    " d.next_at, d.owner FROM delivery d JOIN event e ON e.id = d.event"
)
_MESSAGE = "SELECT id, message_id, source, control_id, kind, outcome, fate, received_at, issues FROM message"


def messages(
    desk: Desk, source: str | None, control_id: str | None, *, limit: int, message_id: UUID | None = None
) -> Steps[list[MessageRow]]:
    """Messages of a source, or with an id, newest first."""
    name = None if message_id is None else message_id.bytes
    names = () if control_id is None else called.forms(desk, control_id)
    asked = (("source = ?", (source,)), (f"control_id IN ({marks(names)})", names), (NAMED, (name, name)))
    wanted = [(which, values) for which, values in asked if values and values[0] is not None]
    where = f" WHERE {' AND '.join(which for which, _ in wanted)}" if wanted else ""
    rows = yield f"{_MESSAGE}{where} ORDER BY id DESC LIMIT ?", (*(it for _, values in wanted for it in values), limit)
    found = []
    for row in rows:
        found.append((yield from _message(desk, row)))
    return found


def ledger(desk: Desk, after: int, *, limit: int) -> Steps[list[tuple[int, MessageRow]]]:
    """Every message in order of arrival."""
    rows = yield f"{_MESSAGE} WHERE id > ? ORDER BY id LIMIT ?", (after, limit)
    found = []
    for row in rows:
        found.append((row[0], (yield from _message(desk, row))))
    return found


def _message(desk: Desk, row: Row) -> Steps[MessageRow]:
    number, name, source, control_id, kind, outcome, fate, at, issues = row
    rows = yield f"{_DELIVERY} WHERE e.message = ? ORDER BY d.id", (number,)
    state = fate if fate == "unlinked" else outcome
    return MessageRow(
        UUID(bytes=name), source, control_id, kind, state, at, issues, tuple(_delivery(desk, one) for one in rows)
    )


def _delivery(desk: Desk, row: Row) -> DeliveryRow:
    number, event, *rest = row
    return DeliveryRow(desk.sealer.outside("Delivery", number), UUID(bytes=event), *rest)


def parked(desk: Desk) -> Steps[list[DeliveryRow]]:
    """Deliveries that wait for a person."""
    rows = yield f"{_DELIVERY} WHERE d.state IN {OPEN} AND d.state = 'parked' ORDER BY d.changed_at", ()
    return [_delivery(desk, row) for row in rows]


def resolve(message_id: UUID, *, by: str, now: int) -> Steps[bool]:
    """A person has looked at a held message."""
    rows = yield (
        "UPDATE quarantine SET resolved_at = ?, resolved_by = ? WHERE resolved_at IS NULL AND message IN"
        f" (SELECT id FROM message WHERE {NAMED}) RETURNING message",
        (now, by, message_id.bytes, message_id.bytes),
    )
    return bool(rows)


def explain(message_or_event: UUID) -> Steps[list[UUID]]:
    """The events that an id stands for: its own, and those of the message of that id."""
    rows = yield (
        "SELECT event_id FROM event WHERE event_id = ? OR message IN"
        f" (SELECT id FROM message WHERE {NAMED}) ORDER BY id",
        (message_or_event.bytes,) * 3,
    )
    return [UUID(bytes=row[0]) for row in rows] or [message_or_event]


def addressed(events: Sequence[UUID]) -> Steps[frozenset[str]]:
    """The services that those who sent these events named as their addressees."""
    rows = yield (
        f"SELECT DISTINCT addressee FROM event WHERE addressee IS NOT NULL AND event_id IN ({marks(events)})",
        tuple(one.bytes for one in events),
    )
    return frozenset(row[0] for row in rows)


def any_timer_due(*, now: int) -> Steps[bool]:
    """True when some timer is due and not leased."""
    rows = yield (
        f"SELECT 1 FROM timer WHERE done = 0 AND due_at <= ? AND leased_until <= ? AND NOT {IS_REVIEW} LIMIT 1",
        (now, now),
    )
    return bool(rows)


def touch() -> Steps[None]:
    """Write something that means nothing; it differs each time, for what stays the same is not written at all."""
    yield (
        "INSERT INTO meta (name, value) VALUES ('touched', 0) ON CONFLICT (name) DO UPDATE SET value = 1 - meta.value",
        (),
    )


def timers_due(worker: str, *, now: int, until: int, limit: int) -> Steps[list[Timer]]:
    """Lease timers that have come due."""
    rows = yield (
        "UPDATE timer SET worker = ?, leased_until = ? WHERE id IN (SELECT id FROM timer WHERE done = 0 AND due_at <= ?"
        f" AND leased_until <= ? AND NOT {IS_REVIEW} ORDER BY due_at LIMIT ? /*skip locked*/)"
        " RETURNING id, kind, patient, focus, service, due_at",
        (worker, until, now, now, limit),
    )
    return [Timer(*row) for row in rows]


def first_use(token_id: str, *, expires_at: int) -> Steps[bool]:
    """True the first time that an id is seen."""
    rows = yield (
        "INSERT INTO token_id (id, expires_at) VALUES (?,?) ON CONFLICT DO NOTHING RETURNING id",
        (token_id, expires_at),
    )
    return bool(rows)


def gate_epoch() -> Steps[int]:
    """The gate's epoch, locked for this transaction."""
    rows = yield "SELECT value FROM meta WHERE name = 'gate_epoch' /*share*/", ()
    return int(rows[0][0])


def config() -> Steps[Config | None]:
    """The configuration applied last, and the gate's epoch."""
    rows = yield (
        "SELECT version, digest, toml, applied_by, applied_at FROM config ORDER BY version DESC LIMIT 1",
        (),
    )
    if not rows:
        return None
    version, digest, toml, by, at = rows[0]
    return Config(version, digest, toml, by, at, (yield from gate_epoch()))


def apply_config(digest: str, toml: bytes, *, by: str, now: int) -> Steps[int]:
    """Store a configuration; a digest that is not the latest raises the gate's epoch."""
    rows = yield "SELECT digest FROM config ORDER BY version DESC LIMIT 1", ()
    if not rows or rows[0][0] != digest:
        yield (
            "INSERT INTO config (digest, toml, applied_by, applied_at) VALUES (?,?,?,?)",
            (digest, toml, by, now),
        )
        yield "UPDATE meta SET value = value + 1 WHERE name = 'gate_epoch'", ()
    return (yield from gate_epoch())
