"""Delivery: lease lanes, release, send, settle; each lane by itself, so that one dead recipient slows nobody."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import structlog

from gateway.delivery.attempt import attempt
from gateway.delivery.breaker import Breaker
from gateway.delivery.room import at_once, leased_at_once
from gateway.gate.look import Look, Looks
from gateway.house import House
from gateway.store.errors import StoreDown
from gateway.store.verbs.delivery import Lease
from schemas.clock import micros

_log = structlog.get_logger()
_LOOK_AGAIN_SECONDS = 0.1
_AFTER_TROUBLE_SECONDS = 1.0
_MICROS = 1_000_000


async def run(house: House, stop: asyncio.Event) -> None:
    """Work until told to stop, then finish the attempts in flight."""
    busy: dict[asyncio.Task[None], str] = {}
    breakers: defaultdict[str, Breaker] = defaultdict(Breaker)
    turns: dict[tuple[str, int], asyncio.Semaphore] = {}
    looks = Looks()

    def ended(task: asyncio.Task[None]) -> None:
        del busy[task]
        house.delivery_bell.ring()

    while not stop.is_set():
        leases = await _claim(house, Counter(busy.values()))
        for lease in leases:
            one = breakers[lease.subscription]
            many = at_once(house.directory, lease.subscription)
            turn = turns.setdefault((lease.subscription, many), asyncio.Semaphore(many))
            look = looks.of(lease.event.event_id, house.clock.monotonic())
            task = asyncio.create_task(_work(house, lease, one, turn, look))
            busy[task] = lease.recipient
            task.add_done_callback(ended)
        if not leases:
            await house.delivery_bell.wait(_LOOK_AGAIN_SECONDS)
    await asyncio.gather(*busy)


async def _claim(house: House, busy: Mapping[str, int]) -> Sequence[Lease]:
    """As many as one recipient may have in flight; whoever has that many already gets no more for now."""
    operations = house.directory.operations
    now, most = micros(house.clock.now()), leased_at_once(house.directory)
    full = sorted(recipient for recipient, number in busy.items() if number >= most.to(recipient))
    until = now + round(operations.lease_seconds * _MICROS)
    try:
        if not await house.store.due(now=now, without=full):
            return ()
        return await house.store.claim(house.worker, now=now, until=until, most=most, without=full)
    except StoreDown:
        _log.error("claim_failed")
        await asyncio.sleep(_AFTER_TROUBLE_SECONDS)
        return ()


async def _work(house: House, lease: Lease, breaker: Breaker, turn: asyncio.Semaphore, look: Look) -> None:
    """A wire that takes only so many messages at a time is waited for first: no decision grows old in the queue."""
    try:
        async with turn:
            await attempt(house, lease, breaker, look)
    except StoreDown:
        _log.error("attempt_not_recorded", delivery=lease.delivery)
    except Exception as error:  # the worker loop: the lane's lease runs out and the delivery is tried again
        _log.error("attempt_failed", delivery=lease.delivery, error=type(error).__name__)
