"""What the image builds runs with the compose file's settings: as nobody, roles apart, on PostgreSQL and Kafka."""

import asyncio
import base64
import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
import yaml
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.deploy.image import NOBODY, ROOT, built
from tests.integration.test_metrics import values
from tests.patience import SECONDS
from tests.postgres_server import fresh, server
from tests.town import SECRET, referral

pytestmark = [pytest.mark.kafka, pytest.mark.postgres, pytest.mark.slow]
COMPOSE = yaml.safe_load((ROOT / "deploy" / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def image() -> Iterator[Path]:
    """The program folder of the image, where anybody may read it."""
    folder = Path(tempfile.mkdtemp(prefix="nwd-image-"))
    folder.chmod(0o755)
    yield built(folder)
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    """A server that its user alone may reach by its folder is opened to ours."""
    with server() as found:
        for folder in parse_qs(urlsplit(found).query).get("host", []):
            Path(folder).chmod(0o711)
        yield found


class Machine:
    """One machine with the compose file's settings, its addresses and secrets in the place of the real ones."""

    def __init__(self, image: Path, folder: Path, environment: dict[str, str]) -> None:
        self.image, self.folder, self.environment = image, folder, environment

    def config(self, *, servers: str, spans: str, topic: str) -> None:
        """Write the settings; every replaced text must stand in them."""
        text = (ROOT / "deploy" / "nwd.compose.toml").read_text()
        for old, new in {
            "/run/secrets/": f"{self.folder}/", "/var/lib/nwd": f"{self.folder}/data", '"kafka:9092"': f'"{servers}"',
            "http://collector:4318/v1/traces": spans, "port = 8080": "port = 0", "port = 2575": "port = 0",
            "9464": "0\ntrace_share = 1.0", '"nwd.events"': f'"{topic}"', '"0.0.0.0"': '"127.0.0.1"',
        }.items():  # fmt: skip
            assert old in text, old
            text = text.replace(old, new)
        (self.folder / "nwd.toml").write_text(text)

    async def run(self, service: str) -> tuple[int, str]:
        """What a one-off service of the compose file says, and its exit status."""
        process = await self._began(service)
        said, _ = await asyncio.wait_for(process.communicate(), SECONDS)
        return process.returncode or 0, said.decode()

    @contextlib.asynccontextmanager
    async def up(self, service: str) -> AsyncIterator[dict[str, str]]:
        """A service of the compose file while it lasts, and where it listens; it ends well on SIGTERM."""
        process = await self._began(service)
        assert process.stdout is not None
        line = (await asyncio.wait_for(process.stdout.readline(), SECONDS)).decode()
        assert line.startswith("ready "), line + (await process.stdout.read()).decode()
        try:
            yield dict(pair.split("=", 1) for pair in line.split()[1:])
        finally:
            process.terminate()
            assert await asyncio.wait_for(process.wait(), SECONDS) == 0

    async def _began(self, service: str) -> asyncio.subprocess.Process:
        command = [word.replace("/etc/nwd", str(self.folder)) for word in COMPOSE["services"][service]["command"]]
        return await asyncio.create_subprocess_exec(
            *_nobody(), str(self.image / "bin" / "nwd"), *command, cwd=self.folder / "data", env=self.environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
        )  # fmt: skip


def _nobody() -> list[str]:
    """Words before a command that take root's rights away, but for reading an interpreter that lies in root's home."""
    if os.getuid() != 0:
        return []
    reads = ["--inh-caps=-all,+dac_read_search", "--ambient-caps=-all,+dac_read_search"]
    hidden = any(not one.stat().st_mode & 0o001 for one in Path(sys.base_prefix).parents)
    return ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", *(reads if hidden else [])]


@pytest.fixture
async def machine(image: Path, dsn: str) -> AsyncIterator[Machine]:
    """Its secrets can be read by their user alone, its data folder written by nobody else."""
    folder = Path(tempfile.mkdtemp(prefix="nwd-machine-"))
    data, keys = await fresh(dsn)
    public = ec.generate_private_key(ec.SECP384R1()).public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    secrets = {"master_key": base64.b64encode(os.urandom(32)).decode(), "cafe_secret": SECRET, "haven_app_key": pem}
    for name, text in secrets.items():
        (folder / name).write_text(text)
        (folder / name).chmod(0o400)
    (folder / "data").mkdir(mode=0o700)
    if os.getuid() == 0:
        for name in ("", "data", *secrets):
            os.chown(folder / name, NOBODY, NOBODY)
    yield Machine(image, folder, {"PATH": "/usr/bin:/bin", "NWD_POSTGRES": data, "NWD_POSTGRES_KEYS": keys})
    shutil.rmtree(folder)


@contextlib.asynccontextmanager
async def collector() -> AsyncIterator[tuple[str, list[ExportTraceServiceRequest]]]:
    """An address that takes spans over OTLP/HTTP, and what came."""
    came: list[ExportTraceServiceRequest] = []

    async def take(request: web.Request) -> web.Response:
        came.append(ExportTraceServiceRequest.FromString(await request.read()))
        return web.Response(content_type="application/x-protobuf")

    app = web.Application()
    app.router.add_post("/v1/traces", take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/v1/traces", came
    finally:
        await runner.cleanup()


async def got(session: aiohttp.ClientSession, url: str) -> tuple[int, str]:
    async with session.get(url) as answer:
        return answer.status, await answer.text()


async def test_a_referral_goes_through_it(machine: Machine, kafka: str) -> None:
    """Migrated, its topics made, one process taking in and one working: ready, decided over brokers, and watched."""
    async with collector() as (spans, came), aiohttp.ClientSession() as session:
        machine.config(servers=kafka, spans=spans, topic=f"nwd.{os.urandom(4).hex()}")
        for once in ("migrate", "topics"):
            status, said = await machine.run(once)
            assert status == 0, said
        async with machine.up("serve") as serve, machine.up("work") as work:
            for ports in (serve, work):
                assert (await got(session, f"{ports['http']}/livez"))[0] == 200
                assert await got(session, f"{ports['http']}/readyz") == (200, "ready\n")
                assert (await got(session, f"{ports['http']}/metrics"))[0] == 404
            host, port = serve["mllp.trust-engine"].split(":")
            reader, writer = await asyncio.open_connection(host, int(port))
            writer.write(b"\x0b" + referral(1).encode() + b"\x1c\r")
            assert b"MSA|AA" in await asyncio.wait_for(reader.readuntil(b"\x1c\r"), SECONDS)
            writer.close()

            async with asyncio.timeout(SECONDS):
                while True:
                    told = values((await got(session, f"{work['metrics']}/metrics"))[1])
                    if told["nwd_decisions_total delivery permit"] and told["nwd_deliveries_total cafe later"]:
                        break
                    await asyncio.sleep(0.1)

    assert told["nwd_count event unrouted"] == 0
    assert told["nwd_backbone_up"] == told["nwd_store_up"] == 1
    _only_what_the_collector_lets_through(came)


def _only_what_the_collector_lets_through(came: list[ExportTraceServiceRequest]) -> None:
    """Spans came, under the names that the collector's list has, and without a word of the message."""
    spans = [span for one in came for it in one.resource_spans for scope in it.scope_spans for span in scope.spans]
    keys = {attribute.key for span in spans for attribute in span.attributes}
    keys |= {attribute.key for one in came for it in one.resource_spans for attribute in it.resource.attributes}
    listed = yaml.safe_load((ROOT / "deploy" / "collector.yaml").read_text())["processors"]["redaction"]["allowed_keys"]

    assert {span.name for span in spans} >= {"receive", "deliver"}
    assert keys <= set(listed)
    assert not any(word in str(came) for word in ("EXAMPLE", "9991234500", "LOW MOOD", "ZZ99"))
