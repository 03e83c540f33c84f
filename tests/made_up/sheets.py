"""Made-up sheets of a charity, and the codec that reads them."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import openpyxl

from adapters.contract import FileCodec, Parts
from adapters.csv.adapter import CsvAdapter

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
