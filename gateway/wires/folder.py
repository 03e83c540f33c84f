"""Folder in: a file is taken when nothing writes to it any more; it moves to `done/` after its rows are on disk.

A file that is dropped again, or found again after a crash half-way, has no second effect: each row is known by its
number or by what it says. Whoever is erased is taken out of the files that are kept, also when they come again.
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
from gateway.wires.kept import kept_in, take_out, write
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
    erasures = 0
    while not stop.is_set():
        try:
            seen = await look(house, partner, drop, seen, stop)
            erasures = await follow_erasures(house, partner, drop, erasures)
        except (OSError, StoreError) as error:
            _log.error("folder_unreadable", partner=partner, error=type(error).__name__)
            erasures = 0  # what was not looked through is, once it can be
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
    rejected = await asyncio.to_thread(_sweep, drop, now)
    if rejected:
        _log.warning("rejected_files_gone", partner=partner, number=rejected)
    return found


async def follow_erasures(house: House, partner: str, drop: Drop, known: int) -> int:
    """Take whoever was erased since the last look out of what is kept; returns how many erasures there were.

    So it is done also where the erasure came by a process on another machine, or was cut short.
    """
    now = await house.store.erasures()
    if now != known:
        await take_out(house, partner, drop, await asyncio.to_thread(kept_in, drop))
    return now


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
    kept = await asyncio.to_thread(_put_away, drop, file, digest, taken)
    if await house.store.erasures():
        await take_out(house, partner, drop, kept)
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


def _put_away(drop: Drop, file: Path, digest: str, taken: FileTaken) -> list[Path]:
    """First what comes back, then the file itself: after a crash between them it is only written again.

    Returns where words of the file stand now.
    """
    if not taken.was_read:
        return [_reject_whole(drop, file, digest, taken.issues)]
    kept = [drop.path / "done" / f"{file.stem}.{digest}{file.suffix}"]
    if taken.returned is not None:
        kept.append(drop.path / "rejected" / f"{file.stem}.{digest}{taken.returned.suffix}")
        write(kept[1], taken.returned.body)
    write(drop.path / "done" / f"{file.stem}.{digest}.report.txt", _report(taken).encode())
    _move(file, kept[0])
    return kept


def _reject_whole(drop: Drop, file: Path, digest: str, issues: Sequence[Issue]) -> Path:
    said = "".join(f"{it.severity}: {it.where}: {it.message}\n" for it in issues)
    write(drop.path / "rejected" / f"{file.stem}.{digest}.why.txt", said.encode())
    return _move(file, drop.path / "rejected" / f"{file.stem}.{digest}{file.suffix}")


def _report(taken: FileTaken) -> str:
    lines = [f"{it.severity}: {it.where}: {it.message}" for it in taken.issues]
    for row in taken.rows:
        lines.append(f"{row.where}: {'came before, nothing new' if row.repeated else row.outcome.value}")
        lines += [f"    {it.severity}: {it.where}: {it.message}" for it in row.issues]
    return "\n".join((*lines, ", ".join(f"{n} {it}" for it, n in taken.counts.items()), ""))


def _move(file: Path, to: Path) -> Path:
    """Another gateway on the same folder may have been quicker; then there is nothing left to do."""
    to.parent.mkdir(exist_ok=True)
    with contextlib.suppress(FileNotFoundError):
        file.replace(to)
    return to


def _sweep(drop: Drop, now: datetime) -> int:
    """What was taken does not lie about for ever, nor what was rejected: its rows are kept, sealed, in the gateway.

    Returns how many went of what was rejected.
    """
    _gone(drop.path / "done", now - timedelta(days=drop.keep_days))
    return _gone(drop.path / "rejected", now - timedelta(days=drop.keep_rejected_days))


def _gone(folder: Path, before: datetime) -> int:
    files = [it for it in folder.iterdir() if it.is_file()] if folder.is_dir() else []
    old = [it for it in files if it.lstat().st_ctime < before.timestamp()]
    for it in old:
        it.unlink(missing_ok=True)
    return len(old)


def _too_large(drop: Drop) -> Issue:
    return Issue(Severity.ERROR, "too-long", "file", f"is over {drop.file_limit} bytes; split it, or raise file_limit")
