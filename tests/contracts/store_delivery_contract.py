"""What every store must do with events, lanes, releases and timers."""

import asyncio
from collections import Counter
from dataclasses import replace
from functools import partial

import pytest

from adapters.contract import LinkEffect, Outcome
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import (
    DeliveryState,
    EventRow,
    Most,
    ReleaseFate,
    Route,
)
from gateway.store.verbs.intake import (
    AuditDraft,
    EventDraft,
    Fate,
    KnownPatient,
    LinkDraft,
    TimerDraft,
)
from schemas.events import EventType
from schemas.ids import event_id
from tests.contracts.store_samples import NOW, SECOND, claim, leased, message, releasing, rendition, settled, to_cafe


class StoreDeliveryContract:
    """What every store must do with events, lanes, releases and timers."""

    async def test_fan_out_twice_makes_one_delivery(self, store: SqlStore) -> None:
        """Fan-out is idempotent."""
        receipt = await store.accept(message())
        event = event_id(receipt.message_id, 0)

        made = [await store.fan_out([event], to_cafe, now=NOW) for _ in range(2)]

        assert made == [1, 0]

    async def test_the_router_is_told_who_is_linked_and_who_holds(self, store: SqlStore) -> None:
        """Linked services and holders reach the router."""
        told: list[EventRow] = []
        await store.accept(message("1", links=(LinkDraft("htt", LinkEffect.LINK, "referral"),)))
        [lease] = await leased(store)
        await store.release([await releasing(store, lease)])
        await store.settle([settled(lease, DeliveryState.DELIVERED)])
        second = await store.accept(message("2"))

        await store.fan_out([event_id(second.message_id, 0)], lambda event: told.append(event) or [], now=NOW)

        assert [(event.linked, event.holders) for event in told] == [(("htt",), ("cafe",))]

    async def test_a_lane_gives_one_head_at_a_time_in_order(self, store: SqlStore) -> None:
        """Per patient and recipient the second waits for the first to end."""
        for number in "123":
            await store.accept(message(number))
        seen = []
        for _ in range(3):
            [lease] = await leased(store)
            assert await leased(store) == []
            seen.append(lease.event.seq)
            await store.release([await releasing(store, lease)])
            await store.settle([settled(lease, DeliveryState.DELIVERED)])

        assert seen == [1, 2, 3]
        assert await leased(store) == []

    async def test_a_lease_that_ran_out_is_taken_over_and_the_old_fence_is_dead(self, store: SqlStore) -> None:
        """The late worker neither releases nor settles."""
        await store.accept(message())
        [old] = await leased(store)
        release = await releasing(store, old)

        [new] = await store.claim("v", now=NOW + 31 * SECOND, until=NOW + 60 * SECOND, most=Most(1))

        assert new.fence > old.fence
        assert await store.release([release]) == [ReleaseFate.FENCED]
        await store.settle([settled(old, DeliveryState.DELIVERED)])
        assert [row.deliveries[0].state for row in await store.messages(None, None, limit=1)] == ["queued"]

    async def test_a_revocation_between_decision_and_release_makes_it_stale(self, store: SqlStore) -> None:
        """Release compares the epochs that the decision rested on."""
        receipt = await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease)
        assert receipt.patient is not None
        revocation = message("2", drafts=(), events=(), raises_epoch=True)
        await store.accept(replace(revocation, who=KnownPatient(receipt.patient)))

        assert await store.release([release]) == [ReleaseFate.STALE]

    async def test_a_new_configuration_makes_a_release_stale(self, store: SqlStore) -> None:
        """The gate's epoch rises with a new digest, and only then."""
        await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease)
        raised = await store.apply_config("a", b"toml", by="ops", now=NOW)

        assert await store.release([release]) == [ReleaseFate.STALE]
        assert await store.apply_config("a", b"toml", by="ops", now=NOW) == raised

    async def test_a_repeat_carries_the_same_bytes(self, store: SqlStore) -> None:
        """After a failed attempt the lease brings the exact bytes that left."""
        await store.accept(message())
        [lease] = await leased(store)
        await store.release([await releasing(store, lease, rendition=rendition(0, b"exact"))])
        await store.settle([settled(lease, DeliveryState.RETRYING, next_at=NOW + SECOND)])

        assert await leased(store) == []
        [again] = await leased(store, now=NOW + SECOND, until=NOW + 9 * SECOND)
        assert again.before is not None
        assert (again.before.body, again.before.number, again.attempts) == (b"exact", 0, 1)

    async def test_a_parked_delivery_stops_its_lane_until_a_person_acts(self, store: SqlStore) -> None:
        """Replay puts it back at the head; skip lets the next one go."""
        for number in "12":
            await store.accept(message(number))
        [lease] = await leased(store)
        await store.settle([settled(lease, DeliveryState.PARKED, owner="operator")])
        assert await leased(store) == []
        [parked] = await store.parked()

        assert await store.replay(parked.id, by="ops", now=NOW)
        [again] = await leased(store)
        assert again.delivery == lease.delivery
        await store.settle([settled(again, DeliveryState.PARKED, owner="operator")])
        assert await store.skip(parked.id, by="ops", reason="double", now=NOW)
        [following] = await leased(store)
        assert following.event.seq == 2
        assert not await store.replay(parked.id, by="ops", now=NOW)

    async def test_a_lane_parked_without_an_answer_goes_on_when_nothing_can_arrive_any_more(
        self, store: SqlStore
    ) -> None:
        """What was sent may still be under way: skipped or replayed sooner, its lane waits all the same."""
        for number in "12":
            await store.accept(message(number))
        for act, follows in ((store.replay, 1), (partial(store.skip, reason="told"), 2)):
            [lease] = await leased(store)
            await store.settle([settled(lease, DeliveryState.PARKED, next_at=NOW + SECOND, owner="operator")])
            [parked] = await store.parked()
            assert await act(parked.id, by="ops", now=NOW)

            assert await leased(store) == []
            [following] = await leased(store, now=NOW + SECOND, until=NOW + 2 * SECOND)
            assert following.event.seq == follows
            await store.settle([settled(following, DeliveryState.RETRYING)])

    async def test_what_comes_after_a_skip_waits_for_what_may_still_arrive(self, store: SqlStore) -> None:
        """Nothing stood in the lane any more when the next event came."""
        await store.accept(message("1"))
        [lease] = await leased(store)
        await store.settle([settled(lease, DeliveryState.PARKED, next_at=NOW + SECOND, owner="operator")])
        [parked] = await store.parked()
        assert await store.skip(parked.id, by="ops", reason="told", now=NOW)
        await store.accept(message("2"))

        assert await leased(store) == []
        [following] = await leased(store, now=NOW + SECOND, until=NOW + 2 * SECOND)
        assert following.event.seq == 2

    @pytest.mark.parametrize("told", ["before", "after"])
    @pytest.mark.parametrize("keeps", [True, False], ids=["of who stays", "of who goes"])
    async def test_a_lane_that_waits_goes_on_waiting_when_its_person_is_joined(
        self, store: SqlStore, keeps: bool, told: str
    ) -> None:
        """Nothing stands in it, and what was skipped may still arrive: what comes of either record waits for that."""
        sam = (await store.accept(message("1"))).patient or 0
        [lease] = await leased(store)
        await store.settle([settled(lease, DeliveryState.PARKED, next_at=NOW + SECOND, owner="operator")])
        [parked] = await store.parked()
        await store.skip(parked.id, by="ops", reason="told", now=NOW)
        kim = (await store.accept(message("2", who=claim("kim"), events=()))).patient or 0
        loser, keeper = (kim, sam) if keeps else (sam, kim)
        joining = partial(store.join, loser, keeper, audit=AuditDraft("join", "ops", "joined"), now=NOW)
        news = message("3", who=claim("kim"), drafts=())

        if told == "after":
            await joining()
        await store.accept(news)
        await store.fan_out([event_id(news.message_id, 0)], to_cafe, now=NOW)
        if told == "before":
            await joining()

        soon = await leased(store)
        then = await leased(store, now=NOW + SECOND, until=NOW + 2 * SECOND)
        assert ([], [news.message_id]) == (soon, [one.event.event_id for one in then])

    async def test_what_is_urgent_behind_a_parked_delivery_is_stuck_at_once(self, store: SqlStore) -> None:
        """Order holds, so that a person must be told now and not after a while."""
        first, calm, urgent = message("1"), message("2"), message("3")
        for one in (first, calm, replace(urgent, events=(replace(urgent.events[0], urgent=True),))):
            await store.accept(one)
        [lease] = await leased(store)
        await store.settle([settled(lease, DeliveryState.PARKED, owner="operator")])

        assert {row.reason for row in await store.stuck(now=NOW)} == {
            "parked detail",
            "urgent, behind a parked delivery",
        }

    async def test_what_a_release_tells_is_committed_with_it(self, store: SqlStore) -> None:
        """Nobody can die between the end of a delivery and the word of it; a stale release tells nothing."""
        await store.accept(message())
        [lease] = await leased(store)
        told = message("told", source="nwd", drafts=())
        held = await releasing(
            store, lease, rendition=None, ends_as=DeliveryState.WITHHELD, reason="refused", tells=told
        )

        stale = await store.release([replace(held, patient_epoch=held.patient_epoch - 1)])
        assert (stale, await store.messages("nwd", None, limit=5)) == ([ReleaseFate.STALE], [])
        await store.release([held])
        assert [row.message_id for row in await store.messages("nwd", None, limit=5)] == [told.message_id]

    async def test_what_had_no_route_is_fanned_out_anew_on_replay(self, store: SqlStore) -> None:
        """After a subscription was added, replay leads to it."""
        receipt = await store.accept(message())
        event = event_id(receipt.message_id, 0)
        await store.fan_out([event], lambda _: [Route("operator", "")], now=NOW)
        [held] = await store.claim("w", now=NOW, until=NOW + SECOND, most=Most(1))
        await store.settle([settled(held, DeliveryState.PARKED, owner="operator")])
        [parked] = await store.parked()

        assert await store.replay(parked.id, by="ops", now=NOW)

        [lease] = await leased(store)
        assert lease.recipient == "cafe"

    async def test_withheld_ends_a_delivery_and_is_audited(self, store: SqlStore) -> None:
        """A denial is a final state with its reason, in one transaction with its audit."""
        receipt = await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease, rendition=None, ends_as=DeliveryState.WITHHELD, reason="refused")

        await store.release([release])

        [row] = await store.messages("trust", None, limit=5)
        assert (row.deliveries[0].state, row.deliveries[0].reason) == ("withheld", "refused")
        lines = await store.explain(receipt.message_id)
        assert [line.action for line in lines] == ["accept", "deliver"]
        assert await store.unseal_audit(lines[1]) == b'{"why":1}'
        assert await store.addressed(receipt.message_id) == {"cafe"}

    async def test_a_release_may_park_for_an_owner(self, store: SqlStore) -> None:
        """It is on the list of what waits for a person, and its lane stands still."""
        await store.accept(message("1"))
        [lease] = await leased(store)
        waits = {"rendition": None, "ends_as": DeliveryState.PARKED, "reason": "who", "owner": "somebody"}

        await store.release([await releasing(store, lease, **waits)])

        assert [(it.state, it.reason, it.owner) for it in await store.parked()] == [("parked", "who", "somebody")]
        await store.accept(message("2"))
        assert await leased(store, now=NOW + SECOND) == []

    async def test_a_timer_fires_once(self, store: SqlStore) -> None:
        """Leased by one, ended by the act that answers it; an act that comes second is stale."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW + SECOND),)))
        assert await store.timers_due("w", now=NOW, until=NOW + 9, limit=5) == ()
        [timer] = await store.timers_due("w", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5)
        assert timer.focus == receipt.references["urn:a"]
        assert await store.timers_due("v", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5) == ()

        acts = [await store.accept(message(n, drafts=(), events=(), fires_timer=timer.id)) for n in "23"]

        assert [act.fate for act in acts] == [Fate.NEW, Fate.STALE]

    async def test_what_is_gathered_is_told_by_the_act_that_ends_its_timer(self, store: SqlStore) -> None:
        """Two events wait on one timer; the digest is about both, and a third event begins another timer."""
        names = [event_id((await store.accept(message(number))).message_id, 0) for number in "12"]
        made = await store.fan_out(names, lambda _: [Route("cafe", "hook", 60)], now=NOW)
        [timer] = await store.timers_due("w", now=NOW + 60 * SECOND, until=NOW + 99 * SECOND, limit=5)

        digest = EventDraft(
            event_id(names[0], 9), EventType.CONTACT_DIGEST, (), NOW, addressee="cafe", gathers=timer.id
        )
        told = message("9", drafts=(), events=(digest,), fires_timer=timer.id)
        await store.accept(told)
        [event] = await store.unrouted(10)
        await store.fan_out([event.event_id], to_cafe, now=NOW)
        third = await store.accept(message("3"))
        await store.fan_out([event_id(third.message_id, 0)], lambda _: [Route("cafe", "hook", 60)], now=NOW)

        assert (made, timer.kind, timer.service) == (0, "digest", "cafe")
        assert (event.type, len(event.focus), event.addressee) == (EventType.CONTACT_DIGEST, 2, "cafe")
        assert len(await store.timers_due("w", now=NOW + 60 * SECOND, until=NOW + 99 * SECOND, limit=5)) == 1

    async def test_opening_cancels_the_timer(self, store: SqlStore) -> None:
        """A referral that was opened is not put before its sender."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW),)))

        await store.accept(message("2", drafts=(), events=(), cancels_timers=tuple(receipt.references.values())))

        assert await store.timers_due("w", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5) == ()

    async def test_an_unopened_referral_is_stuck_until_a_human_opens_it(self, store: SqlStore) -> None:
        """Its sender was told, which opens nothing: it stands on the list and is counted until it is opened."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW),)))
        late = NOW + 61 * SECOND
        before = await store.stuck(now=late)
        [timer] = await store.timers_due("w", now=NOW, until=NOW + 9 * SECOND, limit=5)
        await store.accept(message("2", drafts=(), events=(), fires_timer=timer.id))
        waiting, counts = await store.stuck(now=late), await store.counts(now=late)

        await store.accept(message("3", drafts=(), events=(), cancels_timers=tuple(receipt.references.values())))

        assert [(one.what, one.id) for one in before if one.what == "timer"] == [("timer", timer.focus)]
        [shown] = [one for one in waiting if one.what == "referral"]
        assert (shown.id, shown.since) == (timer.focus, NOW)
        assert (counts.by_state["referral.unopened"], counts.oldest_at["referral.unopened"]) == (1, NOW)
        assert counts.past_deadline["referral"] == 1
        after = await store.counts(now=late)
        assert (after.by_state["referral.unopened"], after.past_deadline["referral"]) == (0, 0)

    async def test_every_delivery_and_message_is_counted_once(self, store: SqlStore) -> None:
        """What is usual is counted as the rest of what is rare, and comes to the same; many may ask at once."""
        for number in "123":
            await store.accept(message(number, who=claim(number)))
        await store.accept(message("4", outcome=Outcome.REFUSED, who=None, drafts=(), events=()))
        first, second, _ = await leased(store)
        await store.release([await releasing(store, first)])
        await store.settle([settled(first, DeliveryState.DELIVERED)])
        ended = await releasing(store, second, rendition=None, ends_as=DeliveryState.WITHHELD, reason="refused")
        await store.release([ended])

        told = await asyncio.gather(*(store.counts(now=NOW) for _ in range(5)))

        expected = {"delivery.delivered": 1, "delivery.withheld": 1, "delivery.queued": 1}
        expected |= {"message.accepted": 3, "message.refused": 1}
        kinds = ("delivery.", "message.")
        assert [{k: n for k, n in one.by_state.items() if k.startswith(kinds)} for one in told] == [expected] * 5

    async def test_an_answer_from_the_services_own_system_opens_a_referral(self, store: SqlStore) -> None:
        """Accepted by a message rather than at the API: nobody is told that it lies unopened."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW),)))
        reference = receipt.references["urn:a"]
        answer = EventDraft(event_id(receipt.message_id, 7), EventType.REFERRAL_ACCEPTED, (reference,), NOW)

        await store.accept(message("2", drafts=(), events=(answer,)))

        assert await store.timers_due("w", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5) == ()

    async def test_what_is_stuck_is_listed_and_counted_alike(self, store: SqlStore) -> None:
        """A parked delivery, one that was sent late, an event that nobody fanned out, and a held message."""
        for number in "12":
            await store.accept(message(number, who=claim(number)))
        first, _ = await leased(store)
        await store.release([await releasing(store, first)])
        await store.settle([settled(first, DeliveryState.PARKED, owner="ops")])
        await store.accept(message("3"))
        await store.accept(message("4", outcome=Outcome.QUARANTINED, who=None, drafts=(), events=()))

        for now in (NOW, NOW + 61 * SECOND):
            listed = Counter(one.what for one in await store.stuck(now=now))
            counted = (await store.counts(now=now)).past_deadline
            assert listed == {what: number for what, number in counted.items() if number}
        assert listed == {"event": 1, "delivery": 2, "message": 1}

    async def test_what_waits_for_a_clock_that_was_ahead_is_stuck_at_once(self, store: SqlStore) -> None:
        """Queued an hour ahead of the clock that was set right since: it waits that long, and people are told."""
        await store.accept(message())
        await store.fan_out([row.event_id for row in await store.unrouted(9)], to_cafe, now=NOW + 3600 * SECOND)

        [row] = await store.stuck(now=NOW)
        assert (row.what, row.reason) == ("delivery", "queued ")
        assert (await store.counts(now=NOW)).past_deadline["delivery"] == 1
