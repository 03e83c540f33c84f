"""A whole file: what it is kept in, what only the file as a whole shows, and what comes back."""

import string
from datetime import date
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.contract import Outcome
from adapters.csv import formula, limits, reading, returned
from adapters.csv.columns import column_map
from adapters.csv.profile import CsvProfile
from tests.made_up.sheets import AT, HEADER, ROW, codec, fates, sheet, whole_fault


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


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_comes_back_is_read_again_by_the_same_profile(kind: str) -> None:
    """Its headings stand where the profile looks for them, in the sheet of its name."""
    made = codec(header_row=3, sheet="People" if kind == "xlsx" else "")
    rows = [["Haven"], ["May"], HEADER.split(","), *(ROW.format(n=n).split(",") for n in (1, 2, 3))]
    raw = returned.workbook(rows, "People") if kind == "xlsx" else returned.delimited(rows)

    back = made.returned(raw, {1: "row: bad", 2: "row: worse"})

    assert [it.raw for it in made.split(back.body).parts] == [it.raw for it in made.split(raw).parts[1:]]


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


@pytest.mark.parametrize("kept_in", ["csv", "xlsx"])
def test_a_returned_file_with_fewer_rows_is_as_it_was(kept_in: str) -> None:
    """An empty reason leaves the one that it bears, and a cell made harmless once is not so twice."""
    rows = [ROW.format(n=n).split(",") for n in (1, 2, 3)]
    rows[1][6] = "+44 7700 900001"
    raw = sheet(HEADER.split(","), *rows) if kept_in == "xlsx" else text(*map(",".join, rows))
    back = codec().returned(raw, {0: "first", 1: "=second", 2: "third"})

    fewer = codec().returned(back.body, {1: "", 2: ""})

    assert [it.raw for it in codec().split(fewer.body).parts] == [it.raw for it in codec().split(raw).parts[1:]]
    alone = codec().returned(raw, {1: "=second", 2: "third"})
    assert fewer.body == alone.body or kept_in == "xlsx"


def test_a_file_without_any_reason_gets_no_column_for_them() -> None:
    """As it was, with fewer rows."""
    back = codec().returned(text(ROW.format(n=1), ROW.format(n=2)), {1: ""})

    assert back.body.decode("utf-8-sig").splitlines() == [HEADER, ROW.format(n=2)]


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
