"""Runs on the embedded gateway: killed, cut from power, with recipients that are unwell, raced by revocations."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.faults.campaign import ending
from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.power_disk import cut
from tests.faults.campaign.recorders import CROSSED, FAILS
from tests.faults.campaign.revoked import IN_FLIGHT_SECONDS
from tests.faults.campaign.stage import stage, until

POINTS = (
    "before-commit", "after-commit", "before-ack", "after-ack", "before-fan-out", "after-fan-out", "before-release",
    "after-release", "after-send",
)  # fmt: skip
"""What messages pass on their way, as `nwd faults list` names it."""
GO = "go"
"""A file that lets a widened window pass; see `sabotage`."""
_LONGEST_LIFE_SECONDS, _MOST_ANSWERS = 1.5, 60
_MARGIN_SECONDS = 0.3


async def kills(
    folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60, faults: Sequence[str] = ()
) -> Evidence:
    """Killed under traffic, by each fault in turn: `point:nth`, or `random` for any moment."""
    async with stage(folder, seed=seed, product=product) as it:
        for fault in faults:
            at_random = fault == "random"
            await it.main.start("" if at_random else f"{fault}:kill")
            if at_random:
                await ending.keep_head(it.sender, it.journal)
                life = it.chance.uniform(0.0, _LONGEST_LIFE_SECONDS)
                asyncio.get_running_loop().call_later(life, it.main.shoot)
            await it.until_dead(it.main)
            it.fault("kill-at-random" if at_random else "kill-at-" + fault.partition(":")[0])
        return await it.finish(seconds=heal_seconds)


async def repeats(
    folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60, turns: int = 6
) -> Evidence:
    """Nothing is broken: senders repeat themselves, change the order, and use an id again for something else."""
    async with stage(folder, seed=seed, product=product) as it:
        await it.start()
        for _ in range(turns):
            it.fault("repeats-in-another-order")
            await it.traffic.turn()
        return await it.finish(seconds=heal_seconds)


async def power_cuts(
    folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60, cuts: int = 2
) -> Evidence:
    """The power goes as an answer comes, again and again: there is what was synced, and at times a part of the rest.

    A gateway that does not start on that knows of nothing that it took.
    """
    disk = folder / "disk"
    async with stage(folder, seed=seed, product=product, child=("--disk", str(disk))) as it:
        for number in range(cuts):
            if not await it.main.start():
                return it.kept()
            it.sender.heard = partial(_countdown, iter(range(it.chance.randrange(2, _MOST_ANSWERS))), it.main.shoot)
            await it.until_dead(it.main)
            it.sender.heard = None
            lost = cut(disk, folder / "data", it.chance if number % 2 else None)
            it.fault("power-cut", unsynced=lost)
        return await it.finish(seconds=heal_seconds) if await it.main.start() else it.kept()


async def unwell(folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60) -> Evidence:
    """One recipient refuses, one acknowledges something else; people revoke, and others are told the next thing."""
    async with stage(folder, seed=seed, product=product, timeout_seconds=1) as it:
        it.recorders.moods = {"cafe": FAILS, "pas": CROSSED}
        await it.start()
        tell = it.traffic.message
        it.fault("recipient-fails", who="cafe")
        it.fault("recipient-crossed", who="pas")
        await it.sender.by_mllp([tell(to="cafe", person=person) for person in (0, 1, 2)] + [tell(to="pas", person=3)])
        await until(lambda: len(it.came("cafe")) >= 3 and bool(it.came("pas")))
        for person in (0, 1):
            assert await it.traffic.revoke(person, "cafe")
        await it.sender.by_http([tell(to="cafe", person=2), tell(to="pas", person=3)])
        await it.sender.by_mllp([tell(to="club", person=person) for person in (3, 4)])
        await asyncio.sleep(IN_FLIGHT_SECONDS + _MARGIN_SECONDS)
        it.recorders.moods.clear()
        return await it.finish(seconds=heal_seconds)


async def races(folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60) -> Evidence:
    """People refuse between the decision and its commit: the product must be widened there, and waits for `go`."""
    async with stage(folder, seed=seed, product=product) as it:
        await it.start()
        await it.sender.by_mllp([it.traffic.message(to=to, person=0) for to in ("cafe", "club")])
        await until((folder / "waits").exists)
        for service in ("cafe", "club"):
            assert await it.traffic.revoke(0, service)
        it.fault("revoked-while-deciding")
        await asyncio.sleep(IN_FLIGHT_SECONDS + _MARGIN_SECONDS)
        (folder / GO).touch()
        return await it.finish(seconds=heal_seconds)


def _countdown(left: Iterator[int], act: Callable[[], None]) -> None:
    if next(left, None) is None:
        act()
