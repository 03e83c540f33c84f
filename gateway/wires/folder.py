"""Folder in: a file is taken when nothing writes to it any more; it moves to `done/` after its rows are on disk.

A file that is dropped again, or found again after a crash half-way, has no second effect: each row is known by its
number or by what it says.
"""

import asyncio
import contextlib
import os
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from adapters.contract import Issue, Severity
from gateway import faults
from gateway.house import House
from gateway.intake.files import FileTaken, take_file
from gateway.settings.model import Drop
from gateway.store.errors import StoreError
from gateway.telemetry.trace import span
from schemas.ids import body_hash

_log = structlog.get_logger()
_UNFINISHED = frozenset({".tmp", ".part", ".partial", ".filepart", ".crdownload", ".download"})

_FAILED = Issue(
    Severity.ERROR,
    "exception",
    "file",
    "made the gateway fail; tell its operator, and drop it again: no row counts twice",
)

Seen = Mapping[Path, tuple[int, int, int]]
"""Size, time of the last change and inode of each file, as of the last look."""


async def watch(house: House, partner: str, drop: Drop, stop: asyncio.Event) -> None:
    """Look into the folder until told to stop; a file that is begun is finished."""
    seen: Seen = {}
    while not stop.is_set():
        try:
            seen = await look(house, partner, drop, seen, stop)
        except OSError as error:
            _log.error("folder_unreadable", partner=partner, error=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(drop.every_seconds):
                await stop.wait()


async def look(house: House, partner: str, drop: Drop, seen: Seen, stop: asyncio.Event) -> Seen:
    """Take every file that is as it was at the last look; returns what is there now."""
    now = house.clock.now()
    found = await asyncio.to_thread(_files, drop.path)
    for file, state in sorted(found.items()):
        if stop.is_set():
            break
        # A time that lies ahead is that of another machine's clock: two looks that find the same must do.
        is_fresh = 0 <= now.timestamp() - state[1] / 1e9 < drop.settle_seconds
        if seen.get(file) == state and not is_fresh:
            await _take(house, partner, drop, file, state)
    await asyncio.to_thread(_sweep, drop, now)
    return found


async def _take(house: House, partner: str, drop: Drop, file: Path, state: tuple[int, int, int]) -> None:
    if state[0] > drop.file_limit:
        await asyncio.to_thread(_reject_whole, drop, file, f"{state[2]:x}", [_too_large(drop)])
        return
    raw = await asyncio.to_thread(file.read_bytes)
    if await asyncio.to_thread(_state, file) != state:
        return
    digest = body_hash(raw)[:12]
    try:
        with span("receive", partner=partner, bytes=len(raw)):
            taken = await take_file(house, partner, raw)
    except StoreError as error:
        _log.error("file_not_committed", partner=partner, file=digest, error=type(error).__name__)
        return
    except Exception as error:  # the border of this wire: the file goes out of the way, and no other waits for it
        _log.error("file_failed", partner=partner, file=digest, error=type(error).__name__)
        await asyncio.to_thread(_reject_whole, drop, file, digest, [_FAILED])
        return
    faults.hit("before-file-moved")
    await asyncio.to_thread(_put_away, drop, file, digest, taken)
    _log.info("file_taken", partner=partner, file=digest, **taken.counts)


def _files(folder: Path) -> dict[Path, tuple[int, int, int]]:
    """The files that may be taken: no links, no folders, nothing that a program still writes by its name."""
    with os.scandir(folder) as entries:
        names = [
            Path(it.path)
            for it in entries
            if it.is_file(follow_symlinks=False)
            and not it.name.startswith((".", "~"))
            and Path(it.name).suffix.casefold() not in _UNFINISHED
        ]
    states = {it: _state(it) for it in names}
    return {it: state for it, state in states.items() if state is not None}


def _state(file: Path) -> tuple[int, int, int] | None:
    try:
        found = file.lstat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def _put_away(drop: Drop, file: Path, digest: str, taken: FileTaken) -> None:
    """First what comes back, then the file itself: after a crash between them it is only written again."""
    if not taken.was_read:
        _reject_whole(drop, file, digest, taken.issues)
        return
    if taken.returned is not None:
        _write(drop.path / "rejected" / f"{file.stem}.{digest}{taken.returned.suffix}", taken.returned.body)
    _write(drop.path / "done" / f"{file.stem}.{digest}.report.txt", _report(taken).encode())
    _move(file, drop.path / "done" / f"{file.stem}.{digest}{file.suffix}")


def _reject_whole(drop: Drop, file: Path, digest: str, issues: Sequence[Issue]) -> None:
    said = "".join(f"{it.severity}: {it.where}: {it.message}\n" for it in issues)
    _write(drop.path / "rejected" / f"{file.stem}.{digest}.why.txt", said.encode())
    _move(file, drop.path / "rejected" / f"{file.stem}.{digest}{file.suffix}")


def _report(taken: FileTaken) -> str:
    lines = [f"{it.severity}: {it.where}: {it.message}" for it in taken.issues]
    for row in taken.rows:
        lines.append(f"{row.where}: {'came before, nothing new' if row.repeated else row.outcome.value}")
        lines += [f"    {it.severity}: {it.where}: {it.message}" for it in row.issues]
    return "\n".join((*lines, ", ".join(f"{n} {it}" for it, n in taken.counts.items()), ""))


def _write(path: Path, body: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")
    with unfinished.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


def _move(file: Path, to: Path) -> None:
    """Another gateway on the same folder may have been quicker; then there is nothing left to do."""
    to.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        file.replace(to)


def _sweep(drop: Drop, now: datetime) -> None:
    """What was taken does not lie about for ever: its rows are kept, sealed, in the gateway."""
    done, oldest = drop.path / "done", (now - timedelta(days=drop.keep_days)).timestamp()
    if done.is_dir():
        for it in done.iterdir():
            if it.is_file() and it.lstat().st_ctime < oldest:
                it.unlink(missing_ok=True)


def _too_large(drop: Drop) -> Issue:
    return Issue(Severity.ERROR, "too-long", "file", f"is over {drop.file_limit} bytes; split it, or raise file_limit")
