"""The MLLP sink against a partner that speaks over a real loopback socket."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from adapters.contract import Rendition, SendFate
from adapters.hl7v2.mllp import Framer, framed
from adapters.hl7v2.sink import MllpSink
from tests.patience import SECONDS

Partner = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]


def rendition(control_id: str) -> Rendition:
    return Rendition("application/hl7-v2+er7", f"MSH|^~\\&|A|B|C|D|1||MDM^T02|{control_id}|P|2.4".encode(), control_id)


def ack(code: str, control_id: str, error: str = "") -> bytes:
    return framed(f"MSH|^~\\&|C|D|A|B|1||ACK|9|P|2.4\rMSA|{code}|{control_id}\r{error}".encode())


@asynccontextmanager
async def talking(partner: Partner) -> AsyncIterator[MllpSink]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        framer = Framer()
        while received := await reader.read(4096):
            for frame in framer.feed(received):
                await partner(frame.body, writer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    sink = MllpSink("127.0.0.1", server.sockets[0].getsockname()[1])
    try:
        yield sink
    finally:
        await sink.close()
        server.close()
        await server.wait_closed()


@pytest.mark.parametrize(
    ("code", "error", "fate"),
    [
        ("AA", "", SendFate.DELIVERED),
        ("CA", "", SendFate.DELIVERED),
        ("AE", "", SendFate.NEVER),
        ("AE", "ERR|^^^207&Application internal error", SendFate.LATER),
        ("CE", "ERR||PID^1^3|101^Required field missing", SendFate.NEVER),
        ("AR", "", SendFate.LATER),
        ("AR", "ERR|MSH^1^9^200&Unsupported message type", SendFate.NEVER),
        ("CR", "ERR||MSH^1^12|203^Unsupported version id", SendFate.NEVER),
        ("??", "", SendFate.UNKNOWN),
    ],
)
async def test_the_ack_decides_the_fate(code: str, error: str, fate: SendFate) -> None:
    """Every ack code has its consequence."""

    async def partner(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(ack(code, "M1", error))

    async with talking(partner) as sink:
        sent = await sink.send(rendition("M1"), start_seconds=SECONDS, timeout_seconds=SECONDS)

    assert sent.fate is fate


async def test_a_late_ack_is_never_credited_to_another_message() -> None:
    """An ack for the first message does not deliver the second."""

    async def partner(body: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(ack("AA", "M1") + b"noise" + framed(b"not an ack"))
        if b"|M3|" in body:
            writer.write(ack("AA", "M3"))

    async with talking(partner) as sink:
        assert (await sink.send(rendition("M2"), start_seconds=SECONDS, timeout_seconds=0.5)).fate is SendFate.UNKNOWN
        assert (
            await sink.send(rendition("M3"), start_seconds=SECONDS, timeout_seconds=SECONDS)
        ).fate is SendFate.DELIVERED


async def test_a_connection_is_kept_and_made_anew_when_lost() -> None:
    """A lost connection is unknown for the message in flight, and the next one connects again."""
    connections = set()

    async def partner(body: bytes, writer: asyncio.StreamWriter) -> None:
        connections.add(writer)
        if b"|M3|" in body:
            writer.close()
        else:
            writer.write(ack("AA", body.split(b"|")[9].decode()))

    async with talking(partner) as sink:
        fates = [
            (await sink.send(rendition(it), start_seconds=SECONDS, timeout_seconds=SECONDS)).fate
            for it in ("M1", "M2", "M3", "M4")
        ]

    assert fates == [SendFate.DELIVERED, SendFate.DELIVERED, SendFate.UNKNOWN, SendFate.DELIVERED]
    assert len(connections) == 2


async def test_nobody_there_means_later() -> None:
    """Nothing was sent, so it is safe to try again."""
    sent = await MllpSink("127.0.0.1", 1).send(rendition("M1"), start_seconds=SECONDS, timeout_seconds=SECONDS)

    assert (sent.fate, sent.detail) == (SendFate.LATER, "unreachable")


async def test_who_waits_too_long_for_the_wire_sends_nothing() -> None:
    """The message before it has no answer yet; what was decided in the meantime would be old, so it leaves later."""
    received = []

    async def partner(body: bytes, writer: asyncio.StreamWriter) -> None:
        received.append(body)

    async with talking(partner) as sink:
        first = asyncio.create_task(sink.send(rendition("M1"), start_seconds=SECONDS, timeout_seconds=1))
        await asyncio.sleep(0)
        late = await sink.send(rendition("M2"), start_seconds=0.1, timeout_seconds=SECONDS)

        assert (late.fate, late.detail) == (SendFate.LATER, "unreachable")
        assert (await first).fate is SendFate.UNKNOWN
    assert [it == rendition("M1").body for it in received] == [True]
