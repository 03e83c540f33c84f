"""From the outbox to the backbone: what was committed is published, and again until it is fanned out."""

import asyncio
from collections.abc import Sequence

import structlog

from gateway import faults
from gateway.backbone.port import Backbone, BackboneDown
from gateway.house import House
from gateway.relay.pump import fanned_out
from gateway.settings.model import Backbone as Settings
from gateway.store.errors import StoreDown
from gateway.store.verbs.delivery import Outgoing
from schemas.clock import micros

_log = structlog.get_logger()
_TOGETHER = 500
_LOOK_AGAIN_SECONDS = 0.1
_AGAIN_SECONDS = 0.5
_ASK_AGAIN_SECONDS = 5.0
_MICROS = 1_000_000


async def run(house: House, backbone: Backbone, stop: asyncio.Event, settings: Settings) -> None:
    """Publish until told to stop.

    While the backbone has been down for longer than `direct_after_seconds`, events are fanned out from here: the
    database is the truth, and an event whose effect is committed does nothing when the backbone brings it later. It is
    asked now and then only, for each asking may last its whole time-out and the events wait for that.
    """
    well_at, ask_at = house.clock.monotonic(), 0.0
    while not stop.is_set():
        events = await _claimed(house, settings.republish_seconds)
        if not events:
            await house.bell.wait(_LOOK_AGAIN_SECONDS)
        elif house.clock.monotonic() < ask_at:
            await _keep(house, events, direct=True)
        elif await _published(backbone, events):
            well_at = house.clock.monotonic()
        else:
            now = house.clock.monotonic()
            away = now - well_at > settings.direct_after_seconds
            ask_at = now + _ASK_AGAIN_SECONDS if away else 0.0
            await _keep(house, events, direct=away)


async def _published(backbone: Backbone, events: Sequence[Outgoing]) -> bool:
    try:
        faults.hit("before-publish")
        await backbone.publish(events)
        faults.hit("after-publish")
    except BackboneDown as error:
        _log.error("publish_failed", events=len(events), detail=str(error))
        return False
    return True


async def _claimed(house: House, republish_seconds: float) -> Sequence[Outgoing]:
    now = micros(house.clock.now())
    try:
        return await house.store.outgoing(now=now, until=now + round(republish_seconds * _MICROS), limit=_TOGETHER)
    except StoreDown:
        _log.error("outbox_unreadable")
        await asyncio.sleep(_AGAIN_SECONDS)
        return ()


async def _keep(house: House, events: Sequence[Outgoing], *, direct: bool) -> None:
    """What the backbone did not take goes round it, or is given back; a claim that cannot be runs out by itself."""
    names = [one.event.event_id for one in events]
    if direct and await fanned_out(house, names):
        return
    try:
        await house.store.not_gone(names)
    except StoreDown:
        _log.error("outbox_unreadable")
    await asyncio.sleep(_AGAIN_SECONDS)
