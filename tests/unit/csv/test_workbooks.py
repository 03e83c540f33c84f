"""A workbook: what it may hold, what it hides, and what is made to harm."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from tests.made_up.sheets import HEADER, ROW, codec, fates, sheet, whole_fault


def test_formulas_and_errors_of_a_workbook_are_refused() -> None:
    """A shown value is not what the cell holds."""
    good = ["R1", "9991234500", "EXAMPLE", "SAM", date(1990, 4, 17), "cafe", "Low mood"]
    raw = sheet(HEADER.split(","), good, ["R2", *good[1:6], "=A1&B1"], ["R3", *good[1:6], "#N/A"], ["R4", *good[1:]])

    found = fates(codec(), raw)

    assert found[0] == "row 2: accepted"
    assert "formula" in found[1]
    assert "spreadsheet error" in found[2]
    assert found[3] == "row 5: accepted"


def bomb(name: str, content: bytes) -> bytes:
    """A workbook with one part in place of its own."""
    whole = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(["Surname"], ["A"]))) as source, zipfile.ZipFile(whole, "w", 8) as made:
        for it in source.namelist():
            made.writestr(it, content if it == name else source.read(it))
        if name not in source.namelist():
            made.writestr(name, content)
    return whole.getvalue()


def many_parts() -> bytes:
    """An archive of very many parts."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as made:
        for number in range(501):
            made.writestr(f"xl/{number}.xml", b"<a/>")
    return whole.getvalue()


_ROW = b'<row r="%d"><c r="XFD%d" s="0"/></row>'
_WIDE = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    + b"".join(_ROW % (number, number) for number in range(1, 100))
    + b"</sheetData></worksheet>"
)
_ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><worksheet>&b;</worksheet>'


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (bomb("xl/worksheets/sheet1.xml", _ENTITY), "definitions of its own"),
        (bomb("xl/sharedStrings.xml", b"".join(b"%d " % n for n in range(15_000)) + _ENTITY), "definitions of its own"),
        (bomb("xl/worksheets/sheet1.xml", bytes(30_000_000)), "grows over 200 times"),
        (bomb("xl/media/x.bin", bytes(70_000_000)), "over 64 MiB when unpacked"),
        (bomb("xl/vbaProject.bin", b"x"), "macros"),
        (many_parts(), "more than 500 parts"),
        (bomb("xl/worksheets/sheet1.xml", _WIDE), "more than 1000000 cells"),
        (bomb("xl/worksheets/sheet1.xml", "<worksheet/>".encode("utf-16")), "not UTF-8"),
        (bomb("xl/worksheets/sheet1.xml", b"<worksheet>"), "cannot be read as a workbook"),
    ],
)  # fmt: skip
def test_a_workbook_that_is_made_to_harm_is_refused(raw: bytes, said: str) -> None:
    """Bombs, entities and macros, before anything reads them."""
    assert said in whole_fault(codec().split(raw))


def test_a_workbook_with_two_filled_sheets_needs_the_name_of_one() -> None:
    """Hidden and empty sheets do not count."""
    book = openpyxl.Workbook()
    for name in ("People", "Lists", "Hidden", "Empty"):
        made = book.create_sheet(name)
        if name != "Empty":
            made.append(HEADER.split(","))
            made.append([f"{name}-1", *ROW.split(",")[1:]])
    book["Hidden"].sheet_state = "hidden"
    whole = io.BytesIO()
    book.save(whole)

    assert "has 2 sheets" in whole_fault(codec().split(whole.getvalue()))
    assert b"People-1" in codec(sheet="People").split(whole.getvalue()).parts[0].raw
    assert "no sheet of the name" in whole_fault(codec(sheet="Nope").split(whole.getvalue()))


@pytest.mark.parametrize(
    ("written", "told"),
    [("Low_x000D_\nmood", b'"Low\nmood"'), ("Low_x0020_mood", b"Low mood"), ("Low_x005F_x000D_", b"Low_x000D_")],
)
def test_a_sign_that_a_workbook_writes_as_its_number_is_that_sign(written: str, told: bytes) -> None:
    """Such as the return in a cell of two lines that was pasted."""
    row = ROW.format(n=1).split(",")
    row[-1] = written

    assert told in codec().split(sheet(HEADER.split(","), row)).parts[0].raw


@pytest.mark.parametrize(("part", "said"), [(999_600, "14:30"), (400_000, "14:29:59")])
def test_a_moment_is_read_as_a_spreadsheet_shows_it(part: int, said: str) -> None:
    """To the nearest second: a count of days is never quite a minute."""
    heading = HEADER + ",Date"
    row = [*ROW.format(n=1).split(","), datetime(2026, 2, 28, 14, 29, 59, part)]

    assert f",28/02/2026 {said},".encode() in codec().split(sheet(heading.split(","), row)).parts[0].raw


def test_rows_that_nobody_sees_as_they_are_come_back() -> None:
    """A hidden row, and one that is merged with the row above; the others are taken."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    for row in (HEADER.split(","), *(ROW.format(n=at).split(",") for at in range(1, 5))):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.merge_cells("D4:D5")
    whole = io.BytesIO()
    book.save(whole)

    parts = codec().split(whole.getvalue())

    said = [it.fault.message if it.fault else "" for it in parts.parts]
    assert [it[:16] for it in said] == ["", "is hidden in the", "", "shares a merged "]
