"""Sends messages to one MLLP endpoint, one at a time on one connection, and counts only the matching ack."""

import asyncio
import ssl
from contextlib import suppress

from adapters.contract import Rendition, SendFate, Sent
from adapters.hl7v2.answer import Acknowledgement, judged, read
from adapters.hl7v2.mllp import Framer, framed

_LONGEST_ACK = 1_048_576
_CHUNK = 65_536

_Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class MllpSink:
    """One persistent connection. After a time-out it is closed, and an ack counts only when its MSA-2 is ours."""

    def __init__(self, host: str, port: int, *, tls: ssl.SSLContext | None = None) -> None:
        self._host, self._port, self._tls = host, port, tls
        self._streams: _Streams | None = None
        self._turn = asyncio.Lock()

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt; only AA or CA with our MSH-10 counts as delivered."""
        starts_by = asyncio.get_running_loop().time() + start_seconds
        async with self._turn:
            try:
                async with asyncio.timeout_at(starts_by):
                    streams = await self._connected()
            except (OSError, TimeoutError):
                return Sent(SendFate.LATER, "unreachable")
            answer = await self._answer(streams, rendition, timeout_seconds)
        return judged(answer) if isinstance(answer, Acknowledgement) else Sent(SendFate.UNKNOWN, answer)

    async def close(self) -> None:
        """Close the connection."""
        async with self._turn:
            await self._drop()

    async def _answer(self, streams: _Streams, rendition: Rendition, seconds: float) -> Acknowledgement | str:
        answer: Acknowledgement | str = "cancelled"
        try:
            async with asyncio.timeout(seconds):
                answer = await _exchange(streams, rendition)
        except TimeoutError:
            answer = "timeout"
        except OSError:
            answer = "connection-lost"
        finally:
            if isinstance(answer, str):
                await self._drop()
        return answer

    async def _connected(self) -> _Streams:
        if self._streams is not None and (self._streams[0].at_eof() or self._streams[1].is_closing()):
            await self._drop()
        await asyncio.sleep(0)  # a deadline that has passed is noticed here, also where the connection stands already
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, ssl=self._tls)
        return self._streams

    async def _drop(self) -> None:
        if self._streams is None:
            return
        writer, self._streams = self._streams[1], None
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()


async def _exchange(streams: _Streams, rendition: Rendition) -> Acknowledgement | str:
    reader, writer = streams
    framer = Framer(limit=_LONGEST_ACK)
    writer.write(framed(rendition.body))
    await writer.drain()
    while received := await reader.read(_CHUNK):
        answers = [read(it.body) for it in framer.feed(received) if it.fault is None]
        for answer in answers:
            if answer is not None and answer.control_id == rendition.control_id:
                return answer
    return "connection-lost"
