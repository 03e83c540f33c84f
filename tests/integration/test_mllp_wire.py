"""The MLLP wire: what odd senders do, and that each message gets its own answer."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.patience import SECONDS
from tests.town import OTHER, PERSON, Town, referral, town

_MOST_DRIPS = 60
"""A byte each tenth of a second: fewer than these in ten idle times and a while, however slow the machine."""


def idle(seconds: float) -> dict[str, str]:
    """The change of settings that closes a line which is silent for so long."""
    return {"frame_limit = 100000": f"frame_limit = 100000\nidle_seconds = {seconds}"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


@contextlib.asynccontextmanager
async def line(place: Town) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    host, port = place.mllp.split(":")
    reader, writer = await asyncio.open_connection(host, int(port), limit=1_000_000)
    yield reader, writer
    writer.close()


async def reply(reader: asyncio.StreamReader) -> str:
    return (await asyncio.wait_for(reader.readuntil(b"\x1c\r"), SECONDS)).decode()


def framed(message: str) -> bytes:
    return b"\x0b" + message.encode() + b"\x1c\r"


async def test_pipelined_messages_are_answered_in_order(place: Town) -> None:
    """Forty at once on one connection: forty answers, each to its own id, in the order of sending."""
    async with line(place) as (reader, writer):
        writer.write(b"".join(framed(referral(number, OTHER)) for number in range(1, 41)))
        answers = [await reply(reader) for _ in range(40)]

    assert [f"MSA|AA|{number:016d}" in answer for number, answer in enumerate(answers, 1)] == [True] * 40


async def test_a_message_that_comes_byte_by_byte_is_one_message(place: Town) -> None:
    """Where the network cuts it means nothing."""
    async with line(place) as (reader, writer):
        for byte in framed(referral(1)):
            writer.write(bytes([byte]))
            await writer.drain()

        assert "MSA|AA|0000000000000001" in await reply(reader)


async def test_a_long_message_is_taken_and_a_too_long_one_refused(place: Town) -> None:
    """80 KB is no reason; above the limit the sender hears it, and the connection goes on."""
    long = referral(1) + "\rNTE|2||" + "x" * 80_000
    async with line(place) as (reader, writer):
        writer.write(framed(long) + framed(referral(2) + "\rNTE|2||" + "x" * 120_000) + framed(referral(3, OTHER)))
        answers = [await reply(reader) for _ in range(3)]

    assert "MSA|AA|0000000000000001" in answers[0]
    assert "|0000000000000002" in answers[1] and "MSA|AA" not in answers[1]
    assert "MSA|AA|0000000000000003" in answers[2]


async def test_half_a_frame_is_not_held_for_ever(tmp_path: Path) -> None:
    """After the idle time the connection is closed, and nothing of the half was taken."""
    async with town(tmp_path, change=idle(0.4)) as place:
        async with line(place) as (reader, writer):
            writer.write(framed(referral(1))[:-40])

            assert await until_gone(reader) == b""
        _, rows, _ = await place.call("GET", "/ops/messages", await place.token("cmht", "operator"))

    assert rows == []


async def test_a_message_that_drips_in_is_not_waited_for_without_end(tmp_path: Path) -> None:
    """A byte now and then breaks the silence; after ten idle times the line is closed all the same."""
    async with town(tmp_path, change=idle(0.4)) as place, line(place) as (reader, writer):
        writer.write(b"\x0bMSH|")
        dripping = asyncio.create_task(drip(writer))

        assert await until_gone(reader) == b""
        assert await dripping < _MOST_DRIPS


async def until_gone(reader: asyncio.StreamReader) -> bytes:
    """What comes until the line is closed; with a byte under way that nobody will read it breaks."""
    try:
        return await asyncio.wait_for(reader.read(), SECONDS)
    except ConnectionError:
        return b""


async def drip(writer: asyncio.StreamWriter) -> int:
    """A byte four times in an idle time, until the line is gone; how many there were."""
    number = 0
    with contextlib.suppress(ConnectionError):
        while True:
            writer.write(b"x")
            await writer.drain()
            number += 1
            await asyncio.sleep(0.1)
    return number


async def test_a_partner_that_reads_no_answer_is_hung_up_on(tmp_path: Path) -> None:
    """The gateway holds no answers for it for ever, and others are served."""
    long = framed(referral(1).replace("ACME_PAS", "A" * 90_000))
    async with town(tmp_path, change=idle(3)) as place:
        host, port = place.mllp.split(":")
        with socket.create_connection((host, int(port))) as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            gone = await asyncio.wait_for(asyncio.to_thread(sent_until_gone, deaf, long), SECONDS)

        assert gone
        assert "MSA|AA" in await place.send(referral(2, OTHER))


def sent_until_gone(deaf: socket.socket, frame: bytes) -> bool:
    """Send without reading until the other side has hung up."""
    with contextlib.suppress(ConnectionError):
        while True:
            deaf.sendall(frame)
    return True


async def test_line_feeds_between_segments_are_read(place: Town) -> None:
    """A sender that writes LF loses no segment."""
    reply_text = await place.send(referral(1).replace("\r", "\n"))

    assert "MSA|AA|0000000000000001" in reply_text
    await place.hook("/cafe", "referral.received")


async def test_two_messages_in_one_frame_are_refused(place: Town) -> None:
    """They may be about two people: neither is taken."""
    answer = await place.send(referral(1, PERSON) + "\r" + referral(2, OTHER))
    _, rows, _ = await place.call("GET", "/ops/messages", await place.token("cmht", "operator"))

    assert "MSA|AA" not in answer
    assert [(row["outcome"], row["deliveries"]) for row in rows] == [("refused", [])]


@pytest.mark.parametrize("mark", ["T", "D"])
async def test_a_test_message_is_answered_in_kind_and_enters_nothing(place: Town, mark: str) -> None:
    """MSH-11 T or D: acknowledged under the same mark; no referral, no webhook, nobody on the books."""
    answer = await place.send(referral(1).replace("|P|2.4", f"|{mark}|2.4"))
    _, inbox, _ = await place.call("GET", "/referrals", await place.token())

    assert "MSA|A" in answer and f"|{mark}|2.4" in answer
    assert inbox == {"resourceType": "Bundle", "type": "searchset"}
    assert place.hooks == []


async def test_the_same_id_with_another_body_is_taken_as_new_and_flagged(place: Town) -> None:
    """Senders reset their counters: both referrals arrive, and the second is put before a person."""
    await place.referred(1)
    again = referral(1, OTHER)

    assert "MSA|AA|0000000000000001" in await place.send(again)

    await place.hook("/cafe", "referral.received", number=2)
    token = await place.token("cmht", "operator")
    _, rows, _ = await place.call("GET", "/ops/messages?source=engine&id=0000000000000001", token)
    assert [row["outcome"] for row in rows] == ["flagged", "accepted"]


@pytest.mark.parametrize(
    "rubbish", [b"GET / HTTP/1.1\r\n\r\n", b"\x0b\x1c\r", b"\x0b\xff\xfe\x00\x1c\r", b"\x0bMSH\x1c\r"]
)
async def test_what_is_no_hl7_harms_nothing(place: Town, rubbish: bytes) -> None:
    """Whatever came before, the next connection is served."""
    async with line(place) as (_, writer):
        writer.write(rubbish)
        await writer.drain()

    assert "MSA|AA" in await place.send(referral(1))
