"""The verbs of filling topics again that brokers have lost: a part of the store, over the same engine."""

from collections.abc import Mapping, Sequence
from functools import partial

from gateway.store.engine import Engine
from gateway.store.steps import publishing, rebuilding
from gateway.store.steps.step import Desk
from gateway.store.verbs.delivery import Outgoing


class RebuildingVerbs:
    """What is put on topics again, so many at a time, and how far that is."""

    _engine: Engine
    _desk: Desk

    async def begin_rebuild(self, parts: Sequence[str], lost: Sequence[str]) -> Mapping[str, int]:
        """Remember what is to be filled again, and tell how far each part is that is not done."""
        return await self._engine.write(partial(rebuilding.begin, parts, lost))

    async def end_rebuild(self, part: str) -> None:
        """Nothing of a part is left."""
        await self._engine.write(partial(rebuilding.done, part))

    async def republish(self, after: int, *, limit: int) -> Sequence[int]:
        """Let events that are not fanned out go to the backbone at once."""
        return await self._engine.write(partial(publishing.republish, after, limit=limit))

    async def history(self, after: int, *, since: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Events fanned out already, in order, to be published again."""
        return await self._engine.read(partial(publishing.history, self._desk, after, since=since, limit=limit))

    async def published_again(self, part: str, at: int) -> None:
        """The backbone has the history as far as this row."""
        await self._engine.write(partial(rebuilding.reached, part, at))

    async def delivered(self, subscription: str, after: int, *, since: int, limit: int) -> Sequence[tuple[int, int]]:
        """Rows and lanes of what was delivered by a subscription since then."""
        return await self._engine.survey(partial(rebuilding.delivered, subscription, after, since=since, limit=limit))

    async def send_again(self, part: str, lanes: Mapping[int, Sequence[int]], *, now: int) -> int:
        """Queue again deliveries of whole lanes."""
        return await self._engine.write(partial(rebuilding.send_again, part, lanes, now=now))
