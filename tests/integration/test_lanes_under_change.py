"""Lanes while what is decided on changes, or time goes by unseen: nothing old is sent, and everything comes again."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.contract import Rendition, SendFate, Sent
from gateway.delivery.attempt import attempt
from gateway.delivery.breaker import Breaker
from gateway.delivery.room import leased_at_once
from gateway.gate.look import Look
from gateway.house import House
from gateway.intake.accept import take
from gateway.relay.route import router
from gateway.store.verbs.delivery import Lease, Release, ReleaseFate
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


async def due(house: House) -> Lease:
    """A referral for the café, leased."""
    await take(house, "engine", referral(1, to="CAFE").encode())
    events = [one.event_id for one in await house.store.unrouted(9)]
    await house.store.fan_out(events, router(house.directory), now=micros(house.clock.now()))
    [lease] = await leased(house)
    return lease


async def test_a_lane_that_is_stale_each_time_is_given_back(house: House, clock: SetClock) -> None:
    """It waited for the end of its lease, a minute, though nobody worked at it."""
    lease = await due(house)
    now = house.generation
    house.generation = replace(now, gate_epoch=now.gate_epoch + 1)

    await attempt(house, lease, Breaker(), Look())

    house.generation = now
    clock.advance(timedelta(seconds=2))
    assert [one.delivery for one in await leased(house)] == [lease.delivery]


@dataclass
class Recorder:
    """A recipient that takes what begins in time."""

    took: list[bytes] = field(default_factory=list)

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        if start_seconds <= 0:
            return Sent(SendFate.LATER, "unreachable")
        self.took.append(rendition.body)
        return Sent(SendFate.DELIVERED, "204")

    async def close(self) -> None:
        """Nothing is open."""


async def slept(house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch, *seconds: float) -> list[bytes]:
    """What is sent where each release is committed, and the process sleeps for so long before it hears of that."""
    lease, recorder = await due(house), Recorder()
    house.generation = replace(house.generation, sinks={lease.subscription: recorder})
    left, release = list(seconds), house.store.release

    async def slow(_: object, releases: Sequence[Release]) -> Sequence[ReleaseFate]:
        fates = await release(releases)
        clock.advance(timedelta(seconds=left.pop(0)))
        return fates

    monkeypatch.setattr(type(house.store), "release", slow)
    await attempt(house, lease, Breaker(), Look())
    assert not left
    return recorder.took


async def test_a_process_that_slept_decides_again(
    house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was refused while it slept would else be sent when it wakes, as fresh as it is to whoever has just heard."""
    assert len(await slept(house, clock, monkeypatch, 20, 0)) == 1


async def test_a_process_that_slept_past_its_lease_sends_nothing(
    house: House, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the lane by then may have sent it, and what comes after it."""
    assert await slept(house, clock, monkeypatch, 61, 0) == []
