"""The store on PostgreSQL keeps the same contract as on SQLite."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from urllib.parse import parse_qsl, urlencode, urlsplit

import asyncpg
import orjson
import pytest

from gateway.audit.export import line_json
from gateway.audit.verify import faults
from gateway.store.errors import StoreDown, StoreRefused
from gateway.store.opening import desk, open_postgres
from gateway.store.postgres import lines
from gateway.store.sealed import master_keys
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import DeliveryState, ReleaseFate
from gateway.store.verbs.erasing import Erasure
from gateway.store.verbs.intake import Fate
from schemas.clock import SetClock
from tests.contracts.store_contract import StoreContract
from tests.contracts.store_samples import NOW, claim, leased, matcher, message, releasing, settled
from tests.faults.campaign.proxy import BOTH, OPEN, proxy
from tests.patience import SECONDS, eventually
from tests.postgres_server import fresh, server

CLOCK = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
KEYS = master_keys(bytes(range(32)))
_WAITS = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"
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


async def test_another_master_key_opens_nothing(dsn: str) -> None:
    """The store is refused at once, and the right key opens it afterwards."""
    data, keys = await fresh(dsn)
    store = await opened(data, keys)
    first = await store.accept(message())
    await store.close()
    other = desk(master_keys(bytes(32)), CLOCK, name="test", owner="operator")

    with pytest.raises(StoreRefused, match="another master key"):
        await open_postgres(data, keys, other, matcher)

    again = await opened(data, keys)
    assert await again.raw(first.message_id) is not None
    await again.close()


async def test_keys_that_are_older_than_the_data_open_nothing(dsn: str) -> None:
    """As when the data was brought back beside a new, empty key store."""
    data, keys = await fresh(dsn)
    _, empty = await fresh(dsn)
    store = await opened(data, keys)
    await store.accept(message())
    await store.close()

    with pytest.raises(StoreRefused, match="older than the data"):
        await opened(data, empty)

    await (await opened(data, keys)).close()


async def test_a_database_that_hangs_is_down_and_then_up_again(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits for a commit hears that there is none, and the next one after it finds the database as it was."""
    data, keys = await fresh(dsn)
    async with proxy(_place(dsn)) as link:
        store = await opened(_through(data, link.port), _through(keys, link.port))
        await link.set(BOTH)

        with monkeypatch.context() as hurried:
            hurried.setattr(lines, "PATIENCE_SECONDS", 0.3)
            with pytest.raises(StoreDown):
                await asyncio.wait_for(store.accept(message()), SECONDS)
            with pytest.raises(StoreDown):
                await asyncio.wait_for(store.messages("trust", None, limit=5), SECONDS)

        await link.set(OPEN)
        assert (await asyncio.wait_for(store.accept(message()), SECONDS)).fate is Fate.NEW
        await store.close()


def _place(dsn: str) -> int | str:
    """Where the server listens: a Unix socket, or a port of this machine."""
    url = urlsplit(dsn)
    folder = dict(parse_qsl(url.query)).get("host")
    return f"{folder}/.s.PGSQL.{url.port or 5432}" if folder else url.port or 5432


def _through(dsn: str, port: int) -> str:
    """The same database, reached by a port of this machine."""
    url = urlsplit(dsn)
    who, _, _ = url.netloc.rpartition("@")
    query = urlencode([(name, value) for name, value in parse_qsl(url.query) if name != "host"])
    return url._replace(netloc=f"{who}@127.0.0.1:{port}", query=query).geturl()


async def test_a_commit_whose_answer_is_lost_may_have_happened(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The line breaks after the commit: who waited hears of none, and the audit chain goes on from what is there."""
    store = await opened(*await fresh(dsn))
    await store.accept(message())
    ends = asyncpg.transaction.Transaction.__aexit__

    async def lost(self: asyncpg.transaction.Transaction, *told: object) -> None:
        await ends(self, *told)
        if not self._nested:
            raise asyncpg.ConnectionDoesNotExistError("the line broke after the commit")

    with monkeypatch.context() as broken:
        broken.setattr(asyncpg.transaction.Transaction, "__aexit__", lost)
        with pytest.raises(StoreDown):
            await asyncio.wait_for(store.accept(message("2")), SECONDS)

    assert (await asyncio.wait_for(store.accept(message("2")), SECONDS)).fate is Fate.REPEATED
    assert (await asyncio.wait_for(store.accept(message("3")), SECONDS)).fate is Fate.NEW
    exported = [orjson.dumps(line_json(one)) for one in await store.audit_lines(None, 0, limit=100)]
    assert list(faults(exported)) == []
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


@pytest.mark.parametrize("whose", ["their own", "a candidate's"])
async def test_a_release_waits_for_a_revocation_under_way(dsn: str, whose: str) -> None:
    """A change of epoch that another process has not committed yet holds a release up, which then is stale.

    It binds as well where the person may be somebody else: what that one refuses is refused.
    """
    data, keys = await fresh(dsn)
    store = await opened(data, keys)
    named = await store.accept(message("1"))
    unsure = await store.accept(message("2", who=replace(claim(), nhs_number=None)))
    lease = next(one for one in await leased(store) if one.event.patient == unsure.patient)
    release = await releasing(store, lease)
    other = await asyncpg.connect(data)
    revoking = other.transaction()
    await revoking.start()
    row = unsure.patient if whose == "their own" else named.patient
    await other.execute("UPDATE patient SET epoch = epoch + 1 WHERE id = $1", row)

    releasing_now = asyncio.create_task(store.release([release]))
    watching = await asyncpg.connect(data)
    await eventually(partial(watching.fetchval, _WAITS), told=lambda: "nobody waits for a lock")
    held_up = not releasing_now.done()
    await watching.close()
    await revoking.commit()
    fate = await releasing_now
    await other.close()
    await store.close()

    assert (held_up, fate) == (True, [ReleaseFate.STALE])


async def test_a_crowd_in_which_somebody_is_held_up_comes_to_what_each_would_have_come_to(dsn: str) -> None:
    """Deliveries of one commit, a person of which another process holds: that one is stale then, the others go."""
    data, keys = await fresh(dsn)
    store = await opened(data, keys)
    people = [(await store.accept(message(str(one), who=claim(str(one))))).patient for one in range(6)]
    leases = {one.event.patient: one for one in await leased(store)}
    releases = [await releasing(store, leases[one]) for one in people if one is not None]
    other = await asyncpg.connect(data)
    revoking = other.transaction()
    await revoking.start()
    await other.execute("UPDATE patient SET epoch = epoch + 1 WHERE id = $1", people[3])

    crowd = asyncio.gather(*(store.release([one]) for one in releases))
    await asyncio.wait({crowd}, timeout=1.0)
    await revoking.commit()
    fates = [fate for [fate] in await crowd]
    chain = await store.audit_lines(None, 0, limit=1000)
    await other.close()
    await store.close()

    assert fates == [ReleaseFate.STALE if at == 3 else ReleaseFate.RELEASED for at in range(6)]
    assert [one.previous for one in chain[1:]] == [one.hash for one in chain[:-1]]


async def test_a_row_that_is_held_for_long_holds_up_whoever_needs_it_and_no_other(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Those of its crowd and newcomers go together all the while, in few statements; that one goes once, in the end."""
    data, keys = await fresh(dsn)
    store = await opened(data, keys)
    asked = _statements(monkeypatch)
    await asyncio.gather(*(store.accept(message(str(one), who=claim(str(one)))) for one in range(90)))
    releases = [await releasing(store, one) for one in await leased(store, most=90)]
    holding = await asyncpg.connect(data)
    held = holding.transaction()
    await held.start()
    await holding.execute("UPDATE patient SET epoch = epoch WHERE id = $1", releases[3].patient)

    before = len(asked)
    going = [asyncio.create_task(store.release([one])) for one in releases[:80]]
    for one in releases[80:]:
        await asyncio.sleep(0.05)
        going.append(asyncio.create_task(store.release([one])))
    others = [one for at, one in enumerate(going) if at != 3]
    await asyncio.wait_for(asyncio.gather(*others), SECONDS)
    held_up, statements = not going[3].done(), len(asked) - before
    await held.rollback()
    await holding.close()
    fates = [fate for [fate] in await asyncio.wait_for(asyncio.gather(*going), SECONDS)]
    chain = await store.audit_lines(None, 0, limit=1000)
    await store.close()

    assert held_up
    assert statements < 400
    assert fates == [ReleaseFate.RELEASED] * 90
    assert set(Counter(one.event_id for one in chain if one.action == "deliver").values()) == {1}
    assert [one.previous for one in chain[1:]] == [one.hash for one in chain[:-1]]


async def test_a_crowd_of_deliveries_ends_in_as_many_statements_as_one(
    dsn: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Settled together they ask everything together: what each asked by itself was most of what was asked."""
    store = await opened(*await fresh(dsn))
    asked = _statements(monkeypatch)
    await asyncio.gather(*(store.accept(message(str(one), who=claim(str(one)))) for one in range(80)))
    leases = await leased(store, most=80)
    for one in leases:
        await store.release([await releasing(store, one)])
    counts = []
    for some in (leases[:20], leases[20:40], leases[40:]):
        before = len(asked)
        await asyncio.gather(*(store.settle([settled(one, DeliveryState.DELIVERED)]) for one in some))
        counts.append(len(asked) - before)
    told = [await store.holders(one.event.patient, by="jo", reference="") for one in leases]
    await store.close()

    assert counts[1] == counts[2] < 10
    assert [[service for service, _ in one] for one in told] == [["cafe"]] * 80


def _statements(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The list in which every statement will be."""
    asked: list[str] = []
    executes = asyncpg.Connection._execute

    async def noted(self: asyncpg.Connection, query: str, *how: object, **more: object) -> object:
        asked.append(query)
        return await executes(self, query, *how, **more)

    monkeypatch.setattr(asyncpg.Connection, "_execute", noted)
    return asked


async def test_nobody_waits_for_a_store_that_is_closed(dsn: str) -> None:
    """Whoever comes late hears at once that there is nothing."""
    store = await opened(*await fresh(dsn))
    await store.close()

    with pytest.raises(StoreDown):
        await asyncio.wait_for(store.accept(message()), SECONDS)
    with pytest.raises(StoreDown):
        await asyncio.wait_for(store.load(1, (), now=1), SECONDS)


async def test_a_key_that_one_process_destroys_is_forgotten_by_the_others(dsn: str) -> None:
    """Each keeps in memory those that it used of late; what the other still has in hand it cannot read again."""
    data, keys = await fresh(dsn)
    store, other = await opened(data, keys), await opened(data, keys)
    gone, kept = await store.accept(message("1")), await store.accept(message("2", who=claim("kim")))
    names = [gone.message_id, kept.message_id]
    assert [await other.raw(one) for one in names] == [b"MSH|1", b"MSH|1"]
    assert gone.patient is not None
    await store.erase(Erasure(gone.patient, "ops", "asked for"), now=NOW)

    await other.forget()

    left = [await one.raw(name) for one in (store, other) for name in names]
    await other.close()
    await store.close()
    assert left == [None, b"MSH|1"] * 2


async def test_what_a_destroyed_key_leaves_on_the_disk_is_swept_at_once(dsn: str) -> None:
    """PostgreSQL keeps deleted rows until it sweeps their table, which by itself it does after a fifth of them."""
    data, keys = await fresh(dsn)
    await (await opened(data, keys)).close()
    line = await asyncpg.connect(keys)
    swept = await line.fetchval("SELECT reloptions FROM pg_class WHERE relname = 'data_key'")
    await line.close()

    assert set(swept) == {"autovacuum_vacuum_threshold=0", "autovacuum_vacuum_scale_factor=0"}
