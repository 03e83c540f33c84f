"""A port that somebody else has: the gateway says so and ends, whatever it keeps its records in."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from gateway.cli.main import main
from tests.patience import SECONDS
from tests.postgres_server import fresh, server

POSTGRES = '[store]\nkind = "postgres"\n\n[http]'


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_a_port_that_is_taken_is_named(tmp_path: Path, dsn: str, kind: str) -> None:
    """The start fails within seconds with exit 2, naming the address and the line of the settings that has it."""
    assert main(["init", str(tmp_path)]) == 0
    config = tmp_path / "nwd.toml"
    config.write_text(config.read_text().replace("[http]", POSTGRES if kind == "postgres" else "[http]"))
    data, keys = await fresh(dsn)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        serve = [sys.executable, "-m", "gateway.cli.main", "serve", "--config", str(config), "--port", port]

        there = os.environ | {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}
        run = partial(subprocess.run, timeout=SECONDS, capture_output=True, check=False)
        ended = await asyncio.to_thread(run, serve, env=there)

    assert ended.returncode == 2
    assert f"127.0.0.1:{port} is taken" in ended.stderr.decode()
    assert "http.port" in ended.stderr.decode()
