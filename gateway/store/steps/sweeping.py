"""Retention: what has outlived its clock goes, a little at a time; the clocks stand in the table `retention`."""

from gateway.store.steps.reviewing import IS_REVIEW
from gateway.store.steps.step import Steps

_DAY = 86_400_000_000
_LOOKED_AT = 10_000
"""What goes is among the eldest, so that no more of them are looked at, however many there are."""
_SWEEPS = {
    "token_id": "DELETE FROM token_id WHERE id IN (SELECT id FROM token_id WHERE expires_at < ? LIMIT ?)",
    "timer": (
        f"DELETE FROM timer WHERE id IN (SELECT id FROM timer WHERE (done <> 0 OR {IS_REVIEW}) AND due_at < ? LIMIT ?)"
    ),
    "quarantine": (
        "DELETE FROM quarantine WHERE message IN (SELECT message FROM quarantine WHERE resolved_at < ? LIMIT ?)"
    ),
    "attempt": (
        "DELETE FROM attempt WHERE id IN"
        f" (SELECT id FROM (SELECT id, ended_at FROM attempt ORDER BY id LIMIT {_LOOKED_AT}) eldest"
        " WHERE ended_at < ? LIMIT ?)"
    ),
    "override": "DELETE FROM override WHERE id IN (SELECT id FROM override WHERE created_at < ? LIMIT ?)",
    "circumstance": "DELETE FROM circumstance WHERE id IN (SELECT id FROM circumstance WHERE until < ? LIMIT ?)",
    "request": "DELETE FROM request WHERE id IN (SELECT id FROM request WHERE asked_at < ? LIMIT ?)",
    "review": "DELETE FROM review WHERE id IN (SELECT id FROM review WHERE done_at < ? LIMIT ?)",
    "legal_hold": "DELETE FROM legal_hold WHERE id IN (SELECT id FROM legal_hold WHERE released_at < ? LIMIT ?)",
    "message": (
        "UPDATE message SET raw_sealed = NULL WHERE id IN"
        " (SELECT id FROM message WHERE received_at < ? AND raw_sealed IS NOT NULL LIMIT ?)"
    ),
    "rendition": (
        "DELETE FROM rendition WHERE delivery IN"
        f" (SELECT r.delivery FROM (SELECT delivery FROM rendition ORDER BY delivery LIMIT {_LOOKED_AT}) r"
        " JOIN delivery d ON d.id = r.delivery"
        " WHERE d.changed_at < ? AND d.state IN ('delivered', 'withheld', 'superseded', 'skipped') LIMIT ?)"
    ),
}


def sweep(*, now: int, limit: int) -> Steps[int]:
    """End what its clock has run out for, so many rows of each kind at most; returns how many kinds had that many.

    Not swept are records of care and the audit: they end with the person's keys.
    """
    rows = yield "SELECT table_name, keep_days FROM retention ORDER BY table_name", ()
    full = 0
    for table, days in rows:
        statement = _SWEEPS.get(table)
        if statement is not None:
            gone = yield f"{statement} RETURNING 1", (now - days * _DAY, limit)
            full += len(gone) >= limit
    return full
