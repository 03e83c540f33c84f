"""A file as a table, by what it is: text with delimiters, or a workbook."""

from adapters.csv import charset, delimited, limits, workbook
from adapters.csv.columns import ColumnMap
from adapters.csv.profile import CsvProfile
from adapters.csv.table import Table, Unreadable

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"


def table(raw: bytes, profile: CsvProfile, known: ColumnMap) -> Table:
    """The table in the bytes of a file. Raises `Unreadable`."""
    if len(raw) > limits.FILE_BYTES:
        raise Unreadable("too-long", "file", f"is over {limits.FILE_BYTES // 1_048_576} MiB; split it")
    if raw.startswith(_OLD_EXCEL):
        text = "is an old Excel file or has a password; save it as .xlsx without a password, or as CSV UTF-8"
        raise Unreadable("not-supported", "file", text)
    if raw.startswith(ZIP):
        return workbook.read(raw, sheet=profile.sheet, header_row=profile.header_row)
    text = charset.text_of(raw, profile.encoding)
    return delimited.read(text, delimiter=profile.delimiter, header_row=profile.header_row, known=known.known)
