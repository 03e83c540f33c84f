"""Connections to PostgreSQL: a server that hangs, or a network that swallows, is a server that is down."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import asyncpg

PATIENCE_SECONDS = 15.0
"""How long an attempt to connect, or the work of one transaction, may take."""

_STATEMENTS = 1000


async def opened(dsn: str, *, lines: int, **settings: str) -> "asyncpg.Pool[Any]":
    """A pool of up to so many connections, with these settings of the server. Raises what asyncpg and the socket raise.

    They are named when a connection is made: to set them in each transaction would be a message more for each.
    """
    return await asyncpg.create_pool(
        dsn, min_size=min(2, lines), max_size=lines, timeout=PATIENCE_SECONDS, reset=_nothing,
        statement_cache_size=_STATEMENTS, server_settings={"jit": "off", **settings},
    )  # fmt: skip


@asynccontextmanager
async def line_of(pool: "asyncpg.Pool[Any]") -> AsyncIterator[Any]:
    """A connection for a while; when that is over the wire is cut, for a cancelled statement is waited for as well."""
    async with pool.acquire(timeout=PATIENCE_SECONDS) as line:
        cutting = asyncio.get_running_loop().call_later(PATIENCE_SECONDS, line.terminate)
        try:
            yield line
        finally:
            cutting.cancel()


async def _nothing(line: Any) -> None:
    """Whatever is set later is set for one transaction: there is nothing to reset."""
