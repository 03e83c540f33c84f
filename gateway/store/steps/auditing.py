"""Audit rows, written in the transaction of what they tell of, chained by hash over ciphertext."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from uuid import UUID

import orjson

from gateway.store.steps.step import Desk, Row, Steps, need, place
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import AuditHead, AuditLine

_INSERT = (
    "INSERT INTO audit (writer, number, at, action, actor, outcome, event_id, patient, key_id, detail_sealed, previous,"
    " hash) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)"
)
_COLUMNS = "writer, number, at, action, actor, outcome, event_id, detail_sealed, previous, hash"


def link_hash(line: AuditLine) -> bytes:
    """The hash of one audit line: SHA-256 over the previous hash and the line as a JSON array.

    The array is [writer, number, at, action, actor, outcome, event id or null, detail in base64], without spaces,
    in UTF-8. Documented in docs/audit.md, so that an outside verifier needs nothing of ours.
    """
    event = None if line.event_id is None else str(line.event_id)
    detail = base64.b64encode(line.sealed_detail).decode()
    text = orjson.dumps([line.writer, line.number, line.at, line.action, line.actor, line.outcome, event, detail])
    return sha256(line.previous + text).digest()


def append(
    desk: Desk, drafts: Sequence[AuditDraft], *, at: int, patient: int | None, key_id: int | None
) -> Steps[None]:
    """Add audit lines to this process's chain; without a key the detail must hold nothing about a person."""
    for draft in drafts:
        chain = desk.chain
        number = chain.number + 1
        where = place("audit", chain.writer, number)
        detail = draft.detail if key_id is None else desk.sealer.seal(key_id, where, draft.detail)
        line = AuditLine(
            chain.writer,
            number,
            at,
            draft.action,
            draft.actor,
            draft.outcome,
            draft.event_id,
            detail,
            chain.last,
            b"",
        )
        mark = link_hash(line)
        event = None if draft.event_id is None else draft.event_id.bytes
        # The chain goes on before the row is written: a verb beside this one may append to it meanwhile.
        chain.number, chain.last = number, mark
        yield _INSERT, (
            chain.writer, number, at, draft.action, draft.actor, draft.outcome, event, patient, key_id, detail,
            line.previous, mark,
        )  # fmt: skip


def note(desk: Desk, drafts: Sequence[AuditDraft], *, at: int, patient: int | None) -> Steps[None]:
    """Add audit lines; what is about a person is sealed under the person's key, and goes with it.

    Of somebody who has been erased meanwhile only that it was asked is kept.
    """
    if patient is None:
        return (yield from append(desk, drafts, at=at, patient=None, key_id=None))
    rows = yield "SELECT key_id FROM patient WHERE id = ? /*share*/", (patient,)
    key_id = rows[0][0]
    yield from need(desk, frozenset({key_id}))
    if desk.sealer.knows(key_id):
        return (yield from append(desk, drafts, at=at, patient=patient, key_id=key_id))
    yield from append(desk, [replace(one, detail=b"{}") for one in drafts], at=at, patient=None, key_id=None)


def lines(writer: str | None, after: int, *, limit: int) -> Steps[list[AuditLine]]:
    """Audit lines in order: of one writer from a number on, or of all by writer."""
    which = "writer = ? AND number > ?" if writer is not None else "? = '' AND number > ?"
    rows = yield (
        f"SELECT {_COLUMNS} FROM audit WHERE {which} ORDER BY writer, number LIMIT ?",
        (writer or "", after, limit),
    )
    return [_line(row) for row in rows]


def of_event(events: Sequence[UUID]) -> Steps[list[AuditLine]]:
    """The audit lines of these events, oldest first."""
    found: list[AuditLine] = []
    for event in events:
        rows = yield f"SELECT {_COLUMNS} FROM audit WHERE event_id = ? ORDER BY at, number", (event.bytes,)
        found.extend(_line(row) for row in rows)
    return found


def heads(current: str) -> Steps[list[AuditHead]]:
    """The end of every chain; all but the current process's are closed."""
    rows = yield (
        "WITH RECURSIVE known (writer) AS (SELECT MIN(writer) FROM audit UNION ALL SELECT (SELECT MIN(writer)"
        " FROM audit WHERE writer > known.writer) FROM known WHERE known.writer IS NOT NULL)"
        " SELECT a.writer, a.number, a.hash FROM known JOIN audit a ON a.writer = known.writer"
        " AND a.number = (SELECT MAX(number) FROM audit WHERE writer = known.writer) ORDER BY a.writer",
        (),
    )
    return [AuditHead(writer, number, mark, writer != current) for writer, number, mark in rows]


def detail(desk: Desk, line: AuditLine) -> Steps[bytes]:
    """The clear detail of a line; empty when its key has been destroyed."""
    rows = yield "SELECT key_id FROM audit WHERE writer = ? AND number = ?", (line.writer, line.number)
    key_id = rows[0][0]
    if key_id is None:
        return line.sealed_detail
    yield from need(desk, frozenset({key_id}))
    if not desk.sealer.knows(key_id):
        return b"{}"
    return desk.sealer.unseal(key_id, place("audit", line.writer, line.number), line.sealed_detail)


def _line(row: Row) -> AuditLine:
    writer, number, at, action, actor, outcome, event, sealed, previous, mark = row
    known = None if event is None else UUID(bytes=event)
    return AuditLine(writer, number, at, action, actor, outcome, known, sealed, previous, mark)
