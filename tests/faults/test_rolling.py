"""Restarts and upgrades one process at a time, under load: nothing acknowledged is lost, nothing happens twice."""

import asyncio
import contextlib
import signal
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import pytest

from tests.faults.many import TABLES
from tests.faults.promises import kept
from tests.faults.receivers import Receiver
from tests.faults.rig import Rig
from tests.faults.senders import Sender, referral
from tests.faults.settings import settings
from tests.kafka_topics import made
from tests.patience import SECONDS
from tests.postgres_server import fresh, server

NEXT = ("-m", "tests.faults.next_version")
_TOGETHER, _BETWEEN_SECONDS = 6, 0.5
pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@dataclass(slots=True)
class Fleet:
    """Two processes that take in and two that work; the sender goes to whichever takes its messages."""

    data: str
    serving: Sequence[Rig]
    working: Sequence[Rig]
    sender: Sender = field(default_factory=Sender)
    sent: list[str] = field(default_factory=list)

    @contextlib.asynccontextmanager
    async def under_load(self) -> AsyncIterator[None]:
        """Messages come in all the while; what one process does not answer goes to the other."""
        stop = asyncio.Event()
        sending = asyncio.create_task(self._keep_sending(stop))
        yield
        stop.set()
        await sending

    async def _keep_sending(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            new = [
                referral(number, to=("CAFE", "CLUB")[number % 2], person=number % 5)
                for number in range(len(self.sent) + 1, len(self.sent) + _TOGETHER + 1)
            ]
            self.sent += new
            async with asyncio.timeout(SECONDS):
                while left := self.sender.unacked(new):
                    for one in self.serving:
                        if one.alive:
                            await self.sender.send(one.ports["mllp.engine"], left)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _BETWEEN_SECONDS)

    async def renewed(self, rig: Rig, program: tuple[str, ...]) -> None:
        """Stopped in order, which it does without a fault, and started again, perhaps as another version."""
        assert rig.process is not None
        rig.process.send_signal(signal.SIGTERM)
        assert await asyncio.wait_for(rig.process.wait(), SECONDS) == 0
        rig.program = program
        assert await rig.start(), "it does not start beside the others"

    async def moved_on(self) -> None:
        """Return once messages of now have gone all the way."""
        reached = len(self.sent)
        async with asyncio.timeout(SECONDS):
            while len(self.sent) < reached + 2 * _TOGETHER:
                await self.serving[0].ledger()

    async def schema(self) -> int:
        """The version of the database's schema."""
        line = await asyncpg.connect(self.data)
        found: int = await line.fetchval("SELECT value FROM meta WHERE name = 'schema'")
        await line.close()
        return found


@pytest.fixture
async def fleet(tmp_path: Path, receiver: Receiver, dsn: str, kafka: str) -> AsyncIterator[Fleet]:
    data, keys = await fresh(dsn)
    tables = TABLES.format(servers=kafka, direct_after=3600).replace("nwd.events", await made(kafka))
    where = {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}
    rigs = []
    for number, role in enumerate((("serve", "--role", "serve"),) * 2 + (("work",),) * 2):
        machine = tmp_path / f"machine-{number}"
        machine.mkdir()
        path = settings(machine, receiver.port, "cafe", "club", timeout=1, more=tables)
        rigs.append(Rig(path, role=role, environment=where))
    try:
        for one in rigs:
            assert await one.start()
        yield Fleet(data, rigs[:2], rigs[2:])
    finally:
        for one in rigs:
            await one.end()


async def test_every_process_restarts_under_load(fleet: Fleet, receiver: Receiver) -> None:
    """One after the other is stopped in order and started again, while messages come in."""
    async with fleet.under_load():
        for one in (*fleet.serving, *fleet.working):
            await fleet.renewed(one, one.program)
            await fleet.moved_on()

    await kept(fleet.serving[0], fleet.sender, receiver)
    assert not fleet.sender.unacked(fleet.sent)


async def test_an_upgrade_goes_process_by_process(fleet: Fleet, receiver: Receiver) -> None:
    """The next version's schema only adds at first: the processes of this one go on beside it, and start again."""
    [this] = {one.program for one in (*fleet.serving, *fleet.working)}
    before = await fleet.schema()
    async with fleet.under_load():
        await fleet.renewed(fleet.working[0], NEXT)
        assert await fleet.schema() == before + 1
        await fleet.renewed(fleet.working[1], this)
        await fleet.renewed(fleet.serving[1], this)
        await fleet.moved_on()
        for one in (fleet.serving[0], fleet.working[1], fleet.serving[1]):
            await fleet.renewed(one, NEXT)
        await fleet.moved_on()

    await kept(fleet.serving[0], fleet.sender, receiver)
    assert not fleet.sender.unacked(fleet.sent)


async def test_a_version_that_does_not_fit_any_more_does_not_start(fleet: Fleet, dsn: str) -> None:
    """After the step that takes something away whoever is older is refused, with what to do."""
    [sleeper, other] = fleet.working
    await sleeper.end()
    other.environment = {**other.environment, "NWD_TAKES_AWAY": "1"}
    await fleet.renewed(other, NEXT)

    assert not await sleeper.start()

    assert sleeper.process is not None
    assert sleeper.process.returncode == 2
    assert "install a newer one" in (sleeper.config.parent / "gateway.log").read_text()
