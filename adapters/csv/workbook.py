"""XLSX: one sheet as rows of texts; dates and numbers by the type of their cell."""

import io
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.escape import unescape
from openpyxl.utils.exceptions import InvalidFileException

from adapters.contract import Issue, Severity
from adapters.csv import archive, limits, marks
from adapters.csv.delimited import one_line_end, table_of
from adapters.csv.table import Line, Table, Unreadable, letter

_BROKEN = (
    KeyError, IndexError, ValueError, TypeError, AttributeError, OSError, EOFError, OverflowError, LookupError,
    zipfile.BadZipFile, ParseError, InvalidFileException,
)  # fmt: skip
"""What the library raises, and what the standard library raises through it, for a workbook that is not sound."""
_HEAD = 1_048_576
"""How much of a sheet is looked through for what it says of its columns, which stands before the rows."""
_NOT_READ = "cannot be read as a workbook; open it and save it as .xlsx, or as CSV UTF-8"


def read(raw: bytes, *, sheet: str, header_row: int) -> Table:
    """The table in one sheet of a workbook. Raises `Unreadable`."""
    archive.checked(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of extensions and styles that a reader of values has no use for
        try:
            workbook = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False, rich_text=False)
            page, found = _sheet(workbook, sheet)
            unseen = tuple(_unseen(workbook, page, found))
        except _BROKEN as error:
            raise Unreadable("structure", "file", _NOT_READ) from error
    return replace(table_of(_even(found), header_row, ","), remarks=(*archive.remarks(raw), *unseen))


def _sheet(workbook: Any, name: str) -> tuple[Any, list[Line]]:
    """The sheet that is read, and its rows; no sheet where none has any."""
    if name:
        if name not in workbook.sheetnames:
            raise Unreadable("not-found", "file", "has no sheet of the name that the profile gives under `sheet`")
        return workbook[name], list(_lines(workbook[name]))
    filled = [(it, lines) for it in _visible(workbook) if (lines := list(_lines(it)))]
    if len(filled) > 1:
        text = f"has {len(filled)} sheets with something in them; name one under `sheet` in the profile"
        raise Unreadable("structure", "file", text)
    return filled[0] if filled else (None, [])


def _unseen(workbook: Any, page: Any, lines: list[Line]) -> Iterator[Issue]:
    """Columns that are hidden and read all the same, and sheets that are hidden and not read."""
    for at in _hidden_columns(page):
        if sum(at < len(it.cells) and it.cells[at] != "" for it in lines) > 1:  # more than a heading
            text = "is hidden in the sheet and is read all the same; show it, and look whether it belongs to its rows"
            yield Issue(Severity.INFORMATION, "informational", f"column {letter(at)}", text)
    if any(it.sheet_state != "visible" and it is not page for it in workbook.worksheets):
        text = "has a hidden sheet, which is not read; show it if it has people in it"
        yield Issue(Severity.INFORMATION, "not-supported", "file", text)


def _hidden_columns(page: Any) -> list[int]:
    if page is None:
        return []
    with page._get_source() as part:
        return [it for it in marks.hidden_columns(part.read(_HEAD)) if it < limits.COLUMNS]


def _visible(workbook: Any) -> list[Any]:
    return [it for it in workbook.worksheets if it.sheet_state == "visible"]


def _lines(sheet: Any) -> Iterator[Line]:
    sheet.reset_dimensions()  # what a sheet says of its own size may be a lie of a million rows
    with sheet._get_source() as part:  # a sheet that is read row by row has no other way to these
        marked = marks.faults(part.read())
    kept = seen = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        seen += len(cells)
        if seen > limits.CELLS:
            raise Unreadable("too-long", "file", f"has more than {limits.CELLS} cells, empty ones too; split it")
        if len(cells) > limits.COLUMNS and any(it.value is not None for it in cells[limits.COLUMNS :]):
            text = f"has something beyond column {letter(limits.COLUMNS - 1)}; take it out"
            raise Unreadable("too-long", f"row {number}", text)
        texts = tuple(_text(it) for it in cells[: limits.COLUMNS])
        if any(texts):
            kept += 1
            if kept > limits.ROWS + 100:
                raise Unreadable("too-long", "file", f"has more than {limits.ROWS} rows; split it")
            yield Line(number, number, texts, marked.get(number) or _error(cells))


def _even(lines: list[Line]) -> list[Line]:
    """All rows equally wide: a workbook does not keep the empty cells at the end of a row."""
    width = max((at + 1 for line in lines for at, it in enumerate(line.cells) if it), default=0)
    return [replace(it, cells=(it.cells + ("",) * width)[:width]) for it in lines]


def _error(cells: Any) -> Issue | None:
    broken = [letter(at) for at, it in enumerate(cells) if getattr(it, "data_type", "") == "e"]
    if not broken:
        return None
    text = "shows a spreadsheet error such as #N/A; put its value there"
    return Issue(Severity.ERROR, "value", f"column {broken[0]}", text)


def _text(cell: Any) -> str:
    """A cell as a person would type it here; a formula keeps its `=`, so that it is seen and refused."""
    value, kind = cell.value, getattr(cell, "data_type", "")
    if value is None:
        return ""
    if kind == "f":
        return "=" + str(getattr(value, "text", value)).lstrip("=")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return _when(value) if kind == "d" else one_line_end(unescape(str(value))).strip()


def _when(value: Any) -> str:
    match value:
        case datetime():
            value = _to_the_second(value)
            return _day(value) if value.time() == time() else f"{_day(value)} {_clock(value.time())}"
        case date():
            return _day(value)
        case time():
            return _clock(value)
        case _:
            return str(value)


def _to_the_second(moment: datetime) -> datetime:
    """As a spreadsheet shows it; the last second of its calendar stays."""
    is_next = moment.microsecond >= 500_000 and moment.year < MAXYEAR
    return moment.replace(microsecond=0) + timedelta(seconds=is_next)


def _day(day: date) -> str:
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def _clock(at: time) -> str:
    return f"{at.hour:02}:{at.minute:02}" + (f":{at.second:02}" if at.second else "")
