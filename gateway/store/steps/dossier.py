"""Reading: everything on one person in one snapshot, the inbox, and the commit that something was shown."""

from collections.abc import Sequence

import orjson

from gateway.store.steps import auditing, circumstances, people
from gateway.store.steps.lanes import hold
from gateway.store.steps.people import Matcher
from gateway.store.steps.step import Desk, Row, Rows, Steps, bodies, marks, need, place
from gateway.store.verbs.intake import VISIT, CircumstanceKind, Identity, IdentityClaim
from gateway.store.verbs.reading import Decided, Disclosure, Dossier, Held, HeldLink, HeldOverride, InboxEntry, Located
from schemas.ids import GATEWAY_SOURCE

_HELD = (
    "SELECT r.id, r.type, r.version, v.key_id, v.body_sealed, v.label_sealed, v.label_version, r.written_by_service,"
    " r.written_by_organisation, r.addressed_to, r.status, v.stored_at, {home}, CASE WHEN r.type = 'Task' THEN"
    " (SELECT COUNT(*) FROM message m WHERE m.message_id = v.message AND m.outcome <> 'refused' AND m.source ="
    f" '{GATEWAY_SOURCE}') ELSE 0 END FROM resource r JOIN version v"
    " ON v.resource = r.id AND v.number = r.version WHERE r.patient = ?"
)
_ALONE = _HELD.format(home="v.key_id")
_MERGED = _HELD.format(home="(SELECT f.key_id FROM version f WHERE f.resource = r.id AND f.number = 1)")
"""What is told again after a merge is sealed under the keeper's key; it is of the record that first told it."""


_ALWAYS = "('Patient', 'Consent', 'RelatedPerson')"
"""Of these types everything is read: a decision may rest on any of it."""
_NOBODY = 0
"""A row that never is: what leads nowhere is looked for like everything else, so that a clock tells nothing."""


_TOGETHER = 500
_DECOY = (_NOBODY, Identity.UNVERIFIED.value, 0, 0, 0, "[]", None, None)


def locate(desk: Desk, reference: str) -> Steps[Located | None]:
    """Where an outside reference leads; a Patient reference leads to the person, not to one resource."""
    kind = reference.partition("/")[0]
    row = desk.sealer.inside(reference) or _NOBODY
    if kind == "Patient":
        rows = yield "SELECT id, COALESCE(joined_to, id) FROM patient WHERE id = ? AND erased_at IS NULL", (row,)
    else:
        rows = yield (
            "SELECT r.id, COALESCE(p.joined_to, p.id) FROM resource r JOIN patient p ON p.id = r.patient WHERE r.id = ?"
            " AND r.type = ? AND p.erased_at IS NULL",
            (row, kind),
        )
    return Located(rows[0][0], kind, rows[0][1]) if rows else None


def find(desk: Desk, claim: IdentityClaim, matcher: Matcher) -> Steps[str | None]:
    """The outside reference of the patient whom a claim names: a certain one, or the asker's own that stands apart."""
    match = yield from people.matched(claim, matcher)
    return None if match.joins is None else desk.sealer.outside("Patient", match.joins)


def load(desk: Desk, patient: int, references: Sequence[str] | None, gate_epoch: int, *, now: int) -> Steps[Dossier]:
    """One person as they stand: the resources asked for, every Patient record and Consent, links, overrides.

    Of nobody (row 0) there is nothing, found by the same work.
    """
    rows = yield (
        "SELECT id, identity, restricted, deceased, epoch, candidates, joined_to,"
        " (SELECT MAX(joined_at) FROM patient other WHERE other.joined_to = patient.id) FROM patient WHERE id = ?",
        (patient,),
    )
    row, identity, restricted, deceased, epoch, text, joined, merged_at = rows[0] if rows else _DECOY
    if joined is not None:
        return (yield from load(desk, joined, references, gate_epoch, now=now))
    held = yield from _resources(desk, row, references, _ALONE if merged_at is None else _MERGED)
    candidates = orjson.loads(text)
    others = []
    for other in (yield from people.now_are(candidates)):
        others.append((yield from _candidate(desk, other, now=now)))
    links = yield from _links(row, epoch, now=now)
    epoch += yield from people.epochs_of(candidates)
    protected = [other.patient for other in others if other.restricted]
    return Dossier(
        row, epoch, gate_epoch, Identity(identity), bool(restricted), bool(deceased),
        _asked_for(held, references), _of_type(held, "Consent"), links,
        (yield from _overrides(desk, row, now=now)), tuple(others),
        merged_at, (yield from circumstances.in_force(row, now=now)),
        (yield from _tell_where(desk, [row, *protected])) if restricted or protected else (),
        _of_type(held, "RelatedPerson"),
    )  # fmt: skip


def _tell_where(desk: Desk, patients: Sequence[int]) -> Steps[tuple[bytes, ...]]:
    rows = yield (
        "SELECT v.key_id, v.resource, v.number, v.body_sealed FROM resource r JOIN version v ON v.resource = r.id"
        f" WHERE r.patient IN ({marks(patients)}) AND r.type IN ('Patient', 'RelatedPerson', 'Location')"
        " ORDER BY v.resource, v.number",
        tuple(patients),
    )
    return tuple((yield from bodies(desk, rows)))


def _candidate(desk: Desk, patient: int, *, now: int) -> Steps[Dossier]:
    rows = yield "SELECT restricted FROM patient WHERE id = ?", (patient,)
    held = yield from circumstances.in_force(patient, now=now)
    carers = [one.subject for one in held if one.kind == CircumstanceKind.UNSAFE_CARER]
    resources = yield from _resources(desk, patient, carers)
    named = tuple(one for one in resources if one.reference in carers)
    return Dossier(
        patient, 0, 0, Identity.CERTAIN, bool(rows[0][0]), False, named, _of_type(resources, "Consent"), (),
        circumstances=held,
    )  # fmt: skip


def _resources(desk: Desk, patient: int, references: Sequence[str] | None, held_by: str = _ALONE) -> Steps[list[Held]]:
    """All of a person, or what is named and who they are, what they agreed to and who is close to them."""
    if references is None:
        rows = yield f"{held_by} ORDER BY r.id", (patient,)
    else:
        wanted = tuple(row for one in references if (row := desk.sealer.inside(one)) and not one.startswith("Patient/"))
        named = f"r.id IN ({marks(wanted)})" if wanted else "r.id < 0"
        rows = yield f"{held_by} AND ({named} OR r.type IN {_ALWAYS}) ORDER BY r.id", (patient, *wanted)
    return (yield from _open_all(desk, patient, rows))


def _asked_for(held: Sequence[Held], references: Sequence[str] | None) -> tuple[Held, ...]:
    asked = None if references is None else frozenset(references)
    return tuple(one for one in held if one.type == "Patient" or asked is None or one.reference in asked)


def _of_type(held: Sequence[Held], kind: str) -> tuple[Held, ...]:
    return tuple(one for one in held if one.type == kind)


def _open_all(desk: Desk, patient: int, rows: Rows) -> Steps[list[Held]]:
    yield from need(desk, frozenset(row[3] for row in rows))
    return [_held(desk, patient, row) for row in rows if desk.sealer.knows(row[3])]


def _held(desk: Desk, patient: int, row: Row) -> Held:
    name, kind, number, key_id, body, label, label_version, service, organisation, addressed, status, *rest = row
    at, home, acts = rest
    unseal = desk.sealer.unseal
    return Held(
        desk.sealer.outside(kind, patient if kind == "Patient" else name), name, kind, number,
        unseal(key_id, place("body", name, number), body), unseal(key_id, place("label", name, number), label),
        label_version, service, organisation, addressed, status, at, home, bool(acts),
    )  # fmt: skip


def _links(patient: int, epoch: int, *, now: int) -> Steps[tuple[HeldLink, ...]]:
    """Each of them has begun, also by a clock that was set back since, and what had ended by the epoch has ended."""
    rows = yield "SELECT service, basis, since, until FROM link WHERE patient = ? ORDER BY id", (patient,)
    return tuple(
        HeldLink(service, basis, min(since, now), _end(basis, until, epoch, now=now))
        for service, basis, since, until in rows
    )


def _end(basis: str, until: int | None, epoch: int, *, now: int) -> int | None:
    """The end of a visit lay ahead when it began."""
    return until if until is None or until > epoch or basis == VISIT else min(until, now)


def _overrides(desk: Desk, patient: int, *, now: int) -> Steps[tuple[HeldOverride, ...]]:
    rows = yield (
        "SELECT id, person, service, ground, key_id, reason_sealed, until, released_by FROM override WHERE patient = ?"
        " AND until > ? ORDER BY id",
        (patient, now),
    )
    yield from need(desk, frozenset(row[4] for row in rows))
    return tuple(
        HeldOverride(
            desk.sealer.outside("Override", row), person, service, ground,
            desk.sealer.unseal(key_id, place("override", row), reason), until, released_by,
        )
        for row, person, service, ground, key_id, reason, until, released_by in rows
    )  # fmt: skip


def versions(desk: Desk, reference: str) -> Steps[list[int]]:
    """The version numbers of a resource, oldest first."""
    rows = yield (
        "SELECT number FROM version WHERE resource = ? ORDER BY number",
        (desk.sealer.inside(reference) or 0,),
    )
    return [row[0] for row in rows]


def inbox(desk: Desk, service: str, *, limit: int, before: int | None) -> Steps[list[InboxEntry]]:
    """Referrals addressed to a service, newest first."""
    rows = yield (
        "SELECT r.id, COALESCE(p.joined_to, p.id), r.status, r.created_at FROM resource r JOIN patient p"
        " ON p.id = r.patient WHERE r.type = 'ServiceRequest' AND r.addressed_to = ? AND r.id < ?"
        " AND p.erased_at IS NULL ORDER BY r.id DESC LIMIT ?",
        (service, before if before is not None else 1 << 62, limit),
    )
    outside = desk.sealer.outside
    return [InboxEntry(patient, outside("ServiceRequest", row), status, at) for row, patient, status, at in rows]


def disclose(desk: Desk, disclosures: Sequence[Disclosure], gate_epoch: int) -> Steps[list[bool]]:
    """Commit the audit of answers whose epochs still hold."""
    held = []
    for one in disclosures:
        held.append((yield from _disclose(desk, one, gate_epoch)))
    return held


def stand(decided: Sequence[Decided], gate_epoch: int) -> Steps[list[bool]]:
    """Whether each decision stands: the epochs are those that it was made at."""
    epochs: dict[int, int] = {}
    patients = sorted({one.patient for one in decided})
    for start in range(0, len(patients), _TOGETHER):
        some = patients[start : start + _TOGETHER]
        rows = yield f"SELECT id, epoch, candidates FROM patient WHERE id IN ({marks(some)})", tuple(some)
        for row, epoch, text in rows:
            epochs[row] = int(epoch) + (yield from people.epochs_of(orjson.loads(text)))
    return [(epochs.get(one.patient), gate_epoch) == (one.patient_epoch, one.gate_epoch) for one in decided]


def _disclose(desk: Desk, one: Disclosure, gate_epoch: int) -> Steps[bool]:
    if one.patient is None:
        yield from auditing.append(desk, one.audit, at=one.at, patient=None, key_id=None)
        return True
    epoch, key_id = yield from people.standing(one.patient)
    if (epoch, gate_epoch) != (one.patient_epoch, one.gate_epoch):
        return False
    yield from need(desk, frozenset({key_id}))
    if one.references:
        yield from hold(one.patient, one.service, at=one.at)
    yield from auditing.append(desk, one.audit, at=one.at, patient=one.patient, key_id=key_id)
    return True
