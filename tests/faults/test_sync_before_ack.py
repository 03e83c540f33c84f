"""A kill cannot see a missing fsync. Here the disk holds back every sync, and no acknowledgement may pass it."""

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import apsw
import pytest

from gateway.store.opening import desk, open_sqlite
from gateway.store.sealed import master_keys
from gateway.store.sqlite import engine, opening
from gateway.store.store import SqlStore
from schemas.clock import SetClock
from tests.contracts.store_samples import matcher, message
from tests.patience import SECONDS
from tests.town import OTHER, Town, referral, town

HELD_SECONDS = 0.3


class HeldFile(apsw.VFSFile):
    """A file whose sync waits until the disk is let go."""

    gate: threading.Event

    def xSync(self, flags: int) -> None:
        """Wait, then sync for real."""
        self.gate.wait()
        super().xSync(flags)


class HeldDisk(apsw.VFS):
    """A file system of such files, over the machine's own."""

    def __init__(self, name: str, *, default: bool = False) -> None:
        self.below = apsw.vfs_names()[0]
        self.gate = threading.Event()
        self.gate.set()
        super().__init__(name, self.below, makedefault=default)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file that can be held."""
        opened = HeldFile(self.below, name, flags)
        opened.gate = self.gate
        return opened


@pytest.fixture
def disk() -> Iterator[HeldDisk]:
    made = HeldDisk("held")
    yield made
    made.gate.set()
    made.unregister()


@pytest.fixture
async def store(disk: HeldDisk, tmp_path: Path) -> AsyncIterator[SqlStore]:
    clock = SetClock(datetime(2026, 11, 23, tzinfo=UTC))
    writer = desk(master_keys(bytes(32)), clock, name="test", owner="operator")
    made = await open_sqlite(tmp_path / "nwd.db", writer, matcher, vfs="held")
    yield made
    disk.gate.set()
    await made.close()


async def passes_a_held_sync(store: SqlStore, disk: HeldDisk, *, seconds: float) -> bool:
    """True when an acknowledgement comes although nothing could be synced."""
    disk.gate.clear()
    answer = asyncio.create_task(store.accept(message()))
    early, _ = await asyncio.wait({answer}, timeout=seconds)
    disk.gate.set()
    await answer
    return bool(early)


async def test_no_acknowledgement_passes_a_held_sync(store: SqlStore, disk: HeldDisk) -> None:
    """The answer waits for the sync, and comes once it is through."""
    assert not await passes_a_held_sync(store, disk, seconds=HELD_SECONDS)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[tuple[Town, HeldDisk]]:
    """A whole gateway on a disk that can be held."""
    disk = HeldDisk("held-default", default=True)
    try:
        async with town(tmp_path) as made:
            yield made, disk
            disk.gate.set()
    finally:
        disk.unregister()
        apsw.set_default_vfs(disk.below)


async def test_no_byte_of_a_reply_passes_a_held_sync(place: tuple[Town, HeldDisk]) -> None:
    """On the wires themselves: neither MLLP nor HTTP answers before the disk does, and both do once it has."""
    town, disk = place
    token = await town.token("cmht", "registered-professional")
    disk.gate.clear()
    by_mllp = asyncio.create_task(town.send(referral(1)))
    by_http = asyncio.create_task(town.call("POST", "/messages/engine", token, data=referral(2, OTHER)))

    early, _ = await asyncio.wait({by_mllp, by_http}, timeout=HELD_SECONDS)
    disk.gate.set()

    assert not early
    assert "MSA|AA" in await by_mllp
    assert (await by_http)[0] == 201


class TestTheCheckItself:
    """The check catches the two builds that would lose acknowledged messages in a power cut."""

    @pytest.fixture(autouse=True)
    def sloppy(self, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, disk: HeldDisk) -> None:
        if request.param == "synchronous-normal":
            monkeypatch.setattr(opening, "_PRAGMAS", ("journal_mode = WAL", "synchronous = NORMAL"))
        else:
            monkeypatch.setattr(engine.SqliteEngine, "_commit", _answers_first(engine.SqliteEngine._commit, disk))

    @pytest.mark.parametrize("sloppy", ["synchronous-normal", "acks-early"], indirect=True)
    async def test_a_sloppy_build_is_caught(self, store: SqlStore, disk: HeldDisk) -> None:
        """Both builds acknowledge while the sync is held."""
        assert await passes_a_held_sync(store, disk, seconds=SECONDS)


def _answers_first(commit: Any, disk: HeldDisk) -> Any:
    """Sloppy only while the disk is held, so that nothing of the opening still waits for a sync by then."""

    def early(self: Any, batch: list[Any]) -> None:
        if disk.gate.is_set():
            commit(self, batch)
            return
        results: list[Any] = []
        self._writer.execute("BEGIN IMMEDIATE")
        results.extend(self._attempt(job) for job in batch)
        self._loop.call_soon_threadsafe(engine._answer, batch, results)
        self._keys.sync()
        self._writer.execute("COMMIT")

    return early
