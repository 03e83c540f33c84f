"""Runs on PostgreSQL, with processes that only take in and processes that only work."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

from tests.faults.campaign.database import Database
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.process import Process
from tests.faults.campaign.proxy import Proxy, proxy
from tests.faults.campaign.recorders import LATE, WELL
from tests.faults.campaign.stage import Stage, stage, until
from tests.ports import free_ports

SERVE = ("serve", "--role", "serve")
POSTGRES = '[store]\nkind = "postgres"\n'
_LEASE_SECONDS, _TIMEOUT_SECONDS = 2.0, 1.5
_WAKE_SECONDS = 1.5
DATABASE_FAULTS = (
    "stop",
    "end-backends",
    "kill-backend",
    "cut-both",
    "cut-to-server",
    "cut-to-client",
    "slow",
    "reset",
)


async def relay_order(
    folder: Path, *, seed: int, base: Database, product: Path | None = None, heal_seconds: float = 60
) -> Evidence:
    """A commit that began first ends last; the product must wait there for as long as a file `hold` is there."""
    places = await base.places()
    async with stage(
        folder, seed=seed, product=product, role=SERVE, workers=1, listens=False, more=POSTGRES, environment=places
    ) as it:
        [port] = free_ports(1)
        it.others.append(Process(it.town, (*SERVE, "--port", str(port)), product=product, environment={"HOLD": "yes"}))
        await it.start()
        (folder / "hold").touch()
        held = asyncio.create_task(it.sender.by_http([it.traffic.message(to="cafe", person=0)], port=port))
        await until((folder / "held").exists)
        await it.sender.by_http([it.traffic.message(to="cafe", person=1)])
        await until(lambda: bool(it.came("cafe")))
        (folder / "hold").unlink()
        it.fault("slow-commit")
        await held
        return await it.finish(seconds=heal_seconds, by_http=True)


async def fences(
    folder: Path, *, seed: int, base: Database, product: Path | None = None, heal_seconds: float = 60
) -> Evidence:
    """A worker sleeps past its lease in the middle of an attempt; another goes on; the first wakes up late."""
    places = await base.places()
    async with stage(
        folder, seed=seed, product=product, role=SERVE, workers=2, more=POSTGRES, environment=places,
        timeout_seconds=_TIMEOUT_SECONDS, lease_seconds=_LEASE_SECONDS,
    ) as it:  # fmt: skip
        sleeper, other = it.others
        await it.main.start()
        await sleeper.start()
        it.recorders.moods["club"], it.recorders.late_seconds = LATE, 1.0
        await it.sender.by_mllp([it.traffic.message(to="club", person=0)])
        await until(lambda: bool(it.came("club")))
        sleeper.pause()
        it.fault("pause-past-lease")
        it.recorders.moods["club"] = WELL
        await other.start()
        await until(lambda: any(one["good"] for one in it.came("club")))
        await it.sender.by_mllp([it.traffic.message(to="club", person=0)])
        await until(lambda: sum(one["good"] for one in it.came("club")) == 2)
        sleeper.go_on()
        await asyncio.sleep(_WAKE_SECONDS)
        return await it.finish(seconds=heal_seconds)


async def database_faults(folder: Path, *, seed: int, base: Database, faults: Sequence[str], **more: Any) -> Evidence:
    """The database falls over, ends sessions, or cannot be reached one way or both; and processes die or sleep."""
    async with proxy(base.socket) as link:
        places = await base.places(link.port)
        settings = {"more": POSTGRES, "environment": places, "timeout_seconds": _TIMEOUT_SECONDS} | more
        async with stage(folder, seed=seed, role=SERVE, workers=2, lease_seconds=_LEASE_SECONDS, **settings) as it:
            await it.start()
            async with it.under_traffic():
                for fault in faults:
                    await it.calm()
                    it.fault("database-" + fault)
                    await _break(it, base, link, fault)
                    await it.start()
            return await it.finish(seconds=120)


async def _break(it: Stage, base: Database, link: Proxy, fault: str) -> None:
    match fault:
        case "stop":
            await base.stop_at_once()
            await asyncio.sleep(it.chance.uniform(0.2, 2.0))
            await base.start()
        case "end-backends":
            await base.end_backends(it.chance)
        case "kill-backend":
            await base.kill_a_backend(it.chance)
        case _:
            await link.suffer(fault, it.chance)


@contextlib.asynccontextmanager
async def asleep(process: Process) -> AsyncIterator[None]:
    """The process does nothing while the context lasts."""
    process.pause()
    try:
        yield
    finally:
        process.go_on()


async def process_faults(
    folder: Path, *, seed: int, base: Database, faults: Sequence[tuple[str, str]], **more: Any
) -> Evidence:
    """Processes of either role are killed, at a named point or at any moment, or sleep past lease and session."""
    places = await base.places()
    settings = {"more": POSTGRES, "environment": places, "timeout_seconds": _TIMEOUT_SECONDS} | more
    async with stage(folder, seed=seed, role=SERVE, workers=2, lease_seconds=_LEASE_SECONDS, **settings) as it:
        await it.start()
        async with it.under_traffic():
            for role, fault in faults:
                victim = it.main if role == "serve" else it.chance.choice(it.others)
                it.fault(f"{role}-{fault.partition(':')[0]}")
                await _hurt(it, victim, fault)
                await it.start()
        return await it.finish(seconds=120)


async def _hurt(it: Stage, victim: Process, fault: str) -> None:
    match fault:
        case "sleep":
            async with asleep(victim):
                await asyncio.sleep(_LEASE_SECONDS + it.chance.uniform(0.5, 2.0))
        case "kill":
            await asyncio.sleep(it.chance.uniform(0.0, 1.5))
            await victim.kill()
        case _:
            await victim.stop()
            await victim.start(f"{fault}:kill")
            await until(lambda: not victim.alive, seconds=10)
            await victim.kill()
