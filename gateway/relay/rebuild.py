"""Restores the topics from the database after the brokers have lost them; no effect comes twice."""

from collections.abc import Collection
from dataclasses import dataclass

from gateway.backbone.port import Backbone
from gateway.house import House
from gateway.settings.brokers import connection_of
from gateway.settings.model import Settings, TopicTable
from gateway.store.verbs.intake import AuditDraft
from gateway.topics.cluster import admin, empty, found, make
from gateway.topics.wanted import wanted
from schemas.clock import micros

_TOGETHER = 500
_HOUR = 3_600_000_000


class NothingToRebuild(Exception):
    """The settings ask for no topic."""


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was done."""

    created: tuple[str, ...]
    published: int
    """Events that the gateway's own topic holds again."""
    waiting: int
    """Events not fanned out yet, that are published by whoever relays."""
    sent_again: int
    """Deliveries to recipients' topics that were lost: each is decided again, and keeps its id."""


async def rebuild(house: House, backbone: Backbone, *, by: str) -> Rebuilt:
    """Make the missing topics and fill again what is empty. Raises `BrokersRefused` or `BackboneDown`."""
    settings = house.generation.settings
    topics = wanted(settings)
    if not topics:
        raise NothingToRebuild("the settings ask for no topic; there is nothing to rebuild")
    connection = connection_of(settings)
    names = [one.name for one in topics]
    now = micros(house.clock.now())
    note = AuditDraft("rebuild-topics", by, "begun")
    await house.store.note([note], now=now)
    async with admin(connection) as client:
        before = await found(client, names)
        created = tuple(name for name in names if name not in before)
        # Before the topic is there: a later event that waits must not be the first in it.
        sent_again = await _sent_again(house, settings, created, now)
        await make(client, topics)
    hollow = await empty(connection, before)
    sent_again += await _sent_again(house, settings, hollow, now)
    waiting = await house.store.republish()
    house.bell.ring()
    lost = settings.backbone.topic in {*hollow, *created}
    published = await _history(house, backbone, now) if lost else 0
    return Rebuilt(created, published, waiting, sent_again)


async def _history(house: House, backbone: Backbone, now: int) -> int:
    """Publish what was fanned out within the topic's retention: whoever reads it finds the effect there already."""
    since, after, published = now - _kept(house.generation.settings.backbone.keep), 0, 0
    while rows := await house.store.history(after, since=since, limit=_TOGETHER):
        await backbone.publish([event for _, event in rows])
        published += len(rows)
        after = rows[-1][0]
    return published


async def _sent_again(house: House, settings: Settings, hollow: Collection[str], now: int) -> int:
    """Lanes to recipients' topics that lost their records start again from the oldest that would still be kept."""
    sent = 0
    for one in settings.subscription:
        if one.topic is not None and one.topic.name in hollow:
            sent += await house.store.send_again(one.id, since=now - _kept(one.topic), now=now)
    house.delivery_bell.ring()
    return sent


def _kept(table: TopicTable) -> int:
    return table.retention_hours * _HOUR
