"""What five recipients got, with the time of each: records of their topics, or webhooks."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

import orjson
from aiohttp import web
from aiokafka import AIOKafkaConsumer

_WAIT_SECONDS = 120


@dataclass(slots=True)
class Arrivals:
    """Wall-clock times of arrival by event id, and the bodies; `port` is where webhooks are taken."""

    times: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    bodies: list[bytes] = field(default_factory=list)
    port: int = 0

    def came(self, body: bytes) -> None:
        """Write one down."""
        self.times[orjson.loads(body)["id"]].append(time.time())
        self.bodies.append(body)

    def last(self, event: str) -> float:
        """When the last recipient had it."""
        return max(self.times[event])

    async def complete(self, events: Iterable[str], *, each: int) -> None:
        """Return once every event came so often."""
        missing = set(events)
        async with asyncio.timeout(_WAIT_SECONDS):
            while missing:
                missing = {one for one in missing if len(self.times[one]) < each}
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def recorded(kafka: str, topics: Sequence[str], way: str) -> AsyncIterator[Arrivals]:
    """Whatever comes while the context lasts, by one way."""
    arrivals = Arrivals()
    async with _read(kafka, topics, arrivals) if way == "topics" else _taken(arrivals):
        yield arrivals


@contextlib.asynccontextmanager
async def _read(kafka: str, topics: Sequence[str], arrivals: Arrivals) -> AsyncIterator[None]:
    async with AIOKafkaConsumer(*topics, bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        reading = asyncio.create_task(_read_on(consumer, arrivals))
        yield
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


async def _read_on(consumer: AIOKafkaConsumer, arrivals: Arrivals) -> None:
    while True:
        for records in (await consumer.getmany(timeout_ms=100)).values():
            for record in records:
                arrivals.came(record.value)


@contextlib.asynccontextmanager
async def _taken(arrivals: Arrivals) -> AsyncIterator[None]:
    async def take(request: web.Request) -> web.Response:
        arrivals.came(await request.read())
        return web.Response(status=204)

    app = web.Application()
    app.router.add_post("/{path:.*}", take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    arrivals.port = runner.addresses[0][1]
    yield
    await runner.cleanup()
