"""A TCP proxy of the harness's own: what passes through it can be cut one way or both, and slowed down."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

OPEN, TO_SERVER, TO_CLIENT, BOTH = frozenset[str](), frozenset({"up"}), frozenset({"down"}), frozenset({"up", "down"})
"""Which ways are cut: none, what clients say, what the server says, everything. Nobody is told; bytes wait."""
WAYS = {"cut-both": BOTH, "cut-to-server": TO_SERVER, "cut-to-client": TO_CLIENT, "slow": OPEN, "reset": OPEN}
"""What a way can suffer, by name."""
_CHUNK = 65_536


@dataclass(slots=True)
class Proxy:
    """Forwards connections to `target`: a port of this machine, or a Unix socket."""

    target: int | str
    cut: frozenset[str] = OPEN
    delay_seconds: float = 0.0
    port: int = 0
    opened: asyncio.Condition = field(default_factory=asyncio.Condition)
    ends: set[asyncio.StreamWriter] = field(default_factory=set)
    near: set[asyncio.StreamWriter] = field(default_factory=set)
    stranded: frozenset[asyncio.StreamWriter] = frozenset()

    async def set(self, cut: frozenset[str], *, delay_seconds: float = 0.0) -> None:
        """From now on these ways are cut, and what passes takes so long."""
        async with self.opened:
            self.cut, self.delay_seconds, self.stranded = cut, delay_seconds, frozenset()
            self.opened.notify_all()

    def strand(self, *, but: frozenset[asyncio.StreamWriter]) -> None:
        """What goes over the connections of now, but for these, waits until `set`; new ones are well."""
        self.stranded = frozenset(self.ends) - but

    def forget(self) -> None:
        """Break the stranded connections for those who opened them; what they said still waits."""
        for one in self.near & self.stranded:
            one.transport.abort()

    async def suffer(self, what: str, chance: random.Random) -> None:
        """One of `WAYS` for a while; after it everything passes."""
        if what == "reset":
            self.reset()
            return
        await self.set(WAYS[what], delay_seconds=chance.uniform(0.02, 0.2) if what == "slow" else 0.0)
        await asyncio.sleep(chance.uniform(1.0, 4.0))
        await self.set(OPEN)

    def reset(self) -> None:
        """Break every connection that stands."""
        for one in tuple(self.ends):
            one.transport.abort()

    async def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Forward one connection both ways until either side ends it."""
        try:
            far_reader, far_writer = await self._connect()
        except OSError:
            writer.transport.abort()
            return
        self.ends |= {writer, far_writer}
        self.near.add(writer)
        ways = [
            asyncio.create_task(self._forward(reader, far_writer, "up")),
            asyncio.create_task(self._forward(far_reader, writer, "down")),
        ]
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
        for one in (writer, far_writer):
            one.close()
        self.ends -= {writer, far_writer}
        self.near.discard(writer)

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if isinstance(self.target, int):
            return await asyncio.open_connection("127.0.0.1", self.target)
        return await asyncio.open_unix_connection(self.target)

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: str) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(_CHUNK):
                if self.delay_seconds:
                    await asyncio.sleep(self.delay_seconds)
                async with self.opened:
                    await self.opened.wait_for(lambda: way not in self.cut and writer not in self.stranded)
                writer.write(data)
                await writer.drain()


@contextlib.asynccontextmanager
async def proxy(target: int | str) -> AsyncIterator[Proxy]:
    """A proxy that listens while the context lasts."""
    made = Proxy(target)
    server = await asyncio.start_server(made.accept, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
        await made.set(OPEN)
        made.reset()
