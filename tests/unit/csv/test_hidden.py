"""Columns and sheets of a workbook that nobody sees who looks at it."""

import io

import openpyxl
import pytest

from adapters.csv import marks
from adapters.csv.adapter import CsvAdapter
from tests.unit.csv.samples import GOOD

CODEC = CsvAdapter().codec(CsvAdapter().profile.model_validate({"organisation": "haven", "map": "referral"}))


def workbook(*hidden: str, sheet: str = "visible", first: str = "visible", filled: bool = True) -> bytes:
    """One good row with columns that are hidden, and two sheets that may be."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.sheet_state = first
    page.append([*GOOD, "Notes"])
    page.append([*GOOD.values(), ""])
    for column in hidden:
        page.column_dimensions[column].hidden = True
    other = book.create_sheet("Lists")
    other.sheet_state = sheet
    if filled:
        other["A1"] = "Amber"
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def test_a_hidden_column_is_read_and_remarked_on() -> None:
    """It may be the number of somebody else's row before the sheet was sorted; an empty one matters to nobody."""
    found = CODEC.split(workbook("B", "H", "I", "J", filled=False))

    assert len(found.parts) == 1
    assert [(str(it.severity), it.where) for it in found.issues] == [
        ("information", "column B"), ("information", "column H"),
    ]  # fmt: skip


@pytest.mark.parametrize("sheet", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_not_read_and_remarked_on(sheet: str) -> None:
    """Many templates keep their lists there; so may somebody the people of last year."""
    found = CODEC.split(workbook(sheet=sheet))

    assert (len(found.parts), [it.where for it in found.issues]) == (1, ["file"])
    assert "Amber" not in found.issues[0].message


def test_a_hidden_sheet_that_the_profile_names_is_read() -> None:
    """It was meant."""
    named = CsvAdapter().profile.model_validate({"organisation": "haven", "map": "referral", "sheet": "Sheet"})
    raw = workbook(first="hidden")

    assert CsvAdapter().codec(named).split(raw).issues == ()
    assert len(CsvAdapter().codec(named).split(raw).parts) == 1


@pytest.mark.parametrize(
    ("head", "columns"),
    [
        (b'<cols><col min="2" max="4" hidden="1"/></cols><sheetData>', [1, 2, 3]),
        (b'<x:cols><x:col hidden="true" max="1" min="1"/><x:col min="3" max="3"/></x:cols><x:sheetData>', [0]),
        (b'<cols><col min="2" max="99999" hidden="1"/></cols><sheetData>', list(range(1, 16_384))),
        (b'<cols><col hidden="1"/></cols><sheetData>', []),
        (b'<sheetData><col min="2" max="2" hidden="1"/>', []),
    ],
)
def test_which_columns_a_sheet_hides(head: bytes, columns: list[int]) -> None:
    """By their first and last; never more than a sheet has."""
    assert marks.hidden_columns(head) == columns


@pytest.mark.parametrize(
    ("sheet", "rows"),
    [
        (b'<row r="1"/><row r="4" hidden="1"/><row hidden="true"/><row/>', [4, 5]),
        (b'<row/><row hidden="1"/><x:row hidden="1"/>', [2, 3]),
        (b'<row r="2" ht="0" customHeight="1"/><row r="3" ht="0.0"/><row r="4" ht="0.75"/>', [2, 3]),
        (b'<row r="2" hidden="0"/><rowBreaks hidden="1"/>', []),
    ],
)
def test_which_rows_a_sheet_hides(sheet: bytes, rows: list[int]) -> None:
    """By their number, or behind the row before where a program leaves it out; also of no height."""
    assert sorted(marks.faults(sheet)) == rows
