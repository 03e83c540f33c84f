"""A partner that listens on MLLP in this process, writes down what came, and can acknowledge badly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

from tests.faults.senders import control_id
from tests.patience import SECONDS

_END = b"\x1c\r"
Answer = Callable[[str], str | None]


def acknowledges(code: str, *, about: str | None = None) -> Answer:
    """An acknowledgement with this code, of the message that came or of another."""

    def answer(message: str) -> str:
        head = f"MSH|^~\\&|PAS|RXX02|NWD|NWD|20261101091500||ACK|A{control_id(message)}|P|2.4"
        return f"{head}\rMSA|{code}|{about or control_id(message)}\r"

    return answer


def is_silent(message: str) -> None:
    """No answer."""


@dataclass(slots=True)
class MllpPartner:
    """Every message that came, in order."""

    came: list[str] = field(default_factory=list)
    answer: Answer = field(default_factory=lambda: acknowledges("AA"))
    port: int = 0
    news: asyncio.Condition = field(default_factory=asyncio.Condition)
    lines: set[asyncio.StreamWriter] = field(default_factory=set)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Return once `holds`; it is asked again whenever something came."""
        async with asyncio.timeout(SECONDS), self.news:
            await self.news.wait_for(holds)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection until it is closed."""
        self.lines.add(writer)
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                message = (await reader.readuntil(_END)).strip(b"\x0b\x1c\r").decode()
                async with self.news:
                    self.came.append(message)
                    self.news.notify_all()
                if reply := self.answer(message):
                    writer.write(b"\x0b" + reply.encode() + _END)
        self.lines.discard(writer)
        writer.close()

    def hang_up(self) -> None:
        """Break every connection."""
        for line in self.lines:
            line.transport.abort()


@contextlib.asynccontextmanager
async def mllp_partner() -> AsyncIterator[MllpPartner]:
    """A partner that listens while the context lasts."""
    made = MllpPartner()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


def settings_of(port: int, *, timeout: float, give_up: int) -> str:
    """The tables that make this partner a recipient of referrals to `PAS`."""
    return f"""
[[organisation]]
id = "other-trust"
name = "Other Trust"
ods_code = "RXX02"
[[service]]
id = "pas"
organisation = "other-trust"
name = "Other CMHT"
class = "cmht"
addresses = ["PAS"]
[[agreement]]
id = "trusts"
parties = ["trust", "other-trust"]
since = 2026-01-01
[[partner]]
id = "pas-engine"
organisation = "other-trust"
service = "pas"
adapter = "hl7v2"
[partner.send]
host = "127.0.0.1"
port = {port}
timeout_seconds = {timeout}
[[subscription]]
id = "pas-engine"
service = "pas"
events = ["referral.received"]
partner = "pas-engine"
give_up_after_seconds = {give_up}
"""
