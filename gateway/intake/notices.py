"""Events that the gateway itself makes: the sender is told when a referral is withheld or nobody opens it."""

from gateway.house import House
from gateway.intake.born import born
from gateway.intake.timers import DIGEST, UNOPENED
from gateway.parties import subscribed
from gateway.store.verbs.delivery import Lease, Timer
from gateway.store.verbs.intake import Acceptance, EventDraft
from schemas.clock import micros
from schemas.events import EventType
from schemas.ids import event_id


def withheld(house: House, lease: Lease) -> Acceptance | None:
    """What tells the referrer, in words that reveal nothing, that its referral was not passed on; committed with that.

    Told twice it is once; None for what is no referral.
    """
    return _to_referrer(house, lease, "withheld", EventType.DELIVERY_WITHHELD)


def held(house: House, lease: Lease) -> Acceptance | None:
    """What tells the referrer that its referral waits for a person here; committed with the parking.

    None where nobody asks to be told, and for what has no route: that is told of as `referral.unroutable`.
    """
    asks = subscribed(house.directory, EventType.REFERRAL_HELD, lease.event.origin)
    if not lease.subscription or not asks:
        return None
    return _to_referrer(house, lease, "held", EventType.REFERRAL_HELD)


def _to_referrer(house: House, lease: Lease, word: str, told: EventType) -> Acceptance | None:
    event = lease.event
    if event.type is not EventType.REFERRAL_RECEIVED:
        return None
    made = born(house, event.patient, f"{word} {event.event_id} {lease.recipient}", b"{}", kind=word, actor=house.name)
    notice = EventDraft(
        event_id(made.message_id, 0),
        told,
        event.focus[:1],
        micros(house.clock.now()),
        origin=event.origin,
    )
    return made.with_events(notice)


async def answer_timer(house: House, timer: Timer) -> None:
    """Put a referral that nobody opened before its sender; send what was gathered for a summary."""
    if timer.kind == UNOPENED:
        await _tell_unopened(house, timer)
    if timer.kind == DIGEST:
        await _tell_together(house, timer)


async def _tell_together(house: House, timer: Timer) -> None:
    made = born(house, timer.patient, f"digest {timer.id} {timer.due_at}", b"{}", kind="digest", actor=house.name)
    notice = EventDraft(
        event_id(made.message_id, 0), EventType.CONTACT_DIGEST, (), micros(house.clock.now()),
        addressee=timer.service, origin=timer.focus or None, gathers=timer.id,
    )  # fmt: skip
    await house.store.accept(made.with_events(notice).answering(timer.id))
    house.bell.ring()


async def _tell_unopened(house: House, timer: Timer) -> None:
    now = micros(house.clock.now())
    located = await house.store.locate(timer.focus)
    dossier = await house.store.load(timer.patient, [timer.focus], now=now)
    referral = next((one for one in dossier.resources if one.reference == timer.focus), None)
    if located is None or referral is None:
        return
    made = born(
        house, timer.patient, f"unopened {timer.focus} {timer.due_at}", b"{}", kind="unopened", actor=house.name
    )
    waited = max(0, (now - referral.stored_at) // 1_000_000)
    notice = EventDraft(
        event_id(made.message_id, 0),
        EventType.REFERRAL_UNOPENED,
        (timer.focus,),
        now,
        origin=referral.written_by_service or referral.written_by_organisation,
        urgent=True,
        detail=b'{"seconds":%d}' % waited,
    )
    await house.store.accept(made.with_events(notice).answering(timer.id))
    house.bell.ring()
