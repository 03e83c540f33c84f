"""Erasure: first nothing of the person can be found or sent any more, then their keys are destroyed.

The audit chain runs over ciphertext, so it holds as before; what stays is that somebody was erased, when, by whom, why.
"""

from collections.abc import Sequence
from uuid import UUID

import orjson

from gateway.store.steps import auditing, called, people
from gateway.store.steps.lanes import give_back
from gateway.store.steps.step import OPEN, Desk, DropKeys, Steps, marks
from gateway.store.verbs.erasing import Erasure, Nobody, Remains
from gateway.store.verbs.intake import AuditDraft

_LOOSE = ("patient_identifier", "link", "override", "holder", "circumstance", "request", "review")


def by_number(nhs_number: bytes) -> Steps[list[int]]:
    """The certain people who have this number."""
    rows = yield (
        "SELECT DISTINCT COALESCE(p.joined_to, p.id) FROM patient_identifier i JOIN patient p ON p.id = i.patient"
        " WHERE i.kind = 'nhs' AND i.value = ? AND p.identity = 'certain' AND p.erased_at IS NULL",
        (nhs_number,),
    )
    return [row[0] for row in rows]


def everybody(after: int, *, limit: int) -> Steps[list[int]]:
    """The people on record who are still themselves: not joined to another, not erased."""
    rows = yield (
        "SELECT id FROM patient WHERE joined_to IS NULL AND erased_at IS NULL AND id > ? ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [row[0] for row in rows]


def identifiers(patient: int) -> Steps[set[bytes]]:
    """The numbers of a person, as keyed hashes: to find messages that were never joined to them."""
    rows = yield (
        "SELECT i.value FROM patient_identifier i JOIN patient p ON p.id = i.patient WHERE i.kind IN ('nhs', 'local')"
        " AND (p.id = ? OR p.joined_to = ?)",
        (patient, patient),
    )
    return {row[0] for row in rows}


def of_nobody(after: int, *, limit: int) -> Steps[list[Nobody]]:
    """Messages kept of which it was never decided whom they are about."""
    rows = yield (
        "SELECT id, message_id, source, key_id FROM message WHERE patient IS NULL AND raw_sealed IS NOT NULL AND id > ?"
        " ORDER BY id LIMIT ?",
        (after, limit),
    )
    return [Nobody(*row) for row in rows]


def place_hold(desk: Desk, patient: int, *, reason: str, by: str, now: int) -> Steps[None]:
    """Forbid the erasure of a person."""
    yield (
        "INSERT INTO legal_hold (patient, reason, placed_by, placed_at) VALUES (?,?,?,?)",
        (patient, reason, by, now),
    )
    yield from _note(desk, "legal-hold", by, "placed", reason, now=now)


def release_hold(desk: Desk, patient: int, *, reason: str, by: str, now: int) -> Steps[int]:
    """End every hold on a person; returns how many there were."""
    rows = yield (
        "UPDATE legal_hold SET released_by = ?, released_at = ? WHERE patient = ? AND released_at IS NULL RETURNING id",
        (by, now, patient),
    )
    if rows:
        yield from _note(desk, "legal-hold", by, "released", reason, now=now)
    return len(rows)


def order(desk: Desk, erasure: Erasure, *, now: int) -> Steps[int | None]:
    """Make the person nobody and remember which keys are to be destroyed; None while a legal hold forbids it."""
    person = yield from people.locked(erasure.patient)
    held = yield "SELECT 1 FROM legal_hold WHERE patient = ? AND released_at IS NULL LIMIT 1", (person.row,)
    if held:
        yield from _note(desk, "erase", erasure.by, "refused: legal hold", erasure.reason, now=now)
        return None
    rows = yield "SELECT id, key_id FROM patient WHERE id = ? OR joined_to = ?", (person.row, person.row)
    patients = [row[0] for row in rows]
    mine = f"IN ({marks(patients)})"
    kept = yield f"SELECT DISTINCT key_id FROM message WHERE patient {mine}", tuple(patients)
    keys = sorted({row[1] for row in rows} | {row[0] for row in kept} | set(erasure.other_keys))
    yield from _call_otherwise(desk, patients, erasure.other_messages)
    yield from _end_all(patients, now=now)
    yield from people.raise_epoch(person.row, at=now)
    for row in patients:
        yield "UPDATE patient SET erased_at = ?, candidates = '[]' WHERE id = ?", (now, row)
    made = yield (
        "INSERT INTO erasure (patient, keys, reason, ordered_by, ordered_at) VALUES (?,?,?,?,?) RETURNING id",
        (person.row, orjson.dumps(keys).decode(), erasure.reason, erasure.by, now),
    )
    yield from _note(desk, "erase", erasure.by, "ordered", erasure.reason, now=now)
    return int(made[0][0])


def finish(desk: Desk, *, now: int) -> Steps[int]:
    """Destroy the keys of every erasure that was ordered and is not done; returns how many keys."""
    rows = yield "SELECT id, keys, ordered_by, reason FROM erasure WHERE done_at IS NULL ORDER BY id /*lock*/", ()
    gone = 0
    for row, text, by, reason in rows:
        keys = frozenset(orjson.loads(text))
        yield DropKeys(keys)
        yield "UPDATE erasure SET done_at = ? WHERE id = ?", (now, row)
        yield from _note(desk, "erase", by, f"{len(keys)} keys destroyed", reason, now=now)
        gone += len(keys)
    return gone


def erasures() -> Steps[int]:
    """How many erasures there were."""
    rows = yield "SELECT COUNT(*) FROM erasure WHERE done_at IS NOT NULL", ()
    return int(rows[0][0])


def forget(desk: Desk) -> Steps[None]:
    """Let go of the keys that another process has destroyed."""
    orders = yield "SELECT keys FROM erasure WHERE done_at IS NOT NULL", ()
    for (text,) in orders:
        for key in orjson.loads(text):
            desk.sealer.forget(key)


def erased(names: Sequence[UUID]) -> Steps[set[UUID]]:
    """Those of these messages that were about people who were erased: an erasure took their keys."""
    orders = yield "SELECT keys FROM erasure WHERE done_at IS NOT NULL", ()
    gone = {key for (text,) in orders for key in orjson.loads(text)}
    if not gone or not names:
        return set()
    among, asked = f"message_id IN ({marks(names)})", tuple(it.bytes for it in names)
    rows = yield (
        f"SELECT message_id, key_id FROM message WHERE outcome <> 'refused' AND {among}"
        f" UNION ALL SELECT message_id, key_id FROM message WHERE outcome = 'refused' AND {among}",
        (*asked, *asked),
    )
    return {UUID(bytes=name) for name, key in rows if key in gone}


def remains(subscriptions: Sequence[str]) -> Steps[list[Remains]]:
    """What these subscriptions may have brought to recipients of people who were erased, latest attempts alone."""
    if not subscriptions:
        return []
    found: list[Remains] = []
    orders = yield "SELECT patient, ordered_at, ordered_by, reason FROM erasure ORDER BY id", ()
    for patient, at, by, reason in orders:
        joined = yield "SELECT id, key_id FROM patient WHERE id = ? OR joined_to = ?", (patient, patient)
        mine = [row[0] for row in joined]
        rows = yield (
            "SELECT d.subscription, MAX(a.began_at) FROM event e"
            " JOIN delivery d ON d.event = e.id JOIN attempt a ON a.delivery = d.id"
            f" WHERE e.patient IN ({marks(mine)}) AND d.subscription IN ({marks(subscriptions)})"
            " GROUP BY d.subscription ORDER BY d.subscription",
            (*mine, *subscriptions),
        )
        found += [Remains(patient, at, by, reason, subscription, last) for subscription, last in rows]
    return found


def _call_otherwise(desk: Desk, patients: Sequence[int], others: Sequence[int]) -> Steps[None]:
    """What a sender calls its messages and the entries in them may name the person: a hash stays, to know it again."""
    rows = yield f"SELECT id, control_id FROM message WHERE patient IN ({marks(patients)})", tuple(patients)
    if others:
        more = yield f"SELECT id, control_id FROM message WHERE id IN ({marks(others)})", tuple(others)
        rows = [*rows, *more]
    for message, name in rows:
        yield (
            "UPDATE message SET control_id = ?, refs = '{}', versions = '{}' WHERE id = ?",
            (called.erased(desk, name), message),
        )


def _end_all(patients: Sequence[int], *, now: int) -> Steps[None]:
    mine, rows = f"IN ({marks(patients)})", tuple(patients)
    lanes = yield f"SELECT id FROM lane WHERE patient {mine} /*lock*/", rows
    for (lane,) in lanes:
        yield (
            "UPDATE delivery SET state = 'skipped', reason = 'erased', owner = NULL, next_at = NULL, changed_at = ?"
            f" WHERE lane = ? AND state IN {OPEN}",
            (now, lane),
        )
        yield "UPDATE lane SET fence = fence + 1 WHERE id = ?", (lane,)
        yield from give_back(lane, now=now)
    for table in _LOOSE:
        yield f"DELETE FROM {table} WHERE patient {mine}", rows
    yield f"UPDATE timer SET done = 1 WHERE patient {mine} AND done <> 1", rows
    yield f"UPDATE event SET routed = 1 WHERE patient {mine} AND routed = 0", rows
    yield (
        "UPDATE quarantine SET resolved_at = ?, resolved_by = 'erased' WHERE resolved_at IS NULL AND message IN"
        f" (SELECT id FROM message WHERE patient {mine})",
        (now, *rows),
    )


def _note(desk: Desk, action: str, by: str, outcome: str, reason: str, *, now: int) -> Steps[None]:
    draft = AuditDraft(action, by, outcome, orjson.dumps({"reason": reason}))
    yield from auditing.append(desk, [draft], at=now, patient=None, key_id=None)
