"""Restores the topics from the database after the brokers have lost them; no effect comes twice.

It goes so many at a time, and the database keeps how far it is: whoever is broken off goes on when asked again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from adapters.kafka.fate import SEALED_AFTER_SECONDS
from gateway.backbone.port import Backbone
from gateway.house import House
from gateway.settings.brokers import connection_of
from gateway.settings.model import Settings, Subscription, TopicTable
from gateway.store.verbs.intake import AuditDraft
from gateway.topics.cluster import admin, empty, found, make
from gateway.topics.wanted import wanted
from schemas.clock import micros

_log = structlog.get_logger()
_TOGETHER = 500
_LOOKED_AT = 10_000
_HOUR = 3_600_000_000
_EVENTS = "events"


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
    """Make the missing topics and fill again what is empty, or was not filled to the end before.

    Raises `BrokersRefused` or `BackboneDown`, and `StoreDown`; asked again, it goes on from there.
    """
    settings = house.generation.settings
    topics = wanted(settings)
    if not topics:
        raise NothingToRebuild("the settings ask for no topic; there is nothing to rebuild")
    connection = connection_of(settings)
    now = micros(house.clock.now())
    note = AuditDraft("rebuild-topics", by, "begun")
    await house.store.note([note], now=now)
    async with admin(connection) as client:
        before = await found(client, [one.name for one in topics])
    created = tuple(one.name for one in topics if one.name not in before)
    left = await _begun(house, settings, {*created, *await empty(connection, before)})
    # Before the topic is there: neither a later event that waits nor one on its way must be the first in it.
    sent_again = await _sent_again(house, left, [one for one in _readers(settings) if _name(one) in created], now)
    if sent_again:
        await asyncio.sleep(SEALED_AFTER_SECONDS)
    async with admin(connection) as client:
        await make(client, topics)
    sent_again += await _sent_again(house, left, [one for one in _readers(settings) if _name(one) in before], now)
    waiting = await _republished(house)
    published = await _history(house, backbone, left[_EVENTS], now) if _EVENTS in left else 0
    return Rebuilt(created, published, waiting, sent_again)


async def _begun(house: House, settings: Settings, hollow: Collection[str]) -> Mapping[str, int]:
    """How far each part is that is not done: one for the own topic, one for each subscription that has a topic."""
    parts = {_EVENTS: settings.backbone.topic} | {_part(one): _name(one) for one in _readers(settings)}
    return await house.store.begin_rebuild([*parts], [part for part, topic in parts.items() if topic in hollow])


async def _republished(house: House) -> int:
    """Every event that is not fanned out yet goes at once to whoever relays."""
    after, waiting = 0, 0
    while rows := await house.store.republish(after, limit=_TOGETHER):
        waiting += len(rows)
        after = rows[-1]
    house.bell.ring()
    return waiting


async def _history(house: House, backbone: Backbone, after: int, now: int) -> int:
    """Publish what was fanned out within the topic's retention: whoever reads it finds the effect there already."""
    since, published = now - _kept(house.generation.settings.backbone.keep), 0
    while rows := await house.store.history(after, since=since, limit=_TOGETHER):
        await backbone.publish([event for _, event in rows])
        published += len(rows)
        after = rows[-1][0]
        await house.store.published_again(_EVENTS, after)
        _log.info("topic_rebuilding", part=_EVENTS, done=published)
    await house.store.end_rebuild(_EVENTS)
    return published


async def _sent_again(house: House, left: Mapping[str, int], readers: Sequence[Subscription], now: int) -> int:
    """Lanes to recipients' topics that lost their records start again from the oldest that would still be kept."""
    sent = 0
    for one in readers:
        if _part(one) in left:
            lanes = await _lanes(house, one, now)
            for some in _together({lane: lanes[lane] for lane in sorted(lanes) if lane > left[_part(one)]}):
                sent += await house.store.send_again(_part(one), some, now=now)
                _log.info("topic_rebuilding", part=_part(one), lane=max(some), of=max(lanes), done=sent)
                house.delivery_bell.ring()
            await house.store.end_rebuild(_part(one))
    return sent


async def _lanes(house: House, one: Subscription, now: int) -> Mapping[int, Sequence[int]]:
    """What was delivered to a topic and would still be kept there, by lane."""
    lanes: defaultdict[int, list[int]] = defaultdict(list)
    after, since = 0, now - (_kept(one.topic) if one.topic else 0)
    while rows := await house.store.delivered(one.id, after, since=since, limit=_LOOKED_AT):
        for delivery, lane in rows:
            lanes[lane].append(delivery)
        after = rows[-1][0]
    return lanes


def _together(lanes: Mapping[int, Sequence[int]]) -> Iterator[Mapping[int, Sequence[int]]]:
    """As many as one commit takes, but whole lanes: what is queued later comes behind what its lane sends meanwhile."""
    some: dict[int, Sequence[int]] = {}
    many = 0
    for lane, deliveries in lanes.items():
        some[lane] = deliveries
        many += len(deliveries)
        if many >= _TOGETHER:
            yield some
            some, many = {}, 0
    if some:
        yield some


def _readers(settings: Settings) -> list[Subscription]:
    return [one for one in settings.subscription if one.topic is not None]


def _name(one: Subscription) -> str:
    return one.topic.name if one.topic else ""


def _part(one: Subscription) -> str:
    return f"subscription {one.id}"


def _kept(table: TopicTable) -> int:
    return table.retention_hours * _HOUR
