"""The PostgreSQL engine: the same verbs, one writing connection a process, commits shared by whoever waits."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib.resources import files
from typing import Any, TypeVar

import asyncpg

from gateway import faults
from gateway.store.engine import Apart
from gateway.store.errors import StoreDown, refuse_newer
from gateway.store.postgres.abreast import Abreast
from gateway.store.postgres.keys import KeyTable
from gateway.store.postgres.lines import line_of, opened
from gateway.store.postgres.widening import Widening
from gateway.store.steps.step import Desk, DropKeys, NeedKeys, NewKey, Rows, Steps, Undo

T = TypeVar("T")
SCHEMA = 9
_TOGETHER = 64
"""Enough to share a commit, few enough that on a busy machine the commit is done long before patience ends."""
_DOWN = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    OSError,
)
_HELD_ELSEWHERE = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError, asyncpg.SerializationError)
"""Another process holds the row: this verb goes again, or its crowd, while the others of its commit give their rows
free."""
_TRIES = 100
_HALVINGS = 6
"""A crowd that has waited for a held row goes again in two shares, then in four, so that fewer and fewer wait for it;
in the end each goes alone. Whoever has not waited yet is in no share of those."""
_SETTINGS = {
    "synchronous_commit": "on",
    "lock_timeout": "100ms",
    **dict.fromkeys(("enable_hashjoin", "enable_mergejoin", "enable_seqscan"), "off"),
}
"""A commit is on disk, and nobody waits long for a row. A table that has just grown has no statistics yet, and whoever
asks for some rows wants them by their index."""
_AS_THE_SERVER_LIKES = "SET LOCAL enable_seqscan = on"
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
    apart: Apart | None = None
    tries: int = 0


class PostgresEngine:
    """One process's share of a database that others use too."""

    def __init__(self, pool: "asyncpg.Pool[Any]", keys: KeyTable, desk: Desk) -> None:
        self._pool, self._keys, self._desk = pool, keys, desk
        self._widening = Widening(pool)
        self._chain_is_sure = True
        self._jobs: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._writer = asyncio.create_task(self._write_all())
        self._readings: asyncio.Queue[_Job | None] = asyncio.Queue()
        self._reader = asyncio.create_task(self._read_all())

    @property
    def desk(self) -> Desk:
        """The sealer, audit chain and owner that steps use."""
        return self._desk

    async def write(self, verb: Callable[[], Steps[T]], *, apart: Apart | None = None) -> T:
        """Run a verb in the next shared commit and return once that is on disk."""
        job = _Job(verb, asyncio.get_running_loop().create_future(), apart)
        result: T = await _handed(job, self._jobs, self._writer)
        return result

    async def read(self, verb: Callable[[], Steps[T]], *, shared: bool = False) -> T:
        """Run a verb in one snapshot, without locks."""
        if shared:
            job = _Job(verb, asyncio.get_running_loop().create_future())
            result: T = await _handed(job, self._readings, self._reader)
            return result
        return await self._look(verb, "")

    async def survey(self, verb: Callable[[], Steps[T]]) -> T:
        """A read of whole tables: the server does the work, in its own way."""
        return await self._look(verb, _AS_THE_SERVER_LIKES)

    async def _look(self, verb: Callable[[], Steps[T]], how: str) -> T:
        try:
            async with line_of(self._pool) as line, line.transaction(isolation="repeatable_read", readonly=True):
                if how:
                    await line.execute(how)
                return await self._run(verb(), line, locks=False)
        except _DOWN as error:
            raise _down(error) from error

    async def close(self) -> None:
        """Commit what is queued, then give back the connections."""
        self._jobs.put_nowait(None)
        self._readings.put_nowait(None)
        await asyncio.gather(self._writer, self._reader, return_exceptions=True)
        await self._pool.close()
        await self._keys.close()

    async def _write_all(self) -> None:
        batch: list[_Job] = []
        ended = False
        try:
            while not ended or batch:
                ended = await _gather(self._jobs, batch, ended=ended)
                batch = await self._commit(batch) if batch else []
        finally:
            _refuse(self._jobs, batch)

    async def _read_all(self) -> None:
        batch: list[_Job] = []
        ended = False
        try:
            while not ended:
                batch = []
                ended = await _gather(self._readings, batch, ended=ended)
                if batch:
                    await self._answer_readings(batch)
        finally:
            _refuse(self._readings, batch)

    async def _answer_readings(self, batch: Sequence[_Job]) -> None:
        try:
            async with line_of(self._pool) as line, line.transaction(isolation="repeatable_read", readonly=True):
                results = await self._abreast(line, locks=False).run([job.verb for job in batch])
        except _DOWN as error:
            for job in batch:
                _answer(job, None, _down(error))
        except Exception:  # one verb's fault must not lose the others: each is asked by itself
            for job in batch:
                _answer(job, *(await self._read_alone(job)))
        else:
            for job, result in zip(batch, results, strict=True):
                _answer(job, result, None)

    async def _read_alone(self, job: _Job) -> tuple[Any, Exception | None]:
        try:
            return await self.read(job.verb), None
        except Exception as error:  # handed to whoever asked
            return None, error

    async def _commit(self, batch: list[_Job]) -> list[_Job]:
        """Answer everybody who is committed; returns those who must go again."""
        end = self._desk.chain.end
        try:
            answers = await self._together(batch)
        except Exception as error:  # the worker loop: whatever it was, nothing is committed and everybody hears of it
            self._restore(end)
            self._chain_is_sure = False
            self._keys.forget_new()
            answers = [(None, _down(error)) for _ in batch]
        try:
            faults.hit("after-commit")
        except OSError as error:
            answers = [(None, _down(error)) for _ in batch]
        again = []
        for job, (result, error_of) in zip(batch, answers, strict=True):
            if isinstance(error_of, _HELD_ELSEWHERE):
                again.append(replace(job, tries=job.tries + 1))
            else:
                _answer(job, result, error_of)
        return again

    async def _together(self, batch: list[_Job]) -> list[tuple[Any, Exception | None]]:
        async with line_of(self._pool) as line, line.transaction():
            if not self._chain_is_sure:
                await self._find_end(line)
            answers: dict[int, tuple[Any, Exception | None]] = {}
            for crowd in _crowds(batch):
                answers |= zip(map(id, crowd), await self._crowd(crowd, line), strict=True)
            await self._keys.sync()
            faults.hit("before-commit")
        return [answers[id(job)] for job in batch]

    async def _crowd(self, crowd: Sequence[_Job], line: Any) -> Sequence[tuple[Any, Exception | None]]:
        """All side by side, or again where somebody holds a row; where that cannot be, one after the other."""
        if len(crowd) > 1:
            end = self._desk.chain.end
            try:
                async with line.transaction():
                    results = await self._abreast(line, locks=True).run([job.verb for job in crowd])
                    return [(result, None) for result in results]
            except _HELD_ELSEWHERE as error:
                self._restore(end)
                return [(None, _held(job, error)) for job in crowd]
            except _DOWN:
                raise
            except Exception:  # whose fault it is comes out when each goes by itself
                self._restore(end)
        return [await self._attempt(job, line) for job in crowd]

    def _abreast(self, line: Any, *, locks: bool) -> Abreast:
        return Abreast(line, self._keys, self._widening, partial(_dialect, locks=locks))

    async def _attempt(self, job: _Job, line: Any) -> tuple[Any, Exception | None]:
        end = self._desk.chain.end
        try:
            async with line.transaction():
                return await self._run(job.verb(), line, locks=True), None
        except _HELD_ELSEWHERE as error:
            self._restore(end)
            return None, _held(job, error)
        except _DOWN:
            raise
        except Undo as undone:
            self._restore(end)
            return undone.result, None
        except Exception as error:  # one verb's fault must not lose the others in its commit
            self._restore(end)
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
                    rows = [(key,) for key in await self._keys.make(1)]
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

    async def _find_end(self, line: Any) -> None:
        """Go on from the audit that is there: a commit whose answer was lost may have happened."""
        chain = self._desk.chain
        last = "SELECT number, hash FROM audit WHERE writer = $1 ORDER BY number DESC LIMIT 1"
        for number, mark in await line.fetch(last, chain.writer):
            chain.number, chain.last = number, bytes(mark)
        self._chain_is_sure = True

    def _restore(self, end: tuple[int, bytes]) -> None:
        self._desk.chain.number, self._desk.chain.last = end


def _answer(job: _Job, result: Any, error: Exception | None) -> None:
    if job.done.done():
        return
    if error is None:
        job.done.set_result(result)
    else:
        job.done.set_exception(error)


async def _handed(job: _Job, jobs: "asyncio.Queue[_Job | None]", worker: "asyncio.Task[None]") -> Any:
    """What becomes of a job; nobody waits for a worker that has ended."""
    if worker.done():
        raise StoreDown("the store is closed")
    jobs.put_nowait(job)
    return await job.done


def _refuse(jobs: "asyncio.Queue[_Job | None]", batch: Sequence[_Job]) -> None:
    """Whoever still waits hears that nothing comes."""
    waiting = [jobs.get_nowait() for _ in range(jobs.qsize())]
    for job in (*batch, *waiting):
        if job is not None:
            _answer(job, None, StoreDown("the store is closed"))


async def _gather(jobs: "asyncio.Queue[_Job | None]", batch: list[_Job], *, ended: bool) -> bool:
    """Add whoever waits to the batch, at least one; True once nothing more comes."""
    while not ended and len(batch) < _TOGETHER and not (batch and jobs.empty()):
        job = await jobs.get()
        if job is None:
            return True
        batch.append(job)
    return ended


def _crowds(batch: Sequence[_Job]) -> Iterator[list[_Job]]:
    """Those of one kind who touch nothing in common; whoever touches what another does comes after that one."""
    crowds: defaultdict[tuple[str, int], defaultdict[tuple[int, int], list[_Job]]]
    crowds = defaultdict(lambda: defaultdict(list))
    turns: dict[Hashable, int] = {}
    for place, job in enumerate(batch):
        if job.apart is None:
            crowds["", place][1, 0].append(job)
            continue
        touched = [(job.apart.kind, one) for one in job.apart.touches]
        turn = max((turns.get(one, 0) for one in touched), default=0)
        turns |= dict.fromkeys(touched, turn + 1)
        crowds[job.apart.kind, turn][_share(job, place)].append(job)
    for shares in crowds.values():
        yield from shares.values()


def _share(job: _Job, place: int) -> tuple[int, int]:
    shares = 1 << min(job.tries, _HALVINGS)
    return shares, place % shares


@lru_cache(maxsize=1024)
def _dialect(text: str, locks: bool) -> str:
    for mark, words in _LOCKS.items():
        text = text.replace(mark, words if locks else "")
    parts = text.split("?")
    return "".join(f"{part}${number}" for number, part in enumerate(parts[:-1], 1)) + parts[-1]


async def migrate(line: Any, *, to: int = SCHEMA) -> None:
    """Bring the schema to this version, or to that of a backup, step by step.

    Raises `StoreRefused` for a newer one that this version does not fit.
    """
    async with line.transaction():
        await line.execute("SET LOCAL lock_timeout = 0; SELECT pg_advisory_xact_lock(7211)")
        is_new = await line.fetchval("SELECT to_regclass('meta')") is None
        found = 0 if is_new else await line.fetchval("SELECT value FROM meta WHERE name = 'schema'")
        for number in range(found + 1, to + 1):
            await line.execute(files(__package__).joinpath(f"{number:04}.sql").read_text())
        if found > SCHEMA:
            fits = await line.fetchval("SELECT value FROM meta WHERE name = 'fits'")
            refuse_newer(found, fits, knows=SCHEMA)


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
        pool = await opened(dsn, lines=8, **_SETTINGS)
        async with pool.acquire() as line:
            await migrate(line)
    except _DOWN as error:
        raise _down(error) from error
    return PostgresEngine(pool, keys, desk)


def _held(job: _Job, error: Exception) -> Exception:
    """That a row is held makes a job go again; in the end it makes the database one that is down."""
    return error if job.tries < _TRIES else _down(error)


def _down(error: BaseException) -> StoreDown:
    return StoreDown(f"the database did not commit: {type(error).__name__}")
