"""The HTTP server of one process, up inside a context."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Generator

import uvicorn
from starlette.types import ASGIApp

from gateway.settings.outside import NotReady

_DRAIN_SECONDS = 2
_WAITING = 2048
"""Connections that wait to be taken."""
_KEEP_ALIVE_SECONDS = 75
"""Longer than clients and proxies keep an idle connection, so that none sends into one that we are closing."""


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, host: str, port: int, *, option: str = "http.port") -> AsyncIterator[str]:
    """Serve the application; gives its URL, and at the end answers what has begun.

    Raises `NotReady`, naming the option of the settings, where the address cannot be had.
    """
    # Bound here, for the library ends the process on an address that is taken, and says nothing.
    listening = _bound(host, port, option)
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, lifespan="off",
        server_header=False, proxy_headers=False, timeout_graceful_shutdown=_DRAIN_SECONDS,
        timeout_keep_alive=_KEEP_ALIVE_SECONDS,
    )  # fmt: skip
    server = _Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                await task
            await asyncio.sleep(0.01)
        where, bound = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{where}:{bound}"
    finally:
        server.should_exit = True
        await task


def _bound(host: str, port: int, option: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=_WAITING)
    except OSError as error:
        why = "is taken: stop what listens there" if error.errno == errno.EADDRINUSE else "cannot be listened on"
        raise NotReady(f"{host}:{port} {why}, or set another {option}") from error


class _Server(uvicorn.Server):
    """Leaves signals to the one who runs everything."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        yield
