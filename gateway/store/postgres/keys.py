"""The store of data keys on PostgreSQL: a second database, so that it is backed up apart."""

from collections.abc import Iterable
from typing import Any

import asyncpg

from gateway.store.errors import StoreDown
from gateway.store.postgres.lines import line_of, opened
from gateway.store.sealed import Sealer

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS data_key (id BIGINT PRIMARY KEY, wrapped BYTEA NOT NULL)"
    " WITH (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0)"
)
"""A deleted row stands on the disk until the server has swept the table: that is not to wait for many more."""
_DESTROYED = "CREATE TABLE IF NOT EXISTS destroyed (id BIGINT PRIMARY KEY)"
_SEQUENCE = "CREATE SEQUENCE IF NOT EXISTS data_key_id"
MADE = f"SELECT pg_advisory_xact_lock(7212); {_SCHEMA}; {_DESTROYED}; {_SEQUENCE}"
"""Made by one process at a time: two that begin together do not collide."""


class KeyTable:
    """Data keys in a database of their own; new ones are committed by `sync`, before their first use is."""

    def __init__(self, pool: "asyncpg.Pool[Any]", sealer: Sealer) -> None:
        self._pool, self._sealer = pool, sealer
        self._new: list[tuple[int, bytes]] = []

    async def make(self, number: int) -> list[int]:
        """The ids of fresh keys; the keys are on disk after the next `sync`."""
        async with line_of(self._pool) as line:
            rows = await line.fetch("SELECT nextval('data_key_id') FROM generate_series(1, $1::int)", number)
        self._new += [(row[0], self._sealer.new_key(row[0])) for row in rows]
        return [row[0] for row in rows]

    async def bring(self, ids: Iterable[int]) -> None:
        """Put these keys at hand; a destroyed one stays unknown."""
        async with line_of(self._pool) as line:
            rows = await line.fetch("SELECT id, wrapped FROM data_key WHERE id = ANY($1::bigint[])", list(ids))
        for key, wrapped in rows:
            self._sealer.learn(key, wrapped)

    async def drop(self, ids: Iterable[int]) -> None:
        """Destroy these keys, and remember that they may not come back with an older copy."""
        every = list(ids)
        async with line_of(self._pool) as line, line.transaction():
            await line.execute("DELETE FROM data_key WHERE id = ANY($1::bigint[])", every)
            await line.execute("INSERT INTO destroyed SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING", every)
        for key in every:
            self._sealer.forget(key)

    async def sync(self) -> None:
        """Commit and sync the keys made since the last time."""
        if self._new:
            async with line_of(self._pool) as line:
                await line.executemany("INSERT INTO data_key VALUES ($1, $2)", self._new)
            self._new.clear()

    def forget_new(self) -> None:
        """The commit that would have used them failed."""
        self._new.clear()

    async def close(self) -> None:
        """Give the connections back."""
        await self._pool.close()


async def migrate_keys(dsn: str) -> None:
    """Make the key store at `dsn` if it is new. Raises `StoreDown`."""
    try:
        line = await asyncpg.connect(dsn)
        try:
            await line.execute(MADE)
        finally:
            await line.close()
    except (asyncpg.PostgresError, OSError) as error:
        raise StoreDown(f"the key store did not answer: {type(error).__name__}") from error


async def open_keys(dsn: str, sealer: Sealer) -> KeyTable:
    """The key store at `dsn`, made if it is new. Raises `StoreRefused` where another master key made it."""
    pool = await opened(dsn, lines=3)
    try:
        await pool.execute(MADE)
        found = KeyTable(pool, sealer)
        await found.bring(row[0] for row in await pool.fetch("SELECT id FROM data_key ORDER BY id LIMIT 1"))
    except BaseException:
        await pool.close()
        raise
    return found
