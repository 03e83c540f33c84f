"""A backlog that PostgreSQL has no statistics of: whatever it expects, no statement compares each row with each.

A statement that does takes longer than the patience of a commit, so that the same backlog is tried again for ever.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator

import asyncpg
import pytest

from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import DeliveryState, Most, ReleaseFate
from tests.contracts.store_samples import NOW, SECOND, claim, message, releasing, settled, to_cafe
from tests.contracts.test_postgres_store import opened
from tests.postgres_server import fresh, server

_PEOPLE, _EACH = 12, 70
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
async def store(dsn: str) -> AsyncIterator[SqlStore]:
    """A store that has done all its work, counted by the database in that state and never again."""
    data, keys = await fresh(dsn)
    made = await opened(data, keys)
    await _taken_in(made, "before", 20)
    await _worked_off(made)
    line = await asyncpg.connect(data)
    for table in ("event", "lane", "delivery", "message", "patient", "resource", "version"):
        await line.execute(f"ALTER TABLE {table} SET (autovacuum_enabled = off); ANALYZE {table}")
    await line.close()
    yield made
    await made.close()


async def test_a_backlog_of_few_people_is_worked_off(store: SqlStore) -> None:
    """Seventy events of each of twelve people, as after brokers were away, go out in order."""
    await _taken_in(store, "after", _EACH)

    told = await _worked_off(store)

    assert told == [list(range(21, 21 + _EACH))] * _PEOPLE


async def _taken_in(store: SqlStore, when: str, each: int) -> None:
    many = [message(f"{when} {number}", who=claim(str(number % _PEOPLE))) for number in range(_PEOPLE * each)]
    await asyncio.gather(*map(store.accept, many))


async def _worked_off(store: SqlStore) -> list[list[int]]:
    """The numbers of the events of each person, in the order in which they were settled."""
    told: dict[int, list[int]] = {}
    await store.fan_out([one.event_id for one in await store.unrouted(2_000)], to_cafe, now=NOW)
    while leases := await store.claim("w", now=NOW, until=NOW + 30 * SECOND, most=Most(100)):
        fates = await asyncio.gather(*[store.release([await releasing(store, one)]) for one in leases])
        assert fates == [[ReleaseFate.RELEASED]] * len(leases)
        await store.settle([settled(one, DeliveryState.DELIVERED) for one in leases])
        for one in leases:
            told.setdefault(one.event.patient, []).append(one.event.seq)
    return list(told.values())
