"""The wall clock of one process, bent: it shows the machine's time and as many seconds more as a file says."""

import importlib
import time
from datetime import UTC, datetime
from pathlib import Path


def bend(offset: Path) -> None:
    """From now on the product's one clock and `time.time` are off; durations (monotonic) are not."""
    machine = time.time

    def bent() -> float:
        return machine() + float(offset.read_text())

    time.time = bent
    clock = importlib.import_module("schemas.clock").SystemClock
    clock.now = lambda self: datetime.fromtimestamp(bent(), UTC)
