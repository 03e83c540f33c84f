"""From committed to decided over a real Apache Kafka, beside aiokafka alone with the same bytes."""

import asyncio
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from time import perf_counter
from typing import Any

import uvloop
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from adapters.kafka.connection import Connection
from adapters.kafka.producing import producer_of
from gateway.backbone.kafka import KafkaBackbone
from gateway.backbone.port import sealed_event
from gateway.store.opening import desk, open_postgres
from gateway.store.sealed import master_keys
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import Outgoing
from schemas.clock import SetClock
from schemas.cloud_events import written
from tests.contracts.store_samples import NOW, SECOND, claim, matcher, message, to_cafe
from tests.kafka_server import servers
from tests.postgres_server import fresh, server

_EVENTS, _PEOPLE = 3_000, 500
_TOGETHER = 500
_ROUNDS = 3
_LATER = 3_600 * SECOND


def main() -> None:
    """Print events a second for every stage, and how much of the slowest raw stage the whole reaches."""
    kafka = servers()
    with server() as dsn:
        uvloop.run(_main(kafka, dsn))


async def _main(kafka: str, dsn: str) -> None:
    clock = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    writer = desk(master_keys(bytes(32)), clock, name="bench", owner="operator")
    store = await open_postgres(*await fresh(dsn), writer, matcher)
    rates: dict[str, list[float]] = {}
    for number in range(_ROUNDS):
        await _accepted(store, number)
        events, speed = await _timed(_claimed(store))
        rates.setdefault("claimed from PostgreSQL, with what is sealed", []).append(speed)
        for name, work in (
            ("aiokafka alone: produced", _produced(kafka, events)),
            ("relay -> topic -> fanned out in PostgreSQL", _carried(kafka, store, events)),
        ):
            _, speed = await _timed(work)
            rates.setdefault(name, []).append(speed)
        _, speed = await _timed(_consumed(kafka))
        rates.setdefault("aiokafka alone: consumed", []).append(speed)
    await store.close()
    size = sum(len(written(sealed_event(one, gateway="bench"))) for one in events) // len(events)
    print(f"{_EVENTS} events of {size} bytes about {_PEOPLE} people, batches of {_TOGETHER}, medians of {_ROUNDS}")
    for name, found in rates.items():
        print(f"  {name:<46} {sorted(found)[len(found) // 2]:>9,.0f}/s")


async def _timed(work: Any) -> tuple[Any, float]:
    begun = perf_counter()
    answer = await work
    return answer, _EVENTS / (perf_counter() - begun)


async def _accepted(store: SqlStore, number: int) -> None:
    names = [f"{number}-{at}" for at in range(_EVENTS)]
    for at in range(0, _EVENTS, _TOGETHER):
        some = names[at : at + _TOGETHER]
        await asyncio.gather(*(store.accept(message(one, who=claim(str(hash(one) % _PEOPLE)))) for one in some))


async def _claimed(store: SqlStore) -> list[Outgoing]:
    found: list[Outgoing] = []
    while some := await store.outgoing(now=NOW, until=NOW + _LATER, limit=_TOGETHER):
        found.extend(some)
    return found


async def _carried(kafka: str, store: SqlStore, events: Sequence[Outgoing]) -> None:
    """Published and fanned out side by side, as a process that works does it."""
    backbone = KafkaBackbone(Connection((kafka,), "bench"), await _topic(kafka), gateway=secrets.token_hex(4))
    publishing = asyncio.create_task(_publish(backbone, events))
    left = {one.event.event_id for one in events}
    async for batch in backbone.batches():
        await store.fan_out(batch.events, to_cafe, now=NOW)
        await backbone.done(batch)
        left -= set(batch.events)
        if not left:
            break
    await publishing
    await backbone.close()


async def _publish(backbone: KafkaBackbone, events: Sequence[Outgoing]) -> None:
    for at in range(0, len(events), _TOGETHER):
        await backbone.publish(events[at : at + _TOGETHER])


_raw_topic: list[str] = []


async def _produced(kafka: str, events: Sequence[Outgoing]) -> None:
    """The same bytes to one topic of as many partitions, batch after batch."""
    _raw_topic[:] = [await _topic(kafka)]
    producer = await producer_of(Connection((kafka,), "bench"), timeout_seconds=30)
    values = [written(sealed_event(one, gateway="bench")) for one in events]
    for at in range(0, len(values), _TOGETHER):
        await asyncio.gather(*[await _batch(producer, values[at : at + _TOGETHER], part) for part in range(3)])
    await producer.stop()


async def _batch(producer: Any, values: Sequence[bytes], partition: int) -> Any:
    batch = producer.create_batch()
    for value in values[partition::3]:
        batch.append(key=None, value=value, timestamp=None)
    return await producer.send_batch(batch, _raw_topic[0], partition=partition)


async def _consumed(kafka: str) -> None:
    async with AIOKafkaConsumer(_raw_topic[0], bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        seen = 0
        while seen < _EVENTS:
            seen += sum(map(len, (await consumer.getmany(timeout_ms=500, max_records=_TOGETHER)).values()))


async def _topic(kafka: str) -> str:
    name = f"bench.{secrets.token_hex(4)}"
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_topics([NewTopic(name, 3, 1)])
    await admin.close()
    return name
