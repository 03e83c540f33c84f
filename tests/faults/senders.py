"""The sender's side: made-up referrals, and an MLLP client that keeps every acknowledgement it was given."""

import asyncio
import contextlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.patience import SECONDS

_END = b"\x1c\r"


@dataclass(slots=True)
class Sender:
    """What one sending system knows: which messages were acknowledged, and with which bytes."""

    acked: dict[str, bytes] = field(default_factory=dict)

    async def send(self, where: str, messages: Sequence[str]) -> int:
        """Send down one connection without waiting in between; returns how many were answered before it closed."""
        host, port = where.split(":")
        answered = 0
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(host, int(port))
            with contextlib.closing(writer):
                writer.write(b"".join(b"\x0b" + one.encode() + _END for one in messages))
                for one in messages:
                    async with asyncio.timeout(SECONDS):
                        self._keep(control_id(one), (await reader.readuntil(_END)).strip(b"\x0b\x1c\r"))
                    answered += 1
        return answered

    def unacked(self, messages: Sequence[str]) -> list[str]:
        """Those that must be sent again."""
        return [one for one in messages if control_id(one) not in self.acked]

    def _keep(self, sent: str, reply: bytes) -> None:
        assert f"MSA|AA|{sent}".encode() in reply, reply
        earlier = self.acked.setdefault(sent, reply)
        assert earlier == reply, "a repeat was answered otherwise"


def referral(number: int, *, to: str, person: int = 0) -> str:
    """A REF^I12 about one of many made-up people."""
    stamp = time.strftime("%Y%m%d%H%M%S")
    return "\r".join(
        (
            f"MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|{stamp}||REF^I12|{number:016d}|P|2.4",
            f"RF1|A|A|{to}|||REF{number}|{stamp}||||^LOW MOOD",
            f"PRD|RT|Haven^Place|||||{to}",
            f"PID|||{700000 + person}^^^RXX01^MRN~{nhs_number(person)}^^^^NHS||{family(person)}^SAM^^^MX||"
            f"199{person % 10}0417|9|||1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ^^HOME||07700900001",
        )
    )


def control_id(message: str) -> str:
    """MSH-10."""
    return message.split("|", 10)[9]


def nhs_number(person: int) -> str:
    """A number from the test range with a valid check digit; of two neighbours at most one has none."""
    for nine in (f"{999_100_000 + person * 2}", f"{999_100_001 + person * 2}"):
        digit = 11 - sum(int(one) * weight for one, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
        if digit != 10:
            return f"{nine}{digit % 11}"
    raise ValueError(person)


def family(person: int) -> str:
    """A made-up family name, another one for each person."""
    return "EXAMPLE" + "".join(chr(65 + int(digit)) for digit in str(person))
