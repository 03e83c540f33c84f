"""The codec of spreadsheets: one row is one message."""

from collections.abc import Mapping
from datetime import datetime

from adapters.contract import (
    Decoded,
    Issue,
    Outcome,
    Parts,
    Released,
    Rendition,
    Returned,
    Severity,
    Unsendable,
    Verdict,
)
from adapters.csv import reading
from adapters.csv.columns import Columns, column_map, columns
from adapters.csv.message import message
from adapters.csv.profile import CsvProfile
from adapters.csv.returned import returned
from adapters.csv.split import split
from adapters.csv.table import Unreadable
from adapters.forms import translate

_REMEMBERED = 64


class CsvCodec:
    """Reads a heading row and one row below it, whatever the file was kept in."""

    def __init__(self, profile: CsvProfile) -> None:
        self._profile = profile
        self._alone = profile.model_copy(update={"header_row": 1, "delimiter": "auto"})
        self._map = column_map(profile)
        self._seen: dict[tuple[str, ...], Columns] = {}

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """One row with its headings; what is wrong stands in `issues` by column."""
        try:
            table = reading.table(raw, self._alone, self._map)
            found = self._columns(table.header)
        except Unreadable as refused:
            return self._refused(refused.issue)
        if len(table.lines) != 1:
            text = f"has {len(table.lines)} rows; one message is one row: send the file as a whole"
            return self._refused(Issue(Severity.ERROR, "structure", "file", text))
        row = table.lines[0]
        if row.fault is not None:
            return self._refused(row.fault)
        return message(row.cells, found, self._map, self._profile, raw=raw, received_at=received_at)

    def split(self, raw: bytes) -> Parts:
        """Every row of a file as a message of its own."""
        return split(raw, self._profile, self._map)

    def returned(self, raw: bytes, reasons: Mapping[int, str]) -> Returned:
        """The rows that were not taken, as a file of the same shape with a reason for each."""
        return returned(raw, reasons, self._profile, self._map)

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """What became of the row, with every issue."""
        return translate.reply(verdict)

    def encode(self, released: Released) -> Rendition:
        """Raises `Unsendable`: no wire takes a sheet to anybody; who may see what is in it downloads it."""
        raise Unsendable("spreadsheets only come in")

    def _columns(self, header: tuple[str, ...]) -> Columns:
        """The columns of these headings; most rows of a sheet have the same ones."""
        found = self._seen.get(header)
        if found is None:
            found = columns(header, self._map)
            self._seen = {**(self._seen if len(self._seen) < _REMEMBERED else {}), header: found}
        return found

    def _refused(self, issue: Issue) -> Decoded:
        return Decoded(Outcome.REFUSED, self._map.ready.kind, "", issues=(issue,))
