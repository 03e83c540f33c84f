"""Everything that one run needs, set up and taken down: recorders, a sender, traffic, and the gateway's processes."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from tests.faults.campaign import ending
from tests.faults.campaign.evidence import Evidence, load
from tests.faults.campaign.journal import Entry, Journal
from tests.faults.campaign.process import Process
from tests.faults.campaign.proxy import Proxy
from tests.faults.campaign.recorders import WELL, Recorders, recording
from tests.faults.campaign.town import HERE, Town, town
from tests.faults.campaign.traffic import Traffic
from tests.faults.campaign.wires import Sender

WORK = ("work", "--port", "0")
_LOOK_SECONDS = 0.02
_BETWEEN_SECONDS = 0.1
_CALM, _CALM_SECONDS = 24, 10.0
WAIT_SECONDS = 45.0


@dataclass(slots=True)
class Stage:
    """One run. `main` answers the API; `others` are further processes on the same database."""

    folder: Path
    journal: Journal
    recorders: Recorders
    town: Town
    sender: Sender
    traffic: Traffic
    main: Process
    others: list[Process] = field(default_factory=list)

    @property
    def chance(self) -> random.Random:
        """The one source of chance of this run."""
        return self.traffic.chance

    def fault(self, kind: str, **told: object) -> None:
        """Write down that something was broken."""
        self.journal.note("fault", kind=kind, **told)

    def came(self, to: str) -> list[Entry]:
        """What came to one recipient so far."""
        return [one for one in self.journal.of("came") if one["to"] == to]

    async def start(self) -> None:
        """Start every process that does not run."""
        for one in (self.main, *self.others):
            if not one.alive:
                assert await one.start(), f"the gateway does not start; see {self.folder / 'gateway.log'}"

    async def until_dead(self, process: Process) -> None:
        """Traffic until the process has been killed by its fault."""
        while process.alive:
            await self.traffic.turn()
        assert await process.ended() == -9

    @contextlib.asynccontextmanager
    async def under_traffic(self) -> AsyncIterator[None]:
        """Traffic without end while the context lasts."""
        stop = asyncio.Event()

        async def go() -> None:
            while not stop.is_set():
                await self.traffic.turn()
                await asyncio.sleep(_BETWEEN_SECONDS)

        going = asyncio.create_task(go())
        try:
            yield
        finally:
            stop.set()
            await going

    async def calm(self) -> None:
        """Return once some more messages were acknowledged, so that the next fault meets a gateway at work."""
        enough = len(self.sender.acked) + self.chance.randrange(_CALM)
        await until(lambda: len(self.sender.acked) > enough, seconds=_CALM_SECONDS)

    async def finish(self, *, seconds: float = 60, by_http: bool = False) -> Evidence:
        """Everything is well again; then what there is to judge."""
        for one in list(self.recorders.moods):
            self.recorders.moods[one] = WELL
        await self.start()
        await self.traffic.finish(by_http=by_http)
        await ending.keep(self.sender, self.journal, self.folder, seconds=seconds)
        for one in (self.main, *self.others):
            self.journal.note("memory", role=one.role[-1], megabytes=one.megabytes)
        return self.kept()

    def kept(self) -> Evidence:
        """What there is to judge, with the journal as it is now."""
        self.journal.keep(self.folder / "journal.ndjson")
        return load(self.folder)


async def until(holds: Callable[[], bool], *, seconds: float = WAIT_SECONDS) -> bool:
    """True once `holds`; False when it does not within the time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        await asyncio.sleep(_LOOK_SECONDS)
    return True


@contextlib.asynccontextmanager
async def stage(
    folder: Path,
    *,
    seed: int,
    product: Path | None = None,
    child: Sequence[str] = (),
    timeout_seconds: float = 5,
    lease_seconds: float = 10,
    role: Sequence[str] = ("serve",),
    workers: int = 0,
    link: Proxy | None = None,
    prefix: Sequence[str] = (),
    **settings: Any,
) -> AsyncIterator[Stage]:
    """A stage with one gateway and so many workers, not started yet; whatever still runs is killed at the end.

    Webhooks come through `link` where one is given; `settings` are those of `town`.
    """
    journal = Journal()
    async with recording(journal, bind=settings.get("far", HERE)) as recorders, aiohttp.ClientSession() as session:
        if link is not None:
            link.target = recorders.hook_port
        place = town(
            folder, hook_port=recorders.hook_port if link is None else link.port, pas_port=recorders.pas_port,
            timeout_seconds=timeout_seconds, lease_seconds=lease_seconds, **settings,
        )  # fmt: skip
        journal.note("began", seed=seed)
        sender = Sender(place, journal, session)
        traffic = Traffic(sender, journal, random.Random(seed))
        main = Process(place, role, product=product, child=child, prefix=prefix)
        others = [Process(place, WORK, product=product, child=child) for _ in range(workers)]
        made = Stage(folder, journal, recorders, place, sender, traffic, main, others)
        try:
            yield made
        finally:
            for one in (made.main, *made.others):
                await one.kill()
