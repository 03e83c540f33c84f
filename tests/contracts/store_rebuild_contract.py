"""What every store must do so that topics can be filled again, and that by whoever comes after one that broke off."""

from collections.abc import Sequence

from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import DeliveryState, Lease, Most, ReleaseFate
from schemas.ids import event_id
from tests.contracts.store_samples import NOW, SECOND, claim, leased, message, releasing, settled, to_cafe

_LATER = NOW + 60 * SECOND


class StoreRebuildContract:
    """The promises about what brokers have lost."""

    async def test_what_was_delivered_is_queued_again_lane_by_lane_and_once(self, store: SqlStore) -> None:
        """Two lanes of two: the first is queued, and broken off; who goes on queues the second alone."""
        lanes = await _two_lanes_of_two(store)
        assert await store.begin_rebuild(["a", "b"], ["b"]) == {"b": 0}

        first = {lane: lanes[lane] for lane in sorted(lanes)[:1]}
        queued = [await store.send_again("b", some, now=_LATER) for some in (first, first)]
        sent = await _delivered(store, await _due(store))
        sent += await _delivered(store, await _due(store))
        [(part, reached)] = (await store.begin_rebuild(["a", "b"], [])).items()
        queued.append(await store.send_again("b", lanes, now=_LATER))

        assert (queued, part, [reached]) == ([2, 0, 2], "b", [*first])
        assert [one.delivery for one in sent] == first[reached]
        assert {one.lane for one in await _due(store)} == set(lanes) - {reached}

    async def test_what_is_done_is_not_begun_again_until_it_is_lost(self, store: SqlStore) -> None:
        """Done: nothing is left of it, and nothing is queued in its name. Lost again: it starts from nothing."""
        lanes = await _two_lanes_of_two(store)
        await store.begin_rebuild(["b"], ["b"])
        await store.published_again("b", max(lanes))
        assert await store.begin_rebuild(["b"], []) == {"b": max(lanes)}

        await store.end_rebuild("b")

        assert await store.begin_rebuild(["b"], []) == {}
        assert await store.send_again("b", lanes, now=_LATER) == 0
        assert await store.begin_rebuild(["b"], ["b"]) == {"b": 0}

    async def test_a_lane_that_is_held_goes_on_with_the_oldest(self, store: SqlStore) -> None:
        """What was lost comes first; whoever was at work on a later event has the lane no more, and sends nothing."""
        lanes = await _two_lanes_of_two(store)
        receipt = await store.accept(message("9", who=claim("0")))
        await store.fan_out([event_id(receipt.message_id, 0)], to_cafe, now=NOW)
        [held] = await _due(store)
        await store.begin_rebuild(["b"], ["b"])

        await store.send_again("b", {held.lane: lanes[held.lane]}, now=_LATER)
        due = await _due(store)

        assert await store.release([await releasing(store, held)]) == [ReleaseFate.FENCED]
        assert [one.delivery for one in due] == lanes[held.lane][:1]
        told = await _delivered(store, due)
        while due := await _due(store):
            told += await _delivered(store, due)
        assert [one.delivery for one in told] == [*lanes[held.lane], held.delivery]

    async def test_delivered_is_told_page_by_page(self, store: SqlStore) -> None:
        """In order of rows, of one subscription, and not what is older than asked."""
        lanes = await _two_lanes_of_two(store)
        rows = sorted((delivery, lane) for lane, deliveries in lanes.items() for delivery in deliveries)

        first = await store.delivered("hook", 0, since=NOW, limit=3)
        rest = await store.delivered("hook", first[-1][0], since=NOW, limit=3)

        assert [*first, *rest] == rows
        assert await store.delivered("hook", 0, since=NOW + 1, limit=3) == []
        assert await store.delivered("another", 0, since=NOW, limit=3) == []

    async def test_what_is_not_fanned_out_goes_out_page_by_page(self, store: SqlStore) -> None:
        """Claims of whoever was to publish are undone, each once."""
        for number in "123":
            await store.accept(message(number))
        await store.outgoing(now=NOW, until=_LATER, limit=10)

        first = await store.republish(0, limit=2)
        rest = await store.republish(first[-1], limit=2)

        assert (len(first), len(rest)) == (2, 1)
        assert await store.republish(rest[-1], limit=2) == []
        assert len(await store.outgoing(now=NOW, until=_LATER, limit=10)) == 3


async def _two_lanes_of_two(store: SqlStore) -> dict[int, list[int]]:
    """The deliveries of two people, delivered; by lane."""
    for number in range(4):
        await store.accept(message(str(number), who=claim(str(number % 2))))
    lanes: dict[int, list[int]] = {}
    for _ in range(2):
        for one in await _delivered(store, await leased(store)):
            lanes.setdefault(one.lane, []).append(one.delivery)
    return lanes


async def _due(store: SqlStore) -> Sequence[Lease]:
    return await store.claim("w", now=_LATER, until=_LATER + SECOND, most=Most(10))


async def _delivered(store: SqlStore, leases: Sequence[Lease]) -> list[Lease]:
    for one in leases:
        await store.release([await releasing(store, one)])
        await store.settle([settled(one, DeliveryState.DELIVERED)])
    return list(leases)
