"""A record that was given up is taken soon or never: no recipient's topic holds an old event behind a newer one."""

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer

from adapters.contract import Rendition, SendFate, Sent
from adapters.kafka.connection import Connection
from adapters.kafka.fate import TOPIC_SETTINGS
from adapters.kafka.sink import TopicSink
from tests.faults.campaign.brokers import Backbone, backbone
from tests.faults.campaign.proxy import OPEN
from tests.kafka_broker import NoBroker
from tests.kafka_topics import made, records

pytestmark = [pytest.mark.kafka, pytest.mark.slow, pytest.mark.asyncio(loop_scope="module")]
_SLEEP_SECONDS = 6
"""Longer than a topic takes a record, shorter than a silent broker stays the leader."""
_LANDS_SECONDS = 2.0
_UNDER_WAY_SECONDS = 0.2
_ATTEMPTS = 10


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def over(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Backbone]:
    """Three brokers of our own, for the way to them will be broken."""
    try:
        async with backbone(tmp_path_factory.mktemp("kafka"), brokers=3) as opened:
            yield opened
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO KAFKA, NOT TESTED: {error}")


@pytest_asyncio.fixture(loop_scope="module")
async def topic(over: Backbone) -> str:
    """A topic as `nwd topics apply` makes it for a recipient, whose copies are in sync."""
    settings = TOPIC_SETTINGS | {"min.insync.replicas": "2"}
    name = await made(over.servers, partitions=1, copies=3, settings=settings)
    async with AIOKafkaProducer(bootstrap_servers=over.servers, acks="all") as producer:
        await producer.send_and_wait(name, b"0", key=b"person")
    return name


@pytest_asyncio.fixture(loop_scope="module")
async def sink(over: Backbone, topic: str) -> AsyncIterator[TopicSink]:
    opened = TopicSink(Connection(tuple(over.servers.split(",")), "test"), topic)
    yield opened
    await opened.close()


@contextlib.asynccontextmanager
async def stranded(over: Backbone, sink: TopicSink, text: str) -> AsyncIterator[None]:
    """What the sink has sent when the context begins, and not before, arrives when it ends."""
    brokers_own = [frozenset(link.ends) for link in over.links]
    await delivered(sink, text)
    for link, own in zip(over.links, brokers_own, strict=True):
        link.strand(but=own)
    yield
    for link in over.links:
        await link.set(OPEN)
    await asyncio.sleep(_LANDS_SECONDS)


async def delivered(sink: TopicSink, text: str) -> None:
    """As a lane does it: tried again until it is there, no sooner than the attempt before has said."""
    for _ in range(_ATTEMPTS):
        sent = await send(sink, text)
        if sent.fate is SendFate.DELIVERED:
            return
        await asyncio.sleep(sent.retry_after_seconds or 1)
    raise AssertionError(f"{text} is not there")


async def send(sink: TopicSink, text: str, *, start_seconds: float = 1) -> Sent:
    rendition = Rendition("text/plain", text.encode(), text, key="person")
    return await sink.send(rendition, start_seconds=start_seconds, timeout_seconds=5)


async def events(over: Backbone, topic: str, *, at_least: int) -> list[str]:
    return [one.value.decode() for one in await records(over.servers, topic, at_least=at_least)]


async def test_what_is_under_way_to_a_broker_never_comes_behind_a_later_event(
    over: Backbone, topic: str, sink: TopicSink
) -> None:
    """The first send waits somewhere on the way, is given up and sent again, and arrives after the next event."""
    async with stranded(over, sink, "1"):
        await delivered(sink, "2")
        await delivered(sink, "3")
    await delivered(sink, "4")

    came = await events(over, topic, at_least=5)
    assert came == sorted(came) and set(came) == set("01234")


async def test_what_a_broken_connection_still_holds_never_comes_behind_a_later_event(
    over: Backbone, topic: str, sink: TopicSink
) -> None:
    """The connection breaks with the record under way: what it said arrives, nobody hears, and later than the next."""
    async with stranded(over, sink, "1"):
        sending = asyncio.create_task(delivered(sink, "2"))
        await asyncio.sleep(_UNDER_WAY_SECONDS)
        for link in over.links:
            link.forget()
        await sending
        await delivered(sink, "3")
    await delivered(sink, "4")

    came = await events(over, topic, at_least=5)
    assert came == sorted(came) and set(came) == set("01234")


async def test_a_broker_that_wakes_takes_nothing_that_was_given_up(over: Backbone, topic: str, sink: TopicSink) -> None:
    """All brokers sleep: the record that waits at the leader's door is refused, for its decision is old."""
    await delivered(sink, "1")
    for one in over.brokers.brokers:
        one.pause()
    second = asyncio.create_task(send(sink, "2", start_seconds=_SLEEP_SECONDS))
    await asyncio.sleep(_SLEEP_SECONDS)
    for one in over.brokers.brokers:
        one.go_on()
    await asyncio.to_thread(over.brokers.ready)
    await delivered(sink, "3")

    assert (await second).fate is SendFate.UNKNOWN
    assert set(await events(over, topic, at_least=3)) == set("013")
