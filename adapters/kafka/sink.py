"""Sends renditions to a recipient's own topic; delivered means that every copy in sync has the record."""

import asyncio
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    MessageSizeTooLargeError,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from adapters.contract import Rendition, SendFate, Sent
from adapters.kafka.connection import Connection
from adapters.kafka.producing import producer_of, stopped

_START_SECONDS = 1.0
"""How long a record may wait for its broker: the decision behind it is old after that."""
_LINGER_MS = 2
"""Long enough that deliveries of the same moment share a request."""


class TopicSink:
    """One producer for one topic, opened at the first sending; after trouble another one is made."""

    def __init__(self, connection: Connection, topic: str) -> None:
        self._connection, self._topic = connection, topic
        self._opening = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt; what may or may not have arrived goes again under the same id.

        A record that waits in the producer for longer than a second is given up there, unsent.
        """
        producer = None
        starts_by = asyncio.get_running_loop().time() + start_seconds
        try:
            async with asyncio.timeout(timeout_seconds):
                producer = await self._opened()
                if asyncio.get_running_loop().time() > starts_by:
                    return Sent(SendFate.LATER, "unreachable")
                await producer.send_and_wait(
                    self._topic, rendition.body, key=rendition.key.encode() or None,
                    headers=[("content-type", rendition.content_type.encode())],
                )  # fmt: skip
        except (KafkaError, OSError, TimeoutError) as error:
            sent = _fate(error)
            if sent.fate is SendFate.UNKNOWN:
                await self._drop(producer)
            return sent
        return Sent(SendFate.DELIVERED, "stored")

    async def close(self) -> None:
        """Give back the connections."""
        await self._drop(self._producer)

    async def _opened(self) -> Any:
        async with self._opening:
            if self._producer is None:
                self._producer = await producer_of(
                    self._connection, timeout_seconds=_START_SECONDS, linger_ms=_LINGER_MS, gives_up=True
                )
        return self._producer

    async def _drop(self, producer: AIOKafkaProducer | None) -> None:
        """Stop it, unless another attempt has done so already."""
        if producer is not None and self._producer is producer:
            self._producer = None
            await stopped(producer)


def _fate(error: BaseException) -> Sent:
    match error:
        case MessageSizeTooLargeError():
            return Sent(SendFate.NEVER, "too-large")
        case TopicAuthorizationFailedError():
            return Sent(SendFate.LATER, "not-authorised")
        case UnknownTopicOrPartitionError():
            return Sent(SendFate.LATER, "no-topic")
        case KafkaConnectionError() | OSError() if not isinstance(error, TimeoutError):
            return Sent(SendFate.LATER, "unreachable")
        case TimeoutError():
            return Sent(SendFate.UNKNOWN, "timeout")
        case _:
            return Sent(SendFate.UNKNOWN, "not-stored")
