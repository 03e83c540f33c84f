"""A recipient that reads a topic of its own: it writes every record down, and begins anew when the topic was lost."""

import asyncio
import contextlib
import hashlib
import json
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from tests.faults.campaign.journal import Journal
from tests.faults.campaign.recorders import MARK, WELL
from tests.faults.campaign.stage import until

_AGAIN_SECONDS = 0.5
_WAIT_MS = 200


@dataclass(slots=True)
class TopicRecorder:
    """Reads from the beginning, without a group, so that nothing it does touches the gateway's own."""

    journal: Journal
    servers: str
    topic: str
    who: str
    partitions: int
    life: int = 0
    """How often everything was lost: what comes in another life is not a repeat."""
    caught_up: float = 0.0
    """When it last stood at the end of every partition."""

    async def run(self) -> None:
        """Read for as long as it is not cancelled; the client may end a reading by cancelling it itself."""
        while True:
            reading = asyncio.create_task(self._read(self.life))
            try:
                await asyncio.wait({reading})
            finally:
                reading.cancel()
            await asyncio.sleep(_AGAIN_SECONDS)

    async def to_the_end(self, *, seconds: float = 60) -> bool:
        """True once it has read everything that is there now; False when that takes too long."""
        begun = time.monotonic()
        return await until(lambda: self.caught_up >= begun, seconds=seconds)

    async def _read(self, life: int) -> None:
        places = [TopicPartition(self.topic, number) for number in range(self.partitions)]
        consumer = AIOKafkaConsumer(bootstrap_servers=self.servers, auto_offset_reset="earliest", group_id=None)
        try:
            await asyncio.wait_for(consumer.start(), 10)
            consumer.assign(places)
            await consumer.seek_to_beginning(*places)
            while life == self.life:
                begun = time.monotonic()
                async with asyncio.timeout(10):
                    ends = await consumer.end_offsets(places)
                    found = await consumer.getmany(timeout_ms=_WAIT_MS)
                    if life != self.life:  # it may be of the topic as it was made again
                        break
                    for records in found.values():
                        for one in records:
                            self._came(one, life)
                    at_end = [await consumer.position(one) >= ends[one] for one in places]
                if all(at_end):
                    self.caught_up = begun
        finally:
            with contextlib.suppress(KafkaError, OSError, TimeoutError):
                await asyncio.wait_for(consumer.stop(), 10)

    def _came(self, record: Any, life: int) -> None:
        """Written down once an offset, however often it is read."""
        place = f"{life}/{record.partition}/{record.offset}"
        if any(one.get("place") == place for one in self.journal.of("came")):
            return
        at = time.monotonic() - (time.time() - record.timestamp / 1000)
        name, sha = json.loads(record.value)["id"], hashlib.sha256(record.value).hexdigest()
        marks = sorted({one.decode() for one in re.findall(MARK, record.value)})
        self.journal.note("came", at=at, to=self.who, id=name, sha=sha, marks=marks, mood=WELL, good=True,
                          life=life, place=place)  # fmt: skip


@contextlib.asynccontextmanager
async def reading(recorder: TopicRecorder) -> AsyncIterator[TopicRecorder]:
    """The recorder reads while the context lasts."""
    task = asyncio.create_task(recorder.run())
    try:
        yield recorder
    finally:
        task.cancel()
        await asyncio.wait({task}, timeout=10)
