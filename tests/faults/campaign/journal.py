"""What the harness itself saw, in order: the ledger that the gateway's own ledger is held against."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Entry = dict[str, Any]


@dataclass(slots=True)
class Journal:
    """Every entry has `what`, `at` (monotonic seconds, one clock for all of the harness) and `wall` (seconds)."""

    entries: list[Entry] = field(default_factory=list)

    def note(self, what: str, *, at: float | None = None, **told: Any) -> Entry:
        """Write one entry down, as of now unless an earlier moment is given."""
        moment = time.monotonic() if at is None else at
        entry = {"what": what, "at": moment, "wall": time.time() - (time.monotonic() - moment)} | told
        self.entries.append(entry)
        return entry

    def of(self, what: str) -> Iterator[Entry]:
        """The entries of one kind, in order."""
        return (one for one in self.entries if one["what"] == what)

    def keep(self, path: Path) -> None:
        """Write everything to a file, one JSON line an entry."""
        write_lines(path, self.entries)


def read_lines(path: Path) -> list[Entry]:
    """The JSON lines of a file; none when there is no such file."""
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def write_lines(path: Path, entries: list[Entry]) -> None:
    """One JSON line an entry."""
    path.write_text("".join(json.dumps(one) + "\n" for one in entries))
