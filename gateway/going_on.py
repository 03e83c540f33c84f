"""Background work that may not end before the gateway does."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable

import structlog

_log = structlog.get_logger()
_AGAIN_SECONDS = 0.5


async def going_on(name: str, work: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
    """Begin the work again whenever something that nobody foresaw ends it, until told to stop.

    What it had in hand comes again by itself: events from the outbox, lanes and timers when their leases run out.
    """
    while not stop.is_set():
        try:
            await work()
        except Exception as error:  # a worker loop: a gateway that is alive and does no work would tell nobody
            _log.error("task_failed", name=name, error=type(error).__name__)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_AGAIN_SECONDS):
                    await stop.wait()
        else:
            return
