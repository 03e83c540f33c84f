"""Puts events on the gateway's own topic: batches by partition, acknowledged by every replica in sync."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from aiokafka.errors import KafkaError

from adapters.kafka.connection import Connection
from adapters.kafka.producing import closed, producer_of
from gateway.backbone.port import BackboneDown, sealed_event
from gateway.store.verbs.delivery import Outgoing
from schemas.cloud_events import CONTENT_TYPE, written

HEADERS = [("content-type", f"{CONTENT_TYPE}; charset=UTF-8".encode())]


class Publisher:
    """One producer, opened at the first publishing; after any trouble another one is made."""

    def __init__(self, connection: Connection, topic: str, *, gateway: str, timeout_seconds: float) -> None:
        self._connection, self._topic, self._gateway = connection, topic, gateway
        self._timeout = timeout_seconds
        self._producer: Any = None
        self._one_at_a_time = asyncio.Lock()
        self.trouble: str | None = None

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Return when every replica in sync has every event. Raises `BackboneDown` when that is not certain."""
        if not events:
            return
        async with self._one_at_a_time:
            await self._publish(events)

    async def _publish(self, events: Sequence[Outgoing]) -> None:
        try:
            async with asyncio.timeout(self._timeout):
                await self._send(await self._opened(), events)
            self.trouble = None
        except (KafkaError, OSError, TimeoutError) as error:
            await self.close()
            self.trouble = f"takes nothing ({type(error).__name__})"
            raise BackboneDown(f"the brokers did not take {len(events)} events: {type(error).__name__}") from error

    async def close(self) -> None:
        """Give back the connections."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await closed(producer)

    async def _opened(self) -> Any:
        if self._producer is None:
            self._producer = await producer_of(self._connection, timeout_seconds=self._timeout)
        return self._producer

    async def _send(self, producer: Any, events: Sequence[Outgoing]) -> None:
        partitions = sorted(await producer.partitions_for(self._topic))
        shares: defaultdict[int, list[Outgoing]] = defaultdict(list)
        for event in events:
            shares[partitions[int.from_bytes(event.pseudonym[:4]) % len(partitions)]].append(event)
        sent = [
            await producer.send_batch(batch, self._topic, partition=partition)
            for partition, share in shares.items()
            for batch in self._batches(producer, share)
        ]
        for outcome in await asyncio.gather(*sent, return_exceptions=True):
            if isinstance(outcome, BaseException):
                raise outcome

    def _batches(self, producer: Any, events: Sequence[Outgoing]) -> Iterator[Any]:
        batch = producer.create_batch()
        for event in events:
            record = {"key": key_of(event), "value": self._written(event), "timestamp": None, "headers": HEADERS}
            if batch.append(**record) is None:
                yield batch
                batch = producer.create_batch()
                batch.append(**record)
        yield batch

    def _written(self, event: Outgoing) -> bytes:
        return written(sealed_event(event, gateway=self._gateway))


def key_of(event: Outgoing) -> bytes:
    """The record's key: the person's pseudonym in hex."""
    return event.pseudonym[:16].hex().encode()
