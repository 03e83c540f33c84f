"""What every backbone must do; a subclass gives the backbone and a store with the events."""

import asyncio
import json
from collections.abc import Sequence

from gateway.backbone.port import Backbone, Batch, sealed_event
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import Outgoing
from schemas.cloud_events import written
from tests.contracts.store_samples import NOW, SECOND, message, to_cafe
from tests.patience import SECONDS


async def outgoing(store: SqlStore) -> Sequence[Outgoing]:
    return await store.outgoing(now=NOW, until=NOW + SECOND, limit=10)


async def first(backbone: Backbone) -> Batch:
    async for batch in backbone.batches():
        return batch
    raise AssertionError("the backbone ended")


class BackboneContract:
    """The promises of `gateway.backbone.port.Backbone`."""

    async def test_what_is_committed_is_handed_out(self, store: SqlStore, backbone: Backbone) -> None:
        """Every committed event comes, in order for its patient."""
        for number in "12":
            await store.accept(message(number))
        events = await outgoing(store)
        await backbone.publish(events)

        batch = await asyncio.wait_for(first(backbone), SECONDS)

        assert batch.events == tuple(one.event.event_id for one in events)

    async def test_what_was_not_done_comes_again(self, store: SqlStore, backbone: Backbone) -> None:
        """A batch that nobody fanned out is handed out again."""
        await store.accept(message())
        await backbone.publish(await outgoing(store))

        batches = [await asyncio.wait_for(first(backbone), SECONDS) for _ in range(2)]

        assert batches[0].events == batches[1].events

    async def test_what_is_done_does_not_come_again(self, store: SqlStore, backbone: Backbone) -> None:
        """After fan-out and done there is nothing until the next commit."""
        await store.accept(message("1"))
        await backbone.publish(await outgoing(store))
        batch = await asyncio.wait_for(first(backbone), SECONDS)
        await store.fan_out(batch.events, to_cafe, now=NOW)
        await backbone.done(batch)
        second = await store.accept(message("2"))
        await backbone.publish(await outgoing(store))

        again = await asyncio.wait_for(first(backbone), SECONDS)

        assert again.events == (second.message_id,)

    async def test_publishing_twice_has_one_effect(self, store: SqlStore, backbone: Backbone) -> None:
        """The outbox may publish what it has published before."""
        await store.accept(message())
        events = await outgoing(store)
        for _ in range(2):
            await backbone.publish(events)
        batch = await asyncio.wait_for(first(backbone), SECONDS)

        made = [await store.fan_out(batch.events, to_cafe, now=NOW) for _ in range(2)]

        assert made == [1, 0]

    async def test_closing_ends_the_batches(self, store: SqlStore, backbone: Backbone) -> None:
        """Whoever reads batches comes to an end."""
        reading = asyncio.create_task(_count(backbone))
        await backbone.close()

        assert await asyncio.wait_for(reading, SECONDS) == 0

    async def test_cloud_events_tell_nothing_of_the_person(self, store: SqlStore, backbone: Backbone) -> None:
        """The attributes are those of CloudEvents 1.0, and none is the patient's."""
        await store.accept(message())
        [event] = await outgoing(store)

        attributes = json.loads(written(sealed_event(event, gateway="g")))

        assert set(attributes) == {"specversion", "id", "source", "type", "time", "datacontenttype", "data"}
        assert attributes["id"] == str(event.event.event_id)


async def _count(backbone: Backbone) -> int:
    return len([batch async for batch in backbone.batches()])
