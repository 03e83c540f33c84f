"""Which statements read a table from end to end: those cost more each day, and the more the longer a gateway runs."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import apsw
import pytest

from gateway.store.sqlite import engine, opening
from gateway.store.sqlite.opening import connect

_OF_WHAT_IS_OPEN = frozenset(
    {"delivery_open", "delivery_unsent", "event_outgoing", "event_waiting", "message_unusual", "quarantine_open"}
    | {"request_open", "review_open", "timer_due", "timer_unopened"}
)
"""Indexes of what is open or rare: going through one of them costs what is open, not what is on record."""
_ALLOWED = {
    r"SELECT COUNT\(\*\) FROM (delivery|message)$": "for metrics, in a thread of its own",
    r"SELECT .* FROM (retention|config|erasure|sqlite_master) ": "a table of a few rows",
    r"SELECT .* FROM message ORDER BY id DESC LIMIT \?$": "only as many as are asked for, from the end",
    r"SELECT .* FROM patient ORDER BY id DESC LIMIT 1$": "the newest alone, from the end; once, at the start",
    r"SELECT .* FROM audit WHERE \? = '' AND number > \? ORDER BY writer, number LIMIT \?$": "the export: page by page",
    r"DELETE FROM (token_id|timer|quarantine|override|circumstance|request|review|legal_hold) WHERE \w+ IN \(SELECT": (
        "retention, once an hour: tables of what people do by hand, or of what soon goes"
    ),
    r"DELETE FROM (attempt|rendition) .* LIMIT 10000\)": "retention, once an hour: so many of the eldest",
    r"UPDATE lane SET worker = NULL, due_at = \? WHERE worker IS NOT NULL AND NOT EXISTS ": "once, at the start",
}
"""What may read a table from end to end, and why."""
_PLANNED: set[str] = set()
"""The statements that were found good before."""


def overhear(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every statement that a store opened from now on asks."""
    asked: set[str] = set()

    def listen(connection: apsw.Connection) -> None:
        connection.exec_trace = lambda _, text, __: asked.add(text) is None

    _with_each(monkeypatch, listen)
    return asked


def plannings(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The tables for which a store opened from now on has SQLite plan something: a plan that it has takes none."""
    found: list[str | None] = []

    def allow(_: int, table: str | None, *__: str | None) -> int:
        found.append(table)
        return apsw.SQLITE_OK

    _with_each(monkeypatch, lambda connection: setattr(connection, "authorizer", allow))
    return found


def _with_each(monkeypatch: pytest.MonkeyPatch, listen: Callable[[apsw.Connection], None]) -> None:
    real = opening.connect
    for room in (engine, opening):
        monkeypatch.setattr(room, "connect", partial(_connect, real, listen))


def _connect(
    real: Callable[..., apsw.Connection], listen: Callable[[apsw.Connection], None], path: Path, **how: str | None
) -> apsw.Connection:
    connection = real(path, **how)
    listen(connection)
    return connection


def without_an_index(path: Path, asked: Iterable[str]) -> list[str]:
    """Those of the statements that no index serves, each with the step of its plan that says so."""
    connection = connect(path)
    new = [one for one in asked if one not in _PLANNED and one.startswith(("SELECT", "UPDATE", "DELETE", "WITH"))]
    found = [f"{step}: {text}" for text in new if not _allowed(text) for step in _whole(connection, text)]
    _PLANNED.update(new)
    connection.close()
    return found


def _allowed(text: str) -> bool:
    return any(re.match(one, text) for one in _ALLOWED)


def _whole(connection: apsw.Connection, text: str) -> Iterator[str]:
    plan = [str(row[-1]) for row in connection.execute(f"EXPLAIN QUERY PLAN {text}", (None,) * text.count("?"))]
    made = {it.split()[-1] for it in plan if it.startswith(("CO-ROUTINE", "MATERIALIZE"))}
    for step in plan:
        scanned = re.fullmatch(r"SCAN (\w+)(?: EXISTS)?(?: USING (?:COVERING )?INDEX (\w+))?|SEARCH (\w+)", step)
        if scanned and scanned[1] not in made and scanned[2] not in _OF_WHAT_IS_OPEN:
            yield step
