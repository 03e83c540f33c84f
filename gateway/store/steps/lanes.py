"""Lanes, one a (recipient, patient): leased under a fence, released under epochs, settled and given back."""

from collections.abc import Sequence
from dataclasses import dataclass

import orjson

from gateway.store.steps import auditing, people
from gateway.store.steps.routing import EVENT, event_row
from gateway.store.steps.step import OPEN, Desk, Row, Steps, flat, marks, need, place
from gateway.store.verbs.delivery import (
    DeliveryState,
    Lease,
    Most,
    Release,
    ReleaseFate,
    SentBefore,
    Settlement,
)

_ENDS = frozenset({DeliveryState.DELIVERED, DeliveryState.WITHHELD, DeliveryState.SUPERSEDED, DeliveryState.SKIPPED})
_HEADS = (
    f"SELECT d.lane, d.id, d.recipient, d.subscription, d.attempts, d.first_tried_at, {EVENT} FROM delivery d"
    " JOIN event e ON e.id = d.event JOIN patient p ON p.id = e.patient"
    f" WHERE d.id IN (SELECT MIN(id) FROM delivery WHERE state IN {OPEN} AND lane IN "
)
_ELDEST = 500
"""So many lanes are looked at to find what is due for each recipient, however long the queue is."""


@dataclass(frozen=True, slots=True)
class _Lane:
    row: int
    fence: int
    until: int


def claim(
    desk: Desk, worker: str, *, now: int, until: int, most: Most, without: Sequence[str] = ()
) -> Steps[list[Lease]]:
    """Lease the lanes whose head is due, up to so many of each recipient.

    A lease that ran out is taken over under a higher fence.
    """
    turns, limits = _turns(most)
    rows = yield (
        "UPDATE lane SET fence = fence + 1, worker = ?, due_at = ? WHERE id IN (SELECT id FROM lane WHERE id IN"
        " (SELECT id FROM (SELECT id, ROW_NUMBER() OVER (PARTITION BY recipient ORDER BY due_at, id) AS turn FROM"
        f" (SELECT id, recipient, due_at FROM lane WHERE {_due(without)} ORDER BY due_at LIMIT {_ELDEST}) AS eldest)"
        f" AS ranked WHERE turn <= {turns}) AND due_at <= ? /*skip locked*/) RETURNING id, fence",
        (worker, until, now, *without, *limits, now),
    )
    lanes = [_Lane(row, fence, until) for row, fence in rows]
    leases = yield from _heads(desk, lanes)
    for idle in {one.row for one in lanes} - {one.lane for one in leases}:
        yield "UPDATE lane SET worker = NULL, due_at = NULL WHERE id = ?", (idle,)
    return leases


def _turns(most: Most) -> tuple[str, Row]:
    """How many of the recipient of a row, as the text of a number and its values."""
    if not most.of:
        return "?", (most.each,)
    return (
        f"CASE recipient{' WHEN ? THEN CAST(? AS BIGINT)' * len(most.of)} ELSE CAST(? AS BIGINT) END",
        (*flat(sorted(most.of.items())), most.each),
    )


def any_due(*, now: int, without: Sequence[str] = ()) -> Steps[bool]:
    """True when some lane is due."""
    rows = yield f"SELECT 1 FROM lane WHERE {_due(without)} LIMIT 1", (now, *without)
    return bool(rows)


def _due(without: Sequence[str]) -> str:
    others = f" AND recipient NOT IN ({','.join('?' * len(without))})" if without else ""
    return f"due_at IS NOT NULL AND due_at <= ?{others}"


def _heads(desk: Desk, lanes: Sequence[_Lane]) -> Steps[list[Lease]]:
    """What stands first in each of the lanes where anything does."""
    if not lanes:
        return []
    asked = tuple(lane.row for lane in lanes)
    # A few lengths of the list only, so that the database need not plan a new statement for each.
    asked += asked[:1] * ((1 << (len(asked) - 1).bit_length()) - len(asked))
    rows = yield f"{_HEADS}({marks(asked)}) GROUP BY lane) ORDER BY d.id", asked
    of = {lane.row: lane for lane in lanes}
    leases = []
    for row in rows:
        leases.append((yield from _lease(desk, of[row[0]], tuple(row[1:]))))
    return leases


def _lease(desk: Desk, lane: _Lane, head: Row) -> Steps[Lease]:
    delivery, recipient, subscription, attempts, first_tried_at, *event = head
    before = (yield from _before(desk, delivery)) if attempts else None
    return Lease(
        lane.row, lane.fence, lane.until, delivery, recipient, subscription, event_row(tuple(event)), attempts,
        first_tried_at, before,
    )  # fmt: skip


def peek(desk: Desk, delivery: int) -> Steps[Lease | None]:
    """A parked delivery as a worker would get it, with nothing leased."""
    rows = yield "SELECT lane FROM delivery WHERE id = ? AND state = 'parked'", (delivery,)
    if not rows:
        return None
    found = yield from _heads(desk, [_Lane(rows[0][0], 0, 0)])
    return found[0] if found and found[0].delivery == delivery else None


def _before(desk: Desk, delivery: int) -> Steps[SentBefore | None]:
    rows = yield (
        "SELECT number, key_id, content_type, control_id, body_sealed, basis FROM rendition WHERE delivery = ?"
        " ORDER BY number DESC LIMIT 1",
        (delivery,),
    )
    if not rows:
        return None
    number, key_id, content_type, control_id, sealed, basis = rows[0]
    yield from need(desk, frozenset({key_id}))
    if not desk.sealer.knows(key_id):
        return None
    body = desk.sealer.unseal(key_id, place("rendition", delivery, number), sealed)
    return SentBefore(number, content_type, control_id, body, basis)


def release(desk: Desk, releases: Sequence[Release], gate_epoch: int) -> Steps[list[ReleaseFate]]:
    """Each release holds only while its fence and both its epochs do."""
    fates = []
    for one in releases:
        fates.append((yield from _release(desk, one, gate_epoch)))
    return fates


def _release(desk: Desk, one: Release, gate_epoch: int) -> Steps[ReleaseFate]:
    epoch, key_id = yield from people.standing(one.patient)
    rows = yield "SELECT fence FROM lane WHERE id = ? /*lock*/", (one.lane,)
    if not rows or rows[0][0] != one.fence:
        return ReleaseFate.FENCED
    if (epoch, gate_epoch) != (one.patient_epoch, one.gate_epoch):
        return ReleaseFate.STALE
    yield from need(desk, frozenset({key_id}))
    if one.rendition is None:
        yield from _end(one)
    else:
        yield from _begin(desk, one, key_id)
    yield from auditing.append(desk, one.audit, at=one.at, patient=one.patient, key_id=key_id)
    return ReleaseFate.RELEASED


def _end(one: Release) -> Steps[None]:
    state = one.ends_as or DeliveryState.WITHHELD
    yield (
        "UPDATE delivery SET state = ?, reason = ?, changed_at = ?, next_at = NULL, owner = ? WHERE id = ?",
        (state.value, one.reason, one.at, one.owner, one.delivery),
    )
    yield from give_back(one.lane, now=one.at)


def _begin(desk: Desk, one: Release, key_id: int) -> Steps[None]:
    draft = one.rendition
    assert draft is not None  # noqa: S101
    yield (
        "INSERT INTO rendition (delivery, number, key_id, content_type, control_id, body_sealed, basis, refs)"
        " VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING",
        (one.delivery, draft.number, key_id, draft.content_type, draft.control_id,
         desk.sealer.seal(key_id, place("rendition", one.delivery, draft.number), draft.body), draft.basis,
         orjson.dumps(draft.references).decode()),
    )  # fmt: skip
    yield (
        "INSERT INTO attempt (delivery, fence, rendition, began_at) VALUES (?,?,?,?)",
        (one.delivery, one.fence, draft.number, one.at),
    )
    yield (
        "UPDATE delivery SET state = 'sending', attempts = attempts + 1, first_tried_at = COALESCE(first_tried_at, ?),"
        " changed_at = ? WHERE id = ?",
        (one.at, one.at, one.delivery),
    )


def settle(desk: Desk, settlements: Sequence[Settlement]) -> Steps[list[Settlement]]:
    """Write down how attempts ended, and give what was written; whoever lost the lane's fence writes nothing."""
    settled = []
    for one in settlements:
        rows = yield "SELECT fence, patient, recipient FROM lane WHERE id = ? /*lock*/", (one.lane,)
        if rows and rows[0][0] == one.fence:
            yield from _settle(desk, one, patient=rows[0][1], recipient=rows[0][2])
            settled.append(one)
    return settled


def _settle(desk: Desk, one: Settlement, *, patient: int, recipient: str) -> Steps[None]:
    yield (
        "UPDATE attempt SET ended_at = ?, state = ?, detail = ? WHERE delivery = ? AND fence = ? AND ended_at IS NULL",
        (one.at, one.state.value, one.detail, one.delivery, one.fence),
    )
    yield (
        "UPDATE delivery SET state = ?, reason = ?, changed_at = ?, next_at = ?, owner = ?,"
        " first_tried_at = COALESCE(first_tried_at, ?) WHERE id = ?",
        (one.state.value, one.detail, one.at, one.next_at, one.owner, one.at, one.delivery),
    )
    if one.state is DeliveryState.DELIVERED:
        yield from hold(patient, recipient, at=one.at)
    if one.audit:
        person = yield from people.locked(patient)
        yield from need(desk, frozenset({person.key_id}))
        yield from auditing.append(desk, one.audit, at=one.at, patient=person.row, key_id=person.key_id)
    yield from give_back(one.lane, now=one.at)


def hold(patient: int, service: str, *, at: int) -> Steps[None]:
    """Remember that a service was sent or shown something of this person, or of whom they were joined to meanwhile."""
    yield (
        "INSERT INTO holder (patient, service, since) SELECT COALESCE(joined_to, id), CAST(? AS TEXT),"
        " CAST(? AS BIGINT) FROM patient WHERE id = ? ON CONFLICT DO NOTHING",
        (service, at, patient),
    )


def give_back(lane: int, *, now: int) -> Steps[None]:
    """End the lease; the lane is due again when its head is, and stands still while its head is parked."""
    yield (
        "UPDATE lane SET worker = NULL, due_at ="
        " (SELECT CASE state WHEN 'parked' THEN NULL ELSE COALESCE(next_at, ?) END"
        f" FROM delivery WHERE lane = ? AND state IN {OPEN} ORDER BY id LIMIT 1) WHERE id = ?",
        (now, lane, lane),
    )


def move_lanes(loser: int, keeper: int, *, now: int) -> Steps[None]:
    """What waits for the loser's recipients goes before whatever comes for the keeper; a leased lane ends by itself.

    While either lane waits for what may still arrive, with nothing left in it, so does what comes into the keeper's.
    """
    rows = yield "SELECT id, recipient FROM lane WHERE patient = ? AND worker IS NULL /*lock*/", (loser,)
    for lane, recipient in rows:
        yield (
            "INSERT INTO lane (recipient, patient, due_at) VALUES (?,?,NULL) ON CONFLICT DO NOTHING",
            (recipient, keeper),
        )
        found = yield "SELECT id, worker FROM lane WHERE recipient = ? AND patient = ? /*lock*/", (recipient, keeper)
        to, worker = found[0]
        until = yield from _empty_until(lane, to)
        yield f"UPDATE delivery SET lane = ? WHERE lane = ? AND state IN {OPEN}", (to, lane)
        yield "UPDATE lane SET due_at = NULL WHERE id = ?", (lane,)
        if worker is None:
            yield from give_back(to, now=now)
            if until > now:
                yield from _wait(to, until=until)


def _empty_until(*lanes: int) -> Steps[int]:
    """Until when that one of these lanes waits in which nothing is left; 0 where none does."""
    rows = yield (
        f"SELECT MAX(due_at) FROM lane WHERE id IN ({marks(lanes)}) AND worker IS NULL AND NOT EXISTS"
        f" (SELECT 1 FROM delivery WHERE delivery.lane = lane.id AND state IN {OPEN})",
        lanes,
    )
    return rows[0][0] or 0


def reopen(delivery: int, *, now: int) -> Steps[bool]:
    """Put a parked delivery back at the head of its lane; one that had no route is fanned out anew."""
    rows = yield (
        "UPDATE delivery SET state = 'superseded', reason = 'routed again', changed_at = ? WHERE id = ?"
        " AND state = 'parked' AND subscription = '' RETURNING lane, event",
        (now, delivery),
    )
    if rows:
        yield "UPDATE event SET routed = 0, publish_at = 0 WHERE id = ?", (rows[0][1],)
        yield from give_back(rows[0][0], now=now)
        return True
    rows = yield (
        "UPDATE delivery SET state = 'queued', reason = 'replayed', changed_at = ?, owner = NULL,"
        " first_tried_at = NULL WHERE id = ? AND state = 'parked' RETURNING lane",
        (now, delivery),
    )
    if rows:
        yield from give_back(rows[0][0], now=now)
    return bool(rows)


def skip(delivery: int, *, reason: str, now: int) -> Steps[bool]:
    """End a parked delivery, so that its lane moves on; not while what was sent of it may still arrive."""
    rows = yield (
        "UPDATE delivery SET state = 'skipped', reason = ?, changed_at = ? WHERE id = ? AND state = 'parked'"
        " RETURNING lane, next_at",
        (reason, now, delivery),
    )
    for lane, next_at in rows:
        at = max(now, next_at or now)
        yield from give_back(lane, now=at)
        if at > now:
            yield from _wait(lane, until=at)
    return bool(rows)


def _wait(lane: int, *, until: int) -> Steps[None]:
    """A lane is due no sooner; one in which nothing is left is due then too, so that what comes meanwhile waits."""
    yield (
        "UPDATE lane SET due_at = ? WHERE id = ? AND (due_at < ? OR NOT EXISTS"
        f" (SELECT 1 FROM delivery WHERE lane = ? AND state IN {OPEN}))",
        (until, lane, until, lane),
    )


def free_leases(*, now: int, but: Sequence[str] = ()) -> Steps[None]:
    """At the start of the only process: nobody else can hold a lease, so every leased lane and timer is due.

    A lane that was sending by one of the subscriptions `but` waits for the end of its lease: it may still arrive.
    """
    under_way = f"lane.id AND state IN {OPEN} AND state = 'sending' AND subscription IN ({marks(but)})"
    yield (
        "UPDATE lane SET worker = NULL, due_at = ? WHERE worker IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM delivery WHERE lane = {under_way})",
        (now, *but),
    )
    yield "UPDATE timer SET worker = NULL, leased_until = 0 WHERE done = 0", ()
