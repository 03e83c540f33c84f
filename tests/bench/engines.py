"""The gateway in processes of its own on a real Apache Kafka and PostgreSQL: a crisis plan to five recipients.

The load comes by MLLP from this process, which also receives. For each way out and number of workers: how many
messages a second go all the way when they come all at once, how many the gateway's own processor time would allow
on one core, and how long one takes from its acknowledgement when they come at half that rate.
"""

import asyncio
import contextlib
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg
import uvloop

from adapters.kafka.fate import TOPIC_SETTINGS
from schemas.ids import message_id
from tests.bench import raw
from tests.bench.arrivals import Arrivals, recorded
from tests.bench.measure import percentiles
from tests.bench.webhooks import SERVICES, plan
from tests.faults.rig import Rig
from tests.faults.senders import referral
from tests.faults.settings import settings
from tests.kafka_server import servers
from tests.kafka_topics import made
from tests.postgres_server import fresh, server

_PEOPLE = 60
_ALL_AT_ONCE, _IN_TURN = 600, 300
_LINES = 8
_END = b"\x1c\r"
_WAIT_SECONDS = 120
_TABLES = """
[partner.profile]
documents = {{ CRISISPLAN = "crisis-plan" }}
[store]
kind = "postgres"
[backbone]
kind = "kafka"
topic = "{events}"
[kafka]
servers = ["{servers}"]
"""
_SUBSCRIPTION = """
[[subscription]]
id = "{name}-plans"
service = "{name}"
events = ["care-plan.updated"]
payload = "extract"
{way}
"""
_ONE_COPY = "replication = 1, min_insync = 1"
_PARKED = "SELECT count(*) FROM delivery, pg_sleep(0.1) WHERE state = 'parked'"
_DECIDED = (
    "SELECT m.control_id, max(a.began_at) FROM message m JOIN event e ON e.message = m.id"
    " JOIN delivery d ON d.event = e.id JOIN attempt a ON a.delivery = d.id"
    " WHERE e.type = 'care-plan.updated' GROUP BY m.control_id"
)


def main() -> None:
    """Print every figure, then how near each is to the clients alone with the same bytes."""
    kafka = servers()
    with server() as dsn:
        uvloop.run(_main(kafka, dsn))


async def _main(kafka: str, dsn: str) -> None:
    bodies: list[bytes] = []
    rates: dict[str, float] = {}
    for way in ("topics", "webhooks"):
        for workers in (1, 2):
            async with _gateway(kafka, dsn, way, workers) as gateway:
                rates[f"5 {way}, {workers} workers"] = await gateway.measured(f"to 5 {way}, {workers} working")
                bodies = gateway.arrivals.bodies if way == "topics" else bodies
    await raw.compare(kafka, dsn, bodies, rates)


@dataclass(slots=True)
class _Gateway:
    """One process that takes in, those that work, and what arrived from them."""

    rigs: Sequence[Rig]
    arrivals: Arrivals
    dsn: str
    numbers: Iterator[int]
    acked: dict[str, float] = field(default_factory=dict)

    async def measured(self, title: str) -> float:
        """Print the figures of one set-up; returns messages a second, all the way."""
        first = [plan(next(self.numbers), number % _PEOPLE) for number in range(_ALL_AT_ONCE)]
        processor, begun = self._processor(), time.time()
        await self._sent(first, every=0)
        await self.arrivals.complete(map(_name, first), each=len(SERVICES))
        used = self._processor() - processor
        decided = await self._decided()
        arrived = len(first) / (self._last(first) - begun)
        rate = len(first) / (max(decided[_control(one)] for one in first) - begun)
        print(
            f"  {title}: {arrived:,.0f} msg/s ({arrived * len(SERVICES):,.0f} deliveries/s), decided {rate:,.0f} msg/s"
        )
        print(
            f"    {used / len(first) * 1000:.2f} ms of processor in the gateway's processes a message:"
            f" {len(first) / used:,.0f} msg/s a core"
        )
        await self._in_turn(arrived / 2)
        return arrived

    async def _in_turn(self, rate: float) -> None:
        messages = [plan(next(self.numbers), number % _PEOPLE) for number in range(_IN_TURN)]
        await self._sent(messages, every=1 / rate)
        await self.arrivals.complete(map(_name, messages), each=len(SERVICES))
        decided = await self._decided()
        to_decided = [decided[_control(one)] - self.acked[_control(one)] for one in messages]
        to_all = [self.arrivals.last(_name(one)) - self.acked[_control(one)] for one in messages]
        print(
            f"    at {rate:,.0f} msg/s, from ack to decided {percentiles(to_decided)}; to all 5 {percentiles(to_all)}",
            flush=True,
        )

    async def _sent(self, messages: Sequence[str], *, every: float) -> None:
        """Send down a few connections, each message at its time, not waiting for answers in between."""
        begun = time.time()
        shares = [list(enumerate(messages))[line::_LINES] for line in range(_LINES)]
        await asyncio.gather(*(self._line([(begun + at * every, one) for at, one in share]) for share in shares))

    async def _line(self, share: Sequence[tuple[float, str]]) -> None:
        host, port = self.rigs[0].ports["mllp.engine"].split(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        await asyncio.gather(_write(writer, share), self._answers(reader, [_control(one) for _, one in share]))
        writer.close()

    async def _answers(self, reader: asyncio.StreamReader, names: Sequence[str]) -> None:
        for name in names:
            async with asyncio.timeout(_WAIT_SECONDS):
                assert b"MSA|AA" in await reader.readuntil(_END)
            self.acked[name] = time.time()

    async def linked(self) -> None:
        """Every service has a referral about every person, so that each is told of plans; a lane each stands parked."""
        messages = [
            referral(next(self.numbers), to=to.upper(), person=who) for who in range(_PEOPLE) for to in SERVICES
        ]
        await self._sent(messages, every=0)
        line = await asyncpg.connect(self.dsn)
        async with asyncio.timeout(_WAIT_SECONDS):
            while await line.fetchval(_PARKED) < _PEOPLE:
                pass
        await line.close()

    async def _decided(self) -> dict[str, float]:
        line = await asyncpg.connect(self.dsn)
        rows = await line.fetch(_DECIDED)
        await line.close()
        return {name: at / 1e6 for name, at in rows}

    def _last(self, messages: Sequence[str]) -> float:
        return max(self.arrivals.last(_name(one)) for one in messages)

    def _processor(self) -> float:
        """Seconds of processor time that the gateway's processes have used."""
        return sum(_processor_seconds(one) for one in self.rigs)


async def _write(writer: asyncio.StreamWriter, share: Sequence[tuple[float, str]]) -> None:
    for due, message in share:
        if due > time.time():
            await asyncio.sleep(due - time.time())
        writer.write(b"\x0b" + message.encode() + _END)


@contextlib.asynccontextmanager
async def _gateway(kafka: str, dsn: str, way: str, workers: int) -> AsyncIterator[_Gateway]:
    topics = [await made(kafka, f"{name}.{secrets.token_hex(4)}", settings=TOPIC_SETTINGS) for name in SERVICES]
    data, keys = await fresh(dsn)
    environment = {"NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys}
    async with recorded(kafka, topics, way) as arrivals, contextlib.AsyncExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        ways = _topics(topics) if way == "topics" else _hooks(arrivals.port)
        tables = _TABLES.format(events=await made(kafka), servers=kafka) + ways
        config = _without_referrals(settings(Path(folder), 0, *SERVICES, more=tables))
        roles = [("serve", "--role", "serve"), *[("work",)] * workers]
        rigs = [Rig(config, role=role, environment=environment) for role in roles]
        for rig in rigs:
            stack.push_async_callback(rig.end)
            assert await rig.start()
        gateway = _Gateway(rigs, arrivals, data, iter(range(1, 1_000_000)))
        await gateway.linked()
        yield gateway


def _topics(topics: Sequence[str]) -> str:
    told = [
        f'topic = {{ name = "{topic}", reader = "User:{name}", reader_group = "{name}", {_ONE_COPY} }}'
        for name, topic in zip(SERVICES, topics, strict=True)
    ]
    return "".join(_SUBSCRIPTION.format(name=name, way=way) for name, way in zip(SERVICES, told, strict=True))


def _hooks(port: int) -> str:
    told = 'webhook = {{ url = "http://127.0.0.1:{port}/{name}", secret_file = "secret" }}'
    return "".join(_SUBSCRIPTION.format(name=name, way=told.format(port=port, name=name)) for name in SERVICES)


def _without_referrals(config: Path) -> Path:
    """Nobody subscribes to referrals: those that only link people to services cost no deliveries."""
    text = config.read_text()
    config.write_text(text.replace('"referral.received", "referral.updated"', '"referral.opened"'))
    return config


def _processor_seconds(rig: Rig) -> float:
    assert rig.process is not None
    fields = Path(f"/proc/{rig.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _name(message: str) -> str:
    return str(message_id("engine", _control(message), message.encode()))


def _control(message: str) -> str:
    return message.split("|", 10)[9]


if __name__ == "__main__":
    main()
