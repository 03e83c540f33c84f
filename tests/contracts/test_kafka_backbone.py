"""The backbone on a real Apache Kafka keeps the same contract, whatever its group and its brokers go through."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from adapters.kafka.connection import Connection
from gateway.backbone.kafka import KafkaBackbone
from gateway.store.store import SqlStore
from tests.contracts.backbone_contract import BackboneContract, first, outgoing
from tests.contracts.store_samples import claim, message
from tests.contracts.test_sqlite_store import opened
from tests.kafka_topics import made, records
from tests.patience import SECONDS

pytestmark = pytest.mark.kafka
SLOW_SECONDS = 7
"""A second longer than the session time-out of the group."""


@pytest.fixture
async def topic(kafka: str) -> str:
    """A topic of its own for each test."""
    return await made(kafka)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    memory = await opened(tmp_path)
    yield memory
    await memory.close()


def backbone_on(kafka: str, topic: str) -> KafkaBackbone:
    return KafkaBackbone(Connection((kafka,), "test"), topic, gateway=topic)


@pytest.fixture
async def backbone(kafka: str, topic: str) -> AsyncIterator[KafkaBackbone]:
    member = backbone_on(kafka, topic)
    yield member
    await member.close()


class TestKafkaBackbone(BackboneContract):
    """The contract on Apache Kafka."""


async def test_two_members_share_the_events(kafka: str, topic: str, store: SqlStore, backbone: KafkaBackbone) -> None:
    """A second member of the group takes over partitions, and what is done by one never comes to the other."""
    other = backbone_on(kafka, topic)
    for number in range(30):
        await store.accept(message(str(number), who=claim(str(number))))
    seen: list[set[str]] = [set(), set()]

    async def work(member: KafkaBackbone, mine: set[str]) -> None:
        async for batch in member.batches():
            mine |= {str(event) for event in batch.events}
            await member.done(batch)

    tasks = [asyncio.create_task(work(*pair)) for pair in zip((backbone, other), seen, strict=True)]
    events = await store.outgoing(now=1 << 60, until=1 << 61, limit=100)
    names = {str(one.event.event_id) for one in events}
    async with asyncio.timeout(SECONDS):
        while not all(seen) or seen[0] | seen[1] != names:
            await backbone.publish(events)
            await asyncio.sleep(0.2)
    for member in (backbone, other):
        await member.close()
    await asyncio.gather(*tasks)

    assert seen[0] | seen[1] == names


async def test_a_member_that_dies_leaves_its_events_to_another(
    kafka: str, topic: str, store: SqlStore, backbone: KafkaBackbone
) -> None:
    """What was read and not done comes to whoever is left."""
    await store.accept(message())
    await backbone.publish(await outgoing(store))
    read = await asyncio.wait_for(first(backbone), SECONDS)
    await backbone.close()
    other = backbone_on(kafka, topic)

    again = await asyncio.wait_for(first(other), SECONDS)
    await other.close()

    assert again.events == read.events


async def test_a_member_whose_work_is_slow_fetches_no_more_and_stays_in_the_group(
    kafka: str, topic: str, store: SqlStore, backbone: KafkaBackbone
) -> None:
    """Longer at one batch than the group waits for a silent member: nobody takes its place, and nothing is left out."""
    for number in range(10):
        await store.accept(message(str(number), who=claim(str(number))))
    events = await outgoing(store)
    for _ in range(300):
        await backbone.publish(events)
    sizes, members = [], []
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()

    async def left() -> int:
        offsets = await admin.list_consumer_group_offsets(f"{topic}.fan-out")
        return 3000 - sum(one.offset for one in offsets.values())

    async with asyncio.timeout(SECONDS):
        async for batch in backbone.batches():
            if not sizes:
                await asyncio.sleep(SLOW_SECONDS)
                [group] = (await admin.describe_consumer_groups([f"{topic}.fan-out"]))[0].groups
                members.append((group[2], len(group[5])))
            sizes.append(len(batch.events))
            await backbone.done(batch)
            if not await left():
                break
    await admin.close()

    assert members == [("Stable", 1)]
    assert len(sizes) >= 6


async def test_a_record_that_is_not_ours_stops_nothing(
    kafka: str, topic: str, store: SqlStore, backbone: KafkaBackbone
) -> None:
    """What cannot be read is passed over; the events around it come."""
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for rubbish in (b"", b"\xff", b"[]", b'{"id": 3}', b'{"id": "x"}', None):
            await producer.send_and_wait(topic, rubbish, key=b"k")
    await store.accept(message())
    events = await outgoing(store)
    await backbone.publish(events)

    seen: set[str] = set()
    async with asyncio.timeout(SECONDS):
        async for batch in backbone.batches():
            seen |= {str(event) for event in batch.events}
            await backbone.done(batch)
            if seen:
                break

    assert seen == {str(events[0].event.event_id)}


async def test_the_topic_tells_nothing_of_the_person(
    kafka: str, topic: str, store: SqlStore, backbone: KafkaBackbone
) -> None:
    """A record is a structured CloudEvent under a keyed hash, its content the ciphertext of the store."""
    receipt = await store.accept(message())
    await backbone.publish(await outgoing(store))

    [record] = await records(kafka, topic, at_least=1)

    event = orjson.loads(record.value)
    assert dict(record.headers) == {"content-type": b"application/cloudevents+json; charset=UTF-8"}
    assert len(bytes.fromhex(record.key.decode())) == 16
    assert event["id"] == str(receipt.message_id)
    assert [set(one) for one in event["data"]["sealed"]] == [{"place", "key", "body"}]
    assert b"ServiceRequest" not in record.value
