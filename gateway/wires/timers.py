"""The clock: timers that have come due are leased and answered; there is no leader."""

import asyncio
import contextlib

import structlog

from gateway.house import House
from gateway.intake.notices import answer_timer
from gateway.store.errors import StoreDown
from schemas.clock import micros

_log = structlog.get_logger()
_TICK_SECONDS = 0.25
_LEASE_MICROS = 30_000_000
_TOGETHER = 50


async def run(house: House, stop: asyncio.Event) -> None:
    """Answer timers until told to stop."""
    while not stop.is_set():
        try:
            await tick(house)
        except StoreDown:
            _log.error("timers_failed")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), _TICK_SECONDS)


async def tick(house: House) -> int:
    """Answer what is due now; returns how many."""
    now = micros(house.clock.now())
    due = await house.store.timers_due(house.worker, now=now, until=now + _LEASE_MICROS, limit=_TOGETHER)
    for timer in due:
        await answer_timer(house, timer)
    return len(due)
