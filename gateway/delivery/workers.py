"""Delivery: lease lanes, release, send, settle; each lane by itself, so that one dead recipient slows nobody."""

import asyncio

import structlog

from gateway.delivery.attempt import attempt
from gateway.house import House
from gateway.store.errors import StoreDown
from gateway.store.verbs.delivery import Lease
from schemas.clock import micros

_log = structlog.get_logger()
_LEASE_SECONDS = 60
_LOOK_AGAIN_SECONDS = 0.1
_AFTER_TROUBLE_SECONDS = 1.0
_MICROS = 1_000_000


async def run(house: House, stop: asyncio.Event) -> None:
    """Work until told to stop, then finish the attempts in flight."""
    busy: set[asyncio.Task[None]] = set()
    while not stop.is_set():
        room = house.directory.operations.delivery_workers - len(busy)
        leases = await _claim(house, room) if room > 0 else ()
        for lease in leases:
            task = asyncio.create_task(_work(house, lease))
            busy.add(task)
            task.add_done_callback(busy.discard)
            task.add_done_callback(lambda _: house.delivery_bell.ring())
        if not leases:
            await house.delivery_bell.wait(_LOOK_AGAIN_SECONDS)
    await asyncio.gather(*busy)


async def _claim(house: House, room: int) -> tuple[Lease, ...]:
    now = micros(house.clock.now())
    try:
        if not await house.store.due(now=now):
            return ()
        leases = await house.store.claim(house.worker, now=now, until=now + _LEASE_SECONDS * _MICROS, limit=room)
    except StoreDown:
        _log.error("claim_failed")
        await asyncio.sleep(_AFTER_TROUBLE_SECONDS)
        return ()
    return tuple(leases)


async def _work(house: House, lease: Lease) -> None:
    try:
        await attempt(house, lease)
    except StoreDown:
        _log.error("attempt_not_recorded", delivery=lease.delivery)
    except Exception as error:  # the worker loop: the lane's lease runs out and the delivery is tried again
        _log.error("attempt_failed", delivery=lease.delivery, error=type(error).__name__)
