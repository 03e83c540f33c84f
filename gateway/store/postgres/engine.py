"""The PostgreSQL engine: the same verbs, one writing connection a process, commits shared by whoever waits."""

import asyncio
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any, TypeVar

import asyncpg

from gateway import faults
from gateway.store.errors import StoreDown, StoreRefused
from gateway.store.postgres.keys import KeyTable
from gateway.store.postgres.lines import line_of, opened
from gateway.store.steps.step import Chain, Desk, DropKeys, NeedKeys, NewKey, Rows, Steps, Undo

T = TypeVar("T")
SCHEMA = 6
_TOGETHER = 256
_DOWN = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    OSError,
)
_HELD_ELSEWHERE = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Another process holds the row: this verb alone goes again, while the others of its commit give their rows free."""
_LOCK_MS, _TRIES = 100, 100
_LOCKS = {
    "/*lock e*/": "FOR UPDATE OF e",
    "/*lock*/": "FOR UPDATE",
    "/*skip locked*/": "FOR UPDATE SKIP LOCKED",
    "/*share*/": "FOR SHARE",
}


@dataclass(frozen=True, slots=True)
class _Job:
    verb: Callable[[], Steps[Any]]
    done: asyncio.Future[Any]
    tries: int = 0


class PostgresEngine:
    """One process's share of a database that others use too."""

    def __init__(self, pool: "asyncpg.Pool[Any]", keys: KeyTable, desk: Desk) -> None:
        self._pool, self._keys, self._desk = pool, keys, desk
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write_all())

    @property
    def desk(self) -> Desk:
        """The sealer, audit chain and owner that steps use."""
        return self._desk

    async def write(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb in the next shared commit and return once that is on disk."""
        job = _Job(verb, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        result: T = await job.done
        return result

    async def read(self, verb: Callable[[], Steps[T]]) -> T:
        """Run a verb in one snapshot, without locks."""
        try:
            async with line_of(self._pool) as line, line.transaction(isolation="repeatable_read", readonly=True):
                return await self._run(verb(), line, locks=False)
        except _DOWN as error:
            raise _down(error) from error

    async def close(self) -> None:
        """Commit what is queued, then give back the connections."""
        self._jobs.put_nowait(None)
        await self._writer
        await self._pool.close()
        await self._keys.close()

    async def _write_all(self) -> None:
        batch: list[_Job] = []
        ended = False
        while not ended or batch:
            if not batch:
                ended = not self._add(batch, await self._jobs.get())
            while not ended and len(batch) < _TOGETHER and not self._jobs.empty():
                ended = not self._add(batch, self._jobs.get_nowait())
            batch = await self._commit(batch) if batch else []

    @staticmethod
    def _add(batch: list[_Job], job: _Job | None) -> bool:
        """False for the mark that nothing more comes."""
        if job is not None:
            batch.append(job)
        return job is not None

    async def _commit(self, batch: list[_Job]) -> list[_Job]:
        """Answer everybody who is committed; returns those who must go again."""
        chain = copy(self._desk.chain)
        try:
            answers = await self._together(batch)
        except Exception as error:  # the worker loop: whatever it was, nothing is committed and everybody hears of it
            self._restore(chain)
            self._keys.forget_new()
            answers = [(None, _down(error)) for _ in batch]
        again = []
        for job, (result, error_of) in zip(batch, answers, strict=True):
            if isinstance(error_of, _HELD_ELSEWHERE):
                again.append(replace(job, tries=job.tries + 1))
            elif not job.done.done():
                _answer(job, result, error_of)
        return again

    async def _together(self, batch: list[_Job]) -> list[tuple[Any, Exception | None]]:
        async with line_of(self._pool) as line, line.transaction():
            await line.execute(f"SET LOCAL synchronous_commit = on; SET LOCAL lock_timeout = {_LOCK_MS}")
            answers = [await self._attempt(job, line) for job in batch]
            await self._keys.sync()
            faults.hit("before-commit")
        faults.hit("after-commit")
        return answers

    async def _attempt(self, job: _Job, line: Any) -> tuple[Any, Exception | None]:
        chain = copy(self._desk.chain)
        try:
            async with line.transaction():
                return await self._run(job.verb(), line, locks=True), None
        except _HELD_ELSEWHERE as error:
            self._restore(chain)
            return None, error if job.tries < _TRIES else _down(error)
        except _DOWN:
            raise
        except Undo as undone:
            self._restore(chain)
            return undone.result, None
        except Exception as error:  # one verb's fault must not lose the others in its commit
            self._restore(chain)
            return None, error

    async def _run(self, steps: Steps[T], line: Any, *, locks: bool) -> T:
        rows: Rows = ()
        try:
            step = next(steps)
            while True:
                if isinstance(step, tuple):
                    found = await line.fetch(_dialect(step[0], locks), *step[1])
                    rows = [tuple(row) for row in found]
                elif isinstance(step, NewKey):
                    rows = [(await self._keys.make(),)]
                elif isinstance(step, NeedKeys):
                    await self._keys.bring(step.ids)
                    rows = ()
                elif isinstance(step, DropKeys):
                    await self._keys.drop(step.ids)
                    rows = ()
                step = steps.send(rows)
        except StopIteration as end:
            result: T = end.value
            return result

    def _restore(self, chain: Chain) -> None:
        self._desk.chain.number, self._desk.chain.last = chain.number, chain.last


def _answer(job: _Job, result: Any, error: Exception | None) -> None:
    if error is None:
        job.done.set_result(result)
    else:
        job.done.set_exception(error)


@lru_cache(maxsize=1024)
def _dialect(text: str, locks: bool) -> str:
    for mark, words in _LOCKS.items():
        text = text.replace(mark, words if locks else "")
    parts = text.split("?")
    return "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]


async def migrate(line: Any, *, to: int = SCHEMA) -> None:
    """Bring the schema to this version, or to that of a backup, step by step.

    Raises `StoreRefused` for one that it does not know.
    """
    async with line.transaction():
        await line.execute("SELECT pg_advisory_xact_lock(7211)")
        is_new = await line.fetchval("SELECT to_regclass('meta')") is None
        found = 0 if is_new else await line.fetchval("SELECT value FROM meta WHERE name = 'schema'")
        for number in range(found + 1, to + 1):
            await line.execute(files(__package__).joinpath(f"{number:04}.sql").read_text())
    if found > SCHEMA:
        raise StoreRefused(f"the database has schema `{found}`, this version knows `{SCHEMA}`; install a newer one")


async def migrate_data(dsn: str) -> None:
    """Bring the database at `dsn` to this version. Raises `StoreDown`, `StoreRefused`."""
    try:
        line = await asyncpg.connect(dsn)
        try:
            await migrate(line)
        finally:
            await line.close()
    except (*_DOWN, asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as error:
        raise _down(error) from error


async def connect(dsn: str, keys: KeyTable, desk: Desk) -> PostgresEngine:
    """An engine on the database at `dsn`. Raises `StoreDown` when it does not answer."""
    try:
        pool = await opened(dsn, lines=6)
        async with pool.acquire() as line:
            await migrate(line)
    except _DOWN as error:
        raise _down(error) from error
    return PostgresEngine(pool, keys, desk)


def _down(error: BaseException) -> StoreDown:
    return StoreDown(f"the database did not commit: {type(error).__name__}")
