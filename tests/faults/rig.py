"""A real `nwd serve` process that can be killed at will, and the questions that its command line may ask it."""

import asyncio
import contextlib
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gateway.cli.operate import ask
from gateway.serve import running
from gateway.settings.loading import parse
from tests.patience import SECONDS

ENDED = frozenset({"delivered", "withheld", "superseded", "skipped", "parked"})


@dataclass(slots=True)
class Rig:
    """One data folder, and whichever process serves it now."""

    config: Path
    ports: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    program: tuple[str, ...] = ("-m", "gateway.cli.main")
    role: tuple[str, ...] = ("serve",)
    environment: Mapping[str, str] = field(default_factory=dict)

    async def start(self, fault: str = "") -> bool:
        """Start the gateway; False when it died (as asked) before it was ready."""
        with (self.config.parent / "gateway.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, *self.program, *self.role, "--config", str(self.config),
                stdout=asyncio.subprocess.PIPE, stderr=log, env=os.environ | self.environment | {"FAULT": fault},
            )  # fmt: skip
        assert self.process.stdout is not None
        line = (await asyncio.wait_for(self.process.stdout.readline(), SECONDS)).decode()
        self.ports = dict(pair.split("=", 1) for pair in line.split()[1:])
        if not self.ports:
            await self.process.wait()
        return bool(self.ports)

    @property
    def alive(self) -> bool:
        """True while it listens and nobody has killed it."""
        return bool(self.ports) and self.process is not None and self.process.returncode is None

    def kill_in(self, seconds: float) -> None:
        """Kill it after a while, whatever it does then."""
        assert self.process is not None
        asyncio.get_running_loop().call_later(seconds, self.process.kill)

    async def dead(self) -> None:
        """Return once the process has been killed by its fault."""
        assert self.process is not None
        async with asyncio.timeout(SECONDS):
            assert await self.process.wait() == -9

    async def kill(self) -> None:
        """Kill it now, whatever it does."""
        assert self.process is not None
        self.process.kill()
        await self.process.wait()

    async def end(self) -> None:
        """Stop it in order, when it still runs."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await asyncio.wait_for(self.process.wait(), SECONDS)

    async def ask(self, **order: Any) -> Any:
        """The answer of the running gateway to its command line."""
        return (await asyncio.to_thread(ask, self.config, order))["answer"]

    async def ledger(self) -> list[dict[str, Any]]:
        """Every message, oldest first, with its deliveries."""
        found: list[dict[str, Any]] = await self.ask(do="messages", limit=100_000)
        return found[::-1]

    async def settled(self, holds: Callable[[list[dict[str, Any]]], bool] | None = None) -> list[dict[str, Any]]:
        """The ledger once `holds` of it: by default, once every message has deliveries and all have ended."""
        async with asyncio.timeout(SECONDS):
            while not (holds or all_ended)(found := await self.ledger()):
                pass
        return found


def all_ended(ledger: list[dict[str, Any]]) -> bool:
    """True when nothing is on its way any more."""
    return all(one["deliveries"] and {it["state"] for it in one["deliveries"]} <= ENDED for one in ledger)


def states(ledger: list[dict[str, Any]]) -> list[str]:
    """The state of every delivery, in the order of their messages."""
    return [it["state"] for one in ledger for it in one["deliveries"]]


@contextlib.asynccontextmanager
async def rig(config: Path) -> AsyncIterator[Rig]:
    """A rig on these settings; whatever still runs is stopped at the end."""
    made = Rig(config)
    try:
        yield made
    finally:
        await made.end()


@contextlib.asynccontextmanager
async def running_here(config: Path) -> AsyncIterator[Rig]:
    """A gateway in this process, for faults that need no kill."""
    text = await asyncio.to_thread(config.read_bytes)
    async with running(parse(text.decode(), folder=config.parent), text) as gateway:
        yield Rig(config, dict(gateway.ports))
