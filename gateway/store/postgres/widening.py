"""One statement for many verbs: the same text with other values becomes one that goes over arrays of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import asyncpg

from gateway.store.postgres.lines import line_of
from gateway.store.steps.step import Row, Rows

_INSERT = re.compile(
    r"(INSERT INTO \w+ \([^)]*\)) ((?:VALUES|SELECT) .*?)( ON CONFLICT DO NOTHING)?( RETURNING (.*))?\Z", re.S
)
_UPDATE = re.compile(r"UPDATE (\w+) SET (.*) WHERE (.*?)( RETURNING (.*))?\Z", re.S)
_PLACE = re.compile(r"\$(\d+)")
_REMEMBERS = 2000
_NUMBERED = "q.number"


@dataclass(frozen=True, slots=True)
class Wide:
    """A statement over arrays, one array a placeholder."""

    text: str
    numbered: bool
    """The first column of every answer says which verb it is for; else there is one answer for each, in order."""

    async def ask(self, line: Any, values: Sequence[Row]) -> list[Rows]:
        """The rows for each of the verbs that ask with these values."""
        found = await line.fetch(self.text, *(list(column) for column in zip(*values, strict=True)))
        if self.numbered:
            answers: list[list[Row]] = [[] for _ in values]
            for row in found:
                number, *rest = row
                answers[number - 1].append(tuple(rest))
            return list(answers)
        return [[tuple(row)] for row in found] if found else [()] * len(values)


class Widening:
    """The wide form of every statement seen, where it has one; each is tried on a connection of its own first."""

    def __init__(self, pool: "asyncpg.Pool[Any]") -> None:
        self._pool = pool
        self._known: dict[str, Wide | None] = {}

    async def of(self, text: str) -> Wide | None:
        """The wide form of a statement; None for one that each verb must ask by itself."""
        if text not in self._known:
            if len(self._known) >= _REMEMBERS:
                self._known.clear()
            self._known[text] = await self._tried(text)
        return self._known[text]

    async def _tried(self, text: str) -> Wide | None:
        try:
            # Preparing alone would leave the connection inside what the server takes for a transaction.
            async with line_of(self._pool) as line, line.transaction():
                kinds = [one.name for one in (await line.prepare(text)).get_parameters()]
                wide = widened(text, kinds)
                if wide is not None:
                    await line.prepare(wide.text)
        except (asyncpg.SyntaxOrAccessError, asyncpg.FeatureNotSupportedError):
            return None
        return wide


def widened(text: str, kinds: Sequence[str]) -> Wide | None:
    """The statement over arrays of these element types; None where it has no values, or a form that is not known."""
    if not kinds:
        return None
    names = ", ".join(f"p{number}" for number in range(1, len(kinds) + 1))
    arrays = ", ".join(f"${number}::{kind}[]" for number, kind in enumerate(kinds, 1))
    source = f"unnest({arrays}) WITH ORDINALITY AS q({names}, number)"
    inner = _PLACE.sub(r"q.p\1", text)
    if inner.startswith("SELECT"):
        return Wide(f"SELECT {_NUMBERED}, found.* FROM {source} CROSS JOIN LATERAL ({inner}) found", numbered=True)
    return _insert(inner, source) or _update(inner, source)


def _insert(inner: str, source: str) -> Wide | None:
    found = _INSERT.match(inner)
    if found is None:
        return None
    head, rows, conflict, returning, _ = found.groups()
    several = rows.startswith("SELECT") or "),(" in rows
    if "SELECT" in rows[1:] or (returning and (conflict or several)):
        return None
    made = f"SELECT made.* FROM {source} CROSS JOIN LATERAL ({rows}) made ORDER BY {_NUMBERED}"
    return Wide(f"{head} {made}{conflict or ''}{returning or ''}", numbered=False)


def _update(inner: str, source: str) -> Wide | None:
    found = _UPDATE.match(inner)
    if found is None:
        return None
    table, changes, where, _, columns = found.groups()
    if "SELECT" in where or changes.count("(") != changes.count(")"):
        return None
    returning = f" RETURNING {_NUMBERED}, {columns}" if columns else ""
    return Wide(f"UPDATE {table} SET {changes} FROM {source} WHERE {where}{returning}", numbered=bool(columns))
