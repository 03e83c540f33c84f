"""Writes rows back as a file of the same shape, with no cell in it that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

import openpyxl

from adapters.contract import Returned
from adapters.csv import reading
from adapters.csv.columns import REASON, ColumnMap
from adapters.csv.formula import neutral, plain
from adapters.csv.profile import CsvProfile
from adapters.csv.table import NO_TEXT, Line, Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


def returned(raw: bytes, reasons: Mapping[int, str], profile: CsvProfile, known: ColumnMap) -> Returned:
    """These rows of a readable file, each with its reason in a last column. Raises `Unreadable`."""
    table = reading.table(raw, profile, known)
    kept = [at for at, it in enumerate(table.header) if it != REASON]
    lines = [table.lines[at] for at in sorted(reasons)]
    whys = [reasons[at] or _reason(table, table.lines[at]) for at in sorted(reasons)]
    header = [table.header[at] for at in kept]
    rows = [_cells(line, kept) for line in lines]
    if any(whys):
        header, rows = [*header, REASON], [[*row, why] for row, why in zip(rows, whys, strict=True)]
    whole = [*([""] for _ in range(profile.header_row - 1)), header, *rows]  # so that it is read again as it was
    if raw.startswith(reading.ZIP):
        return Returned(".xlsx", XLSX, workbook(whole, profile.sheet))
    return Returned(".csv", CSV, delimited(whole, table.delimiter))


def delimited(rows: Iterable[Sequence[str]], delimiter: str = ",") -> bytes:
    """CSV with the mark by which spreadsheets know UTF-8."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([neutral(it) for it in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def workbook(rows: Iterable[Sequence[str]], name: str = "") -> bytes:
    """XLSX with one sheet of texts."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(name or "Sheet1")
    for row in rows:
        sheet.append([neutral(NO_TEXT.sub("", it)) for it in row])
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def _reason(table: Table, line: Line) -> str:
    """The one that the row came with, where it was returned before."""
    place = table.header.index(REASON) if REASON in table.header else len(line.cells)
    return plain(line.cells[place]) if place < len(line.cells) else ""


def _cells(line: Line, kept: Sequence[int]) -> list[str]:
    """The cells of a row; of one that could not be cut into cells, all of it in the first."""
    if max(kept) >= len(line.cells):
        return [",".join(line.cells), *("" for _ in kept[1:])]
    return [plain(line.cells[at]) for at in kept]
