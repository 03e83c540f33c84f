"""Runs on the embedded gateway in which disk, clock and recipients are unwell, for a while or for long."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from tests.faults.campaign.evidence import Evidence
from tests.faults.campaign.proxy import WAYS, proxy
from tests.faults.campaign.recorders import FAILS, HANGS, WELL
from tests.faults.campaign.stage import stage

SERVICES = ("cafe", "club", "hub", "nest")
"""Four told by webhook and one by HL7 v2: one of them is a fifth."""
_HOUR, _DAY = 3_600, 86_400
JUMPS = (_HOUR, -5, _DAY, -20, 0.4, -0.4)
"""Seconds. After a jump back, what was queued before it waits for as long; so that the run need not wait an hour."""
_PHASE_SECONDS = 6.0


async def full_disks(
    folder: Path, *, seed: int, product: Path | None = None, heal_seconds: float = 60, times: int = 2
) -> Evidence:
    """The disk is full for a while: what is acknowledged nevertheless must be there afterwards."""
    is_full = folder / "full"
    async with stage(folder, seed=seed, product=product, child=("--full", str(is_full))) as it:
        await it.start()
        async with it.under_traffic():
            for _ in range(times):
                await asyncio.sleep(it.chance.uniform(0.2, 1.0))
                it.fault("disk-full")
                is_full.touch()
                await asyncio.sleep(it.chance.uniform(0.5, 2.0))
                is_full.unlink()
            await asyncio.sleep(0.5)
        return await it.finish(seconds=heal_seconds)


async def clock_jumps(folder: Path, *, seed: int, jumps: Sequence[float] = JUMPS) -> Evidence:
    """The wall clock jumps by hours and days forward and by seconds back, while a recipient fails now and then."""
    offset = folder / "offset"
    _jump(offset, 0)
    async with stage(folder, seed=seed, child=("--clock", str(offset))) as it:
        await it.start()
        async with it.under_traffic():
            for jump in jumps:
                await asyncio.sleep(it.chance.uniform(0.5, 1.0))
                it.recorders.moods["cafe"] = it.chance.choice((WELL, FAILS))
                it.fault("clock-jump", seconds=jump)
                _jump(offset, float(offset.read_text()) + jump)
                it.sender.tokens.clear()
            await asyncio.sleep(0.5)
        it.sender.tokens.clear()
        return await it.finish(seconds=90)


def _jump(offset: Path, seconds: float) -> None:
    offset.parent.mkdir(parents=True, exist_ok=True)
    new = offset.with_suffix(".new")
    new.write_text(str(seconds))
    new.rename(offset)


async def cut_links(folder: Path, *, seed: int, cuts: Sequence[str] = tuple(WAYS)) -> Evidence:
    """The way to those who are told by webhook is cut one way, both ways, slow, or its connections break."""
    async with proxy(0) as link, stage(folder, seed=seed, link=link, timeout_seconds=2) as it:
        it.traffic.revokes = False  # what waits on the way has left the gateway
        await it.start()
        async with it.under_traffic():
            for cut in cuts:
                await asyncio.sleep(it.chance.uniform(0.2, 0.6))
                it.fault("recipients-" + cut)
                await link.suffer(cut, it.chance)
        return await it.finish(seconds=120)


async def a_fifth_away(folder: Path, *, seed: int, mood: str = HANGS, seconds: float = _PHASE_SECONDS) -> Evidence:
    """First all five recipients are well; then one of them hangs or refuses: the others must not feel it."""
    async with stage(folder, seed=seed, services=SERVICES, timeout_seconds=2) as it:
        it.traffic.to, it.traffic.people, it.traffic.revokes = (*SERVICES, "pas"), 40, False
        await it.start()
        for phase in ("warming", "well", "away"):
            if phase == "away":
                it.fault(f"recipient-{mood}", who="nest")
                it.recorders.moods["nest"] = mood
            it.journal.note("phase", name=phase)
            async with it.under_traffic():
                await asyncio.sleep(seconds / 3 if phase == "warming" else seconds)
        it.journal.note("phase", name="healed")
        return await it.finish(seconds=120)
