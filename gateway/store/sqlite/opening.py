"""Opening the data file: refuse what may corrupt it, take the lock, bring the schema to this version."""

import fcntl
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

import apsw

from gateway.store.errors import StoreLocked, StoreRefused, refuse_newer

SCHEMA = 9
_PRAGMAS = (
    *("journal_mode = WAL", "synchronous = FULL", "wal_autocheckpoint = 0", "foreign_keys = OFF"),
    *("temp_store = MEMORY", "cache_size = -32768"),
)
"""32 MiB of pages at hand: a shared commit outgrows the usual 2."""
_FIXED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def refuse_corrupting(version: str) -> None:
    """Raise `StoreRefused` for SQLite 3.7.0 to 3.51.2, but for 3.44.6+ and 3.50.7+ (the WAL-reset corruption)."""
    found = tuple(int(part) for part in version.split("."))
    repaired = any(found[:2] == fixed[:2] and found >= fixed for fixed in _FIXED)
    if not repaired and (3, 7, 0) <= found < (3, 51, 3):
        raise StoreRefused(f"SQLite `{version}` can corrupt a WAL database; install apsw 3.54 or newer")


def take_lock(path: Path) -> IO[bytes]:
    """The lock file, held until it is closed. Raises `StoreLocked` when another process has it."""
    lock = path.with_suffix(".lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        lock.close()
        raise StoreLocked(f"another process owns `{path.name}`: the gateway runs; stop it first") from error
    return lock


def connect(path: Path, *, vfs: str | None = None) -> apsw.Connection:
    """A connection with the settings that make a commit durable."""
    connection = apsw.Connection(str(path), vfs=vfs)
    # Else SQLite plans a statement anew for each value wherever a table has an index of some rows only: most of ours.
    connection.config(apsw.SQLITE_DBCONFIG_ENABLE_QPSG, 1)
    connection.set_busy_timeout(10_000)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


def migrated(path: Path, *, vfs: str | None = None) -> apsw.Connection:
    """A connection to a file whose schema is of this version. Raises `StoreRefused` for a file that cannot be that."""
    try:
        connection = connect(path, vfs=vfs)
        _migrate(connection)
    except (apsw.CorruptError, apsw.NotADBError) as error:
        raise StoreRefused(f"`{path.name}` is damaged or no data file; restore it: nwd restore --help") from error
    return connection


def schema_of(path: Path) -> int:
    """The schema of a file that another process may own; nothing is changed."""
    connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READWRITE)
    try:
        return _schema(connection)
    finally:
        connection.close()


def _migrate(connection: apsw.Connection) -> None:
    """Step by step."""
    found = _schema(connection)
    if found > SCHEMA:
        rows: Any = connection.execute("SELECT value FROM meta WHERE name = 'fits'").fetchall()
        refuse_newer(found, rows[0][0] if rows else None, knows=SCHEMA)
    for number in range(found + 1, SCHEMA + 1):
        with connection:
            connection.execute(files(__package__).joinpath(f"{number:04}.sql").read_text())


def _schema(connection: apsw.Connection) -> int:
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'meta'").fetchall():
        return 0
    found: Any = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchall()[0][0]
    return int(found)
