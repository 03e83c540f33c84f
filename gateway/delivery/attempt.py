"""One attempt at one delivery, from release to settlement."""

from dataclasses import replace

import structlog

from adapters.contract import SendFate, Sent, Unsendable
from adapters.kafka.fate import SEALED_AFTER_SECONDS
from gateway import faults
from gateway.delivery.breaker import Breaker
from gateway.delivery.retry import wait_seconds
from gateway.gate.look import Look
from gateway.gate.release import Ended, Going, Lost, release
from gateway.house import House
from gateway.intake.notices import held
from gateway.settings.model import Subscription
from gateway.store.errors import StoreRefused
from gateway.store.verbs.delivery import DeliveryState, Lease, Settlement
from gateway.telemetry.tally import Tallied
from gateway.telemetry.trace import span
from schemas.clock import micros

_log = structlog.get_logger()
_BRIEF_SECONDS = 1.0
_TRIES = 3
_MICROS = 1_000_000


async def attempt(house: House, lease: Lease, breaker: Breaker, look: Look) -> None:
    """Release, send within a second of it, settle. Raises `StoreDown`; the lease then runs out by itself."""
    wait = breaker.wait(house.clock.monotonic())
    if wait:
        await house.store.settle([_later(house, lease, "recipient-away", wait)])
        return
    sent = None
    try:
        sent = await _attempt(house, lease, look)
    finally:
        breaker.told(sent, house.clock.monotonic())


async def _attempt(house: House, lease: Lease, look: Look) -> Sent | None:
    with span("deliver", parent=lease.event.trace_parent, event=str(lease.event.event_id), recipient=lease.recipient):
        if lease.subscription not in house.sinks:
            await _park(house, lease, "no route")
            return None
        try:
            going = await _fresh(house, lease, look)
        except Unsendable as error:
            await _park(house, lease, f"unsendable: {error}")
            return None
        except StoreRefused:
            await _park(house, lease, "the record is damaged, nothing of it is sent; restore it from a backup")
            return None
        if isinstance(going, Ended):
            house.bell.ring()
        if isinstance(going, Lost):
            await _give_back(house, lease)
        return await _send(house, lease, going) if isinstance(going, Going) else None


async def _fresh(house: House, lease: Lease, look: Look) -> Going | Ended | Lost:
    """A release whose first byte can leave while it is good; an older one is decided again."""
    going = await release(house, lease, look)
    for _ in range(_TRIES):
        if not isinstance(going, Going) or house.clock.monotonic() <= going.until:
            return going
        going = await release(house, lease, look)
    return Lost()


async def _give_back(house: House, lease: Lease) -> None:
    """Nothing was sent and nobody works at it: the lane comes again soon, unless another worker has it already."""
    await house.store.settle([_later(house, lease, "decided-again", wait_seconds(1, None))])


async def _send(house: House, lease: Lease, going: Going) -> Sent:
    sent = await house.sinks[lease.subscription].send(
        going.rendition,
        start_seconds=_start_seconds(house, lease, going),
        timeout_seconds=_timeout(house, house.directory.subscriptions[lease.subscription]),
    )
    faults.hit("after-send")
    await house.store.settle([_settlement(house, lease, sent)])
    house.tally.add(Tallied.DELIVERIES, lease.recipient, sent.fate.value)
    if sent.fate is not SendFate.DELIVERED:
        _log.warning(
            "delivery_failed", event_id=str(lease.event.event_id), recipient=lease.recipient, detail=sent.detail
        )
    return sent


def _start_seconds(house: House, lease: Lease, going: Going) -> float:
    """While the decision is good and the lane ours, and so that the next worker finds a topic's record sealed."""
    left = (lease.until - micros(house.clock.now())) / _MICROS
    if house.directory.subscriptions[lease.subscription].topic is not None:
        left -= SEALED_AFTER_SECONDS
    return min(going.until - house.clock.monotonic(), left)


def _settlement(house: House, lease: Lease, sent: Sent) -> Settlement:
    now = micros(house.clock.now())
    bare = Settlement(lease.delivery, lease.lane, lease.fence, DeliveryState.DELIVERED, sent.detail, now)
    if sent.fate is SendFate.DELIVERED:
        return bare
    if sent.fate is SendFate.NEVER:
        return _parked(house, lease, sent.detail, now)
    again = wait_seconds(lease.attempts + 1, sent.retry_after_seconds)
    return _later(house, lease, sent.detail, again, grace=_grace(sent))


def _grace(sent: Sent) -> float:
    """How long what got no answer may still arrive: whatever a person does with it then, nothing follows sooner."""
    return (sent.retry_after_seconds or 0.0) if sent.fate is SendFate.UNKNOWN else 0.0


def _later(house: House, lease: Lease, reason: str, seconds: float, *, grace: float = 0.0) -> Settlement:
    """Tried again after a while, or parked when that has gone on for too long."""
    now = micros(house.clock.now())
    limit = house.directory.subscriptions[lease.subscription].give_up_after_seconds * _MICROS
    if now - (lease.first_tried_at or now) >= limit:
        return replace(_parked(house, lease, reason, now), next_at=now + round(grace * _MICROS) if grace else None)
    due = now + round(seconds * _MICROS)
    return Settlement(lease.delivery, lease.lane, lease.fence, DeliveryState.RETRYING, reason, now, next_at=due)


async def _park(house: House, lease: Lease, reason: str) -> None:
    await house.store.settle([_parked(house, lease, reason, micros(house.clock.now()))])
    _log.warning("delivery_parked", event_id=str(lease.event.event_id), recipient=lease.recipient)


def _parked(house: House, lease: Lease, reason: str, now: int) -> Settlement:
    return Settlement(
        lease.delivery, lease.lane, lease.fence, DeliveryState.PARKED, reason, now,
        owner=house.directory.operations.owner, tells=held(house, lease),
    )  # fmt: skip


def _timeout(house: House, subscription: Subscription) -> float:
    wire = house.directory.partners[subscription.partner].send if subscription.partner else None
    way = subscription.webhook or subscription.topic or wire
    return way.timeout_seconds if way else _BRIEF_SECONDS
