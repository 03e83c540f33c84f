"""A gateway of many processes on one PostgreSQL and one Apache Kafka, each of which can be killed by itself."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gateway.cli.main import main
from tests.faults.promises import kept
from tests.faults.receivers import Receiver
from tests.faults.rig import Rig
from tests.faults.senders import Sender, referral
from tests.faults.settings import settings
from tests.kafka_broker import Cluster
from tests.postgres_server import fresh

_TOGETHER = 8
_BETWEEN_SECONDS = 0.5
TABLES = """
[store]
kind = "postgres"
[backbone]
kind = "kafka"
topic = "nwd.events"
timeout_seconds = 3
republish_seconds = 3
direct_after_seconds = {direct_after}
[backbone.keep]
partitions = 4
replication = 1
min_insync = 1
[kafka]
servers = ["{servers}"]
"""


@dataclass(slots=True)
class Many:
    """The one who takes in, those who work, and what was sent."""

    serve: Rig
    workers: list[Rig]
    cluster: Cluster
    sender: Sender = field(default_factory=Sender)
    sent: list[str] = field(default_factory=list)

    async def start(self) -> None:
        """Start every process that does not run."""
        for one in (self.serve, *self.workers):
            if not one.alive:
                assert await one.start()

    async def send(self) -> None:
        """Some more messages about five people, to two services in turn; all are acknowledged."""
        new = [
            referral(number, to=("CAFE", "CLUB")[number % 2], person=number % 5)
            for number in range(len(self.sent) + 1, len(self.sent) + _TOGETHER + 1)
        ]
        self.sent += new
        await self.sender.send(self.serve.ports["mllp.engine"], new)
        assert not self.sender.unacked(new)

    async def keep_sending(self, stop: asyncio.Event) -> None:
        """Send without end, whatever happens behind the one who takes in."""
        while not stop.is_set():
            await self.send()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), _BETWEEN_SECONDS)

    @contextlib.asynccontextmanager
    async def under_load(self) -> AsyncIterator[None]:
        """Messages come in all the while."""
        stop = asyncio.Event()
        sending = asyncio.create_task(self.keep_sending(stop))
        try:
            yield
        finally:
            stop.set()
            await sending

    async def kept(self, receiver: Receiver) -> None:
        """Everything runs again; then every promise holds."""
        await self.start()
        await kept(self.serve, self.sender, receiver)


@contextlib.asynccontextmanager
async def many(
    folder: Path, port: int, dsn: str, cluster: Cluster, *, workers: int = 2, direct_after: float = 3600
) -> AsyncIterator[Many]:
    """All of them up; whatever still runs is stopped at the end."""
    data, keys = await fresh(dsn)
    tables = TABLES.format(servers=cluster.servers, direct_after=direct_after)
    path = settings(folder, port, "cafe", "club", timeout=1, more=tables)
    path.write_text(path.read_text().replace("delivery_workers = 8", "delivery_workers = 8\nlease_seconds = 2"))
    assert await asyncio.to_thread(main, ["topics", "apply", "--config", str(path)]) == 0
    where: Mapping[str, str] = {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}
    made = Many(
        Rig(path, environment=where),
        [Rig(path, role=("work",), environment=where) for _ in range(workers)],
        cluster,
    )
    made.serve.role = ("serve", "--role", "serve")
    try:
        await made.start()
        yield made
    finally:
        for one in (made.serve, *made.workers):
            await one.end()
