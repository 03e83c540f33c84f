"""The topics on the brokers: read as they are, made as they should be."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, for_code

from adapters.kafka.connection import Connection
from adapters.kafka.producing import stopped
from gateway.topics.wanted import Topic, plan

_LOOKS, _LOOK_AGAIN_SECONDS = 100, 0.1
_SET_ON_TOPIC = 1
"""`config_source` of a setting that stands on the topic itself."""


class BrokersRefused(Exception):
    """The brokers did not answer, or did not do what was asked; the text says what."""


@asynccontextmanager
async def admin(connection: Connection) -> AsyncIterator[Any]:
    """A client that may see and make topics. Raises `BrokersRefused` for whatever the brokers refuse in it."""
    client = AIOKafkaAdminClient(**connection.options(), request_timeout_ms=10_000)
    try:
        await client.start()
        yield client
    except (KafkaError, OSError) as error:
        where = ", ".join(connection.servers)
        raise BrokersRefused(f"the brokers at `{where}` refused: {str(error) or type(error).__name__}") from error
    finally:
        await client.close()


async def found(client: Any, names: Sequence[str]) -> dict[str, Topic]:
    """Those of the topics that there are, with the settings that hold for them."""
    described = [one for one in await client.describe_topics(list(names)) if not one["error_code"]]
    settings = {one["topic"]: await _settings(client, one["topic"]) for one in described}
    return {
        one["topic"]: Topic(
            one["topic"],
            len(one["partitions"]),
            min((len(it["replicas"]) for it in one["partitions"]), default=0),
            {name: value for name, (value, _) in settings[one["topic"]].items()},
        )
        for one in described
    }


async def make(client: Any, asked: Sequence[Topic]) -> None:
    """Create what is missing and mend what can be mended; what needs a hand is left as it is."""
    there = await found(client, [one.name for one in asked])
    missing = [one for one in asked if one.name not in there]
    if missing:
        _checked((await client.create_topics([_new(one) for one in missing])).topic_errors)
        await _seen(client, missing)
    for one in asked:
        is_now = there.get(one.name)
        if is_now is None or not plan([one], there):
            continue
        if is_now.partitions < one.partitions:
            await client.create_partitions({one.name: NewPartitions(one.partitions)})
        await _set(client, one)
    await _seen(client, asked)


async def _seen(client: Any, asked: Sequence[Topic]) -> None:
    """Return once whichever broker answers shows what was made or set: that is told before everybody has heard."""
    names = [one.name for one in asked]
    for _ in range(_LOOKS):
        there = await found(client, names)
        if all(one.name in there and one.settings.items() <= there[one.name].settings.items() for one in asked):
            return
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    raise BrokersRefused(f"made `{', '.join(names)}`, but the brokers do not show it; look again: nwd topics plan")


async def empty(connection: Connection, topics: Mapping[str, Topic]) -> frozenset[str]:
    """Those of the topics that hold no record and never did. Raises `BrokersRefused`."""
    consumer = AIOKafkaConsumer(**connection.options())
    try:
        await consumer.start()
        return frozenset([one.name for one in topics.values() if not await _last(consumer, one)])
    except (KafkaError, OSError) as error:
        raise BrokersRefused(f"the brokers did not say what the topics hold: {type(error).__name__}") from error
    finally:
        await stopped(consumer)


async def _last(consumer: Any, topic: Topic) -> int:
    """How many records the topic has ever had."""
    partitions = [TopicPartition(topic.name, number) for number in range(topic.partitions)]
    return sum((await consumer.end_offsets(partitions)).values())


async def _settings(client: Any, topic: str) -> Mapping[str, tuple[str, int]]:
    answers = await client.describe_configs([ConfigResource(ConfigResourceType.TOPIC, topic)])
    entries = answers[0].resources[0][4]
    return {entry[0]: (entry[1], entry[3]) for entry in entries}


async def _set(client: Any, topic: Topic) -> None:
    """What else stands on the topic stays, for the request replaces everything."""
    there = await _settings(client, topic.name)
    kept = {name: value for name, (value, origin) in there.items() if origin == _SET_ON_TOPIC}
    resource = ConfigResource(ConfigResourceType.TOPIC, topic.name, kept | dict(topic.settings))
    for answer in await client.alter_configs([resource]):
        _checked([(name, code, message) for code, message, _, name in answer.resources])


def _new(topic: Topic) -> NewTopic:
    return NewTopic(topic.name, topic.partitions, topic.replication, topic_configs=dict(topic.settings))


def _checked(errors: Sequence[Sequence[Any]]) -> None:
    for name, code, *message in errors:
        if code:
            said = message[0] if message and message[0] else for_code(code).__name__
            raise BrokersRefused(f"topic `{name}`: {said}")
