"""One look at a person serves whoever asked before it, and nobody who asks much later."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from gateway.gate.look import Look
from gateway.house import House
from gateway.store.verbs.delivery import EventRow
from gateway.store.verbs.reading import Dossier
from schemas.clock import SetClock
from schemas.events import EventType
from tests.opened import opened_here

EVENT = EventRow(UUID(int=1), EventType.CARE_PLAN_UPDATED, 1, 1, (), None, "cmht", 0, False, b"{}", None)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
async def house(tmp_path: Path, clock: SetClock) -> AsyncIterator[House]:
    async with opened_here(tmp_path, clock) as made:
        yield made


@pytest.fixture
def looked(house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The people looked at so far, each for a second."""
    found, load = [], house.store.load

    async def slow(patient: int, references: object, *, now: int) -> Dossier:
        found.append(patient)
        await asyncio.sleep(0)
        clock.advance(timedelta(seconds=1))
        return await load(patient, (), now=now)

    monkeypatch.setattr(house.store, "load", slow)
    return found


async def test_whoever_waits_for_a_look_under_way_shares_it(house: House, looked: list[int]) -> None:
    """However long it takes: they asked before it was taken."""
    look = Look()

    seen = await asyncio.gather(*(look.at(house, EVENT) for _ in range(5)))

    assert len(looked) == 1
    assert all(one is seen[0] for one in seen)


async def test_whoever_asks_later_has_a_look_of_their_own(house: House, looked: list[int]) -> None:
    """What was seen a second ago is too old for a decision of now."""
    look = Look()
    await look.at(house, EVENT)

    await look.at(house, EVENT)

    assert len(looked) == 2


async def test_what_lies_before_the_judge_is_made_once_for_each_settings(house: House, looked: list[int]) -> None:
    """Whoever is decided on by one look has the same before the judge; under other settings it is made anew."""
    seen = await Look().at(house, EVENT)
    first, again = (seen.brief(house, lambda it: it.resources) for _ in range(2))
    house.generation = replace(house.generation, gate_epoch=house.generation.gate_epoch + 1)

    later = seen.brief(house, lambda it: it.resources)

    assert first is again
    assert later is not first
