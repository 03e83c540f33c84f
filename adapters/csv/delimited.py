"""CSV and TSV: quoted cells, line ends in cells, one malformed row without the loss of the others."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from adapters.contract import Issue, Severity
from adapters.csv import limits
from adapters.csv.table import Line, Table, Unreadable

DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
_STRAY = "a quotation mark stands inside a cell; double it, and put the whole cell in quotation marks"
_LONG = f"has a cell of more than {limits.CELL_CHARACTERS} characters; shorten it"
_OPEN = "a quotation mark is opened here and never rightly closed, so nothing from here on was read; close it"

Known = Callable[[Sequence[str]], int]
"""How many cells of a row are headings of the column map."""


def read(text: str, *, delimiter: str, header_row: int, known: Known) -> Table:
    """The table in a text. Raises `Unreadable`."""
    lines = io.StringIO(text, newline="").readlines()
    skipped = 1 if lines and lines[0].strip().casefold().startswith("sep=") else 0
    chosen = DELIMITERS.get(delimiter) or _guessed(lines[skipped:], header_row, known)
    found = [it for it in _rows(lines, skipped, chosen) if any(cell.strip() for cell in it.cells)]
    return table_of(found, header_row, chosen)


def table_of(found: Sequence[Line], header_row: int, delimiter: str) -> Table:
    """The heading row and what stands below it. Raises `Unreadable`."""
    at = next((n for n, it in enumerate(found) if it.number >= header_row), None)
    if at is None:
        raise Unreadable("structure", "file", "is empty; it needs a row of headings and rows below it")
    header, width = found[at], len(found[at].cells)
    if header.fault is not None:
        raise Unreadable("structure", f"row {header.number}", header.fault.message)
    if width > limits.COLUMNS:
        raise Unreadable("too-long", f"row {header.number}", f"has more than {limits.COLUMNS} columns")
    if len(found) - at - 1 > limits.ROWS:
        raise Unreadable("too-long", "file", f"has more than {limits.ROWS} rows; split it")
    lines = tuple(_even(it, width) for it in found[at + 1 :])
    return Table(tuple(" ".join(it.split()) for it in header.cells), lines, delimiter)


def one_line_end(cell: str) -> str:
    """The cell with one kind of line end, whatever kept it."""
    return cell.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(lines: Sequence[str], header_row: int, known: Known) -> str:
    """The delimiter by which most headings are known; of equals, the one that makes most cells."""

    def worth(delimiter: str) -> tuple[int, int]:
        rows = _rows(lines, 0, delimiter)
        cells = next((it.cells for it in rows if it.number >= header_row and any(map(str.strip, it.cells))), ())
        return known(cells[: limits.COLUMNS]), len(cells)

    by_comma = worth(",")
    return "," if by_comma[0] == by_comma[1] > 1 else max(DELIMITERS.values(), key=worth)


def _rows(lines: Sequence[str], skipped: int, delimiter: str) -> Iterator[Line]:
    reader = csv.reader(iter(lines[skipped:]), delimiter=delimiter, strict=True)
    number, before = 0, 0
    while True:
        number += 1
        try:
            yield Line(number, skipped + before + 1, tuple(map(one_line_end, next(reader))))
        except StopIteration:
            return
        except csv.Error:
            # What a quotation mark swallowed may look like rows and be none: it goes back whole, unread.
            whole = reader.line_num - before > 1
            lost = lines[skipped + before :] if whole else lines[skipped + before : skipped + reader.line_num]
            said = _OPEN if whole else _STRAY if len(lost[0]) <= csv.field_size_limit() else _LONG
            yield Line(number, skipped + before + 1, ("".join(lost),), _error("structure", said))
            if whole:
                return
        before = reader.line_num


def _even(row: Line, width: int) -> Line:
    """The row with as many cells as there are headings, or why that cannot be."""
    if row.fault is not None:
        return row
    end = next((at for at in range(len(row.cells), 0, -1) if row.cells[at - 1].strip()), 0)
    cells = row.cells[: max(end, width)]
    fault = None
    if len(cells) != width:
        text = f"has {len(cells)} cells and the heading row {width}; a cell with a comma needs quotation marks"
        fault = _error("structure", text)
    elif any(len(it) > limits.CELL_CHARACTERS for it in cells):
        fault = _error("too-long", _LONG)
    return Line(row.number, row.line, cells, fault)


def _error(code: str, message: str) -> Issue:
    return Issue(Severity.ERROR, code, "row", message)
