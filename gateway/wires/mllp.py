"""MLLP in: frames to intake, the reply only after the commit; what cannot be committed gets no reply at all."""

import asyncio
from collections.abc import Sequence

import structlog

from adapters.contract import Issue, Severity
from adapters.hl7v2.mllp import Frame, FrameFault, Framer, framed
from gateway import faults
from gateway.house import House
from gateway.intake.accept import Taken, take
from gateway.settings.model import Listen
from gateway.settings.tls import for_listening, is_expected
from gateway.store.errors import StoreError
from gateway.telemetry.trace import span

_log = structlog.get_logger()
_CHUNK = 65_536
_TOGETHER = 64
_PATIENCE = 10
"""A message that drips in is given up after so many idle times."""
_CLOSE_SECONDS = 1.0
_ISSUES: dict[FrameFault | None, Issue] = {
    FrameFault.TOO_LONG: Issue(
        Severity.ERROR, "too-long", "MLLP frame", "is longer than listen.frame_limit; send less, or raise the limit"
    ),
    FrameFault.UNFINISHED: Issue(
        Severity.ERROR, "structure", "MLLP frame", "has no end: a new one began inside it; send it again whole"
    ),
}


class Listener:
    """The listening socket of one partner and the connections that came in by it."""

    def __init__(self, server: asyncio.Server, connections: "dict[_Connection, asyncio.Task[None]]") -> None:
        self._server, self._connections = server, connections

    @property
    def address(self) -> str:
        """`host:port` as bound."""
        host, port = self._server.sockets[0].getsockname()[:2]
        return f"{host}:{port}"

    async def close(self) -> None:
        """Take no more; what is being committed is still answered."""
        self._server.close()
        for connection, task in list(self._connections.items()):
            connection.ending = True
            if connection.idle:
                task.cancel()
        await asyncio.gather(*self._connections.values(), return_exceptions=True)


async def listen(house: House, partner: str) -> Listener:
    """Begin to listen for one partner; the caller closes the listener."""
    connections: dict[_Connection, asyncio.Task[None]] = {}
    wire = house.directory.partners[partner].listen
    if not isinstance(wire, Listen):
        raise TypeError(f"partner `{partner}` has no listen table for mllp")

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = _Connection(house, partner, wire, reader, writer)
        task = asyncio.current_task()
        if task is not None:
            connections[connection] = task
        try:
            await connection.run()
        finally:
            connections.pop(connection, None)

    tls = for_listening(wire.tls) if wire.tls else None
    return Listener(await asyncio.start_server(serve, wire.host, wire.port, limit=_CHUNK, ssl=tls), connections)


class _Connection:
    """One connection of a partner: its frames are answered in order, each after its own commit."""

    def __init__(
        self, house: House, partner: str, wire: Listen, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._house, self._partner, self._idle = house, partner, wire.idle_seconds
        self._tls, self._reader, self._writer = wire.tls, reader, writer
        self._framer = Framer(limit=wire.frame_limit)
        self._waits_since = asyncio.get_running_loop().time()
        self.idle = True
        self.ending = False

    async def run(self) -> None:
        """Serve until the partner closes, falls silent, or something could not be committed."""
        try:
            if not self._is_expected():
                _log.warning("certificate_refused", partner=self._partner)
                return
            while not self.ending and await self._turn():
                pass
        except (OSError, asyncio.CancelledError):
            _log.info("connection_ended", partner=self._partner)
        finally:
            await self._close()

    async def _close(self) -> None:
        """What is written gets a moment to leave; a partner that reads nothing cannot hold the line."""
        self._writer.close()
        try:
            async with asyncio.timeout(_CLOSE_SECONDS):
                await self._writer.wait_closed()
        except OSError:
            self._writer.transport.abort()

    def _is_expected(self) -> bool:
        return self._tls is None or is_expected(self._writer.get_extra_info("peercert"), self._tls)

    async def _turn(self) -> bool:
        async with asyncio.timeout(self._patience()):
            received = await self._reader.read(_CHUNK)
        if not received:
            return False
        self.idle = False
        frames = self._framer.feed(received)
        for start in range(0, len(frames), _TOGETHER):
            if not await self._answer(frames[start : start + _TOGETHER]):
                return False
        self.idle = True
        if frames or not self._framer.is_inside:
            self._waits_since = asyncio.get_running_loop().time()
        return True

    def _patience(self) -> float:
        """Seconds until the line is given up: for silence, or for a message that never ends."""
        waited = asyncio.get_running_loop().time() - self._waits_since
        return min(self._idle, _PATIENCE * self._idle - waited) if self._framer.is_inside else self._idle

    async def _answer(self, frames: Sequence[Frame]) -> bool:
        """Pipelined messages share a commit, enter it in the order in which they came, and are answered in it."""
        for taken in await asyncio.gather(*(self._take(frame) for frame in frames)):
            if taken is None:
                return False
            faults.hit("before-ack")
            if taken.reply:
                self._writer.write(framed(taken.reply))
            faults.hit("after-ack")
        async with asyncio.timeout(self._idle):
            await self._writer.drain()
        return True

    async def _take(self, frame: Frame) -> Taken | None:
        if frame.fault is not None:
            _log.warning("frame_refused", partner=self._partner, fault=frame.fault.value)
        try:
            with span("receive", partner=self._partner, bytes=len(frame.body)):
                return await take(self._house, self._partner, frame.body, fault=_ISSUES.get(frame.fault))
        except StoreError as error:
            _log.error("message_not_committed", partner=self._partner, error=type(error).__name__)
            return None
        except Exception as error:  # the border of this wire: no reply, and the sender keeps its message
            _log.error("message_failed", partner=self._partner, error=type(error).__name__)
            return None
