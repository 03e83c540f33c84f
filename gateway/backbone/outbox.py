"""The embedded backbone: the outbox table itself, rung when something was committed."""

import asyncio
from collections.abc import AsyncIterator, Sequence

from gateway.backbone.port import Batch
from gateway.bell import Bell
from gateway.store.errors import StoreDown
from gateway.store.verbs.delivery import EventRow, Outgoing
from gateway.store.verbs.store import Store

_TOGETHER = 200
_LOOK_AGAIN_SECONDS = 0.25


class OutboxBackbone:
    """Hands out what is committed and not fanned out. Publishing is nothing: the row is already there."""

    def __init__(self, store: Store, bell: Bell) -> None:
        self._store, self._bell = store, bell
        self._closed = False

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Ring for the events that were committed."""
        if events:
            self._bell.ring()

    async def batches(self) -> AsyncIterator[Batch]:
        """Whatever is not fanned out, again and again, until closed."""
        while not self._closed:
            events = await self._unrouted()
            if events:
                yield Batch(tuple(event.event_id for event in events))
            else:
                await self._bell.wait(_LOOK_AGAIN_SECONDS)

    async def done(self, batch: Batch) -> None:
        """Nothing to do: fan-out marked the rows."""

    def trouble(self) -> str | None:
        """None: the store says for itself when it is down."""
        return None

    async def close(self) -> None:
        """End `batches` soon."""
        self._closed = True
        self._bell.ring()

    async def _unrouted(self) -> Sequence[EventRow]:
        try:
            return await self._store.unrouted(_TOGETHER)
        except StoreDown:
            await asyncio.sleep(_LOOK_AGAIN_SECONDS)
            return ()
