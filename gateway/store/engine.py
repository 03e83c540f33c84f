"""What a database must do for the verbs: run their steps, committed together with others or as one snapshot."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from gateway.store.steps.step import Desk, Steps

T = TypeVar("T")


class Engine(Protocol):
    """Runs steps on one database. The desk belongs to the thread or task that writes."""

    @property
    def desk(self) -> Desk:
        """The sealer, audit chain and owner that steps use."""
        ...

    async def write(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb in a transaction and return after it is on disk; may raise `StoreDown`."""
        ...

    async def read(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb that only reads, in one snapshot."""
        ...

    async def close(self) -> None:
        """Finish what is queued and give back the database."""
        ...
