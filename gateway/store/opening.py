"""Opens the store that the settings name, with its audit chain begun."""

import secrets
from collections.abc import Sequence
from pathlib import Path

from gateway.store.engine import Engine
from gateway.store.errors import StoreLocked
from gateway.store.postgres.engine import SCHEMA, connect, migrate_data
from gateway.store.postgres.keys import migrate_keys, open_keys
from gateway.store.sealed import MasterKeys, Sealer
from gateway.store.sqlite import opening
from gateway.store.sqlite.engine import SqliteEngine
from gateway.store.steps import erasing, fitting, lanes
from gateway.store.steps.step import Chain, Desk
from gateway.store.steps.watching import USUAL, Limits
from gateway.store.store import SqlStore
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.store import Matcher
from schemas.clock import Clock, micros


def desk(keys: MasterKeys, clock: Clock, *, name: str, owner: str) -> Desk:
    """The desk of one writer process: its chain is named after the process and its birth, and is never named twice."""
    writer = f"{name}-{micros(clock.now())}-{secrets.token_hex(4)}"
    return Desk(Sealer(keys), Chain(writer), owner, clock)


async def open_sqlite(
    path: Path,
    writer: Desk,
    matcher: Matcher,
    *,
    limits: Limits = USUAL,
    vfs: str | None = None,
    slow: Sequence[str] = (),
) -> SqlStore:
    """The store in one file, owned by this process alone; `vfs` names an apsw file system to go through.

    What was being sent by one of the subscriptions `slow` when the process before ended may still arrive.
    """
    engine = SqliteEngine(path, writer, vfs=vfs)
    await _refuse_other_keys(engine, writer, f"`{path.with_name('keys.db')}`")
    await engine.write(lambda: lanes.free_leases(now=writer.now(), but=slow))
    await engine.write(lambda: erasing.finish(writer, now=writer.now()))
    store = SqlStore(engine, matcher, limits)
    await store.note([AuditDraft("chain-began", writer.chain.writer, "open")], now=writer.now())
    return store


def migrate_sqlite(path: Path) -> int:
    """Bring the file to this version, as its only owner; returns the schema. Raises `StoreError`.

    Where the gateway runs and the file is of this version already, there is nothing to do.
    """
    try:
        lock = opening.take_lock(path)
    except StoreLocked as error:
        found = opening.schema_of(path)
        if found == opening.SCHEMA:
            return found
        told = f"`{path.name}` has schema `{found}`, this version needs `{opening.SCHEMA}`, and a gateway runs on it"
        raise StoreLocked(
            f"{told}; stop that, then migrate again, or start this one: nwd serve migrates too"
        ) from error
    with lock:
        opening.migrated(path).close()
    return opening.SCHEMA


async def migrate_postgres(dsn: str, keys_dsn: str) -> int:
    """Bring both databases to this version; returns the schema. Raises `StoreError`."""
    await migrate_data(dsn)
    await migrate_keys(keys_dsn)
    return SCHEMA


async def open_postgres(dsn: str, keys_dsn: str, writer: Desk, matcher: Matcher, *, limits: Limits = USUAL) -> SqlStore:
    """The store in a PostgreSQL database, with the data keys in another one."""
    engine = await connect(dsn, await open_keys(keys_dsn, writer.sealer), writer)
    await _refuse_other_keys(engine, writer, "in the database that store.keys_dsn_env names")
    store = SqlStore(engine, matcher, limits)
    await store.note([AuditDraft("chain-began", writer.chain.writer, "open")], now=writer.now())
    return store


async def _refuse_other_keys(engine: Engine, writer: Desk, where: str) -> None:
    try:
        await engine.read(lambda: fitting.keys_fit(writer, where))
    except BaseException:
        await engine.close()
        raise
