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
_SWEEP_SECONDS = 3_600.0
_SWEPT_TOGETHER = 500
_SWEEPS = 200


async def run(house: House, stop: asyncio.Event) -> None:
    """Answer timers until told to stop."""
    swept_at: float | None = None
    while not stop.is_set():
        try:
            await tick(house)
            if swept_at is None or house.clock.monotonic() - swept_at >= _SWEEP_SECONDS:
                swept_at = house.clock.monotonic()
                await sweep(house)
        except StoreDown:
            _log.error("timers_failed")
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TICK_SECONDS):
                await stop.wait()


async def sweep(house: House) -> None:
    """End what has outlived its retention, a little at a time, so that nobody waits for it."""
    for _ in range(_SWEEPS):
        if not await house.store.sweep(now=micros(house.clock.now()), limit=_SWEPT_TOGETHER):
            return


async def tick(house: House) -> int:
    """Answer what is due now; returns how many."""
    now = micros(house.clock.now())
    due = await house.store.timers_due(house.worker, now=now, until=now + _LEASE_MICROS, limit=_TOGETHER)
    for timer in due:
        try:
            await answer_timer(house, timer)
        except StoreDown:
            raise
        except Exception as error:  # one that cannot be answered holds up no other; it stands on `nwd stuck`
            _log.error("timer_failed", name=timer.kind, error=type(error).__name__)
    return len(due)
