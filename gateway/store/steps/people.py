"""Who a message is about: candidates by blind index, the row that the matcher chose, and its epoch."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import orjson

from gateway.store.sealed import digest
from gateway.store.steps.step import NOT_OVER, Desk, Steps, flat, marks, new_key, rows_of
from gateway.store.verbs.intake import Candidate, Identity, IdentityClaim, KnownPatient, Match, Tie

Matcher = Callable[[IdentityClaim, Sequence[Candidate]], Match]
_CERTAIN = "AND p.identity = 'certain'"
_FOUND_BY = {"nhs": _CERTAIN, "local": "", "person": _CERTAIN, "told": ""}
"""What a row is found by, and which rows: of the many who share a number, or a name and a birth date, or a placeholder
of them, an unverified one tells nothing about another. A sender's own unverified record is found by its own number."""
_RAISED = "epoch = CASE WHEN epoch < ? THEN ? ELSE epoch + 1 END"
_Known: TypeAlias = defaultdict[tuple[int, str], set[bytes]]
"""The keyed hashes of each kind that a patient row is known by."""
_SAME = "SELECT COALESCE(p.joined_to, p.id) FROM patient_identifier i JOIN patient p ON p.id = i.patient"
_PART = (
    " UNION ALL SELECT p.id FROM patient_identifier i JOIN patient p ON p.id = i.patient"
    " WHERE i.kind = ? AND i.value = ? AND p.joined_to IS NOT NULL AND p.identity = 'unverified'"
)
"""A sender's own record that was made one with another: spoken of again as before, it is that one."""


@dataclass(frozen=True, slots=True)
class Person:
    """A patient row, locked for this transaction."""

    row: int
    key_id: int
    identity: Identity
    seq: int
    made: bool = False


def who(desk: Desk, claim: IdentityClaim | KnownPatient, matcher: Matcher, *, at: int) -> Steps[Person]:
    """The patient row that the claim stands for: a known one, or a new one with its own data key."""
    if isinstance(claim, KnownPatient):
        return (yield from locked(claim.patient))
    identities, known = yield from _sharing(claim)
    match = matcher(claim, [_candidate(row, identity, known, claim) for row, identity in identities.items()])
    if match.joins is not None:
        yield from _remember(match.joins, claim, match.identity, known)
        person = yield from locked(match.joins)
    else:
        person = yield from _make(desk, claim, match, at=at)
    if match.identity is Identity.CERTAIN and (person.made or Identity.UNVERIFIED in identities.values()):
        yield from _may_be(claim, person.row, at=at)
    return person


def locked(patient: int) -> Steps[Person]:
    """The row that this one was joined to, or itself, locked."""
    rows = yield "SELECT id, key_id, identity, seq, joined_to FROM patient WHERE id = ? /*lock*/", (patient,)
    row, key_id, identity, seq, joined = rows[0]
    if joined is not None:
        return (yield from locked(joined))
    return Person(row, key_id, Identity(identity), seq)


def candidates(claim: IdentityClaim) -> Steps[list[Candidate]]:
    """Every patient row that shares an NHS number, a record number, or name and birth date with the claim."""
    identities, known = yield from _sharing(claim)
    return [_candidate(row, identity, known, claim) for row, identity in identities.items()]


def matched(claim: IdentityClaim, matcher: Matcher) -> Steps[Match]:
    """What the matcher says of the claim; a record that was made one with another is that other."""
    match = matcher(claim, (yield from candidates(claim)))
    if match.joins is None or match.identity is Identity.CERTAIN:
        return match
    person = yield from locked(match.joins)
    return replace(match, joins=person.row, identity=person.identity)


def _sharing(claim: IdentityClaim) -> Steps[tuple[dict[int, Identity], _Known]]:
    """Those rows, and what is known of each."""
    known: _Known = defaultdict(set)
    wanted = [(kind, value) for kind, value in _identifiers(claim) if kind in _FOUND_BY]
    if not wanted:
        return {}, known
    own = [it for it in wanted if it[0] == "local"]
    found = " UNION ALL ".join(f"{_SAME} WHERE i.kind = ? AND i.value = ? {_FOUND_BY[kind]}" for kind, _ in wanted)
    rows = yield (
        "SELECT p.id, p.identity, i.kind, i.value FROM patient p LEFT JOIN patient_identifier i ON i.patient = p.id"
        f" WHERE p.id IN ({found}{_PART * len(own)}) ORDER BY p.id",
        flat([*wanted, *own]),
    )
    for row, _, kind, value in rows:
        known[row, kind].add(value)
    return {row: Identity(identity) for row, identity, _, _ in rows}, known


def identifiers(claim: IdentityClaim) -> Iterator[tuple[str, bytes]]:
    """Those of the claim's keyed hashes by which a row is found."""
    return ((kind, value) for kind, value in _identifiers(claim) if kind in _FOUND_BY)


def epoch(patient: int) -> Steps[int]:
    """The epoch that a decision on this person rests on: their own and, while unverified, their candidates'."""
    return (yield from standing(patient))[0]


def standing(patient: int) -> Steps[tuple[int, int]]:
    """The same, and the person's key; both stay so until this transaction ends."""
    rows = yield "SELECT epoch, candidates, key_id FROM patient WHERE id = ? /*share*/", (patient,)
    own, text, key_id = rows[0]
    return int(own) + (yield from epochs_of(orjson.loads(text))), key_id


def epochs_of(candidates: Sequence[int]) -> Steps[int]:
    """The epochs of those whom an unverified person may be, and of whom they were joined to since, together."""
    if not candidates:
        return 0
    these = marks(candidates)
    rows = yield (
        f"SELECT epoch FROM patient WHERE id IN ({these})"
        f" OR id IN (SELECT joined_to FROM patient WHERE id IN ({these})) ORDER BY id /*share*/",
        (*candidates, *candidates),
    )
    return sum(int(row[0]) for row in rows)


def now_are(candidates: Sequence[int]) -> Steps[list[int]]:
    """Each of these as they stand now: whoever was joined to another is that other."""
    if not candidates:
        return []
    rows = yield (
        f"SELECT DISTINCT COALESCE(joined_to, id) FROM patient WHERE id IN ({marks(candidates)}) ORDER BY 1",
        tuple(candidates),
    )
    return [row[0] for row in rows]


def raise_epoch(patient: int, *, at: int) -> Steps[int]:
    """From here on no decision made before holds for this person; returns the new epoch.

    It follows the clock and not a count of what happened, which would tell whoever gets it how much did.
    """
    rows = yield f"UPDATE patient SET {_RAISED} WHERE id = ? RETURNING epoch", (at, at, patient)
    return int(rows[0][0])


def is_tied(patient: int, tie: Tie, *, at: int) -> Steps[bool]:
    """True when the sender has such a tie to this person now: of records made one, to any of them."""
    if tie.lets_in:
        return (yield from may_merge(patient, tie, at=at))
    own = yield (
        "SELECT 1 FROM resource r JOIN version v ON v.resource = r.id AND v.number = 1 WHERE r.patient = ?"
        " AND r.written_by_organisation = ? AND (r.type = 'Consent' OR r.type = 'Patient' AND NOT EXISTS"
        " (SELECT 1 FROM resource o JOIN version f ON f.resource = o.id AND f.number = 1 WHERE o.patient = r.patient"
        " AND o.type = 'Patient' AND f.key_id = v.key_id AND o.id < r.id)) LIMIT 1",
        (patient, tie.organisation),
    )
    return bool(own) or (yield from _is_linked(patient, tie, at=at))


def may_merge(patient: int, tie: Tie, *, at: int) -> Steps[bool]:
    """True where the sender looks after this person now, or nobody else has told anything of them.

    That it was the first to tell is not enough: merged with somebody of its own, what others told would be open to it.
    """
    others = yield (
        "SELECT 1 FROM resource WHERE patient = ? AND COALESCE(written_by_organisation, '') <> ? LIMIT 1",
        (patient, tie.organisation),
    )
    return not others or (yield from _is_linked(patient, tie, at=at))


def _is_linked(patient: int, tie: Tie, *, at: int) -> Steps[bool]:
    linked = yield (
        f"SELECT service FROM link WHERE patient = ? AND {NOT_OVER}",
        (patient, at),
    )
    return any(service in tie.services for (service,) in linked)


def _make(desk: Desk, claim: IdentityClaim, match: Match, *, at: int) -> Steps[Person]:
    key_id = yield from new_key(desk)
    rows = yield (
        "INSERT INTO patient (key_id, identity, candidates, created_at) VALUES (?,?,?,?) RETURNING id",
        (key_id, match.identity.value, orjson.dumps(match.candidates).decode(), at),
    )
    row = rows[0][0]
    yield from _remember(row, claim, match.identity, {})
    return Person(row, key_id, match.identity, 0, made=True)


def _may_be(claim: IdentityClaim, certain: int, *, at: int) -> Steps[None]:
    """Whoever stood apart before this person was known for certain may be them, as whoever does so later may be."""
    wanted = [(kind, value) for kind, value in _identifiers(claim) if kind in _FOUND_BY]
    shared = " OR ".join(["i.kind = ? AND i.value = ?"] * len(wanted))
    rows = yield (
        "SELECT DISTINCT p.id, p.candidates FROM patient_identifier i JOIN patient p ON p.id = i.patient"
        f" WHERE p.identity = 'unverified' AND p.joined_to IS NULL AND p.erased_at IS NULL AND ({shared})",
        flat(wanted),
    )
    for row, text in rows:
        maybe = orjson.loads(text)
        if certain not in (yield from now_are(maybe)):
            yield "UPDATE patient SET candidates = ? WHERE id = ?", (orjson.dumps([*maybe, certain]).decode(), row)
            yield from raise_epoch(row, at=at)


def _remember(
    patient: int, claim: IdentityClaim, identity: Identity, known: Mapping[tuple[int, str], set[bytes]]
) -> Steps[None]:
    """Keep what the claim says and is not known; who said the whole of it only where nothing less finds the row."""
    certain = identity is Identity.CERTAIN
    said = [(kind, value) for kind, value in _identifiers(claim) if not (certain and kind == "told")]
    rows = [(kind, value, patient) for kind, value in said if value not in known.get((patient, kind), ())]
    if rows:
        yield (
            f"INSERT INTO patient_identifier (kind, value, patient) VALUES {rows_of(rows)} ON CONFLICT DO NOTHING",
            flat(rows),
        )


def _identifiers(claim: IdentityClaim) -> Iterator[tuple[str, bytes]]:
    if claim.nhs_number:
        yield "nhs", claim.nhs_number
    if claim.birth_date:
        yield "birth", claim.birth_date
    if claim.family_name:
        yield "family", claim.family_name
    if claim.given_name:
        yield "given", claim.given_name
    if claim.birth_date and claim.family_name:
        yield "person", digest(claim.birth_date, claim.family_name)
    for value in claim.local:
        yield "local", value
    if claim.told:
        yield "told", claim.told


def _candidate(row: int, identity: Identity, known: _Known, claim: IdentityClaim) -> Candidate:
    """The row as it bears on the claim: of several numbers, dates or names, from records made one, what is claimed."""

    def of(kind: str, said: bytes | None) -> bytes | None:
        values = known[row, kind]
        return said if said in values else next(iter(values)) if len(values) == 1 else None

    return Candidate(
        patient=row,
        identity=identity,
        nhs_number=of("nhs", claim.nhs_number),
        birth_date=of("birth", claim.birth_date),
        family_name=of("family", claim.family_name),
        given_name=of("given", claim.given_name),
        local=frozenset(known[row, "local"]),
        told=frozenset(known[row, "told"]),
    )


def join(loser: int, keeper: int, *, at: int) -> Steps[int]:
    """Make two rows one person: what the loser had is the keeper's, and both epochs rise."""
    kept = yield from locked(keeper)
    lost = yield from locked(loser)
    if kept.row == lost.row:
        return (yield from epoch(kept.row))
    yield from _name_copies(lost.row, kept.row)
    for table in ("resource", "link", "override", "timer", "circumstance", "request", "review"):
        yield f"UPDATE {table} SET patient = ? WHERE patient = ?", (kept.row, lost.row)
    yield "UPDATE legal_hold SET patient = ? WHERE patient = ? AND released_at IS NULL", (kept.row, lost.row)
    yield (
        "INSERT INTO patient_identifier (kind, value, patient) SELECT kind, value, CAST(? AS BIGINT)"
        " FROM patient_identifier WHERE patient = ? ON CONFLICT DO NOTHING",
        (kept.row, lost.row),
    )
    yield (
        "INSERT INTO holder (patient, service, since) SELECT CAST(? AS BIGINT), service, since FROM holder"
        " WHERE patient = ? ON CONFLICT DO NOTHING",
        (kept.row, lost.row),
    )
    for mark in ("restricted", "deceased"):
        yield (
            f"UPDATE patient SET {mark} = 1 WHERE id = ? AND EXISTS"
            f" (SELECT 1 FROM patient WHERE id = ? AND {mark} = 1)",
            (kept.row, lost.row),
        )
    yield from _join_doubts(lost, kept)
    yield "UPDATE patient SET joined_to = ?, joined_at = ? WHERE joined_to = ?", (kept.row, at, lost.row)
    rows = yield (
        f"UPDATE patient SET joined_to = ?, joined_at = ?, {_RAISED} WHERE id = ? RETURNING epoch",
        (kept.row, at, at, at, lost.row),
    )
    # What has ended under the record that goes has ended by the epoch of the other one too.
    return (yield from raise_epoch(kept.row, at=max(at, rows[0][0])))


def copy_key(key: bytes, patient: int) -> bytes:
    """The name of what the same writer told in a record that was made one with another, which has it too."""
    return digest(key, str(patient).encode())


def _name_copies(lost: int, kept: int) -> Steps[None]:
    """What both records have under one name is a copy in the one that goes; who somebody is and agrees to, its own."""
    rows = yield (
        "SELECT id, type, writer_key FROM resource WHERE patient = ? AND writer_key IN"
        " (SELECT writer_key FROM resource WHERE patient = ?)",
        (lost, kept),
    )
    for row, kind, key in rows:
        name = None if kind in {"Patient", "Consent"} else copy_key(key, lost)
        yield "UPDATE resource SET writer_key = ? WHERE id = ?", (name, row)


def _join_doubts(lost: Person, kept: Person) -> Steps[None]:
    """One of whom it is certain who they are makes both so; of two in doubt, whoever either may be closes both."""
    if kept.identity is Identity.CERTAIN:
        return
    maybe: set[int] = set()
    if lost.identity is not Identity.CERTAIN:
        rows = yield "SELECT candidates FROM patient WHERE id IN (?, ?)", (lost.row, kept.row)
        maybe = {one for (text,) in rows for one in orjson.loads(text)} - {lost.row, kept.row}
    yield (
        "UPDATE patient SET identity = ?, candidates = ? WHERE id = ?",
        (lost.identity.value, orjson.dumps(sorted(maybe)).decode(), kept.row),
    )
