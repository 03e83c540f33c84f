"""A house on settings of its own, with nothing that listens."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from gateway.bootstrap import opened
from gateway.house import House
from gateway.settings.loading import parse
from schemas.clock import Clock
from tests.faults.settings import settings


@asynccontextmanager
async def opened_here(folder: Path, clock: Clock | None = None) -> AsyncIterator[House]:
    """One trust and a café whose webhook nobody answers."""
    path = settings(folder, 9, "cafe")
    async with opened(parse(path.read_text(), folder=folder), path.read_bytes(), clock=clock) as made:
        yield made
