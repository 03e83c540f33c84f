"""The world of the demo: a folder with settings and keys, a real gateway, and partners in processes of their own."""

import asyncio
import base64
import contextlib
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from gateway.demo.engines import Played
from gateway.demo.partners.process import Partner, start
from gateway.demo.settings import settings_text

APPS = {"cafe": "cafe", "trust": "cmht", "crisis": "htt", "portal": "portal"}
"""Applications by name, and the service that each acts for."""
_READY_SECONDS = 120


class NotAsTold(Exception):
    """Something in the story did not happen as it is told."""


@dataclass(frozen=True, slots=True)
class World:
    """What the story plays in."""

    folder: Path
    gateway: asyncio.subprocess.Process
    http: str
    mllp: int
    engine: Partner
    apps: dict[str, Partner]
    patience_seconds: float = 60.0
    """How long it is waited for what a step says."""

    async def send(self, message: str) -> str:
        """Let the trust's engine send one message; returns the acknowledgement that it got."""
        answer = await self.engine.order(do="send", port=self.mllp, message=message)
        return str(answer["reply"])

    async def call(
        self, app: str, worker: dict[str, str] | None, method: str, path: str, **more: Any
    ) -> dict[str, Any]:
        """Let an application call the API, for a named worker or as a machine."""
        return await self.apps[app].order(do="call", worker=worker, method=method, path=path, **more)

    async def until(
        self, ledger: Callable[[], list[dict[str, Any]]], fits: Callable[[dict[str, Any]], bool], *, told: str
    ) -> dict[str, Any]:
        """The first line of a partner's ledger that fits. Raises `NotAsTold` when none comes."""
        deadline = time.monotonic() + self.patience_seconds
        while time.monotonic() < deadline:
            found = next((line for line in ledger() if fits(line)), None)
            if found is not None:
                return found
            await asyncio.sleep(0.05)
        raise NotAsTold(f"{told}: nothing of the kind came within {self.patience_seconds:.0f} s")


@contextlib.asynccontextmanager
async def world(folder: Path, *, broken: int, played: Played) -> AsyncIterator[World]:
    """Build the world; everything in it ends with the context."""
    async with contextlib.AsyncExitStack() as stack:
        engine = await start("trust_engine", folder / "engine.jsonl", folder / "engine.jsonl")
        stack.push_async_callback(engine.stop)
        secrets = {name: "whsec_" + base64.b64encode(os.urandom(32)).decode() for name in APPS}
        apps = {}
        for name, service in APPS.items():
            apps[name] = await _app(folder, name, service, secrets[name])
            stack.push_async_callback(apps[name].stop)
        if broken == 2:
            secrets["cafe"] = "whsec_" + base64.b64encode(bytes(32)).decode()
        process, ports = await _gateway(folder, engine, apps, secrets, broken=broken, played=played)
        stack.push_async_callback(_stop, process)
        for app in apps.values():
            await app.order(do="api", url=ports["http"])
        (folder / "url").write_text(ports["http"])
        mllp = int(ports["mllp.trust-engine"].rpartition(":")[2])
        yield World(folder, process, ports["http"], mllp, engine, apps)


async def _app(folder: Path, name: str, service: str, secret: str) -> Partner:
    key = ec.generate_private_key(ec.SECP384R1())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (folder / f"{name}.key").write_bytes(private)
    (folder / f"{name}.pem").write_bytes(public)
    about = {
        "ledger": str(folder / f"{name}.jsonl"),
        "client": f"{name}-app",
        "service": service,
        "key": str(folder / f"{name}.key"),
        "webhook_secret": secret,
    }
    (folder / f"{name}.json").write_text(json.dumps(about))
    return await start("service_app", folder / f"{name}.json", folder / f"{name}.jsonl")


async def _gateway(
    folder: Path, engine: Partner, apps: dict[str, Partner], secrets: dict[str, str], *, broken: int, played: Played
) -> tuple[asyncio.subprocess.Process, dict[str, str]]:
    (folder / "master.key").write_text(base64.b64encode(os.urandom(32)).decode())
    settings = folder / "nwd.toml"
    settings.write_text(
        settings_text(engine.port, {name: app.port for name, app in apps.items()}, broken=broken) + played.tables
    )
    environment = (
        os.environ | played.environment | {f"NWD_SECRET_{name.upper()}": secret for name, secret in secrets.items()}
    )
    with (folder / "gateway.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gateway.cli.main", "serve", "--config", str(settings),
            stdout=asyncio.subprocess.PIPE, stderr=log, env=environment,
        )  # fmt: skip
    if process.stdout is None:
        raise NotAsTold("the gateway has no standard output")
    line = ""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_READY_SECONDS):
            line = (await process.stdout.readline()).decode()
    if not line.startswith("ready "):
        raise NotAsTold(f"the gateway did not start; see {folder / 'gateway.log'}: {_last(folder / 'gateway.log')}")
    return process, dict(pair.split("=", 1) for pair in line.split()[1:])


def _last(log: Path) -> str:
    return log.read_text().strip().splitlines()[-1] if log.read_text().strip() else "nothing was written"


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
    await process.wait()
