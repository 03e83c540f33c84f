"""`accept`: dedupe, match, number, seal, all in one transaction."""

from dataclasses import dataclass, field, replace
from uuid import UUID

import orjson

from adapters.contract import LinkEffect, Outcome
from gateway.store.steps import asking, auditing, called, circumstances, deaths, merging, people
from gateway.store.steps.answering import answered
from gateway.store.steps.drafting import Filed, file_drafts
from gateway.store.steps.lanes import give_back
from gateway.store.steps.people import Matcher, Person
from gateway.store.steps.reviewing import put_to_review
from gateway.store.steps.routing import gathered
from gateway.store.steps.step import NAMED, NOT_OVER, Desk, Steps, Undo, marks, need, new_key, place
from gateway.store.verbs.intake import (
    CANCELLED,
    VISIT,
    Acceptance,
    Fate,
    Identity,
    KnownPatient,
    LinkDraft,
    OverrideDraft,
    Receipt,
)
from schemas.events import ANSWERS, EventType

_MESSAGE = (
    "INSERT INTO message (message_id, source, control_id, kind, adapter, received_at, outcome, fate, patient, key_id,"
    " raw_sealed, reply_sealed, refs, versions, epoch, issues, is_test, trace_parent)"
    " VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?) RETURNING id"
)
_BEGINS = frozenset({LinkEffect.LINK, LinkEffect.ADMITTED})
_FIRE = "UPDATE timer SET done = CASE kind WHEN 'unopened' THEN 2 ELSE 1 END"
"""A referral stays on the list of what is stuck after its sender was told, until a human has opened it."""
_CANCEL = (
    f"UPDATE link SET until = ? WHERE patient = ? AND service = ? AND {NOT_OVER}"
    " AND basis = 'referral' AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.patient = link.patient"
    " AND r.type = 'ServiceRequest' AND r.status = 'active' AND r.created_at >= link.since"
    " AND (r.addressed_to = link.service OR r.written_by_service = link.service))"
)
"""Only what referrals began, and while no other one of it, of whatever sender, is open."""
_UNLESS_OPEN = (
    " AND NOT EXISTS (SELECT 1 FROM resource r WHERE r.patient = link.patient AND r.type = 'ServiceRequest'"
    " AND r.status = 'active' AND r.addressed_to = link.service AND r.created_at >= link.since AND r.id NOT IN ({}))"
)
_END = (
    f"UPDATE link SET until = ?, basis = CASE basis WHEN '{VISIT}' THEN 'ended {VISIT}' ELSE basis END"
    f" WHERE patient = ? AND service = ? AND {NOT_OVER}"
)
_ANSWERED = "UPDATE timer SET done = 1 WHERE focus = ? AND done <> 1"
_NOT_WAITED_FOR = ANSWERS | {EventType.REFERRAL_CANCELLED}


@dataclass(slots=True)
class _Kept:
    """What the message row remembers of the acceptance."""

    fate: Fate
    outcome: Outcome
    reply: bytes
    person: Person | None = None
    key_id: int = 0
    filed: Filed = field(default_factory=Filed)
    epoch: int | None = None
    keeps_raw: bool = True


def accept(desk: Desk, acceptance: Acceptance, matcher: Matcher) -> Steps[Receipt]:
    """Commit a message, or answer it as before; raises `Undo` with a stale receipt when an expectation failed."""
    before = yield from _before(desk, acceptance)
    if before is not None:
        return before
    acceptance = yield from _apart_without_tie(acceptance, matcher)
    kept = yield from _judge_id(desk, acceptance)
    if kept.fate is Fate.CONFLICT_REFUSED or acceptance.who is None:
        kept.key_id = yield from new_key(desk)
        return (yield from _finish(desk, acceptance, kept))
    if not (yield from _has_interest(acceptance, matcher)):
        unlinked = replace(kept, fate=Fate.UNLINKED, keeps_raw=False, key_id=(yield from new_key(desk)))
        return (yield from _finish(desk, acceptance, unlinked))
    found = merging.stays if acceptance.merges else people.who
    person = yield from found(desk, acceptance.who, matcher, at=acceptance.received_at)
    person, doubtful, acceptance = yield from merging.merge(acceptance, person)
    if doubtful and kept.outcome is Outcome.ACCEPTED:
        kept.outcome = Outcome.FLAGGED
    yield from need(desk, frozenset({person.key_id}))
    kept.person, kept.key_id = person, person.key_id
    acceptance = yield from answered(desk, acceptance, person)
    yield from _answer_timer(acceptance)
    kept.filed = yield from file_drafts(desk, acceptance, person)
    yield from _stop_waiting(acceptance, kept.filed)
    yield from put_to_review(acceptance, person, kept.filed.references)
    yield from _keep_beside(desk, acceptance, person, kept.filed)
    kept.epoch = yield from _settle_person(desk, acceptance, person)
    if acceptance.replays is not None:
        yield from _end_hold(acceptance.replays, acceptance)
    return (yield from _finish(desk, acceptance, kept))


def _keep_beside(desk: Desk, acceptance: Acceptance, person: Person, filed: Filed) -> Steps[None]:
    """What stands beside the resources: a grant, circumstances, and what an officer looks at afterwards."""
    at = acceptance.received_at
    yield from circumstances.record(desk, acceptance.circumstances, person, at=at)
    if acceptance.override is not None:
        yield from asking.answered(desk, acceptance)
        yield from _override(desk, acceptance.override, person, at=at)
    if acceptance.review is not None:
        subject = filed.references.get(acceptance.review.subject, acceptance.review.subject)
        yield from asking.put_to_review(acceptance.review, subject, person.row, at=at)


def _end_hold(message: UUID, acceptance: Acceptance) -> Steps[None]:
    """What was held of the earlier message is told by this one."""
    yield (
        "UPDATE quarantine SET resolved_at = ?, resolved_by = ? WHERE resolved_at IS NULL AND message IN"
        f" (SELECT id FROM message WHERE {NAMED})",
        (acceptance.received_at, f"replayed as {acceptance.message_id}", message.bytes, message.bytes),
    )
    rows = yield (
        "UPDATE delivery SET state = 'superseded', reason = ?, owner = NULL, changed_at = ? WHERE state = 'parked'"
        " AND subscription = '' AND event IN (SELECT id FROM event WHERE message IN"
        f" (SELECT id FROM message WHERE {NAMED})) RETURNING lane",
        (f"replayed as {acceptance.message_id}", acceptance.received_at, message.bytes, message.bytes),
    )
    for (lane,) in rows:
        yield from give_back(lane, now=acceptance.received_at)


def _before(desk: Desk, acceptance: Acceptance) -> Steps[Receipt | None]:
    rows = yield (
        "SELECT patient, key_id, reply_sealed, refs, versions, epoch FROM message WHERE message_id = ?"
        " AND outcome <> 'refused'",
        (acceptance.message_id.bytes,),
    )
    if not rows:
        return None
    patient, key_id, sealed, refs, versions, epoch = rows[0]
    yield from need(desk, frozenset({key_id}))
    known = desk.sealer.knows(key_id)
    reply = desk.sealer.unseal(key_id, place("reply", acceptance.message_id), sealed) if known else acceptance.reply
    return Receipt(
        Fate.REPEATED,
        acceptance.message_id,
        reply,
        patient,
        None,
        orjson.loads(refs),
        orjson.loads(versions),
        epoch,
    )


def _apart_without_tie(acceptance: Acceptance, matcher: Matcher) -> Steps[Acceptance]:
    """What only somebody in the person's care may say is kept apart from a person whom the sender has no tie to.

    The reply is the one that was ready, so that the sender does not learn that the person is known. Of whom the sender
    names by an id of ours there is nothing to keep apart: all is undone.
    """
    who, tie = acceptance.who, acceptance.tie
    if tie is None or who is None:
        return acceptance
    if isinstance(who, KnownPatient):
        if not (yield from people.is_tied(who.patient, tie, at=acceptance.received_at)):
            raise Undo(Receipt(Fate.STALE, acceptance.message_id, b""))
        return acceptance
    if any(one.effect in _BEGINS and one.service in tie.services for one in acceptance.links):
        return acceptance
    match = yield from people.matched(who, matcher)
    if match.joins is None or match.identity is Identity.UNVERIFIED:
        return acceptance
    if (yield from people.is_tied(match.joins, tie, at=acceptance.received_at)):
        return acceptance
    outcome = Outcome.FLAGGED if acceptance.outcome is Outcome.ACCEPTED else acceptance.outcome
    return replace(acceptance, who=replace(who, apart=True), outcome=outcome, issues=tie.issues)


def _judge_id(desk: Desk, acceptance: Acceptance) -> Steps[_Kept]:
    if acceptance.outcome is Outcome.REFUSED:
        return _Kept(Fate.NEW, Outcome.REFUSED, acceptance.reply)
    names = called.forms(desk, acceptance.control_id)
    rows = yield (
        f"SELECT 1 FROM message WHERE source = ? AND control_id IN ({marks(names)}) AND outcome <> 'refused' LIMIT 1",
        (acceptance.source, *names),
    )
    if not rows or not acceptance.control_id:
        return _Kept(Fate.NEW, acceptance.outcome, acceptance.reply)
    reply = acceptance.reply if acceptance.conflict_reply is None else acceptance.conflict_reply()
    if acceptance.on_conflict.value == "refuse":
        return _Kept(Fate.CONFLICT_REFUSED, Outcome.REFUSED, reply)
    flagged = Outcome.FLAGGED if acceptance.outcome is Outcome.ACCEPTED else acceptance.outcome
    return _Kept(Fate.CONFLICT_TAKEN, flagged, reply)


def _has_interest(acceptance: Acceptance, matcher: Matcher) -> Steps[bool]:
    """Firehose content is kept only of people known here whom it links, or who have a live link."""
    if not acceptance.only_if_linked or acceptance.who is None or isinstance(acceptance.who, KnownPatient):
        return True
    if (yield from merging.known(acceptance.merges)):
        return True
    match = yield from people.matched(acceptance.who, matcher)
    if match.joins is None:
        return False
    if any(link.effect in _BEGINS for link in acceptance.links):
        return True
    rows = yield (
        f"SELECT 1 FROM link WHERE patient = ? AND {NOT_OVER} LIMIT 1",
        (match.joins, acceptance.received_at),
    )
    return bool(rows)


def _answer_timer(acceptance: Acceptance) -> Steps[None]:
    if acceptance.fires_timer is not None:
        rows = yield f"{_FIRE} WHERE id = ? AND done = 0 RETURNING id", (acceptance.fires_timer,)
        if not rows:
            raise Undo(Receipt(Fate.STALE, acceptance.message_id, b""))
    for reference in acceptance.cancels_timers:
        yield _ANSWERED, (reference,)


def _stop_waiting(acceptance: Acceptance, filed: Filed) -> Steps[None]:
    """Nobody need open a referral that was cancelled, or that its service has answered from a system of its own."""
    for event in acceptance.events:
        if event.type in _NOT_WAITED_FOR:
            name = event.focus[0]
            for reference in (filed.references.get(name, name), *filed.copies.get(name, ())):
                yield _ANSWERED, (reference,)


def _settle_person(desk: Desk, acceptance: Acceptance, person: Person) -> Steps[int | None]:
    """The epoch from which this binds; None where nothing rests on it, for another's epoch is nobody's business."""
    for link in acceptance.links:
        yield from _link(person.row, link, at=acceptance.received_at)
    deceased = yield from deaths.news(desk, acceptance, person)
    warnings = (("restricted", acceptance.restricted), ("deceased", deceased))
    for column, value in warnings:
        if value is not None:
            yield f"UPDATE patient SET {column} = ? WHERE id = ?", (int(value), person.row)
    told = acceptance.links or acceptance.override or acceptance.circumstances
    warned = acceptance.restricted is not None or deceased is not None
    binds = acceptance.raises_epoch or told or warned
    return (yield from people.raise_epoch(person.row, at=acceptance.received_at)) if binds else None


def _override(desk: Desk, draft: OverrideDraft, person: Person, *, at: int) -> Steps[None]:
    rows = yield (
        "INSERT INTO override (patient, person, service, ground, key_id, reason_sealed, until, created_at, released_by)"
        " VALUES (?,?,?,?,?,?,?,?,?) RETURNING id",
        (person.row, draft.person, draft.service, draft.ground, person.key_id, b"", draft.until, at, draft.released_by),
    )
    row = rows[0][0]
    sealed = desk.sealer.seal(person.key_id, place("override", row), draft.reason)
    yield "UPDATE override SET reason_sealed = ? WHERE id = ?", (sealed, row)


def _link(patient: int, link: LinkDraft, *, at: int) -> Steps[None]:
    if link.basis == CANCELLED:
        yield _CANCEL, (at, patient, link.service, at)
    elif link.effect in _BEGINS:
        yield from _begin(patient, link, at=at)
    else:
        yield from _end(patient, link, at=at)


def _end(patient: int, link: LinkDraft, *, at: int) -> Steps[None]:
    unless, over = (_UNLESS_OPEN.format(marks(link.over)), link.over) if link.over else ("", ())
    yield f"{_END}{unless}", (at, patient, link.service, at, *over)
    if over:
        # Open no more, though its sender has not taken it back: it holds no tie when the other one ends.
        yield f"UPDATE resource SET status = 'declined' WHERE id IN ({marks(over)}) AND status = 'active'", over


def _begin(patient: int, link: LinkDraft, *, at: int) -> Steps[None]:
    """One that is not over goes on, for as long as the longer of the two.

    It has begun by this clock too: what is told from now on holds it, though a clock that was ahead has begun it.
    """
    rows = yield (
        f"SELECT id, since, until FROM link WHERE patient = ? AND service = ? AND basis = ? AND {NOT_OVER}",
        (patient, link.service, link.basis, at),
    )
    for row, since, until in rows:
        longer = max(until, link.until) if until is not None and link.until is not None else until
        if since > at or longer != until:
            yield "UPDATE link SET since = ?, until = ? WHERE id = ?", (min(since, at), longer, row)
    if not rows:
        yield (
            "INSERT INTO link (patient, service, basis, since, until) VALUES (?,?,?,?,?)",
            (patient, link.service, link.basis, at, link.until),
        )


def _finish(desk: Desk, acceptance: Acceptance, kept: _Kept) -> Steps[Receipt]:
    row = yield from _write_message(desk, acceptance, kept)
    patient = None if kept.person is None else kept.person.row
    yield from _write_events(acceptance, kept, row, patient)
    if kept.outcome in {Outcome.QUARANTINED, Outcome.FLAGGED}:
        yield (
            "INSERT INTO quarantine (message, reason, owner, since) VALUES (?,?,?,?)",
            (row, kept.outcome.value, desk.owner, acceptance.received_at),
        )
    yield from auditing.append(desk, acceptance.audit, at=acceptance.received_at, patient=patient, key_id=kept.key_id)
    return Receipt(
        kept.fate, acceptance.message_id, kept.reply, patient, None if kept.person is None else kept.person.identity,
        kept.filed.references, kept.filed.versions, kept.epoch,
    )  # fmt: skip


def _write_message(desk: Desk, acceptance: Acceptance, kept: _Kept) -> Steps[int]:
    message, seal = acceptance.message_id, desk.sealer.seal
    raw = seal(kept.key_id, place("raw", message), acceptance.raw) if kept.keeps_raw else None
    reply = seal(kept.key_id, place("reply", message), kept.reply)
    rows = yield _MESSAGE, (
        message.bytes, acceptance.source, called.kept(desk, acceptance.control_id), acceptance.kind, acceptance.adapter,
        acceptance.received_at, kept.outcome.value, kept.fate.value, None if kept.person is None else kept.person.row,
        kept.key_id, raw, reply, orjson.dumps(kept.filed.references).decode(),
        orjson.dumps(kept.filed.versions).decode(), kept.epoch, acceptance.issues, int(acceptance.is_test),
        acceptance.trace_parent,
    )  # fmt: skip
    return int(rows[0][0])


def _write_events(acceptance: Acceptance, kept: _Kept, message: int, patient: int | None) -> Steps[None]:
    if kept.person is None or patient is None:
        return
    seq = kept.person.seq
    for seq, event in enumerate(acceptance.events, kept.person.seq + 1):
        named = event.focus if event.gathers is None else (yield from gathered(event.gathers))
        focus = [kept.filed.references.get(one, one) for one in named]
        addressee = event.addressee or kept.filed.addressed.get(next(iter(named), ""))
        yield (
            "INSERT INTO event (event_id, type, patient, seq, focus, addressee, origin, occurred_at, urgent, detail,"
            " trace_parent, message, created_at) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (event.event_id.bytes, event.type.value, patient, seq, orjson.dumps(focus).decode(), addressee,
             event.origin, event.occurred_at, int(event.urgent), event.detail, acceptance.trace_parent, message,
             acceptance.received_at),
        )  # fmt: skip
    if acceptance.events:
        yield "UPDATE patient SET seq = ? WHERE id = ?", (seq, patient)


def raw(desk: Desk, message: UUID) -> Steps[bytes | None]:
    """A message as it was received; None when it is not held or its key was destroyed."""
    rows = yield (
        f"SELECT key_id, raw_sealed FROM message WHERE {NAMED} ORDER BY id DESC LIMIT 1",
        (message.bytes, message.bytes),
    )
    if not rows or rows[0][1] is None:
        return None
    key_id, sealed = rows[0]
    yield from need(desk, frozenset({key_id}))
    return desk.sealer.unseal(key_id, place("raw", message), sealed) if desk.sealer.knows(key_id) else None
