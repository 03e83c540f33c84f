"""Ports for servers that must know theirs before they start."""

import fcntl
import os
import secrets
import socket
import tempfile
from pathlib import Path

_FIRST, _BEYOND = 12_000, 32_000
"""Below those that Linux lends to whoever connects (from 32,768): none of these is taken by chance in between."""
_given: dict[int, int] = {}
"""The ports of this process, each with the file that it holds locked: no other process of any test run is given it."""


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on now, and that are given to nobody else while this process lasts."""
    found: list[int] = []
    while len(found) < number:
        port = _FIRST + secrets.randbelow(_BEYOND - _FIRST)
        if port not in _given and _is_free(port) and _is_ours(port):
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True


def _is_ours(port: int) -> bool:
    """True once the port's file is locked by this process."""
    folder = Path(tempfile.gettempdir()) / f"nwd-ports-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    file = os.open(folder / str(port), os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return False
    _given[port] = file
    return True
