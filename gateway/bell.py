"""A bell that wakes whoever waits for work in this process; looking again after a while makes up for a lost ring."""

import asyncio
import contextlib


class Bell:
    """Rung after a commit that made work; each waiter hears the rings since its last wait."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake everybody who waits."""
        self._rung.set()

    async def wait(self, seconds: float) -> None:
        """Return at the next ring, or after `seconds`."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()
