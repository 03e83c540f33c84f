"""Many callers at once: what they are told and what is kept is as if they had come one after the other."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from gateway.store.steps.auditing import link_hash
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import DeliveryState, EventRow, Most, ReleaseFate, Route
from gateway.store.verbs.intake import Fate, Receipt
from tests.contracts.store_samples import (
    NOW,
    SECOND,
    claim,
    leased,
    message,
    referral,
    releasing,
    rendition,
    settled,
    to_cafe,
)

_PEOPLE, _MESSAGES = 7, 42


class StoreCrowdContract:
    """The promises about callers who share a commit."""

    async def test_a_crowd_of_messages_has_one_effect_each(self, store: SqlStore) -> None:
        """New people and known ones, in one commit: a row for each person, their events numbered without gaps."""
        await store.accept(message("known", who=claim("0")))
        many = [message(str(number), who=claim(str(number % _PEOPLE))) for number in range(_MESSAGES)]

        receipts = await asyncio.gather(*map(store.accept, many))

        assert {one.fate for one in receipts} == {Fate.NEW}
        assert [one.reply for one in receipts] == [one.reply for one in many]
        people = [one.patient for one in receipts]
        assert len(set(people)) == _PEOPLE
        assert people == [people[number % _PEOPLE] for number in range(_MESSAGES)]
        events = await store.unrouted(1000)
        for person in set(people):
            numbers = [one.seq for one in events if one.patient == person]
            assert numbers == list(range(1, len(numbers) + 1))

    async def test_a_message_sent_many_times_at_once_counts_once(self, store: SqlStore) -> None:
        """One is new; the others hear the same answer. The same id with another body is taken, and flagged."""
        same = [message("1")] * 6

        receipts = await asyncio.gather(*map(store.accept, [*same, message("1", b"MSH|other")]))

        assert sorted(one.fate for one in receipts) == sorted([Fate.NEW, *[Fate.REPEATED] * 5, Fate.CONFLICT_TAKEN])
        assert len(await store.unrouted(100)) == 2

    async def test_people_who_turn_out_to_be_one_are_one(self, store: SqlStore) -> None:
        """Two messages find one person by different identifiers: both are theirs, in order."""
        known = await store.accept(message("1", who=claim("sam")))
        by_number = replace(claim("sam"), local=())
        others = [message(str(number), who=claim(f"other {number}")) for number in range(3, 9)]
        again = [message("2", who=by_number), *others, message("9", who=claim("sam"))]

        receipts = await asyncio.gather(*map(store.accept, again))

        assert [receipts[0].patient, receipts[-1].patient] == [known.patient] * 2
        assert [one.seq for one in await store.unrouted(100) if one.patient == known.patient] == [1, 2, 3]

    async def test_a_crowd_of_deliveries_ends_each_by_itself(self, store: SqlStore) -> None:
        """Released together: a stale one and one whose lane was taken over have no effect, all others have theirs."""
        await asyncio.gather(*(store.accept(message(str(number), who=claim(str(number)))) for number in range(9)))
        leases = await leased(store)
        releases = [await releasing(store, one, rendition=rendition(body=str(one.lane).encode())) for one in leases]
        wrong = {0: replace(releases[0], gate_epoch=99), 1: replace(releases[1], fence=releases[1].fence - 1)}
        asked = [wrong.get(number, one) for number, one in enumerate(releases)]

        fates = await asyncio.gather(*(store.release([one]) for one in asked))
        await asyncio.gather(*(store.settle([settled(one, DeliveryState.DELIVERED)]) for one in leases[2:]))

        assert [one for [one] in fates] == [ReleaseFate.STALE, ReleaseFate.FENCED, *[ReleaseFate.RELEASED] * 7]
        assert (await store.counts(now=NOW)).by_state["delivery.delivered"] == 7
        again = await store.claim("v", now=NOW + 31 * SECOND, until=NOW + 60 * SECOND, most=Most(10))
        assert {one.delivery: one.attempts for one in again} == {one.delivery: 0 for one in leases[:2]}

    async def test_a_fault_in_a_crowd_is_of_one_alone(self, store: SqlStore) -> None:
        """Whoever brought it hears of it; the others are committed."""
        bad = message("bad", drafts=(replace(referral("bad"), type="Nonsense"),), who=claim("bad"))
        good = [message(str(number), who=claim(str(number))) for number in range(6)]

        heard = await asyncio.gather(*map(store.accept, [*good, bad]), return_exceptions=True)

        assert [type(one) for one in heard] == [Receipt] * 6 + [KeyError]
        assert len(await store.unrouted(100)) == 6

    async def test_the_audit_of_a_crowd_is_one_chain(self, store: SqlStore) -> None:
        """Every line once, each tied to the one before."""
        await asyncio.gather(*(store.accept(message(str(number), who=claim(str(number)))) for number in range(20)))

        lines = await store.audit_lines(None, 0, limit=1000)

        assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:-1]]
        assert all(link_hash(line) == line.hash for line in lines)
        assert len([one for one in lines if one.action == "accept"]) == 20

    async def test_a_recipient_with_many_lanes_leaves_room_for_others(self, store: SqlStore) -> None:
        """Of each recipient only so many are leased at a time."""
        for number in range(5):
            await store.accept(message(str(number), who=claim(str(number))))
        await store.fan_out([one.event_id for one in await store.unrouted(100)], to_cafe, now=NOW)

        first = await store.claim("w", now=NOW, until=NOW + SECOND, most=Most(2))
        second = await store.claim("w", now=NOW, until=NOW + SECOND, most=Most(2))

        assert (len(first), len(second)) == (2, 2)
        assert {one.lane for one in first}.isdisjoint({one.lane for one in second})

    async def test_some_recipients_may_have_more_at_a_time(self, store: SqlStore) -> None:
        """Whoever is named with a number gets up to that many lanes, everybody else up to the common one."""
        for number in range(5):
            await store.accept(message(str(number), who=claim(str(number))))
        await store.fan_out([one.event_id for one in await store.unrouted(100)], _to_two, now=NOW)
        most = Most(1, {"cafe": 3, "somebody-else": 4})

        found = await store.claim("w", now=NOW, until=NOW + SECOND, most=most)

        assert Counter(one.recipient for one in found) == {"cafe": 3, "helpline": 1}


def _to_two(event: EventRow) -> Sequence[Route]:
    return [Route("cafe", "cafe-sub"), Route("helpline", "helpline-sub")]
