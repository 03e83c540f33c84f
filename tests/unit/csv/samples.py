"""Rows of spreadsheets that tests change, and what is read from them."""

from datetime import UTC, datetime
from typing import Any

from adapters.contract import Decoded
from adapters.csv.adapter import CsvAdapter

AT = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
GOOD = {
    "Our ref": "R1", "NHS no": "999 123 4500", "Surname": "EXAMPLE", "First name": "SAM", "DOB": "17/04/1990",
    "Service": "cafe", "Date": "28/02/2026", "Reason": "Low mood",
}  # fmt: skip
CONTACT = {
    "Surname": "EXAMPLE", "First name": "SAM", "DOB": "17/04/1990", "NHS no": "9991234500", "Service": "cafe",
    "Date": "28/02/2026", "Attended": "Y",
}  # fmt: skip
CONSENT = {
    "Surname": "EXAMPLE", "First name": "SAM", "DOB": "17/04/1990", "NHS no": "9991234500",
    "Carer name": "EXAMPLE, Kim", "Agreed": "Y", "Date": "28/02/2026", "May know": "care plan",
}  # fmt: skip


def decoded(cells: dict[str, str], **profile: Any) -> Decoded:
    """What the codec makes of a sheet with this one row."""
    adapter = CsvAdapter()
    lines = (",".join('"' + it.replace('"', '""') + '"' for it in row) for row in (cells, cells.values()))
    codec = adapter.codec(adapter.profile.model_validate({"organisation": "haven"} | profile))
    return codec.decode("\r\n".join(lines).encode(), received_at=AT)


def resources(found: Decoded, kind: str) -> list[dict[str, Any]]:
    """The resources of one type."""
    entries = (found.bundle or {}).get("entry", [])
    return [it["resource"] for it in entries if it["resource"]["resourceType"] == kind]


def said(found: Decoded) -> list[str]:
    """Where and what of every issue."""
    return [f"{it.severity} {it.where}: {it.message}" for it in found.issues]
