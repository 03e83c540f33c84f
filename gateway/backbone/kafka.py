"""The backbone on Apache Kafka: a topic of the gateway's own, and a consumer group that fans out.

Kafka distributes; the database stays the truth. Whatever the brokers lose is published again from the outbox.
"""

from collections.abc import AsyncIterator, Sequence

from adapters.kafka.connection import Connection
from gateway.backbone.port import Batch
from gateway.backbone.publisher import Publisher
from gateway.backbone.reader import Reader
from gateway.store.verbs.delivery import Outgoing


class KafkaBackbone:
    """A producer and a member of the group `<gateway>.fan-out`, each opened when it is first used."""

    def __init__(self, connection: Connection, topic: str, *, gateway: str, timeout_seconds: float = 10.0) -> None:
        self._publisher = Publisher(connection, topic, gateway=gateway, timeout_seconds=timeout_seconds)
        self._reader = Reader(connection, topic, f"{gateway}.fan-out")

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Put events on the topic; returns when every replica in sync has them."""
        await self._publisher.publish(events)

    async def batches(self) -> AsyncIterator[Batch]:
        """What the group has not committed, in batches, until closed."""
        async for batch in self._reader.batches():
            yield batch

    async def done(self, batch: Batch) -> None:
        """Commit the group's offsets."""
        await self._reader.done(batch)

    def trouble(self) -> str | None:
        """That the brokers are away, or refuse us."""
        return self._publisher.trouble or self._reader.trouble

    async def close(self) -> None:
        """Leave the group and close the producer."""
        await self._reader.close()
        await self._publisher.close()
