"""Ports for servers that must know theirs before they start."""

import secrets
import socket

_FIRST, _BEYOND = 12_000, 32_000
"""Below those that Linux lends to whoever connects (from 32,768): none of these is taken by chance in between."""
_given: set[int] = set()


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on now, and that were not given to anybody in this process before."""
    found: list[int] = []
    while len(found) < number:
        port = _FIRST + secrets.randbelow(_BEYOND - _FIRST)
        if port not in _given and _is_free(port):
            _given.add(port)
            found.append(port)
    return found


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
