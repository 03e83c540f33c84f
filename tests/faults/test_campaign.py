"""The gateway broken from outside and judged from files; and the judge judged, by builds that break a promise each."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.faults.campaign import embedded
from tests.faults.campaign.checker import judge
from tests.faults.campaign.sabotage import SABOTAGES, WIDER, Sabotage, built

SEED = int(os.environ.get("NWD_SEED", "1"))
CAUGHT_SECONDS = 6.0
"""A build that cannot heal is not waited for longer."""
RUNS: Mapping[str, Callable[..., Awaitable[Any]]] = {
    "kills": lambda folder, **more: embedded.kills(
        folder, faults=("before-commit:3", "before-ack:9", "after-send:5", "random"), **more
    ),
    "power_cuts": embedded.power_cuts,
    "unwell": embedded.unwell,
    "races": embedded.races,
}
pytestmark = pytest.mark.slow


async def ran(run: str, folder: Path, sabotage: Sabotage | None = None) -> dict[str, Any]:
    """The verdict on one run, of the honest build or another."""
    edits = (() if sabotage is None else sabotage.edits) + (WIDER if run == "races" else ())
    product = await asyncio.to_thread(built, folder / "product", edits) if edits else None
    heal_seconds = 60 if sabotage is None else CAUGHT_SECONDS
    return judge([await RUNS[run](folder / "run", seed=SEED, product=product, heal_seconds=heal_seconds)])


@pytest.mark.parametrize("run", RUNS)
async def test_the_honest_build_keeps_every_promise(run: str, tmp_path: Path) -> None:
    """Nothing lost, nothing twice, nothing out of order, nothing after a refusal; every line audited."""
    verdict = await ran(run, tmp_path)
    assert verdict["holds"], verdict


@pytest.mark.parametrize("sabotage", SABOTAGES, ids=lambda one: one.name.replace(" ", "-"))
async def test_a_build_that_breaks_a_promise_is_caught(sabotage: Sabotage, tmp_path: Path) -> None:
    """The same run, the same seed, one promise broken: the checker says which."""
    verdict = await ran(sabotage.run, tmp_path, sabotage)
    assert verdict[sabotage.breaks] > 0, verdict
