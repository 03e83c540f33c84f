"""Workers and brokers that die under load: no acknowledged message is lost, none has two effects."""

import asyncio
import os
import random
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import pytest

from adapters.contract import Rendition, SendFate
from adapters.kafka.connection import Connection
from adapters.kafka.sink import TopicSink
from gateway.backbone.port import BackboneDown
from gateway.backbone.publisher import Publisher
from gateway.store.store import SqlStore
from tests.contracts.backbone_contract import outgoing
from tests.contracts.store_samples import message
from tests.contracts.test_sqlite_store import opened
from tests.faults.campaign.stage import until
from tests.faults.many import Many, many
from tests.faults.receivers import Receiver
from tests.kafka_broker import Cluster, NoBroker, cluster
from tests.kafka_topics import made, records
from tests.patience import SECONDS, eventually
from tests.postgres_server import server

KILLS = int(os.environ.get("NWD_KILLS", "20")) // 10
BROKER_FAULTS = int(os.environ.get("NWD_BROKER_FAULTS", "1"))
POINTS = ("before-publish", "after-publish", "before-fan-out", "after-fan-out", "after-send")
_LONGEST_LIFE_SECONDS = 1.5
pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture(scope="module")
def brokers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A broker of our own, for it will be broken."""
    try:
        made = cluster(tmp_path_factory.mktemp("kafka"))
        made.start()
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO KAFKA, NOT TESTED: {error}")
    yield made
    made.kill()


@pytest.fixture
async def gateway(tmp_path: Path, receiver: Receiver, dsn: str, brokers: Cluster) -> AsyncIterator[Many]:
    async with many(tmp_path, receiver.port, dsn, brokers) as made:
        yield made


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    memory = await opened(tmp_path)
    yield memory
    await memory.close()


async def test_workers_that_die_lose_nothing(gateway: Many, receiver: Receiver) -> None:
    """Killed between any two steps, then at random moments: what they held goes on with whoever is left.

    The broker has it and the store does not know, or the other way round: the next one finds out.
    """
    [victim, _] = gateway.workers
    for point in POINTS:
        await victim.end()
        await victim.start(f"{point}:2:kill")
        while victim.alive:
            await gateway.send()
        await victim.dead()
    chance = random.Random(os.environ.get("NWD_SEED"))
    async with gateway.under_load():
        for _ in range(KILLS):
            await victim.start()
            victim.kill_in(chance.uniform(0, _LONGEST_LIFE_SECONDS))
            await victim.dead()
    await gateway.kept(receiver)


async def test_brokers_that_go_and_come_back_lose_nothing(gateway: Many, receiver: Receiver, brokers: Cluster) -> None:
    """Stopped, killed, paused, and back with an empty disk: messages are taken in all the while, and go on."""
    [broker] = brokers.brokers
    async with gateway.under_load():
        for how in ("stop", "kill", "pause", "lose") * BROKER_FAULTS:
            await asyncio.to_thread(brokers.lose_everything if how == "lose" else getattr(broker, how))
            await gateway.send()
            await asyncio.to_thread(broker.go_on if how == "pause" else broker.start)
            await asyncio.to_thread(brokers.ready)
            if how == "lose":
                told = await gateway.serve.ask(do="rebuild-topics", by="jo")
                assert told["created"] == ["nwd.events"]
    await gateway.kept(receiver)


async def test_what_waits_for_a_broker_never_leaves_late(brokers: Cluster) -> None:
    """A recipient's topic gets no record whose decision is old: what could not leave at once is decided again."""
    [broker] = brokers.brokers
    topic = await made(brokers.servers, partitions=1)
    sink = TopicSink(Connection((brokers.servers,), "test"), topic)
    await eventually(partial(delivered, sink, b"first"), told=lambda: "the first record is not there")
    await asyncio.to_thread(broker.kill)
    second = await sink.send(Rendition("text/plain", b"second", "2"), start_seconds=1, timeout_seconds=30)
    await asyncio.to_thread(broker.start)
    await asyncio.to_thread(brokers.ready)
    await eventually(partial(delivered, sink, b"third"), told=lambda: "the third record is not there")
    await sink.close()

    assert second.fate in {SendFate.LATER, SendFate.UNKNOWN}
    came = [one.value for one in await records(brokers.servers, topic, at_least=2)]
    assert list(dict.fromkeys(came)) == [b"first", b"third"] and came == sorted(came)


async def delivered(sink: TopicSink, text: bytes) -> bool:
    """One attempt, of which a busy machine may need a few: nothing waits for longer than a second."""
    sent = await sink.send(Rendition("text/plain", text, text.decode()), start_seconds=30, timeout_seconds=30)
    return sent.fate is SendFate.DELIVERED


async def test_a_publisher_leaves_nothing_behind_while_brokers_sleep(brokers: Cluster, store: SqlStore) -> None:
    """What it could not finish closing ends by itself, however long they sleep: an outage costs no more each minute."""
    [broker] = brokers.brokers
    topic = await made(brokers.servers)
    await store.accept(message())
    events, tasks = await outgoing(store), len(asyncio.all_tasks())
    publisher = Publisher(Connection((brokers.servers,), "test"), topic, gateway="test", timeout_seconds=3)
    await publisher.publish(events)
    broker.pause()
    try:
        for _ in range(2):
            with pytest.raises(BackboneDown):
                await publisher.publish(events)

        assert await until(lambda: len(asyncio.all_tasks()) <= tasks, seconds=SECONDS)
    finally:
        broker.go_on()


async def test_without_any_broker_everything_goes_on(
    tmp_path: Path, receiver: Receiver, dsn: str, brokers: Cluster
) -> None:
    """The database is the truth: after a while events go round the broker, and have no second effect after it."""
    [broker] = brokers.brokers
    async with many(tmp_path, receiver.port, dsn, brokers, workers=1, direct_after=0) as gateway:
        await gateway.send()
        await asyncio.to_thread(broker.kill)
        await gateway.send()
        await gateway.serve.settled()
        await asyncio.to_thread(broker.start)
        await asyncio.to_thread(brokers.ready)
        await gateway.send()
        await gateway.kept(receiver)
