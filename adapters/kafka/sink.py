"""Sends renditions to a recipient's own topic; delivered means that every copy in sync has the record."""

import asyncio
import time
from typing import Any

from aiokafka import AIOKafkaProducer
from aiokafka.errors import (
    BrokerResponseError,
    InvalidTimestampError,
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    NodeNotReadyError,
    ProducerClosed,
    TopicAuthorizationFailedError,
    UnknownTopicOrPartitionError,
)

from adapters.contract import Rendition, SendFate, Sent
from adapters.kafka.connection import Connection
from adapters.kafka.fate import SEALED_AFTER_SECONDS
from adapters.kafka.producing import closed, producer_of

_START_SECONDS = 1.0
"""How long a record may wait for its broker: the decision behind it is old after that."""
_LINGER_MS = 2
"""Long enough that deliveries of the same moment share a request."""

_NO_ANSWER = Sent(SendFate.UNKNOWN, "no-answer", SEALED_AFTER_SECONDS)
"""A broker may still take it. What brokers have answered, or were never sent, may go again at once."""
_FATES: tuple[tuple[tuple[type[BaseException], ...], Sent], ...] = (
    ((MessageSizeTooLargeError,), Sent(SendFate.NEVER, "too-large")),
    ((TopicAuthorizationFailedError,), Sent(SendFate.LATER, "not-authorised")),
    ((UnknownTopicOrPartitionError,), Sent(SendFate.LATER, "no-topic")),
    ((InvalidTimestampError,), Sent(SendFate.LATER, "too-late")),
    ((BrokerResponseError, NodeNotReadyError, KafkaTimeoutError, ProducerClosed), Sent(SendFate.UNKNOWN, "not-stored")),
    ((TimeoutError,), Sent(SendFate.UNKNOWN, "timeout", SEALED_AFTER_SECONDS)),
    ((KafkaConnectionError, OSError), Sent(SendFate.LATER, "unreachable")),
)
"""The first that fits."""


class TopicSink:
    """One producer for one topic, opened at the first sending; after trouble another one is made."""

    def __init__(self, connection: Connection, topic: str) -> None:
        self._connection, self._topic = connection, topic
        self._opening = asyncio.Lock()
        self._producer: AIOKafkaProducer | None = None

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt; what may or may not have arrived goes again under the same id.

        A record that waits in the producer for longer than a second is given up there, unsent. It bears the time of
        this call, by which the brokers refuse it later, however long this process or a broker slept meanwhile.
        """
        producer, now = None, round(time.time() * 1000)
        starts_by = asyncio.get_running_loop().time() + start_seconds
        try:
            async with asyncio.timeout(timeout_seconds):
                producer = await self._opened()
                if asyncio.get_running_loop().time() > starts_by:
                    return Sent(SendFate.LATER, "unreachable")
                await producer.send_and_wait(
                    self._topic, rendition.body, key=rendition.key.encode() or None, timestamp_ms=now,
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
                    self._connection, timeout_seconds=_START_SECONDS, linger_ms=_LINGER_MS
                )
        return self._producer

    async def _drop(self, producer: AIOKafkaProducer | None) -> None:
        """Stop it, unless another attempt has done so already."""
        if producer is not None and self._producer is producer:
            self._producer = None
            await closed(producer)


def _fate(error: BaseException) -> Sent:
    return next((sent for kinds, sent in _FATES if isinstance(error, kinds)), _NO_ANSWER)
