"""kill -9 at every named point and at random moments: no acknowledged message is lost, none has two effects."""

import asyncio
import os
import random
from dataclasses import dataclass, field
from itertools import product
from typing import Any

import pytest

from gateway.faults import POINTS
from tests.faults.promises import kept, person_of
from tests.faults.receivers import Receiver
from tests.faults.rig import Rig
from tests.faults.senders import Sender, referral

KILLS = int(os.environ.get("NWD_KILLS", "20"))
_CHAINS = 2
_NTH = (1, 7)
_PASSED = [it for it in POINTS if it not in {"before-file-moved", "before-publish", "after-publish"}]
"""What messages by MLLP pass; files and brokers have tests of their own."""
_TOGETHER = 8
_LONGEST_LIFE_SECONDS = 0.4


def message(number: int) -> str:
    """A numbered referral about one of five people, to two services in turn."""
    return referral(number, to=("CAFE", "CLUB")[number % 2], person=person_of(str(number)))


@dataclass(slots=True)
class Traffic:
    """Messages without end: what was not acknowledged is sent again before anything new."""

    sender: Sender = field(default_factory=Sender)
    sent: list[str] = field(default_factory=list)

    async def until_dead(self, gateway: Rig) -> None:
        """Send down two connections, turn after turn, until the gateway is no more."""
        while gateway.alive:
            await asyncio.gather(*(self._turn(gateway, part) for part in (0, 1)))
        await gateway.dead()

    async def finish(self, gateway: Rig) -> None:
        """Send everything that was not acknowledged, and once more some of what was."""
        again = self.sender.unacked(self.sent)
        await self.sender.send(gateway.ports["mllp.engine"], again + self.sent[-_TOGETHER:])
        assert not self.sender.unacked(again)

    async def _turn(self, gateway: Rig, part: int) -> None:
        again = self.sender.unacked(self.sent)[part::2]
        new = [message(len(self.sent) + at) for at in range(1, _TOGETHER + 1)] if not again else []
        self.sent += new
        await self.sender.send(gateway.ports["mllp.engine"], again or new)


@pytest.mark.parametrize("chain", range(_CHAINS))
async def test_a_kill_at_every_named_point_loses_nothing(chain: int, gateway: Rig, receiver: Receiver) -> None:
    """One after another on the same data, each point at its first and at a later passing."""
    traffic = Traffic()
    for point, nth in product(_PASSED[chain::_CHAINS], _NTH):
        await gateway.start(f"{point}:{nth}:kill")
        await traffic.until_dead(gateway)
    await gateway.start()
    await traffic.finish(gateway)
    await kept(gateway, traffic.sender, receiver)


@pytest.mark.parametrize("chain", range(_CHAINS))
async def test_kills_at_random_moments_lose_nothing(chain: int, gateway: Rig, receiver: Receiver) -> None:
    """Over and over on the same data, under traffic; every kept head of the audit is still reached at the end."""
    traffic, heads = Traffic(), list[Any]()
    chance = random.Random(os.environ.get("NWD_SEED"))
    for _ in range(KILLS // _CHAINS):
        await gateway.start()
        heads.append((await gateway.ask(do="audit"))["head"])
        gateway.kill_in(chance.uniform(0, _LONGEST_LIFE_SECONDS))
        await traffic.until_dead(gateway)
    await gateway.start()
    await traffic.finish(gateway)
    await kept(gateway, traffic.sender, receiver, heads)
