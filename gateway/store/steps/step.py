"""A step is one statement that a verb asks its engine to run; the verb itself does no I/O.

A verb is a generator: it yields a step and is sent the rows. So every database runs the same verbs, and only the
engine knows how to begin, commit and lock. Placeholders are `?`; `/*lock*/` at the end of a SELECT asks for a row lock,
`/*lock e*/` for one on the rows of `e` alone.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

from gateway.store.sealed import Sealer
from gateway.store.verbs.intake import VISIT
from schemas.clock import Clock, micros

T = TypeVar("T")
Row: TypeAlias = tuple[Any, ...]
Rows: TypeAlias = Sequence[Row]


@dataclass(frozen=True, slots=True)
class NewKey:
    """Make a data key and remember it; the answer is one row with its id."""


@dataclass(frozen=True, slots=True)
class NeedKeys:
    """Bring these data keys to hand; one that was destroyed is left out of the answer."""

    ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class DropKeys:
    """Destroy these data keys for good, at once: whatever the transaction comes to."""

    ids: frozenset[int]


Step: TypeAlias = tuple[str, Row] | NewKey | NeedKeys | DropKeys
Steps: TypeAlias = Generator[Step, Rows, T]


class Undo(Exception):
    """The verb's expectation failed: roll back what it did and return `result` to the caller."""

    def __init__(self, result: object) -> None:
        super().__init__()
        self.result = result


@dataclass(slots=True)
class Chain:
    """The end of this writer process's audit chain."""

    writer: str
    number: int = 0
    last: bytes = bytes(32)

    @property
    def end(self) -> tuple[int, bytes]:
        """Where it stands now, to go back to when what follows is undone."""
        return self.number, self.last


@dataclass(frozen=True, slots=True)
class Desk:
    """What a verb has at hand: the sealer, the audit chain of this process and who owns what is parked."""

    sealer: Sealer
    chain: Chain
    owner: str
    clock: Clock

    def now(self) -> int:
        """The present instant in microseconds."""
        return micros(self.clock.now())


def new_key(desk: Desk) -> Steps[int]:
    """A fresh data key's id."""
    rows = yield NewKey()
    return int(rows[0][0])


def need(desk: Desk, ids: frozenset[int]) -> Steps[None]:
    """Make sure that these data keys are at hand, as far as they still exist."""
    missing = frozenset(key for key in ids if not desk.sealer.knows(key))
    if missing:
        yield NeedKeys(missing)


def bodies(desk: Desk, rows: Rows) -> Steps[list[bytes]]:
    """The bodies of versions, from rows of key, resource, number and what is sealed; of the erased there is none."""
    yield from need(desk, frozenset(row[0] for row in rows))
    return [
        desk.sealer.unseal(key_id, place("body", resource, number), sealed)
        for key_id, resource, number, sealed in rows
        if desk.sealer.knows(key_id)
    ]


OPEN = "('queued', 'sending', 'retrying', 'parked')"
"""The states of a delivery that is not over; there is an index of these."""
NOT_OVER = (
    f"(until IS NULL OR until > ? AND (basis = '{VISIT}'"
    " OR until > (SELECT epoch FROM patient WHERE patient.id = link.patient)))"
)
"""Links that have not ended by now. What ended before a clock was set back has ended by that clock too: the epoch of
the person, which rises with whatever is told of their links, is past it. Of a visit it says nothing."""
NAMED = "(outcome <> 'refused' AND message_id = ? OR outcome = 'refused' AND message_id = ?)"
"""Messages of one id, which is to be given twice: of those taken and of those refused there is an index each."""


def marks(values: Sequence[object]) -> str:
    """`?,?,?` for an IN list of these values."""
    return ",".join("?" * len(values))


def rows_of(rows: Sequence[Row]) -> str:
    """`(?,?),(?,?)` for an INSERT of these rows in one statement."""
    return ",".join([f"({marks(rows[0])})"] * len(rows))


def flat(rows: Sequence[Row]) -> Row:
    """The values of the rows one after the other."""
    return tuple(value for row in rows for value in row)


def place(table: str, *key: object) -> bytes:
    """Where a sealed column stands; it is bound into the ciphertext."""
    return f"{table} {' '.join(map(str, key))}".encode()
