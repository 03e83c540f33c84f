"""A disk that loses power: beside each file of SQLite it keeps what was synced, and apart what was only written.

The gateway runs on it unchanged, as on a machine whose cache nobody has flushed. `cut` then leaves of every file what
was synced, and of the rest nothing, or a random part in any order, as a real disk does.
"""

import random
import shutil
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import apsw

_HEAD = struct.Struct("<BQQ")
_WRITE, _TRUNCATE = 0, 1
_SECTOR = 512


class _Disk:
    """What was synced and what was only written, by file name."""

    def __init__(self, folder: Path) -> None:
        self.synced, self.pending = folder / "synced", folder / "pending"
        for one in (self.synced, self.pending):
            one.mkdir(parents=True, exist_ok=True)
        self.lock = threading.Lock()

    def add(self, name: str, operation: int, offset: int, data: bytes = b"") -> None:
        """Remember a change that is not synced yet."""
        with self.lock, (self.pending / name).open("ab") as log:
            log.write(_HEAD.pack(operation, offset, len(data)) + data)

    def sync(self, name: str) -> None:
        """Everything that was written to this file is safe now."""
        with self.lock:
            log = self.pending / name
            if log.exists():
                _apply(self.synced / name, _operations(log))
                log.unlink()

    def delete(self, name: str) -> None:
        """The file is gone."""
        with self.lock:
            for one in (self.synced, self.pending):
                (one / name).unlink(missing_ok=True)


class _File(apsw.VFSFile):
    """A file on this disk."""

    disk: _Disk
    name: str

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, for all to see, yet not safe."""
        self.disk.add(self.name, _WRITE, offset, bytes(data))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:
        """Cut the file short."""
        self.disk.add(self.name, _TRUNCATE, size)
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:
        """Make safe what was written so far."""
        self.disk.sync(self.name)


class _Machine(apsw.VFS):
    """The machine's own file system over this disk."""

    def __init__(self, disk: _Disk) -> None:
        self.disk = disk
        self.below = apsw.vfs_names()[0]
        super().__init__("power", self.below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file; nameless ones are of no consequence."""
        if name is None:
            return apsw.VFSFile(self.below, name, flags)
        opened = _File(self.below, name, flags)
        opened.disk, opened.name = self.disk, _plain(name)
        return opened

    def xDelete(self, filename: str, syncdir: bool) -> None:
        """Delete a file."""
        self.disk.delete(_plain(filename))
        super().xDelete(filename, syncdir)


_kept: list[_Machine] = []
"""The file system must live as long as the process."""


def put_under(folder: str) -> None:
    """From now on every SQLite file of this process is on such a disk."""
    _kept.append(_Machine(_Disk(Path(folder))))


def cut(folder: Path, data: Path, chance: random.Random | None = None) -> int:
    """Leave of the files in `data` what the disk has safe, and with `chance` a part of the rest; returns what was not.

    The process must have been killed before.
    """
    lost = 0
    for log in sorted((folder / "pending").iterdir()):
        operations = list(_operations(log))
        lost += len(operations)
        if chance is not None:
            survivors = [one for one in _sectors(operations) if chance.random() < 0.5]
            _apply(folder / "synced" / log.name, survivors)
        log.unlink()
    for old in data.glob("*.db*"):
        old.unlink()
    for safe in sorted((folder / "synced").iterdir()):
        shutil.copy(safe, data / safe.name)
    return lost


def _plain(name: Any) -> str:
    return Path(name.filename() if isinstance(name, apsw.URIFilename) else name).name


_Operation = tuple[int, int, bytes]


def _operations(log: Path) -> Iterator[_Operation]:
    """The changes of a log; the last may have been cut off, and then never happened."""
    raw, at = log.read_bytes(), 0
    while at + _HEAD.size <= len(raw):
        operation, offset, length = _HEAD.unpack_from(raw, at)
        at += _HEAD.size + length
        if at <= len(raw):
            yield operation, offset, raw[at - length : at]


def _sectors(operations: list[_Operation]) -> Iterator[_Operation]:
    """The same writes, sector by sector: a disk promises no more than to write one of those whole."""
    for operation, offset, data in operations:
        if operation == _TRUNCATE:
            yield operation, offset, data
        for start in range(0, len(data), _SECTOR):
            yield _WRITE, offset + start, data[start : start + _SECTOR]


def _apply(path: Path, operations: Iterator[_Operation] | list[_Operation]) -> None:
    with path.open("r+b" if path.exists() else "w+b") as file:
        for operation, offset, data in operations:
            if operation == _TRUNCATE:
                file.truncate(offset)
            else:
                file.seek(offset)
                file.write(data)
