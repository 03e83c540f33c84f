"""How long a test waits for what must happen: it goes on once it has, so that a long time costs only a failure."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

SECONDS = 120
_LOOK_AGAIN_SECONDS = 0.02

Found = TypeVar("Found")


async def eventually(look: Callable[[], Awaitable[Found]], *, told: Callable[[], str]) -> Found:
    """What `look` finds, once it finds something; `told` says what is there instead when it never does."""
    deadline = time.monotonic() + SECONDS
    while not (found := await look()):
        assert time.monotonic() < deadline, told()
        await asyncio.sleep(_LOOK_AGAIN_SECONDS)
    return found
