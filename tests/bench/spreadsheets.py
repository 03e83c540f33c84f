"""Spreadsheets: rows a second from bytes to FHIR, beside the csv module with a form that pydantic validates."""

import csv
import io
from datetime import UTC, datetime

import openpyxl

from adapters.contract import FileCodec, Outcome
from adapters.csv.adapter import CsvAdapter
from adapters.csv.returned import workbook
from adapters.forms.kinds import Referral
from tests.bench.measure import compare

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
_ROWS = 1_000
_HEADER = ("Ref", "NHS no", "Surname", "First name", "DOB", "Phone", "Service", "Date", "Urgency", "Reason")


def main() -> None:
    """A sheet of a thousand referrals, whole, in turn with the others."""
    rows = [_row(number) for number in range(_ROWS)]
    text = io.StringIO()
    csv.writer(text).writerows((_HEADER, *rows))
    sheet, book = text.getvalue().encode(), workbook([_HEADER, *rows])
    adapter = CsvAdapter()
    codec = adapter.codec(adapter.profile.model_validate({"organisation": "haven"}))
    assert isinstance(codec, FileCodec)
    whole: FileCodec = codec
    compare(
        f"{_ROWS} referral rows, CSV, {len(sheet):,} bytes",
        {
            "split and decode to FHIR (ours)": lambda: _decoded(whole, sheet),
            "split only (ours)": lambda: len(whole.split(sheet).parts),
            "csv module and a pydantic form": lambda: _plain(sheet),
        },
    )
    compare(
        f"{_ROWS} referral rows, XLSX, {len(book):,} bytes",
        {
            "split and decode to FHIR (ours)": lambda: _decoded(whole, book),
            "split only (ours)": lambda: len(whole.split(book).parts),
            "openpyxl read-only, no checks": lambda: _opened(book),
        },
        rounds=3,
    )


def _decoded(codec: FileCodec, raw: bytes) -> int:
    parts = codec.split(raw).parts
    assert all(codec.decode(it.raw, received_at=AT).outcome is Outcome.ACCEPTED for it in parts)
    return len(parts)


def _plain(raw: bytes) -> int:
    """What a script would do: no FHIR, no formulas, no doubles, no doubtful dates."""
    count = 0
    for row in csv.DictReader(io.StringIO(raw.decode())):
        day, month, year = row["DOB"].split("/")
        person = {
            "nhs_number": row["NHS no"],
            "family_name": row["Surname"],
            "given_name": row["First name"],
            "birth_date": f"{year}-{month}-{day}",
            "phone": row["Phone"],
        }
        form = {"kind": "referral", "patient": person, "to": row["Service"], "reason": row["Reason"]}
        Referral.model_validate(form | {"reference": row["Ref"], "urgency": row["Urgency"]}, strict=False)
        count += 1
    return count


def _opened(raw: bytes) -> int:
    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


def _row(number: int) -> tuple[str, ...]:
    reason = "Low mood, not sleeping, would like somebody to talk to in the evenings"
    born = f"{number % 28 + 1:02}/04/1990"
    return (f"R{number}", "9991234500", "EXAMPLE", "SAM", born, "07700 900001", "cafe", "28/02/2026", "urgent", reason)


if __name__ == "__main__":
    main()
