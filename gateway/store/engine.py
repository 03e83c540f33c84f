"""What a database must do for the verbs: run their steps, committed together with others or as one snapshot."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from gateway.store.steps.step import Desk, Steps

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Apart:
    """What a verb touches: verbs of one kind that touch nothing in common may run side by side in one commit."""

    kind: str
    touches: frozenset[Hashable] = frozenset()


class Engine(Protocol):
    """Runs steps on one database. The desk belongs to the thread or task that writes."""

    @property
    def desk(self) -> Desk:
        """The sealer, audit chain and owner that steps use."""
        ...

    async def write(self, verb: Callable[[], Steps[T]], *, apart: Apart | None = None) -> T:
        """Run a verb in a transaction and return after it is on disk; may raise `StoreDown`.

        Without `apart` it runs by itself.
        """
        ...

    async def read(self, verb: Callable[[], Steps[T]], *, shared: bool = False) -> T:
        """Run a verb that only reads, in one snapshot; `shared` when that may be the snapshot of others who wait."""
        ...

    async def survey(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb that reads over whole tables, so that nobody else waits for it."""
        ...

    async def close(self) -> None:
        """Finish what is queued and give back the database."""
        ...
