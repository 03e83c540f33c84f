"""A whole file: what it is kept in, what only the file as a whole shows, and what comes back."""

import io
import string
import zipfile
from collections.abc import Sequence
from datetime import UTC, date, datetime
from time import process_time
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.contract import FileCodec, Outcome, Parts
from adapters.csv import formula, limits, reading, returned
from adapters.csv.adapter import CsvAdapter
from adapters.csv.columns import column_map
from adapters.csv.profile import CsvProfile

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
HEADER = "Ref,NHS no,Surname,First name,DOB,Service,Reason"
ROW = "R{n},9991234500,EXAMPLE,SAM,17/04/1990,cafe,Low mood"


def codec(**profile: Any) -> FileCodec:
    """The codec of a charity."""
    adapter = CsvAdapter()
    made = adapter.codec(adapter.profile.model_validate({"organisation": "haven"} | profile))
    assert isinstance(made, FileCodec)
    return made


def fates(made: FileCodec, raw: bytes) -> list[str]:
    """The place and outcome of each row, and why it is not taken."""
    found = []
    for part in made.split(raw).parts:
        decoded = made.decode(part.raw, received_at=AT)
        issue = part.fault or next((it for it in decoded.issues if it.severity == "error"), None)
        found.append(f"{part.where}: {f'{issue.where}: {issue.message}' if issue else decoded.outcome}")
    return found


def sheet(*rows: Sequence[Any]) -> bytes:
    """An XLSX with these rows."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    whole = io.BytesIO()
    book.save(whole)
    return whole.getvalue()


def whole_fault(parts: Parts) -> str:
    """Why nothing of a file could be read."""
    assert parts.parts == ()
    return f"{parts.issues[0].where}: {parts.issues[0].message}"


def text(*rows: str, end: str = "\r\n") -> bytes:
    """A CSV file."""
    return end.join((HEADER, *rows)).encode()


@pytest.mark.parametrize(
    "raw",
    [
        text(ROW.format(n=1)),
        text(ROW.format(n=1), end="\n"),
        b"\xef\xbb\xbf" + text(ROW.format(n=1)),
        text(ROW.format(n=1)).replace(b",", b"\t"),
        text(ROW.format(n=1)).replace(b",", b";"),
        b"sep=;\r\n" + text(ROW.format(n=1)).replace(b",", b";"),
        b"\r\n,,,\r\n" + text(ROW.format(n=1)) + b"\r\n,,,,,,\r\n",
        sheet(HEADER.split(","), ["R1", 9991234500, "EXAMPLE", "SAM", date(1990, 4, 17), "cafe", "Low mood"]),
        sheet(HEADER.split(","), ROW.format(n=1).split(",")),
        sheet(["", ""], [*HEADER.split(","), "", ""], ["R1", 9991234500.0, *ROW.split(",")[2:]]),
    ],
)
def test_the_same_row_is_the_same_message_however_it_is_kept(raw: bytes) -> None:
    """CSV, TSV, semicolons, a mark, a separator line, empty rows, a workbook with typed or with text cells."""
    assert [it.raw for it in codec().split(raw).parts] == [text(ROW.format(n=1)) + b"\r\n"]


def test_a_new_empty_column_leaves_every_message_as_it_was() -> None:
    """Nothing is told twice because a sheet has grown."""
    before, after = text(ROW.format(n=1)), (HEADER + ",Risk\r\n" + ROW.format(n=1) + ",\r\n").encode()

    assert codec().split(before).parts[0].raw == codec().split(after).parts[0].raw


def test_columns_that_were_moved_leave_every_message_as_it_was() -> None:
    """A message is known by what it says."""
    moved = "Reason,DOB,Ref,NHS no,Surname,First name,Service\r\nLow mood,17/04/1990,R1,9991234500,EXAMPLE,SAM,cafe"

    assert codec().split(moved.encode()).parts[0].raw == codec().split(text(ROW.format(n=1))).parts[0].raw


def test_one_bad_row_never_loses_the_rest() -> None:
    """Too many cells, a stray quotation mark, a formula, a bad date: each by its own row."""
    rows = (
        ROW.format(n=1), ROW.format(n=2) + ",extra", ROW.format(n=3).replace("Low", '"Low" x'),
        ROW.format(n=4).replace("Low mood", "=1+1"), ROW.format(n=5).replace("17/04/1990", "17/04/90"),
        ROW.format(n=6),
    )  # fmt: skip

    found = fates(codec(), text(*rows))

    assert [it.partition(":")[0] for it in found] == [f"row {n}" for n in range(2, 8)]
    assert [it.endswith("accepted") for it in found] == [True, False, False, False, False, True]
    assert "quotation mark" in found[2]


def test_line_ends_in_a_cell_are_part_of_it() -> None:
    """And the place names row and line where they differ."""
    rows = (ROW.format(n=1).replace("Low mood", '"Low mood,\r\nnot sleeping"'), ROW.format(n=2))

    found = codec().split(text(*rows)).parts

    assert [it.where for it in found] == ["row 2", "row 3 (line 4)"]
    assert b'"Low mood,\nnot sleeping"' in found[0].raw


def test_what_an_unclosed_quotation_mark_swallows_is_not_guessed() -> None:
    """What stands before it is taken; the rest goes back unread."""
    rows = (ROW.format(n=1), ROW.format(n=2).replace("Low", '"Low'), ROW.format(n=3), ROW.format(n=4))

    found = fates(codec(), text(*rows))

    assert len(found) == 2
    assert "nothing from here on was read" in found[1]


def test_equal_rows_are_taken_once() -> None:
    """The later ones are refused by the number of the first."""
    found = fates(codec(), text(ROW.format(n=1), ROW.format(n=2), ROW.format(n=1)))

    assert found[0] == found[1].replace("3", "2") == "row 2: accepted"
    assert found[2].startswith("row 4: row: is the same as row 2")


def test_rows_with_one_number_and_different_words_are_both_refused() -> None:
    """Nobody can know which is meant."""
    found = fates(codec(), text(ROW.format(n=1), ROW.format(n=1).replace("Low", "High"), ROW.format(n=2)))

    assert found[0].startswith("row 2: column `Ref`: has the number of row 3")
    assert found[1].startswith("row 3: column `Ref`: has the number of row 2")
    assert found[2] == "row 4: accepted"


def test_a_file_with_one_month_first_date_throws_doubt_on_those_that_read_both_ways() -> None:
    """3/4 may be the fourth of March in such a file; 17/4 cannot."""
    rows = [
        ROW.format(n=n).replace("17/04/1990", it) for n, it in enumerate(("03/04/1990", "04/17/1990", "17/04/1990"))
    ]

    found = fates(codec(), text(*rows))

    assert found[0].startswith("row 2: column `DOB`: could be read in two ways, for row 3")
    assert "month first" in found[1]
    assert found[2] == "row 4: accepted"
    assert fates(codec(), text(rows[0])) == ["row 2: accepted"]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "is empty"),
        (b"a,b\r\nc,d", "has no heading that the map knows"),
        (ROW.format(n=1).encode(), "has no heading that the map knows"),
        (b"Surname,First name,DOB,Favourite colour\r\nEXAMPLE,SAM,17/04/1990,red", "lacks `Service`; `Reason`"),
        (b"Surname,Last name,DOB\r\nA,B,C", "both are `family_name`"),
        (
            text(ROW.format(n=1)).decode().encode("utf-16")[:-1],
            'line 2: is cut short or broken "Unicode text" (UTF-16)',
        ),
        (text(ROW.format(n=1)).decode().encode("utf-32"), "UTF-32"),
        ((text(ROW.format(n=1)).decode() + "\x00").encode("utf-16"), "NUL"),
        (text("R1,,EXAMPL\xc9,SAM,17/04/1990,cafe,x").decode().encode("cp1252"), "is not UTF-8"),
        (text(ROW.format(n=1)) + b"\x00", "NUL"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "old Excel file or has a password"),
        (b"PK\x03\x04rubbish", "no XLSX"),
        (text(*(f"{n}" for n in range(limits.ROWS + 1))), "more than 20000 rows"),
        (b"x" * (limits.FILE_BYTES + 1), "over 10 MiB"),
        ((HEADER + "," * limits.COLUMNS).encode() + b"\r\n1", "more than 200 columns"),
        (sheet(HEADER.split(","), [*["x"] * 7, *[""] * 193, "beyond"]), "beyond column GR"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_and_how_to_mend_it(raw: bytes, said: str) -> None:
    """And names no cell of it, not even where a row of a person stands in place of the headings."""
    told = whole_fault(codec().split(raw))

    assert said in told
    assert "EXAMPLE" not in told


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", ["\t", ","])
def test_unicode_text_as_spreadsheets_save_it_is_read(encoding: str, delimiter: str) -> None:
    """Tabs and UTF-16 with its mark; the message is the one that the same row is in a CSV."""
    plain = text(ROW.format(n=1).replace("EXAMPLE", "ÉXAMPLÉ"))
    wide = ("\ufeff" + plain.decode().replace(",", delimiter)).encode(encoding)

    assert fates(codec(), wide) == ["row 2: accepted"]
    assert [it.raw for it in codec().split(wide).parts] == [it.raw for it in codec().split(plain).parts]


@pytest.mark.parametrize("length", [10_001, 200_000])
def test_a_long_cell_refuses_its_row_only(length: int) -> None:
    """By the limit on characters."""
    found = fates(codec(), text(ROW.format(n=1), ROW.format(n=2).replace("mood", "m" * length), ROW.format(n=3)))

    assert found[0] == found[2].replace("4", "2") == "row 2: accepted"
    assert "more than 10000 characters" in found[1]


@pytest.mark.parametrize(
    "raw",
    [
        text(*(ROW.format(n=1).replace("mood", f"{n}") for n in range(limits.ROWS))),
        text(ROW.format(n=1) + "," * 5_000_000),
        ("," * 10_000_000).encode(),
        text(ROW.format(n=1) + '"' * 5_000_000),
        text(*('"' for _ in range(limits.ROWS))),
    ],
    ids=["one number", "wide row", "wide headings", "quotation marks", "a mark a row"],
)
def test_no_file_takes_for_ever(raw: bytes) -> None:
    """Whatever it is made of, within the limits; by the processor, whoever else keeps it busy."""
    begun = process_time()

    codec().split(raw)

    assert process_time() - begun < 20


def test_the_windows_code_page_is_read_where_the_profile_says_so() -> None:
    """And sound UTF-8 is read as UTF-8 all the same."""
    line = (HEADER + "\r\n" + ROW.format(n=1).replace("SAM", "ZOË")).encode("cp1252")

    for raw in (line, line.decode("cp1252").encode()):
        assert "ZOË".encode() in codec(encoding="cp1252").split(raw).parts[0].raw


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


@pytest.mark.parametrize("kept_in", ["csv", "xlsx"])
def test_rejected_rows_come_back_in_the_same_shape(kept_in: str) -> None:
    """With the reason behind; mended and sent again, the reason is left out."""
    rows = [ROW.format(n=n).split(",") for n in (1, 2, 3)]
    rows[1][6] = "@cmd"
    raw = sheet(HEADER.split(","), *rows) if kept_in == "xlsx" else text(*map(",".join, rows))

    back = codec().returned(raw, {1: "=is a formula"})

    assert back.suffix == f".{kept_in}"
    again = codec().split(back.body)
    assert [it.raw for it in again.parts] == [codec().split(raw).parts[1].raw]
    assert again.issues == ()


def test_the_reason_is_the_last_column_and_is_written_once() -> None:
    """A file that comes back twice does not grow."""
    once = codec().returned(text(ROW.format(n=1)), {0: "first"}).body
    twice = codec().returned(once, {0: "second"}).body

    assert twice.decode("utf-8-sig").splitlines()[0] == HEADER + ",Why it was not taken"
    assert b"first" not in twice


_CELLS = st.text(
    st.sampled_from(string.printable.replace("\x0b", "").replace("\x0c", "") + "é€’=+-@'\"¡Ω"), max_size=30
)
_TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(_CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
)


@given(rows=_TABLES)
@settings(max_examples=60)
def test_any_table_written_to_csv_and_to_xlsx_reads_the_same(rows: list[list[str]]) -> None:
    """What is written is neutral, and read as it was meant; nothing is run and nothing is lost."""
    profile = CsvProfile(delimiter=",")
    header = [f"Heading {'abcde'[at]}" for at in range(len(rows[0]))]
    every = [header, *([it.replace("\r\n", "\n").replace("\r", "\n").strip() for it in row] for row in rows)]

    read = [
        [[formula.plain(cell.strip()) for cell in line.cells] for line in reading.table(raw, profile, known).lines]
        for known in (column_map(profile),)
        for raw in (returned.delimited(every), returned.workbook(every))
    ]

    meant = [row for row in every[1:] if any(row)]
    assert read == [meant, meant]


@given(raw=st.binary(max_size=300))
@settings(max_examples=100)
def test_any_bytes_can_be_taken_apart(raw: bytes) -> None:
    """Never an exception, whatever is dropped."""
    for start in (b"", b"PK\x03\x04", text(), b"\xef\xbb\xbf"):
        parts = codec().split(start + raw)
        for part in parts.parts:
            assert codec().decode(part.raw, received_at=AT).outcome in set(Outcome)
