"""The store on PostgreSQL keeps the same contract as on SQLite."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime

import pytest

from gateway.store.opening import desk, open_postgres
from gateway.store.sealed import master_keys
from gateway.store.store import SqlStore
from schemas.clock import SetClock
from tests.contracts.store_contract import StoreContract
from tests.contracts.store_samples import matcher, message
from tests.postgres_server import fresh, server

CLOCK = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
KEYS = master_keys(bytes(range(32)))
pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


async def opened(data: str, keys: str) -> SqlStore:
    return await open_postgres(data, keys, desk(KEYS, CLOCK, name="test", owner="operator"), matcher)


class TestPostgresStore(StoreContract):
    """The contract on PostgreSQL."""

    @pytest.fixture
    async def store(self, dsn: str) -> AsyncIterator[SqlStore]:
        store = await opened(*await fresh(dsn))
        yield store
        await store.close()


async def test_two_processes_share_one_database(dsn: str) -> None:
    """What one has taken the other answers as before, and each keeps a chain of its own."""
    places = await fresh(dsn)
    first, second = await opened(*places), await opened(*places)
    taken = await first.accept(message())

    repeated = await second.accept(message())
    heads = await second.audit_heads()
    await first.close()
    await second.close()

    assert repeated.reply == taken.reply
    assert len({one.writer for one in heads}) == 2
