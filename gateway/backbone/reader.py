"""Reads the gateway's own topic as one of a consumer group: batches ahead of the work, paused while it is behind."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import ConsumerStoppedError, KafkaError

from adapters.kafka.connection import Connection
from adapters.kafka.producing import stopped
from gateway.backbone.port import Batch

_log = structlog.get_logger()
_AHEAD = 4
_TOGETHER = 500
_WAIT_MS, _PAUSED_WAIT_MS = 200, 20
_AGAIN_SECONDS = 1.0
_COMMIT_SECONDS = 5.0
_FINISH_SECONDS = 1.0
_SESSION_MS = 6_000
_METADATA_MS = 3_000
"""A topic that was lost and made again is seen after this long."""
_AWAY = (KafkaError, ConsumerStoppedError, OSError, TimeoutError)


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a batch reaches in the topic, and through which consumer it came."""

    consumer: Any
    offsets: Mapping[Any, int]


class Reader:
    """One member of the group; what was read and not done is read again after a rebalance or a restart."""

    def __init__(self, connection: Connection, topic: str, group: str) -> None:
        self._connection, self._topic, self._group = connection, topic, group
        self._filling: asyncio.Task[None] | None = None
        self._ready: asyncio.Queue[Batch | None] = asyncio.Queue(_AHEAD)
        self._closed = False
        self._in_hand: Batch | None = None
        self._free = asyncio.Event()
        self.trouble: str | None = None

    async def batches(self) -> AsyncIterator[Batch]:
        """Batches until closed, from what the group has committed on."""
        await self._end()
        if self._closed:
            return
        self._ready = ready = asyncio.Queue[Batch | None](_AHEAD)
        self._filling = asyncio.create_task(self._fill(ready))
        while (batch := await ready.get()) is not None:
            self._in_hand = batch
            self._free.clear()
            yield batch

    async def done(self, batch: Batch) -> None:
        """Commit how far the batch reaches; where that fails it comes again, and has no second effect."""
        place = batch.token
        if not isinstance(place, _Place):
            return
        try:
            async with asyncio.timeout(_COMMIT_SECONDS):
                await place.consumer.commit(place.offsets)
        except _AWAY as error:
            _log.warning("offsets_not_committed", error=type(error).__name__, events=len(batch.events))
        finally:
            self._in_hand = None
            self._free.set()

    async def close(self) -> None:
        """Let the batch in hand be finished, leave the group and end `batches`."""
        self._closed = True
        if self._in_hand is not None:
            with suppress(TimeoutError):
                async with asyncio.timeout(_FINISH_SECONDS):
                    await self._free.wait()
        await self._end()
        ready = self._ready
        while ready.full():
            ready.get_nowait()
        ready.put_nowait(None)

    async def _end(self) -> None:
        filling, self._filling = self._filling, None
        while filling is not None and not filling.done():
            # The client may swallow a cancellation, so that one is not always enough.
            filling.cancel()
            await asyncio.wait({filling}, timeout=_AGAIN_SECONDS)

    async def _fill(self, ready: "asyncio.Queue[Batch | None]") -> None:
        while True:
            try:
                async with self._member() as consumer:
                    self.trouble = None
                    await _read(consumer, ready)
            except Exception as error:  # the worker loop: whatever ended the reading, it is told, and begun again
                self.trouble = f"brings nothing ({type(error).__name__})"
                _log.error("backbone_away", error=type(error).__name__)
                await asyncio.sleep(_AGAIN_SECONDS)

    @asynccontextmanager
    async def _member(self) -> AsyncIterator[Any]:
        consumer = AIOKafkaConsumer(
            self._topic, **self._connection.options(), group_id=self._group, enable_auto_commit=False,
            auto_offset_reset="earliest", metadata_max_age_ms=_METADATA_MS, session_timeout_ms=_SESSION_MS,
            heartbeat_interval_ms=_SESSION_MS // 4,
        )  # fmt: skip
        try:
            await consumer.start()
            yield consumer
        finally:
            await stopped(consumer)


async def _read(consumer: Any, ready: "asyncio.Queue[Batch | None]") -> None:
    """Go on polling even while the work is behind, so that the group keeps its member; then only nothing is fetched."""
    while True:
        if ready.full():
            consumer.pause(*consumer.assignment())
        elif paused := consumer.paused():
            consumer.resume(*paused)
        wait = _PAUSED_WAIT_MS if ready.full() else _WAIT_MS
        found = await consumer.getmany(timeout_ms=wait, max_records=_TOGETHER)
        if found:
            await ready.put(_batch(consumer, found))


def _batch(consumer: Any, found: Mapping[Any, Sequence[Any]]) -> Batch:
    names = [_event_id(record) for records in found.values() for record in records]
    reach = {partition: records[-1].offset + 1 for partition, records in found.items()}
    return Batch(tuple(dict.fromkeys(name for name in names if name)), _Place(consumer, reach))


def _event_id(record: Any) -> UUID | None:
    """The event that a record tells of; None for a record that is not ours, which is passed over."""
    try:
        return UUID(orjson.loads(record.value)["id"])
    except (json.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        _log.error("record_unreadable", where=f"{record.topic}/{record.partition}/{record.offset}")
        return None
