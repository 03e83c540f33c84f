"""Where a record changes faster than it can be decided on, the lane is given back and comes again soon."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from gateway.delivery.attempt import attempt
from gateway.delivery.breaker import Breaker
from gateway.delivery.room import leased_at_once
from gateway.gate.look import Look
from gateway.house import House
from gateway.intake.accept import take
from gateway.relay.route import router
from gateway.store.verbs.delivery import Lease
from schemas.clock import SetClock, micros
from tests.opened import opened_here
from tests.town import referral

_MINUTE = timedelta(minutes=1)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture
async def house(tmp_path: Path, clock: SetClock) -> AsyncIterator[House]:
    async with opened_here(tmp_path, clock) as made:
        yield made


async def leased(house: House) -> list[Lease]:
    """What is due, for a minute."""
    now, until = (micros(it) for it in (house.clock.now(), house.clock.now() + _MINUTE))
    return list(await house.store.claim("w", now=now, until=until, most=leased_at_once(house.directory)))


async def test_a_lane_that_is_stale_each_time_is_given_back(house: House, clock: SetClock) -> None:
    """It waited for the end of its lease, a minute, though nobody worked at it."""
    await take(house, "engine", referral(1, to="CAFE").encode())
    events = [one.event_id for one in await house.store.unrouted(9)]
    await house.store.fan_out(events, router(house.directory), now=micros(clock.now()))
    [lease] = await leased(house)
    now = house.generation
    house.generation = replace(now, gate_epoch=now.gate_epoch + 1)

    await attempt(house, lease, Breaker(), Look())

    house.generation = now
    clock.advance(timedelta(seconds=2))
    assert [one.delivery for one in await leased(house)] == [lease.delivery]
