"""What a process says of an error that nothing caught: its kind and its place in the code, none of its words."""

import json
import sys
import threading
import traceback
from types import TracebackType


def set_up() -> None:
    """Say so of whatever ends the process or a thread of it, and of what fails while something is given back."""
    sys.excepthook = _crashed
    threading.excepthook = lambda it: _crashed(it.exc_type, it.exc_value, it.exc_traceback)
    sys.unraisablehook = lambda it: _crashed(it.exc_type, it.exc_value, it.exc_traceback)


def _crashed(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    """One line: the words of the error, and what it came from, may quote a message."""
    places = [f"{one.filename}:{one.lineno}" for one in traceback.extract_tb(trace, limit=-1)]
    line = {"event": "crashed", "level": "critical", "error": kind.__name__, "where": "".join(places)}
    print(json.dumps(line), file=sys.stderr, flush=True)
