"""Two records of one sender become one person: united where nothing speaks against it, else left to a person."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from gateway.store.steps import people
from gateway.store.steps.lanes import move_lanes
from gateway.store.steps.people import Matcher, Person
from gateway.store.steps.step import NOT_OVER, Desk, Steps, marks
from gateway.store.verbs.intake import Acceptance, Candidate, EventDraft, Identity, IdentityClaim, KnownPatient
from schemas.events import EventType
from schemas.ids import event_id


def known(merges: Sequence[Sequence[bytes]]) -> Steps[bool]:
    """True when some record that goes away is of a person here."""
    for numbers in merges:
        if (yield from _holders(numbers)):
            return True
    return False


def stays(desk: Desk, claim: IdentityClaim | KnownPatient, matcher: Matcher, *, at: int) -> Steps[Person]:
    """Whose record a merge keeps: who the matcher finds, else whoever alone has the sender's number of it here.

    Of several, the one who is known for certain. A merge seldom says more than numbers, and they are the sender's own;
    anything that it does say must agree.
    """
    if not isinstance(claim, KnownPatient):
        found = yield from people.candidates(claim)
        every = [it for it in found if it.local & frozenset(claim.local)]
        own = [it for it in every if it.identity is Identity.CERTAIN] or every
        rows = yield from people.now_are([it.patient for it in own])
        agrees = not all(_speaks_against(claim, it) for it in own)
        if matcher(claim, found).joins is None and len(rows) == 1 and agrees:
            return (yield from people.locked(rows[0]))
    return (yield from people.who(desk, claim, matcher, at=at))


def _speaks_against(claim: IdentityClaim, one: Candidate) -> bool:
    pairs = (
        (claim.nhs_number, one.nhs_number), (claim.birth_date, one.birth_date), (claim.family_name, one.family_name),
        (claim.given_name, one.given_name),
    )  # fmt: skip
    return any(said is not None and known is not None and said != known for said, known in pairs)


def merge(acceptance: Acceptance, keeper: Person) -> Steps[tuple[Person, bool, Acceptance]]:
    """Join each record that goes away to the keeper; True when one was left for a person to decide.

    The acceptance comes back with what is told of each join.

    Left are a number that stands for several people here, people who have different NHS numbers, and anybody to whom
    the sender has not the tie that its merges need: joined with a person of its own they would be open to it.
    """
    if not acceptance.merges:
        return keeper, False, acceptance
    at, doubtful, told = acceptance.received_at, False, acceptance
    for numbers in acceptance.merges:
        found = [row for row in (yield from _holders(numbers)) if row != keeper.row]
        if not found:
            continue
        doubt = len(found) > 1 or (yield from _contradict(found[0], keeper.row))
        if doubt or not (yield from _tied(acceptance, found[0], keeper)):
            doubtful = True
            continue
        _, sides = yield from join(found[0], keeper.row, at=at)
        told = telling(told, sides)
    return (yield from people.locked(keeper.row)), doubtful, told


def join(loser: int, keeper: int, *, at: int) -> Steps[tuple[int, bytes | None]]:
    """Make two rows one person, with what waits in the loser's lanes; returns the epoch from which it binds.

    And who had to do with which of them, where a refusal under one may now stop what was shared of the other.
    """
    sides = yield from _sides(loser, keeper, at=at)
    epoch = yield from people.join(loser, keeper, at=at)
    yield from move_lanes(loser, keeper, now=at)
    return epoch, sides


def telling(acceptance: Acceptance, sides: bytes | None) -> Acceptance:
    """The same, which tells those from whose hands a join took somebody that sharing has stopped."""
    if sides is None:
        return acceptance
    name = event_id(acceptance.message_id, len(acceptance.events))
    stops = EventDraft(name, EventType.SHARING_STOPPED, (), acceptance.received_at, urgent=True, detail=sides)
    return replace(acceptance, events=(*acceptance.events, stops))


def _sides(loser: int, keeper: int, *, at: int) -> Steps[bytes | None]:
    """None where nobody refused anything, and of whoever stood apart: that was closed before, and nobody was told."""
    rows = yield (
        "SELECT id FROM patient WHERE id IN (?, ?) AND candidates = '[]'",
        (loser, keeper),
    )
    consents = yield "SELECT 1 FROM resource WHERE patient IN (?, ?) AND type = 'Consent' LIMIT 1", (loser, keeper)
    if len(rows) < 2 or not consents:
        return None
    homes = yield "SELECT key_id FROM patient WHERE id = ? OR joined_to = ? ORDER BY id", (loser, loser)
    lost, kept = (yield from _parties(loser, at=at)), (yield from _parties(keeper, at=at))
    return orjson.dumps({"homes": [home for (home,) in homes], "lost": lost, "kept": kept})


def _parties(patient: int, *, at: int) -> Steps[dict[str, list[str]]]:
    """The services that hold something of somebody, and those that have them on their books."""
    held = yield "SELECT service FROM holder WHERE patient = ? ORDER BY 1", (patient,)
    linked = yield (
        f"SELECT DISTINCT service FROM link WHERE patient = ? AND {NOT_OVER} ORDER BY 1",
        (patient, at),
    )
    return {"held": [service for (service,) in held], "linked": [service for (service,) in linked]}


def _holders(numbers: Sequence[bytes]) -> Steps[list[int]]:
    if not numbers:
        return []
    rows = yield (
        "SELECT DISTINCT COALESCE(p.joined_to, p.id) FROM patient_identifier i JOIN patient p ON p.id = i.patient"
        f" WHERE i.kind = 'local' AND i.value IN ({marks(numbers)}) ORDER BY 1",
        tuple(numbers),
    )
    return [row[0] for row in rows]


def _tied(acceptance: Acceptance, loser: int, keeper: Person) -> Steps[bool]:
    """True where the sender has the tie that is needed to both; of somebody made by this message there is nothing."""
    tie = acceptance.merge_tie
    if tie is None:
        return True
    for one in (loser,) if keeper.made else (loser, keeper.row):
        if not (yield from people.may_merge(one, tie, at=acceptance.received_at)):
            return False
    return True


def _contradict(one: int, other: int) -> Steps[bool]:
    rows = yield (
        "SELECT COUNT(DISTINCT value), COUNT(DISTINCT patient) FROM patient_identifier WHERE kind = 'nhs'"
        " AND patient IN (?, ?)",
        (one, other),
    )
    return bool(rows[0][0] > 1)
