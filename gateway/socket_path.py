"""By which name a socket in a folder is bound and reached, however deep the folder lies."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

_LONGEST = 107
"""Bytes that the name of a socket may have (Linux, unix(7)); others allow a few less."""
_FOLDERS = Path("/proc/self/fd")


@contextlib.contextmanager
def short(path: Path) -> Iterator[str]:
    """The path itself, or where that is too long one by way of the open folder; good while the context lasts."""
    if len(os.fsencode(path)) <= _LONGEST or not _FOLDERS.is_dir():
        yield str(path)
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        yield str(_FOLDERS / str(folder) / path.name)
    finally:
        os.close(folder)
