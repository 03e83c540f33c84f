"""A file into messages, one a row; what only the file as a whole can show is wrong is said here."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from adapters.contract import Issue, Part, Parts, Severity
from adapters.csv import reading, words
from adapters.csv.columns import ColumnMap, Columns, columns, missing
from adapters.csv.formula import plain
from adapters.csv.profile import CsvProfile
from adapters.csv.table import Line, Table, Unreadable

_NAMED = 5
"""Rows that an issue lists by number before it says `and others`."""
DATES = ("birth_date", "referred_on", "contacted_on", "carer_agreed_on", "carer_from", "carer_until", "starts_on")


def split(raw: bytes, profile: CsvProfile, known: ColumnMap) -> Parts:
    """Every row of a file as a message of its own, with its headings."""
    try:
        table = reading.table(raw, profile, known)
        found = columns(table.header, known)
    except Unreadable as refused:
        return Parts((), (refused.issue,))
    lacking = missing(found, known)
    if lacking is not None:
        return Parts((), (lacking.issue,))
    bodies = [body(table.header, found, line) for line in table.lines]
    faults = _faults(table, found, bodies)
    parts = (
        Part(it, _where(line), faults.get(at)) for at, (it, line) in enumerate(zip(bodies, table.lines, strict=True))
    )
    return Parts(tuple(parts), (*_unknown(found), *table.remarks), _places(found, known))


def _places(found: Columns, known: ColumnMap) -> Mapping[str, str]:
    """The file's own headings; a row by itself does not know those of the columns that it leaves empty."""
    called = {f"column `{known.ready.heading(field)}`": found.names[at] for field, at in found.fields.items()}
    for group in known.ready.needed:
        here = next((found.names[found.fields[it]] for it in group if it in found.fields), None)
        called |= {f"column `{known.ready.heading(it)}`": here for it in group if here and it not in found.fields}
    return {one: here for one, here in called.items() if one not in found.names}


def body(header: Sequence[str], found: Columns, line: Line) -> bytes:
    """One row as a file of its own: UTF-8, commas, without the columns that it leaves empty or the profile leaves out.

    So the same row is the same message from CSV and XLSX, when a sheet gets another column or has its columns moved,
    and when it comes again after it was returned.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    if line.fault is not None and len(line.cells) != len(header):
        writer.writerows((header, line.cells))
    else:
        kept = [at for at in found.ordered if line.cells[at].strip()]
        writer.writerows(([header[at] for at in kept], [plain(line.cells[at].strip()) for at in kept]))
    return text.getvalue().encode("utf-8", "replace")


def _faults(table: Table, found: Columns, bodies: Sequence[bytes]) -> Mapping[int, Issue]:
    own = {at: line.fault for at, line in enumerate(table.lines) if line.fault is not None}
    return {**_ambiguous(table, found), **_same_row(table, bodies), **_same_number(table, found, bodies), **own}


def _ambiguous(table: Table, found: Columns) -> Mapping[int, Issue]:
    """Where one date of a file has its month first, each that can be read both ways is in doubt."""
    dates = [(name, found.fields[name]) for name in DATES if name in found.fields]
    cells = [
        (at, place, line.cells[place])
        for at, line in enumerate(table.lines)
        if line.fault is None
        for _, place in dates
    ]
    turned = next((table.lines[at].number for at, _, cell in cells if words.month_first(cell)), None)
    if turned is None:
        return {}
    text = f"could be read in two ways, for row {turned} has its month first; write 3 Apr 1990 or 1990-04-03"
    return {
        at: Issue(Severity.ERROR, "value", found.names[place], text)
        for at, place, cell in cells
        if words.either_way(cell)
    }


def _same_number(table: Table, found: Columns, bodies: Sequence[bytes]) -> Mapping[int, Issue]:
    place = found.fields.get("reference")
    if place is None:
        return {}
    numbered: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(table.lines):
        if line.fault is None and line.cells[place].strip():
            numbered[line.cells[place].strip()].append(at)
    groups = [it for it in numbered.values() if len({bodies[at] for at in it}) > 1]
    return {at: _twice(table, found, place, group, at) for group in groups for at in group}


def _twice(table: Table, found: Columns, place: int, group: Sequence[int], at: int) -> Issue:
    others = _rows(table, [it for it in group[: _NAMED + 2] if it != at])
    text = f"has the number of {others} and says something else; give each row its own"
    return Issue(Severity.ERROR, "duplicate", found.names[place], text)


def _same_row(table: Table, bodies: Sequence[bytes]) -> Mapping[int, Issue]:
    """The first of equal rows is taken, each later one refused by the number of the first."""
    first: dict[bytes, int] = {}
    said: dict[int, Issue] = {}
    for at, it in enumerate(bodies):
        if it in first:
            text = f"is the same as {_rows(table, [first[it]])}, which is taken once; take this one out"
            said[at] = Issue(Severity.ERROR, "duplicate", "row", text)
        first.setdefault(it, at)
    return said


def _rows(table: Table, places: Sequence[int]) -> str:
    numbers = [str(table.lines[it].number) for it in places]
    listed = ", ".join(numbers[:_NAMED]) + (" and others" if len(numbers) > _NAMED else "")
    return f"row {listed}" if len(numbers) == 1 else f"rows {listed}"


def _where(line: Line) -> str:
    return f"row {line.number}" + (f" (line {line.line})" if line.line != line.number else "")


def _unknown(found: Columns) -> Iterator[Issue]:
    if found.strange:
        named = ", ".join(found.names[it] for it in found.strange)
        text = f"not in the column map, so not passed on: {named}; map them in the profile, or put them under ignore"
        yield Issue(Severity.INFORMATION, "informational", "heading row", text)
