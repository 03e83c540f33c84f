"""The recipients' side: a webhook server in this process that writes down everything, and can behave badly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import web

from tests.patience import SECONDS


@dataclass(frozen=True, slots=True)
class Came:
    """One webhook as it arrived."""

    path: str
    webhook_id: str
    body: bytes
    at: float


@dataclass(slots=True)
class Receiver:
    """Everything that came, in order; `moods` says how a path answers (default: 204)."""

    came: list[Came] = field(default_factory=list)
    moods: dict[str, "Mood"] = field(default_factory=dict)
    port: int = 0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)

    def at(self, path: str) -> list[Came]:
        """What came to one path."""
        return [one for one in self.came if one.path == path]

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once `holds`; it is asked again whenever something came."""
        async with asyncio.timeout(SECONDS), self.news:
            await self.news.wait_for(holds)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """Write it down, then answer as the path's mood is."""
        body, at = await request.read(), asyncio.get_running_loop().time()
        async with self.news:
            self.came.append(Came(request.path, request.headers["webhook-id"], body, at))
            self.news.notify_all()
        return await self.moods.get(request.path, answers(204))(request)


Mood = Callable[[web.Request], Awaitable[web.StreamResponse]]


def answers(status: int, **headers: str) -> Mood:
    """Answer with a status."""

    async def mood(request: web.Request) -> web.StreamResponse:
        return web.Response(status=status, headers={name.replace("_", "-"): text for name, text in headers.items()})

    return mood


async def hangs(request: web.Request) -> web.StreamResponse:
    """Never answer, until the caller hangs up."""
    await asyncio.Event().wait()
    return web.Response()


@dataclass(frozen=True, slots=True)
class Waits:
    """A mood: answer nothing until it is over."""

    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def __call__(self, request: web.Request) -> web.StreamResponse:
        """Wait, then take it."""
        await self.over.wait()
        return web.Response(status=204)


async def garbage(request: web.Request) -> web.StreamResponse:
    """Answer what is not HTTP."""
    assert request.transport is not None
    request.transport.write(b"\x00\xff 204 not a status line\r\n\r\n")
    request.transport.close()
    return web.Response()


async def hangs_up(request: web.Request) -> web.StreamResponse:
    """Close without a byte."""
    assert request.transport is not None
    request.transport.abort()
    return web.Response()


@contextlib.asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that listens while the context lasts."""
    made = Receiver()
    app = web.Application()
    app.router.add_post("/{path:.*}", made.take)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.port = runner.addresses[0][1]
    try:
        yield made
    finally:
        await runner.cleanup()
