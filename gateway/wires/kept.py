"""What a folder keeps in the clear: whoever was erased is taken out of it, and everybody else stays."""

import asyncio
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from uuid import UUID

import structlog

from adapters.contract import FileCodec
from gateway.house import House
from gateway.intake.files import whole_id
from gateway.settings.model import Drop
from gateway.store.errors import StoreError
from gateway.whose import Named, named

_log = structlog.get_logger()
_SAYINGS = (".report.txt", ".why.txt")
"""Endings of what tells of a file and holds no word of it."""
_ASKED_TOGETHER = 500


@dataclass(slots=True)
class TakenOut:
    """Which files of a folder an erasure has changed."""

    removed: list[str] = field(default_factory=list)
    rewritten: list[str] = field(default_factory=list)
    """The erased person's rows are out, everybody else's stand."""
    unread: list[str] = field(default_factory=list)
    """Nobody but a person can tell whom these are about; they go by their clock."""


class _Change(Enum):
    REMOVED = "removed"
    REWRITTEN = "rewritten"
    UNREAD = "unread"


def kept_in(drop: Drop) -> list[Path]:
    """The files that a folder keeps of what it was sent. Raises `OSError` where the folder cannot be looked into."""
    os.scandir(drop.path).close()
    folders = [it for it in (drop.path / "done", drop.path / "rejected") if it.is_dir()]
    return sorted(it for folder in folders for it in folder.iterdir() if it.is_file() and not _tells(it))


async def take_out(
    house: House, partner: str, drop: Drop, files: Iterable[Path], numbers: frozenset[bytes] = frozenset()
) -> TakenOut:
    """Take out of these files what is about people who were erased: by the message, or by one of these numbers.

    Raises `StoreError` when the database cannot tell; then all of them are to be looked through again.
    """
    out = TakenOut()
    async with house.changing_files:
        for file in files:
            try:
                change = await _change(house, partner, file, numbers, limit=drop.file_limit)
            except FileNotFoundError:
                continue
            except StoreError:
                raise
            except Exception as error:  # no other file waits for one that cannot be read, nor does the erasure
                _log.error("kept_file_unread", partner=partner, error=type(error).__name__)
                change = _Change.UNREAD
            if change is not None:
                getattr(out, change.value).append(os.fsencode(file).decode("utf-8", "replace"))
    return out


async def _change(house: House, partner: str, file: Path, numbers: frozenset[bytes], *, limit: int) -> "_Change | None":
    raw = await asyncio.to_thread(_read, file, limit)
    if raw is None:
        return _Change.UNREAD
    rows, is_whole = await asyncio.to_thread(_rows, house, partner, raw)
    theirs = await _theirs(house, rows, numbers)
    codec = house.codecs[partner]
    if not theirs:
        return _Change.UNREAD if is_whole and isinstance(codec, FileCodec) else None
    others = [at for at in range(len(rows)) if at not in theirs]
    if others and isinstance(codec, FileCodec):
        left = await asyncio.to_thread(codec.returned, raw, dict.fromkeys(others, ""))
        await asyncio.to_thread(write, file, left.body)
        return _Change.REWRITTEN
    await asyncio.to_thread(_remove, file)
    return _Change.REMOVED


def _read(file: Path, limit: int) -> bytes | None:
    return file.read_bytes() if file.stat().st_size <= limit else None


def _rows(house: House, partner: str, raw: bytes) -> tuple[list[Named], bool]:
    """Every message of a file; of one that cannot be taken apart, the file as the one message."""
    codec = house.codecs[partner]
    if not isinstance(codec, FileCodec):
        return [named(house, partner, raw)], True
    parts = codec.split(raw).parts
    if not parts:
        return [named(house, partner, raw, control_id=whole_id(raw))], True
    return [named(house, partner, it.raw) for it in parts], False


async def _theirs(house: House, rows: Sequence[Named], numbers: frozenset[bytes]) -> set[int]:
    """The places of the rows that are about people who were erased."""
    gone: set[UUID] = set()
    for start in range(0, len(rows), _ASKED_TOGETHER):
        gone |= await house.store.erased([it.message_id for it in rows[start : start + _ASKED_TOGETHER]])
    return {at for at, one in enumerate(rows) if one.message_id in gone or one.numbers & numbers}


def write(path: Path, body: bytes) -> None:
    """Put a file there in one step, on disk on return."""
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f".{path.name}.tmp")
    with unfinished.open("wb") as stream:
        stream.write(body)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(path)


def _remove(file: Path) -> None:
    """The file with what tells of it, whose name may be a person's too."""
    for it in (file, *(file.with_name(file.stem + ending) for ending in _SAYINGS)):
        it.unlink(missing_ok=True)


def _tells(file: Path) -> bool:
    return file.name.endswith(_SAYINGS)
