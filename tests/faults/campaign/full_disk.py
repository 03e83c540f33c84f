"""A disk that can be full: while a file says so, no file of SQLite takes a byte."""

from pathlib import Path
from typing import Any

import apsw


class _File(apsw.VFSFile):
    """A file on this disk."""

    is_full: Path

    def xWrite(self, data: bytes, offset: int) -> None:
        """Write, where there is room."""
        if self.is_full.exists():
            raise apsw.FullError("no room")
        super().xWrite(data, offset)


class _Machine(apsw.VFS):
    """The machine's own file system, which can be full."""

    def __init__(self, is_full: Path) -> None:
        self.is_full, self.below = is_full, apsw.vfs_names()[0]
        super().__init__("full", self.below, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:
        """Open a file on this disk."""
        opened = _File(self.below, name, flags)
        opened.is_full = self.is_full
        return opened


_kept: list[_Machine] = []
"""The file system must live as long as the process."""


def put_under_full(is_full: Path) -> None:
    """From now on every SQLite file of this process is on a disk that is full while this file is there."""
    _kept.append(_Machine(is_full))
