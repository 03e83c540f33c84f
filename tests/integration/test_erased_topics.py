"""An erased person on recipients' topics: nobody else's record is lost, and the last of theirs goes by its clock."""

import asyncio
import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from adapters.kafka.connection import Connection
from gateway.cli.main import main
from gateway.topics.cluster import admin, make
from gateway.topics.wanted import Topic
from tests.integration.test_kafka_gateway import BEFORE_HOOK, instead_of_hook
from tests.kafka_broker import Broker, NoBroker, cluster
from tests.kafka_topics import made, records
from tests.leaks.searching import hits
from tests.patience import eventually
from tests.town import OTHER, Town, referral, town

pytestmark = pytest.mark.kafka
_LOOKS_OFTEN = "log.retention.check.interval.ms=200\nlog.initial.task.delay.ms=200\n"
_WORDS = ["EXAMPLE", "07700900001"]
AT_ONCE = {"file.delete.delay.ms": "0", "segment.ms": "1000"}


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """One that looks for what is too old several times a second, in place of every five minutes."""
    try:
        made_up = cluster(tmp_path_factory.mktemp("forgetful"), more=_LOOKS_OFTEN)
        made_up.start()
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO KAFKA, NOT TESTED: {error}")
    yield made_up.brokers[0]
    made_up.kill()


def on_topic(server: str, topic: str) -> dict[str, str]:
    """The change of settings by which the café reads a topic of its own."""
    kafka = f'[kafka]\nservers = ["{server}"]\n[http]'
    return {"[http]": kafka, BEFORE_HOOK: instead_of_hook(topic)}


async def nwd(place: Town, folder: Path, *arguments: str) -> int:
    """A command with the settings of the town."""
    (folder / "nwd.toml").write_text(place.settings)
    return await asyncio.to_thread(main, [*arguments, "--config", str(folder / "nwd.toml"), "--by", "Jo"])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    """What a command answered, among the log of the town."""
    out = "\n" + capsys.readouterr().out
    return json.loads(out[min(at for at in (out.find("\n{\n"), out.find("\n[\n")) if at >= 0) :])


async def set_retention(broker: Broker, topic: str, kept: int) -> None:
    """Let so many milliseconds be the time that a record is kept."""
    async with admin(Connection((broker.server,), "test")) as client:
        await make(client, [Topic(topic, 3, 1, {"retention.ms": str(kept)})])


async def test_the_last_record_of_the_erased_goes_by_its_clock_and_until_then_it_is_told(
    tmp_path: Path, broker: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the topic and from the broker's disk; who reads slowly loses nothing by it meanwhile."""
    topic = await made(broker.server, settings=AT_ONCE | {"retention.ms": "3600000"})
    async with town(tmp_path, change=on_topic(broker.server, topic)) as place:
        await place.send(referral(1))
        await place.send(referral(2, OTHER))
        before = await records(broker.server, topic, at_least=2)
        about = {orjson.loads(it.value)["data"]["resources"][0]["subject"]["reference"]: it for it in before}
        patient = next(who for who, it in about.items() if hits(it.value, _WORDS))
        await place.settled()
        capsys.readouterr()

        assert await nwd(place, tmp_path, "erase", patient, "--reason", "asked for") == 0
        [told] = printed(capsys)["on_topics"]
        assert await nwd(place, tmp_path, "erasures") == 0
        assert printed(capsys) == [told]

        assert (told["topic"], told["by"], told["reason"]) == (topic, "Jo", "asked for")
        left = datetime.fromisoformat(told["gone_by"]) - datetime.fromisoformat(told["last_sent_at"])
        assert left == timedelta(hours=2, seconds=1)
        assert len(await records(broker.server, topic)) == 2
        assert hits(disk(broker), _WORDS) == set(_WORDS)
        await set_retention(broker, topic, 1)

        async def gone() -> bool:
            return not hits(disk(broker), _WORDS)

        await eventually(gone, told=lambda: "the broker's disk still holds it")
        assert await records(broker.server, topic) == []


def disk(broker: Broker) -> bytes:
    """Every file of the broker that it has not taken away since, without the room that is kept at the end of some."""
    found = []
    for file in broker.folder.rglob("*"):
        try:
            found.append(file.read_bytes().rstrip(b"\x00") if file.is_file() else b"")
        except FileNotFoundError:
            continue
    return b"\n".join(found)


async def test_on_a_busy_topic_an_old_record_goes_while_later_ones_stay(broker: Broker) -> None:
    """Brokers drop whole files: without a time for closing them a record stays as long as others follow."""
    kept = {"retention.ms": "2000", "file.delete.delay.ms": "0"}
    busy = await made(broker.server, partitions=1, settings=kept | AT_ONCE)
    never_closed = await made(broker.server, partitions=1, settings=kept)
    producer = AIOKafkaProducer(bootstrap_servers=broker.server)
    await producer.start()
    begun = time.monotonic()

    async def first_of(topic: str) -> bytes:
        return (await records(broker.server, topic, at_least=1))[0].value

    async def gone() -> bool:
        for topic in (busy, never_closed):
            await producer.send_and_wait(topic, b"%.3f" % (time.monotonic() - begun))
        return await first_of(busy) != b"a canary"

    for topic in (busy, never_closed):
        await producer.send_and_wait(topic, b"a canary")
    await eventually(gone, told=lambda: "the first record is still there")
    took = time.monotonic() - begun
    await producer.stop()

    assert took > 2
    assert await first_of(never_closed) == b"a canary"


async def test_brokers_that_do_not_answer_hold_no_erasure_up(
    tmp_path: Path, broker: Broker, capsys: pytest.CaptureFixture[str]
) -> None:
    """The keys go, the date is asked for later; a topic without a clock is told as such."""
    topic = await made(broker.server, settings={"cleanup.policy": "compact"})
    async with town(tmp_path, change=on_topic(broker.server, topic)) as place:
        await place.send(referral(1))
        [record] = await records(broker.server, topic, at_least=1)
        patient = orjson.loads(record.value)["data"]["resources"][0]["subject"]["reference"]
        await place.settled()
        broker.pause()
        capsys.readouterr()
        try:
            assert await nwd(place, tmp_path, "erase", patient, "--reason", "asked for") == 0
        finally:
            broker.go_on()
        said = printed(capsys)
        assert said["keys_destroyed"] > 0
        assert said["on_topics"][0]["gone_by"].startswith("unknown, for the brokers do not say")

        assert await nwd(place, tmp_path, "erasures") == 0
        assert printed(capsys)[0]["gone_by"].startswith("never by itself")


async def test_what_is_gone_is_told_no_more(
    tmp_path: Path, broker: Broker, capsys: pytest.CaptureFixture[str], ahead: Callable[[timedelta], None]
) -> None:
    """Once the date has come, the list is empty."""
    topic = await made(broker.server, settings=AT_ONCE | {"retention.ms": "3600000"})
    async with town(tmp_path, change=on_topic(broker.server, topic)) as place:
        await place.send(referral(1))
        [record] = await records(broker.server, topic, at_least=1)
        patient = orjson.loads(record.value)["data"]["resources"][0]["subject"]["reference"]
        await place.settled()
        assert await nwd(place, tmp_path, "erase", patient, "--reason", "asked for") == 0
        ahead(timedelta(hours=3))
        capsys.readouterr()

        assert await nwd(place, tmp_path, "erasures") == 0

        assert capsys.readouterr().out.endswith("[]\n")
