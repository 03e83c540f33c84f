"""Runs on PostgreSQL and Apache Kafka: brokers stop, die, sleep, forget everything, and cannot be reached."""

import asyncio
import contextlib
import os
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.faults.campaign.database import Database
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.process import ROOT
from tests.faults.campaign.proxy import WAYS, Proxy, proxy
from tests.faults.campaign.shared import POSTGRES, SERVE, asleep
from tests.faults.campaign.stage import Stage, stage
from tests.faults.campaign.topic_recorder import TopicRecorder, reading
from tests.faults.campaign.town import Town
from tests.kafka_broker import Cluster, cluster

BROKER_FAULTS = ("stop", "kill", "pause", "lose", "reader-sleeps", *WAYS)
_SESSION_SECONDS = 6.0
_PARTITIONS = 4
_TABLES = """
[backbone]
kind = "kafka"
topic = "nwd.events.{name}"
timeout_seconds = 3
republish_seconds = 3
direct_after_seconds = {direct_after}
[backbone.keep]
partitions = {partitions}
replication = {copies}
min_insync = {in_sync}
[kafka]
servers = [{servers}]
"""
_TOPIC = (
    'topic = {{ name = "to.club.{name}", reader = "User:club", reader_group = "club", partitions = {partitions},'
    " replication = {copies}, min_insync = {in_sync}, timeout_seconds = 1.5 }}\n"
)


@dataclass(frozen=True, slots=True)
class Backbone:
    """A cluster whose brokers the gateway reaches through proxies, and the harness too."""

    brokers: Cluster
    links: Sequence[Proxy]

    @property
    def servers(self) -> str:
        """The bootstrap servers, through the proxies."""
        return ",".join(f"127.0.0.1:{one.port}" for one in self.links)


@contextlib.asynccontextmanager
async def backbone(folder: Path, *, brokers: int = 1) -> AsyncIterator[Backbone]:
    """A cluster that runs while the context lasts. Raises `NoBroker` where there can be none."""
    async with contextlib.AsyncExitStack() as stack:
        links = [await stack.enter_async_context(proxy(0)) for _ in range(brokers)]
        told = [f"advertised.listeners=PLAINTEXT://127.0.0.1:{one.port}\n" for one in links]
        made = await asyncio.to_thread(cluster, folder, brokers=brokers)
        for one, link, line in zip(made.brokers, links, told, strict=True):
            link.target = one.port
            with (one.folder / "server.properties").open("a") as settings:
                settings.write(line)
        stack.callback(made.kill)
        await asyncio.to_thread(made.start)
        yield Backbone(made, links)


async def broker_faults(
    folder: Path, *, seed: int, base: Database, over: Backbone, faults: Sequence[str], workers: int = 2
) -> Evidence:
    """One broker after another, or all of them, are broken under traffic, and made well again."""
    copies, name = len(over.links), f"{seed}"
    keep = {"name": name, "partitions": _PARTITIONS, "copies": copies, "in_sync": min(copies, 2)}
    servers = ",".join(f'"{one}"' for one in over.servers.split(","))
    tables = POSTGRES + _TABLES.format(servers=servers, direct_after=5 if seed % 2 else 3600, **keep)
    async with stage(
        folder, seed=seed, role=SERVE, workers=workers, environment=await base.places(), more=tables,
        ways={"club": _TOPIC.format(**keep)}, timeout_seconds=1.5, lease_seconds=15,
    ) as it:  # fmt: skip
        await ordered(it.town, "topics", "apply")
        recorder = TopicRecorder(it.journal, over.servers, f"to.club.{name}", "club", _PARTITIONS)
        async with reading(recorder):
            await it.start()
            async with it.under_traffic():
                for fault in faults:
                    await it.calm()
                    it.fault("broker-" + fault)
                    await _break(it, over, recorder, fault)
                    await it.start()
            await it.finish(seconds=180)
            assert await recorder.to_the_end(), "the recorder cannot read the recipient's topic"
            return it.kept()


async def _break(it: Stage, over: Backbone, recorder: TopicRecorder, fault: str) -> None:
    which = it.chance.randrange(len(over.links))
    one, link = over.brokers.brokers[which], over.links[which]
    outage = it.chance.uniform(1.0, 4.0)
    match fault:
        case "stop" | "kill":
            await asyncio.to_thread(getattr(one, fault))
            await asyncio.sleep(outage)
            one.start()
        case "pause":
            one.pause()
            await asyncio.sleep(outage)
            one.go_on()
        case "reader-sleeps":
            async with asleep(it.chance.choice(it.others)):
                await asyncio.sleep(_SESSION_SECONDS + outage)
        case "all":
            await asyncio.to_thread(over.brokers.kill)
            await asyncio.sleep(outage)
            for broker in over.brokers.brokers:
                broker.start()
        case "lose":
            await asyncio.to_thread(over.brokers.lose_everything)
            for broker in over.brokers.brokers:
                broker.start()
            await asyncio.to_thread(over.brokers.ready)
            recorder.life += 1
            begun = time.monotonic()
            await ordered(it.town, "rebuild-topics", "--by", "jo")
            it.journal.note("rebuilt", to=recorder.who, begun=begun)
        case _:
            await link.suffer(fault, it.chance)
    await asyncio.to_thread(over.brokers.ready)


async def ordered(town: Town, *order: str) -> None:
    """Give the gateway an order on its command line. Raises when it is not carried out."""
    run = await asyncio.create_subprocess_exec(
        sys.executable, "-P", "-m", "gateway.cli.main", *order, "--config", str(town.config),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        env=dict(os.environ) | dict(town.environment) | {"PYTHONPATH": str(ROOT)}, cwd=town.folder,
    )  # fmt: skip
    told, _ = await run.communicate()
    assert run.returncode == 0, (order, told.decode())
