"""A real gateway in a process of its own, on the first core; whoever loads it has the others."""

import contextlib
import os
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from tests.faults.rig import Rig
from tests.faults.settings import settings

GATEWAY = ("-m", "gateway.cli.main")
ONE_BY_ONE = ("-m", "tests.bench.one_by_one")
"""The same gateway, but each message has a commit of its own."""


@contextlib.asynccontextmanager
async def served(
    port: int, services: Sequence[str], *, program: Sequence[str] = GATEWAY, more: str = "", beside: str = ""
) -> AsyncIterator[Rig]:
    """A gateway that tells these services by webhooks at `port`; `beside` is written to `app.pem`."""
    with tempfile.TemporaryDirectory() as folder:
        config = settings(Path(folder), port, *services, more=more)
        _write(Path(folder, "app.pem"), beside)
        rig = Rig(config, program=tuple(program))
        with on_first_core():
            await rig.start()
        try:
            yield rig
        finally:
            await rig.end()


def _write(path: Path, text: str) -> None:
    path.write_text(text)


@contextlib.contextmanager
def on_first_core() -> Iterator[None]:
    """Processes started inside have the first core, and only that; this process keeps the others."""
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores[1:] or cores)
