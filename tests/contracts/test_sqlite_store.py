"""The store on SQLite keeps the contract, and what only SQLite promises."""

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path

import apsw
import pytest

from gateway.store.errors import StoreDown, StoreLocked, StoreRefused
from gateway.store.opening import desk, open_sqlite
from gateway.store.sealed import master_keys
from gateway.store.sqlite.opening import migrated, refuse_corrupting
from gateway.store.store import SqlStore
from schemas.clock import SetClock, micros
from tests.contracts.plans import overhear, plannings, without_an_index
from tests.contracts.store_contract import StoreContract
from tests.contracts.store_samples import SECOND, claim, leased, matcher, message, releasing

CLOCK = SetClock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
KEYS = master_keys(bytes(range(32)))


async def opened(folder: Path, *, slow: Sequence[str] = ()) -> SqlStore:
    return await open_sqlite(folder / "nwd.db", desk(KEYS, CLOCK, name="test", owner="operator"), matcher, slow=slow)


class TestSqliteStore(StoreContract):
    """The contract on SQLite."""

    @pytest.fixture
    async def store(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SqlStore]:
        asked = overhear(monkeypatch)
        store = await opened(tmp_path)
        yield store
        await store.close()
        assert without_an_index(tmp_path / "nwd.db", asked) == []


async def test_a_statement_is_planned_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other values are no reason to plan it anew, which costs several times what it does."""
    planned = plannings(monkeypatch)
    store = await opened(tmp_path)
    for number in range(2):
        await store.accept(message(f"{number}"))
    planned.clear()

    await store.accept(message("2"))

    assert planned == []
    await store.close()


async def test_a_second_process_may_not_open_the_file(tmp_path: Path) -> None:
    """One process owns the data file."""
    store = await opened(tmp_path)

    with pytest.raises(StoreLocked, match="another process owns"):
        await opened(tmp_path)

    await store.close()


async def test_what_is_written_is_there_after_reopening(tmp_path: Path) -> None:
    """A repeated message is answered as before by the next process."""
    store = await opened(tmp_path)
    first = await store.accept(message())
    await store.close()

    again = await opened(tmp_path)
    repeated = await again.accept(message())
    await again.close()

    assert (repeated.reply, repeated.references) == (first.reply, first.references)


async def test_nothing_readable_lies_in_the_files(tmp_path: Path) -> None:
    """Bodies, audit detail and identifiers are sealed or hashed."""
    store = await opened(tmp_path)
    await store.accept(message(body=b"canary-of-the-body"))
    await store.close()

    content = everything_in(tmp_path)

    assert b"canary" not in content
    assert b'"who"' not in content


async def test_a_file_that_breaks_while_open_commits_nothing_and_says_so(tmp_path: Path) -> None:
    """No message is taken or lost without a word, however often it is tried."""
    await (await opened(tmp_path)).close()
    store = await opened(tmp_path)
    spoil(tmp_path / "nwd.db", after=4096)

    for _ in range(2):
        with pytest.raises(StoreDown, match="did not commit"):
            await store.accept(message())
    with pytest.raises(StoreDown, match="did not answer"):
        await store.messages("trust", None, limit=5)

    await store.close()


async def test_a_broken_file_is_refused_when_opened(tmp_path: Path) -> None:
    """It says what to do, not what the library said."""
    await (await opened(tmp_path)).close()
    spoil(tmp_path / "nwd.db", after=0)

    with pytest.raises(StoreRefused, match="is damaged or no data file; restore it: nwd restore"):
        await opened(tmp_path)


def spoil(path: Path, *, after: int) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(after)
        file.write(b"\x5a" * (size - after))


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_another_master_key_opens_nothing(tmp_path: Path) -> None:
    """The store is refused at once: with it nobody would be known again, and no refusal of theirs found."""
    store = await opened(tmp_path)
    first = await store.accept(message())
    await store.close()
    other = desk(master_keys(bytes(32)), CLOCK, name="test", owner="operator")

    with pytest.raises(StoreRefused, match="another master key; put back the file"):
        await open_sqlite(tmp_path / "nwd.db", other, matcher)

    again = await opened(tmp_path)
    assert await again.raw(first.message_id) is not None
    await again.close()


async def test_keys_that_are_older_than_the_data_open_nothing(tmp_path: Path) -> None:
    """Whoever came since would count as erased, and what they refused with them."""
    store = await opened(tmp_path)
    await store.accept(message())
    await store.close()
    put_away(tmp_path)

    with pytest.raises(StoreRefused, match=r"keys\.db` is older than the data, and its newest keys are lost; put back"):
        await opened(tmp_path)

    put_back(tmp_path)
    await (await opened(tmp_path)).close()


@pytest.mark.parametrize("slow", [("hook",), ()], ids=["may still arrive", "goes at once"])
async def test_what_was_being_sent_by_a_slow_wire_waits_for_the_end_of_its_lease(
    tmp_path: Path, slow: Sequence[str]
) -> None:
    """The process that sent it died; the next one would let a later event go before the record had arrived."""
    at = micros(CLOCK.now())
    store = await opened(tmp_path)
    for number in "12":
        await store.accept(message(number, who=claim(number)))
    sending, _ = await leased(store, now=at, until=at + 30 * SECOND)
    await store.release([await releasing(store, sending)])
    await store.close()

    again = await opened(tmp_path, slow=slow)

    free = {one.delivery for one in await leased(again, now=at + SECOND, until=at + 2 * SECOND)}
    assert (sending.delivery in free, len(free)) == (not slow, 1 if slow else 2)
    later = await leased(again, now=at + 30 * SECOND, until=at + 60 * SECOND)
    assert sending.delivery in {one.delivery for one in later}
    await again.close()


def put_away(folder: Path) -> None:
    for kept in list(folder.glob("keys.db*")):
        kept.rename(kept.with_name(f"later-{kept.name}"))


def put_back(folder: Path) -> None:
    for made in list(folder.glob("keys.db*")):
        made.unlink()
    for kept in list(folder.glob("later-*")):
        kept.rename(kept.with_name(kept.name.removeprefix("later-")))


@pytest.mark.parametrize(
    ("version", "refused"),
    [("3.40.1", True), ("3.51.2", True), ("3.44.6", False), ("3.50.7", False), ("3.51.3", False), ("3.54.1", False)],
)
def test_a_library_that_can_corrupt_is_refused(version: str, refused: bool) -> None:
    """SQLite 3.7.0 to 3.51.2 has the WAL-reset fault, but for its repaired branches."""
    if refused:
        with pytest.raises(StoreRefused, match="can corrupt"):
            refuse_corrupting(version)
    else:
        refuse_corrupting(version)


def test_the_ninth_step_keeps_every_version_and_the_audit(tmp_path: Path) -> None:
    """Two tables are written anew: what was in them is in them, and is found as before."""
    path = tmp_path / "nwd.db"
    before = apsw.Connection(str(path))
    for number in range(1, 9):
        before.execute(files("gateway.store.sqlite").joinpath(f"{number:04}.sql").read_text())
    versions = [(3, number, 1, b"m", b"body" * 900, b"label", "uk 1", number) for number in (1, 2)]
    before.executemany("INSERT INTO version VALUES (?,?,?,?,?,?,?,?)", versions)
    lines = [("w", n, 5, "accept", "trust", "accepted", b"e", 7, 1, b"detail", b"previous", b"hash") for n in (1, 2)]
    before.executemany("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", lines)
    before.close()

    after = migrated(path)

    assert after.execute("SELECT * FROM version ORDER BY number").fetchall() == versions
    assert after.execute("SELECT * FROM audit ORDER BY number").fetchall() == lines
    with pytest.raises(apsw.ConstraintError):
        after.execute("INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", lines[0])
    after.close()
