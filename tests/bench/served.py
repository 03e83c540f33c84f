"""A real gateway in a process of its own, on the first core; whoever loads it has the others."""

import contextlib
import os
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from tests.faults.rig import Rig
from tests.faults.settings import settings

GATEWAY = ("-m", "gateway.cli.main")
ONE_BY_ONE = ("-m", "tests.bench.one_by_one")
"""The same gateway, but each message has a commit of its own."""
_WORKERS = "delivery_workers = 8"
UNAUDITED = ("-m", "tests.bench.unaudited")
"""The same gateway, but reads do not wait for their audit entry."""


@contextlib.asynccontextmanager
async def served(
    port: int,
    services: Sequence[str],
    *,
    program: Sequence[str] = GATEWAY,
    more: str = "",
    beside: str = "",
    answer_in: float = 5,
) -> AsyncIterator[Rig]:
    """A gateway that tells these services by webhooks at `port`, killed at the end; `beside` goes to `app.pem`."""
    with tempfile.TemporaryDirectory() as folder:
        config = settings(Path(folder), port, *services, more=more, timeout=answer_in)
        _write(Path(folder, "app.pem"), beside)
        _write(config, config.read_text().replace(_WORKERS, f"{_WORKERS}\nlease_seconds = {answer_in + 60}"))
        rig = Rig(config, program=tuple(program))
        with on_first_core():
            assert await rig.start(), _read(Path(folder, "gateway.log"))
        try:
            yield rig
        finally:
            await rig.kill()


def _read(path: Path) -> str:
    return path.read_text()


def _write(path: Path, text: str) -> None:
    path.write_text(text)


@contextlib.contextmanager
def never_answers() -> Iterator[int]:
    """The port of a recipient that takes connections and says nothing, so that deliveries cost nothing meanwhile."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        yield listener.getsockname()[1]


@contextlib.contextmanager
def on_first_core() -> Iterator[None]:
    """Processes started inside have the first core, and only that; this process keeps the others."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores[1:] or cores)
