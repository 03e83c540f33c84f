"""Backups of PostgreSQL: each table as PostgreSQL's own binary copy, of one snapshot, from a running gateway.

It needs no program beside `nwd`, and what it restores it checks as it does for the embedded store.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import asyncpg

from gateway.backup import manifest
from gateway.backup.manifest import NotBackedUp, Restored, checked, sign_off, two_places
from gateway.store.postgres.engine import SCHEMA, migrate
from gateway.store.postgres.keys import MADE
from gateway.store.sealed import MasterKeys

_KEY_TABLES = ("data_key", "destroyed")
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename"
_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = $1"
    " ORDER BY ordinal_position"
)
_NUMBERED = (
    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND is_identity = 'YES'"
)
_LAST_KEY = (
    "SELECT setval('data_key_id', GREATEST($1, (SELECT COALESCE(MAX(id), 0) FROM data_key),"
    " (SELECT COALESCE(MAX(id), 0) FROM destroyed), 1))"
)


async def backup(dsn: str, keys_dsn: str, to: Path, keys_to: Path) -> None:
    """Copy data, then keys, of a running or stopped gateway. Raises `NotBackedUp`.

    The data comes first: whatever it was sealed under was committed before it, and so is in the later copy of the keys.
    """
    two_places(to, keys_to)
    async with _line(dsn) as line, line.transaction(isolation="repeatable_read", readonly=True):
        tables = [row[0] for row in await line.fetch(_TABLES)]
        if "meta" not in tables:
            raise NotBackedUp("the database holds no gateway; does store.dsn_env name the right one?")
        if "data_key" in tables:
            raise NotBackedUp("the keys lie in the same database as the data; give them one of their own")
        schema = await line.fetchval("SELECT value FROM meta WHERE name = 'schema'")
        columns = await _copied_out(line, tables, to)
    sign_off(to, map(_file, tables), kind="postgres", schema=schema, columns=columns)
    async with _line(keys_dsn) as line, line.transaction(isolation="repeatable_read", readonly=True):
        last = await line.fetchval("SELECT last_value FROM data_key_id")
        columns = await _copied_out(line, _KEY_TABLES, keys_to)
    sign_off(keys_to, map(_file, _KEY_TABLES), kind="postgres", schema=schema, columns=columns, last_key=last)


async def restore(dsn: str, keys_dsn: str, from_: Path, keys_from: Path, master: MasterKeys) -> Restored:
    """Put a backup into a database that is empty. Raises `NotBackedUp`; then both databases are as they were.

    The key store that is still there, if one is, only tells which keys were destroyed since.
    """
    data = checked(from_, ["meta.copy"], kind="postgres", schema=SCHEMA)
    keys = checked(keys_from, map(_file, _KEY_TABLES), kind="postgres", schema=SCHEMA)
    async with _line(dsn) as line, _line(keys_dsn) as key_line, line.transaction(), key_line.transaction():
        if await line.fetchval("SELECT to_regclass('meta')") is not None:
            raise NotBackedUp("the database is not empty; stop the gateway and name a new, empty database")
        gone, kept = await _keys_in(key_line, keys, keys_from)
        await migrate(line, to=data["schema"])
        await _copied_in(line, data["columns"], from_)
        mine = "IN (SELECT id FROM patient WHERE key_id = ANY($1::bigint[]))"
        for statement in manifest.nobody(mine, now=manifest.now_micros()):
            await line.execute(statement, sorted(gone))
        people, messages = await _sound(line, key_line, gone, master)
        await migrate(line)
    return Restored(data["taken_at"], people, messages, kept)


async def _keys_in(line: Any, told: Mapping[str, Any], folder: Path) -> tuple[frozenset[int], int]:
    """Put the keys in, but for those destroyed since; returns all that are destroyed, and how many the backup had."""
    await line.execute(MADE)
    since = {row[0] for row in await line.fetch("SELECT id FROM destroyed")}
    await _copied_in(line, told["columns"], folder)
    await line.execute("INSERT INTO destroyed SELECT unnest($1::bigint[]) ON CONFLICT DO NOTHING", sorted(since))
    again = await line.fetch("DELETE FROM data_key WHERE id IN (SELECT id FROM destroyed) RETURNING id")
    await line.execute(_LAST_KEY.replace("$1", str(int(told["last_key"]))))
    return frozenset(row[0] for row in await line.fetch("SELECT id FROM destroyed")), len(again)


async def _sound(line: Any, key_line: Any, gone: frozenset[int], master: MasterKeys) -> tuple[int, int]:
    needed = await line.fetch("SELECT DISTINCT key_id FROM patient WHERE erased_at IS NULL")
    held = await key_line.fetch("SELECT id, wrapped FROM data_key")
    manifest.opens(frozenset(row[0] for row in needed), dict(held), gone, master)
    people, messages = [await line.fetchval(f"SELECT COUNT(*) FROM {table}") for table in ("patient", "message")]
    return people, messages


async def _copied_out(line: Any, tables: Sequence[str], to: Path) -> dict[str, list[str]]:
    """Write each table to a file of its own; returns the columns in their order."""
    for table in tables:
        await line.copy_from_table(table, output=str(to / _file(table)), format="binary")
    return {table: [row[0] for row in await line.fetch(_COLUMNS, table)] for table in tables}


async def _copied_in(line: Any, columns: Mapping[str, Sequence[str]], folder: Path) -> None:
    """Replace what the tables hold, and go on numbering after it."""
    for table, names in columns.items():
        await line.execute(f'TRUNCATE "{table}"')
        await line.copy_to_table(table, source=str(folder / _file(table)), columns=list(names), format="binary")
    for table, column in await line.fetch(_NUMBERED):
        last = f'SELECT COALESCE(MAX("{column}"), 0) + 1 FROM "{table}"'
        await line.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', '{column}'), ({last}), false)")


@asynccontextmanager
async def _line(dsn: str) -> AsyncIterator[Any]:
    """One connection. Raises `NotBackedUp` for whatever the database refuses."""
    try:
        line = await asyncpg.connect(dsn)
    except (asyncpg.PostgresError, OSError) as error:
        raise NotBackedUp(f"the database did not answer: {type(error).__name__}") from error
    try:
        yield line
    except (asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise NotBackedUp(f"the database refused: {type(error).__name__}; nothing was changed") from error
    finally:
        await line.close()


def _file(table: str) -> str:
    return f"{table}.copy"
