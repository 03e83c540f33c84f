"""From the backbone to the lanes: every batch is fanned out, then marked done."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

import structlog

from gateway import faults
from gateway.backbone.port import Backbone, Batch
from gateway.house import House
from gateway.relay.route import router
from gateway.store.errors import StoreDown
from schemas.clock import micros

_log = structlog.get_logger()
_AGAIN_SECONDS = 0.5


async def run(house: House, backbone: Backbone) -> None:
    """Fan out until the backbone is closed; a batch that could not be committed is tried again."""
    async for batch in backbone.batches():
        await _until_fanned_out(house, batch)
        faults.hit("after-fan-out")
        await backbone.done(batch)


async def _until_fanned_out(house: House, batch: Batch) -> None:
    while True:
        if await fanned_out(house, batch.events):
            return
        await asyncio.sleep(_AGAIN_SECONDS)


async def fanned_out(house: House, events: Sequence[UUID]) -> bool:
    """Commit the deliveries of these events; False when the store is down."""
    try:
        await _fan_out(house, events)
    except StoreDown:
        _log.error("fan_out_failed", events=len(events))
        return False
    except Exception as error:  # the worker loop: one event must not hold up those of everybody else
        _log.error("fan_out_failed", events=len(events), error=type(error).__name__)
        return await _each(house, events)
    return True


async def _each(house: House, events: Sequence[UUID]) -> bool:
    """One by one; an event that cannot be fanned out stays in the outbox and stands on `nwd stuck`."""
    for event in events:
        try:
            await _fan_out(house, [event])
        except StoreDown:
            return False
        except Exception as error:  # as above
            _log.error("fan_out_failed", event_id=str(event), error=type(error).__name__)
            await asyncio.sleep(_AGAIN_SECONDS)
    return True


async def _fan_out(house: House, events: Sequence[UUID]) -> None:
    faults.hit("before-fan-out")
    if await house.store.fan_out(events, router(house.directory), now=micros(house.clock.now())):
        house.delivery_bell.ring()
