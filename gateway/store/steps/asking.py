"""Questions to a clinical team and reviews by an officer, as rows."""

from gateway.store.steps import auditing, people
from gateway.store.steps.step import Desk, Row, Rows, Steps, Undo, need, new_key, place
from gateway.store.verbs.asking import Access, HeldRequest, HeldReview, RequestDraft
from gateway.store.verbs.intake import Acceptance, AuditDraft, Fate, Receipt, ReviewDraft

_REQUEST = (
    "SELECT id, patient, service, person, team, ground, key_id, reason_sealed, asked_at, answered_at, answer, until"
    " FROM request"
)
_WEEK = 7 * 86_400_000_000
_SEEN = ("read", "search", "export", "deliver", "override", "release")


def ask(desk: Desk, draft: RequestDraft, *, now: int) -> Steps[str]:
    """Keep a request; one about nobody gets a key of its own, and the same work."""
    if draft.patient is None:
        patient, key_id = None, (yield from new_key(desk))
    else:
        person = yield from people.locked(draft.patient)
        patient, key_id = person.row, person.key_id
        yield from need(desk, frozenset({key_id}))
    rows = yield (
        "INSERT INTO request (patient, service, person, team, ground, key_id, reason_sealed, asked_at)"
        " VALUES (?,?,?,?,?,?,?,?) RETURNING id",
        (patient, draft.service, draft.person, draft.team, draft.ground, key_id, b"", now),
    )
    row = rows[0][0]
    sealed = desk.sealer.seal(key_id, place("request", row), draft.reason)
    yield "UPDATE request SET reason_sealed = ? WHERE id = ?", (sealed, row)
    yield from auditing.append(desk, (draft.audit,), at=now, patient=patient, key_id=key_id)
    return desk.sealer.outside("Request", row)


def waiting(desk: Desk, team: str) -> Steps[list[HeldRequest]]:
    """What nobody of a team has answered, oldest first."""
    rows = yield f"{_REQUEST} WHERE team = ? AND answered_at IS NULL ORDER BY id", (team,)
    return (yield from _held(desk, rows))


def request(desk: Desk, reference: str) -> Steps[HeldRequest | None]:
    """One request."""
    rows = yield f"{_REQUEST} WHERE id = ?", (_inside(desk, reference, "Request"),)
    return next(iter((yield from _held(desk, rows))), None)


def decline(desk: Desk, reference: str, note: AuditDraft, *, by: str, now: int) -> Steps[bool]:
    """Say no; False when it was answered before."""
    rows = yield (
        "UPDATE request SET answered_at = ?, answered_by = ?, answer = 'declined' WHERE id = ? AND answered_at IS NULL"
        " RETURNING patient, key_id",
        (now, by, _inside(desk, reference, "Request")),
    )
    for patient, key_id in rows:
        yield from need(desk, frozenset({key_id}))
        yield from auditing.append(desk, (note,), at=now, patient=patient, key_id=key_id)
    return bool(rows)


def answered(desk: Desk, acceptance: Acceptance) -> Steps[None]:
    """A grant that answers a request ends it; one that was answered before undoes the grant."""
    draft = acceptance.override
    if draft is None or draft.answers is None:
        return
    rows = yield (
        "UPDATE request SET answered_at = ?, answered_by = ?, answer = 'released', until = ? WHERE id = ?"
        " AND answered_at IS NULL RETURNING id",
        (acceptance.received_at, draft.released_by, draft.until, _inside(desk, draft.answers, "Request")),
    )
    if not rows:
        raise Undo(Receipt(Fate.STALE, acceptance.message_id, b""))


def put_to_review(draft: ReviewDraft, subject: str, patient: int, *, at: int) -> Steps[None]:
    """Remember it; drawn are every override, the first permit of a service in seven days, and those drawn by lot."""
    rows = yield "SELECT 1 FROM review WHERE kind = ? AND service = ? AND since > ? LIMIT 1", (
        draft.kind, draft.service, at - _WEEK,
    )  # fmt: skip
    drawn = draft.drawn or not rows
    yield (
        "INSERT INTO review (patient, kind, subject, service, person, since, sampled) VALUES (?,?,?,?,?,?,?)",
        (patient, draft.kind, subject, draft.service, draft.person, at, int(drawn)),
    )


def reviews(desk: Desk, organisation: str) -> Steps[list[HeldReview]]:
    """What is to be looked at, oldest first, of people of whom this organisation wrote something."""
    rows = yield (
        "SELECT v.id, v.kind, v.patient, v.subject, v.service, v.person, v.since FROM review v WHERE v.done_at IS NULL"
        " AND v.sampled = 1 AND EXISTS (SELECT 1 FROM resource r WHERE r.patient = v.patient"
        " AND r.written_by_organisation = ?) ORDER BY v.id LIMIT 500",
        (organisation,),
    )
    outside = desk.sealer.outside
    return [HeldReview(outside("Review", row), kind, outside("Patient", who), *rest) for row, kind, who, *rest in rows]


def end_review(desk: Desk, reference: str, note: AuditDraft, *, by: str, finding: str, now: int) -> Steps[bool]:
    """An officer has looked; False when there is no such review or it is over."""
    rows = yield (
        "UPDATE review SET done_at = ?, done_by = ?, finding = ? WHERE id = ? AND done_at IS NULL RETURNING id",
        (now, by, finding, _inside(desk, reference, "Review")),
    )
    if rows:
        yield from auditing.append(desk, (note,), at=now, patient=None, key_id=None)
    return bool(rows)


def accesses(desk: Desk, patient: int, note: AuditDraft, *, limit: int) -> Steps[list[Access]]:
    """Every time that something of a person was shown, sent or opened, newest first; the asking is audited."""
    rows = yield (
        "SELECT a.writer, a.number, a.at, a.action, a.actor, a.key_id, a.detail_sealed FROM audit a"
        " WHERE a.patient IN (SELECT id FROM patient WHERE id = ? OR joined_to = ?) AND a.outcome IN ('permit', 'done')"
        f" AND a.action IN ({', '.join('?' * len(_SEEN))}) ORDER BY a.at DESC, a.number DESC LIMIT ?",
        (patient, patient, *_SEEN, limit),
    )
    yield from need(desk, frozenset(row[5] for row in rows if row[5] is not None))
    found = [_access(desk, row) for row in rows if row[5] is not None and desk.sealer.knows(row[5])]
    yield from auditing.note(desk, (note,), at=desk.now(), patient=patient)
    return found


def _access(desk: Desk, row: Row) -> Access:
    writer, number, at, action, actor, key_id, sealed = row
    return Access(at, action, actor, desk.sealer.unseal(key_id, place("audit", writer, number), sealed))


def _held(desk: Desk, rows: Rows) -> Steps[list[HeldRequest]]:
    found = []
    yield from need(desk, frozenset(row[6] for row in rows))
    for row, patient, service, person, team, ground, key_id, sealed, *rest in rows:
        if desk.sealer.knows(key_id):
            whom = None if patient is None else desk.sealer.outside("Patient", patient)
            reason = desk.sealer.unseal(key_id, place("request", row), sealed)
            found.append(
                HeldRequest(desk.sealer.outside("Request", row), whom, service, person, team, ground, reason, *rest)
            )
    return found


def _inside(desk: Desk, reference: str, kind: str) -> int:
    """The row of a reference of this kind; 0 stands for nothing."""
    return (desk.sealer.inside(reference) or 0) if reference.startswith(f"{kind}/") else 0
