"""Named points where a test may kill, break or delay the gateway: `FAULT=name:nth:kill|raise|delay`.

Refused in production mode. Without the variable a point costs one dictionary look-up.
"""

import os
import signal
import time
from dataclasses import dataclass

POINTS = {
    "before-commit": "a batch of writes is complete, its commit has not begun",
    "after-commit": "the commit is on disk, nobody has been told",
    "before-ack": "the positive reply is ready, no byte of it has left",
    "after-ack": "the reply has been handed to the socket",
    "before-file-moved": "every row of a file is on disk, the file still lies where it was dropped",
    "before-publish": "events are claimed for the backbone, none has been sent to it",
    "after-publish": "the backbone has the events",
    "before-fan-out": "events are committed, their deliveries are not",
    "after-fan-out": "the deliveries are committed, the backbone has not been told",
    "before-release": "a delivery is decided, its attempt is not committed",
    "after-release": "the attempt is committed, nothing has left",
    "after-send": "the recipient has answered, the result is not committed",
}
_ACTIONS = ("kill", "raise", "delay")
_DELAY_SECONDS = 2.0


class FaultInvalid(Exception):
    """`FAULT` names no such point or action."""


class FaultRaised(OSError):
    """A fault that was asked for; it stands for a failing disk."""


@dataclass(slots=True)
class _Armed:
    point: str
    nth: int
    action: str
    seen: int = 0


_armed: dict[str, _Armed] = {}


def arm(text: str, *, production: bool) -> None:
    """Arm the fault that `text` asks for; empty arms none. Raises `FaultInvalid`."""
    _armed.clear()
    if not text:
        return
    if production:
        raise FaultInvalid('FAULT is refused in production mode; set gateway.mode = "test"')
    point, _, rest = text.partition(":")
    nth, _, action = rest.partition(":")
    if point not in POINTS or not nth.isdigit() or action not in _ACTIONS:
        raise FaultInvalid(f"FAULT is `{text}`, expected name:nth:kill|raise|delay; names: nwd faults list")
    _armed[point] = _Armed(point, int(nth), action)


def hit(point: str) -> None:
    """Pass a named point; does what was armed at its nth passing."""
    armed = _armed.get(point)
    if armed is None:
        return
    armed.seen += 1
    if armed.seen == armed.nth:
        _act(armed.action)


def _act(action: str) -> None:
    if action == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if action == "delay":
        time.sleep(_DELAY_SECONDS)
    if action == "raise":
        raise FaultRaised("a fault that was asked for")
