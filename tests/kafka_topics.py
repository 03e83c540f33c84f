"""Topics as a test needs them: made, lost, and read to the end."""

import asyncio
import secrets
from collections.abc import Mapping
from typing import Any

from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from tests.patience import SECONDS


async def made(
    servers: str, name: str = "", *, partitions: int = 3, copies: int = 1, settings: Mapping[str, str] | None = None
) -> str:
    """The name of a new topic."""
    name = name or f"test.{secrets.token_hex(4)}"
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    answer = await admin.create_topics([NewTopic(name, partitions, copies, topic_configs=dict(settings or {}))])
    await admin.close()
    assert [error[1] for error in answer.topic_errors] == [0], answer
    return name


async def lost(servers: str, *names: str) -> None:
    """Delete topics with all that is in them."""
    admin = AIOKafkaAdminClient(bootstrap_servers=servers)
    await admin.start()
    await admin.delete_topics(list(names))
    while set(names) & set(await admin.list_topics()):
        pass
    await admin.close()


async def records(servers: str, topic: str, *, at_least: int = 0) -> list[Any]:
    """Everything in a topic, once there are so many."""
    async with AIOKafkaConsumer(topic, bootstrap_servers=servers, auto_offset_reset="earliest") as consumer:
        partitions = consumer.assignment()
        found: list[Any] = []
        async with asyncio.timeout(SECONDS):
            while True:
                ends = await consumer.end_offsets(partitions)
                while any([await consumer.position(one) < ends[one] for one in partitions]):
                    for some in (await consumer.getmany(timeout_ms=200)).values():
                        found.extend(some)
                if len(found) >= at_least:
                    return found
