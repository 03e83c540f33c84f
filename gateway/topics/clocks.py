"""How long the brokers keep a record of a topic, at the longest."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from gateway.settings.brokers import connection_of
from gateway.settings.model import Settings
from gateway.topics.cluster import admin, found
from gateway.topics.wanted import Topic

_FOR_EVER_MS = 100 * 366 * 86_400_000
_BROKERS_TAKE = timedelta(hours=1)
"""What it may take beyond the settings of the topic: brokers look every few minutes."""


async def keeps(settings: Settings, topics: Sequence[str]) -> Mapping[str, timedelta | None]:
    """By topic, as it is set up on the brokers now; None where a record does not go by itself.

    Raises `BrokersRefused` and `NotReady`.
    """
    async with admin(connection_of(settings)) as client:
        return {name: keep_of(topic) for name, topic in (await found(client, topics)).items()}


def keep_of(topic: Topic) -> timedelta | None:
    """A file of a topic goes as a whole, once its youngest record is old enough; it takes in records for so long."""
    kept, *more = (int(topic.settings[name]) for name in ("retention.ms", "segment.ms", "file.delete.delay.ms"))
    goes = kept >= 0 and "delete" in topic.settings["cleanup.policy"].split(",") and kept + sum(more) < _FOR_EVER_MS
    return timedelta(milliseconds=kept + sum(more)) + _BROKERS_TAKE if goes else None
