"""What a sheet says of its rows and columns beside their cells: hidden, or merged with the row above."""

import re
from collections.abc import Mapping

from adapters.contract import Issue, Severity

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_NUMBER = re.compile(rb'\br="(\d{1,7})"')
_HIDDEN = re.compile(rb'\bhidden="(?:1|true)"')
_FLAT = re.compile(rb'\bht="0(?:\.0*)?"')
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_FIRST = re.compile(rb'\bmin="(\d{1,5})"')
_LAST = re.compile(rb'\bmax="(\d{1,5})"')
_WIDEST = 16_384
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_MOST = 100_000
"""Rows that merged cells may cover; beyond, the sheet is no table of people."""


def faults(part: bytes) -> Mapping[int, Issue]:
    """Rows, by number, that nobody who looks at the sheet sees as they are read, each with what to do."""
    found: dict[int, Issue] = {}
    for column, first, last in _MERGED.findall(part):
        below = range(int(first) + 1, min(int(last), int(first) + _MOST) + 1)
        text = f"shares a merged cell in column {column.decode()} with row {int(first)}; unmerge it and fill each row"
        found |= {row: Issue(Severity.ERROR, "structure", "row", text) for row in below}
    hidden = "is hidden in the sheet; show it, or take it out"
    row = 0
    for said in _ROW.findall(part):
        row = _number(said) or row + 1
        if _HIDDEN.search(said) or _FLAT.search(said):
            found[row] = Issue(Severity.ERROR, "structure", "row", hidden)
    return found


def hidden_columns(head: bytes) -> list[int]:
    """The columns that are hidden, from 0, in order; `head` is the sheet up to its rows."""
    found: set[int] = set()
    for said in filter(_HIDDEN.search, _COLUMN.findall(head.partition(b"sheetData")[0])):
        first, last = (_number(said, it) for it in (_FIRST, _LAST))
        found.update(range(max(first - 1, 0), min(last, _WIDEST)))
    return sorted(found)


def _number(attributes: bytes, named_as: re.Pattern[bytes] = _NUMBER) -> int:
    named = named_as.search(attributes)
    return int(named[1]) if named else 0
