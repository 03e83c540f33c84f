"""One process of the gateway: started with or without a fault, killed, paused, stopped."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.campaign.town import Town

ROOT = Path(__file__).parents[3]
_START_SECONDS = 180
_END_SECONDS = 120


@dataclass(slots=True)
class Process:
    """Runs `nwd serve` or `nwd work` on a town's settings; `product` is a folder of changed packages to use instead."""

    town: Town
    role: Sequence[str] = ("serve",)
    product: Path | None = None
    child: Sequence[str] = ()
    """What the process is to do before the gateway begins; see `child`."""
    prefix: Sequence[str] = ()
    """The words that come before the command, such as those that put it into a network namespace."""
    environment: Mapping[str, str] = field(default_factory=dict)
    running: asyncio.subprocess.Process | None = None

    async def start(self, fault: str = "") -> bool:
        """Start it; False when it ended before it was ready."""
        with (self.town.folder / "gateway.log").open("ab") as log:
            self.running = await asyncio.create_subprocess_exec(
                *self.prefix, sys.executable, "-P", "-m", "tests.faults.campaign.child", *self.child, "--",
                *self.role, "--config", str(self.town.config),
                stdout=asyncio.subprocess.PIPE, stderr=log, env=self._variables(fault), cwd=self.town.folder,
            )  # fmt: skip
        assert self.running.stdout is not None
        line = await asyncio.wait_for(self.running.stdout.readline(), _START_SECONDS)
        if not line.startswith(b"ready "):
            await self.running.wait()
        return self.alive

    @property
    def alive(self) -> bool:
        """True until it has ended."""
        return self.running is not None and self.running.returncode is None

    @property
    def megabytes(self) -> int:
        """The memory that it holds now (resident)."""
        assert self.running is not None
        lines = Path(f"/proc/{self.running.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS:"))

    async def kill(self) -> None:
        """End it now, whatever it does (SIGKILL)."""
        self.shoot()
        await self.ended()

    def shoot(self) -> None:
        """End it now and wait for nothing."""
        if self.alive:
            self._signal(signal.SIGKILL)

    async def stop(self) -> None:
        """End it in order (SIGTERM)."""
        if self.alive:
            self._signal(signal.SIGTERM)
        await self.ended()

    def pause(self) -> None:
        """Let it neither answer nor fall over (SIGSTOP)."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """End a pause."""
        self._signal(signal.SIGCONT)

    async def ended(self) -> int:
        """Return once it has ended: its exit code, negative for a signal."""
        if self.running is None:
            return 0
        return await asyncio.wait_for(self.running.wait(), _END_SECONDS)

    def _signal(self, which: signal.Signals) -> None:
        assert self.running is not None
        self.running.send_signal(which)

    def _variables(self, fault: str) -> dict[str, str]:
        places = [str(one) for one in (self.product, ROOT) if one is not None]
        own = {"FAULT": fault, "PYTHONPATH": os.pathsep.join(places)}
        return dict(os.environ) | dict(self.town.environment) | dict(self.environment) | own
