"""The SQLite engine: a writer thread commits whatever is waiting together; a second thread moves the WAL back."""

import asyncio
import contextlib
import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import apsw

from gateway import faults
from gateway.store.engine import Apart
from gateway.store.errors import StoreDown
from gateway.store.keys import KeyFile
from gateway.store.sqlite.opening import connect, migrated, refuse_corrupting, take_lock
from gateway.store.steps.step import Desk, DropKeys, NeedKeys, NewKey, Rows, Steps, Undo

T = TypeVar("T")
_TOGETHER = 256
_CHECKPOINT_SECONDS = 0.02
_DOWN = (
    apsw.FullError, apsw.IOError, apsw.CantOpenError, apsw.BusyError, apsw.ReadOnlyError, apsw.CorruptError,
    apsw.NotADBError, apsw.ProtocolError, apsw.NoMemError, OSError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Job:
    verb: Callable[[], Steps[Any]]
    done: asyncio.Future[Any]


class SqliteEngine:
    """Owns the data file of one gateway process."""

    def __init__(self, path: Path, desk: Desk, *, vfs: str | None = None) -> None:
        refuse_corrupting(apsw.sqlite_lib_version())
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = take_lock(path)
        self._loop = asyncio.get_running_loop()
        self._desk = desk
        keys = path.with_name("keys.db")
        try:
            self._writer = migrated(path, vfs=vfs)
            self._keys, self._reader_keys = KeyFile(keys, desk.sealer), KeyFile(keys, desk.sealer)
        except BaseException:
            self._lock.close()
            raise
        self._reader = connect(path, vfs=vfs)
        self._checkpointer = connect(path, vfs=vfs)
        self._surveyor, self._surveying = connect(path, vfs=vfs), asyncio.Lock()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._dirty, self._stopped = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write_all, self._checkpoint)]
        for thread in self._threads:
            thread.start()

    @property
    def desk(self) -> Desk:
        """The sealer, audit chain and owner that steps use."""
        return self._desk

    async def write(self, verb: Callable[[], Steps[T]], *, apart: Apart | None = None) -> T:
        """Run a verb in the next shared commit and return once that is on disk."""
        job = _Job(verb, self._loop.create_future())
        self._jobs.put(job)
        result: T = await job.done
        return result

    async def read(self, verb: Callable[[], Steps[T]], *, shared: bool = False) -> T:
        """Run a verb in one snapshot, in this thread: microseconds, and never across an await."""
        return self._read(verb(), self._reader)

    async def survey(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb in a thread and on a connection of its own, one at a time."""
        async with self._surveying:
            return await asyncio.to_thread(self._read, verb(), self._surveyor)

    async def close(self) -> None:
        """Commit what is queued, then give back the file."""
        self._jobs.put(None)
        self._stopped.set()
        self._dirty.set()
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        async with self._surveying:
            for connection in (self._checkpointer, self._surveyor, self._reader, self._writer):
                connection.close()
        self._keys.close()
        self._reader_keys.close()
        self._lock.close()

    def _read(self, steps: Steps[T], line: apsw.Connection) -> T:
        try:
            line.execute("BEGIN")
            try:
                return _run(steps, line, self._reader_keys)
            finally:
                line.execute("COMMIT")
        except _DOWN as error:
            raise StoreDown(f"the database did not answer: {type(error).__name__}") from error

    def _write_all(self) -> None:
        while (first := self._jobs.get()) is not None:
            batch, ended = self._gather(first)
            self._commit(batch)
            if ended:
                return

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        batch = [first]
        with contextlib.suppress(queue.Empty):
            while len(batch) < _TOGETHER:
                job = self._jobs.get_nowait()
                if job is None:
                    return batch, True
                batch.append(job)
        return batch, False

    def _commit(self, batch: list[_Job]) -> None:
        end = self._desk.chain.end
        try:
            self._writer.execute("BEGIN IMMEDIATE")
            answers = [self._attempt(job) for job in batch]
            self._keys.sync()
            faults.hit("before-commit")
            self._writer.execute("COMMIT")
        except Exception as error:  # the worker loop: whatever it was, nothing is committed and everybody hears of it
            self._undo(end)
            answers = [(None, _down(error)) for _ in batch]
        self._dirty.set()
        try:
            faults.hit("after-commit")
        except OSError as error:
            answers = [(None, _down(error)) for _ in batch]
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(_answer, batch, answers)

    def _attempt(self, job: _Job) -> tuple[Any, Exception | None]:
        end = self._desk.chain.end
        self._writer.execute("SAVEPOINT verb")
        try:
            result = _run(job.verb(), self._writer, self._keys)
        except _DOWN:
            raise
        except Exception as error:  # one verb's fault must not lose the others in its commit
            self._writer.execute("ROLLBACK TO verb")
            self._restore(end)
            return (error.result, None) if isinstance(error, Undo) else (None, error)
        finally:
            with contextlib.suppress(apsw.Error):
                self._writer.execute("RELEASE verb")
        return result, None

    def _undo(self, end: tuple[int, bytes]) -> None:
        self._keys.forget_new()
        self._restore(end)
        if self._writer.in_transaction:
            with contextlib.suppress(apsw.Error):
                self._writer.execute("ROLLBACK")

    def _restore(self, end: tuple[int, bytes]) -> None:
        self._desk.chain.number, self._desk.chain.last = end

    def _checkpoint(self) -> None:
        while not self._stopped.wait(_CHECKPOINT_SECONDS):
            self._dirty.wait()
            self._dirty.clear()
            with contextlib.suppress(apsw.Error):
                self._checkpointer.wal_checkpoint(mode=apsw.SQLITE_CHECKPOINT_PASSIVE)


def _run(steps: Steps[T], connection: apsw.Connection, keys: KeyFile) -> T:
    rows: Rows = ()
    execute = connection.execute
    try:
        step = next(steps)
        while True:
            if isinstance(step, tuple):
                rows = execute(*step).fetchall()
            elif isinstance(step, NewKey):
                rows = [(keys.make(),)]
            elif isinstance(step, NeedKeys):
                keys.bring(step.ids)
                rows = ()
            elif isinstance(step, DropKeys):
                keys.drop(step.ids)
                rows = ()
            step = steps.send(rows)
    except StopIteration as end:
        result: T = end.value
        return result


def _answer(batch: list[_Job], answers: list[tuple[Any, Exception | None]]) -> None:
    for job, (result, error) in zip(batch, answers, strict=True):
        if job.done.done():
            continue
        if error is None:
            job.done.set_result(result)
        else:
            job.done.set_exception(error)


def _down(error: BaseException) -> StoreDown:
    down = StoreDown(f"the database did not commit: {type(error).__name__}")
    down.__cause__ = error
    return down
