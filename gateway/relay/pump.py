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
    faults.hit("before-fan-out")
    try:
        made = await house.store.fan_out(events, router(house.directory), now=micros(house.clock.now()))
    except StoreDown:
        _log.error("fan_out_failed", events=len(events))
        return False
    if made:
        house.delivery_bell.ring()
    return True
