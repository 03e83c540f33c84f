"""The gateway broken from outside and judged from files; and the judge judged, by builds that break a promise each."""

import asyncio
import contextlib
import functools
import json
import os
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.faults.campaign import embedded, hardship, shared
from tests.faults.campaign.checker import judge
from tests.faults.campaign.database import Database, database
from tests.faults.campaign.sabotage import HELD, SABOTAGES, SELDOM, WIDER, Sabotage, built

SEED = int(os.environ.get("NWD_SEED", "1"))
CAUGHT_SECONDS = 6.0
"""A build that cannot heal is not waited for longer."""
RUNS: Mapping[str, Callable[..., Awaitable[Any]]] = {
    "kills": lambda folder, **more: embedded.kills(
        folder, faults=(*(f"before-commit:{nth}" for nth in (2, 3, 5, 8, 12)), "after-send:5", "random"), **more
    ),
    "repeats": embedded.repeats,
    "power_cuts": embedded.power_cuts,
    "unwell": embedded.unwell,
    "races": embedded.races,
    "full_disks": hardship.full_disks,
}
SHARED: Mapping[str, Callable[..., Awaitable[Any]]] = {"relay_order": shared.relay_order, "fences": shared.fences}
PARTS: Mapping[str, Callable[..., Awaitable[Any]]] = {
    "clock": lambda folder, seed, base: hardship.clock_jumps(folder, seed=seed, jumps=(3600, -0.4)),
    "links": lambda folder, seed, base: hardship.cut_links(folder, seed=seed, cuts=("reset", "cut-to-client")),
    "database": lambda folder, seed, base: shared.database_faults(
        folder, seed=seed, base=base(), faults=("stop", "end-backends", "cut-to-client")
    ),
}
WIDENED = {"races": WIDER, "relay_order": HELD, "power_cuts": SELDOM}
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def base() -> Iterator[Callable[[], Database]]:
    """The database server of these tests, started by whoever needs it first."""
    with contextlib.ExitStack() as stack:
        yield functools.cache(lambda: stack.enter_context(database()))


async def ran(run: str, folder: Path, base: Callable[[], Database], sabotage: Sabotage | None = None) -> dict[str, Any]:
    """The verdict on one run, of the honest build or another."""
    edits = (() if sabotage is None else sabotage.edits) + WIDENED.get(run, ())
    product = await asyncio.to_thread(built, folder / "product", edits) if edits else None
    heal_seconds = 300 if sabotage is None else CAUGHT_SECONDS
    told = {"seed": SEED, "product": product, "heal_seconds": heal_seconds}
    if run in RUNS:
        return judge([await RUNS[run](folder / "run", **told)])
    return judge([await SHARED[run](folder / "run", base=base(), **told)])


@pytest.mark.parametrize("run", [*RUNS, *SHARED])
async def test_the_honest_build_keeps_every_promise(run: str, tmp_path: Path, base: Callable[[], Database]) -> None:
    """Nothing lost, nothing twice, nothing out of order, nothing after a refusal; every line audited."""
    verdict = await ran(run, tmp_path, base)
    assert verdict["holds"], json.dumps(verdict, indent=1)


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.name.replace(" ", "-"))
async def test_a_build_that_breaks_a_promise_is_caught(
    sabotage: Sabotage, tmp_path: Path, base: Callable[[], Database]
) -> None:
    """The same run, the same seed, one promise broken: the checker says which."""
    verdict = await ran(sabotage.run, tmp_path, base, sabotage)
    assert verdict[sabotage.breaks] > 0, json.dumps(verdict, indent=1)


@pytest.mark.parametrize("part", PARTS)
async def test_a_small_part_of_the_campaign_holds(part: str, tmp_path: Path, base: Callable[[], Database]) -> None:
    """What `make faults` does for hours, for some seconds."""
    verdict = judge([await PARTS[part](tmp_path, seed=SEED, base=base)])
    assert verdict["holds"], json.dumps(verdict, indent=1)
