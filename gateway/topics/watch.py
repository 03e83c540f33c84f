"""Looks whether topics are as the settings say: one of an older version, or made by hand, may lose order or records."""

import asyncio
import contextlib

import structlog

from gateway.house import House
from gateway.settings.brokers import connection_of
from gateway.settings.outside import NotReady
from gateway.topics.cluster import BrokersRefused, admin, found
from gateway.topics.wanted import Step, plan, wanted

_log = structlog.get_logger()
_LOOK_SECONDS = 60.0
MEND = "nwd topics plan says what, nwd topics apply mends it"


async def run(house: House, stop: asyncio.Event) -> None:
    """Look at the start and every minute until told to stop, and say it each time that something is unsafe."""
    while not stop.is_set():
        with contextlib.suppress(BrokersRefused, NotReady):
            _tell(house, await _unsafe(house))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_SECONDS):
                await stop.wait()


async def _unsafe(house: House) -> list[Step]:
    settings = house.generation.settings
    topics = wanted(settings)
    if not topics:
        return []
    async with admin(connection_of(settings)) as client:
        there = await found(client, [one.name for one in topics])
    return [step for step in plan(topics, there) if step.is_unsafe]


def _tell(house: House, steps: list[Step]) -> None:
    for one in steps:
        _log.error("topic_unsafe", topic=one.topic.name, detail=one.what, mend=MEND)
    names = sorted({one.topic.name for one in steps})
    house.topics_trouble = f"{', '.join(names)} not as the settings say; {MEND}" if names else None
