"""Two records of one sender become one person: united where nothing speaks against it, else left to a person."""

from collections.abc import Sequence

from gateway.store.steps import people
from gateway.store.steps.lanes import move_lanes
from gateway.store.steps.people import Matcher, Person
from gateway.store.steps.step import Desk, Steps, marks
from gateway.store.verbs.intake import Acceptance, Candidate, Identity, IdentityClaim, KnownPatient


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
        if matcher(claim, found).joins is None and len(own) == 1 and not _speaks_against(claim, own[0]):
            return (yield from people.locked(own[0].patient))
    return (yield from people.who(desk, claim, matcher, at=at))


def _speaks_against(claim: IdentityClaim, one: Candidate) -> bool:
    pairs = (
        (claim.nhs_number, one.nhs_number), (claim.birth_date, one.birth_date), (claim.family_name, one.family_name),
        (claim.given_name, one.given_name),
    )  # fmt: skip
    return any(said is not None and known is not None and said != known for said, known in pairs)


def merge(acceptance: Acceptance, keeper: Person) -> Steps[tuple[Person, bool]]:
    """Join each record that goes away to the keeper; True when one was left for a person to decide.

    Left are a number that stands for several people here, people who have different NHS numbers, and anybody to whom
    the sender has not the tie that its merges need: joined with a person of its own they would be open to it.
    """
    if not acceptance.merges:
        return keeper, False
    at, doubtful = acceptance.received_at, False
    for numbers in acceptance.merges:
        found = [row for row in (yield from _holders(numbers)) if row != keeper.row]
        if not found:
            continue
        doubt = len(found) > 1 or (yield from _contradict(found[0], keeper.row))
        if doubt or not (yield from _tied(acceptance, found[0], keeper)):
            doubtful = True
            continue
        yield from join(found[0], keeper.row, at=at)
    return (yield from people.locked(keeper.row)), doubtful


def join(loser: int, keeper: int, *, at: int) -> Steps[int]:
    """Make two rows one person, with what waits in the loser's lanes; returns the epoch from which it binds."""
    epoch = yield from people.join(loser, keeper, at=at)
    yield from move_lanes(loser, keeper, now=at)
    return epoch


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
