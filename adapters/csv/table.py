"""A file as a table of texts, whatever it was kept in."""

import re
from dataclasses import dataclass

from adapters.contract import Issue, Severity

NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has, and that neither FHIR nor XML can carry."""


@dataclass(frozen=True, slots=True)
class Line:
    """One row with something in it."""

    number: int
    """As a spreadsheet counts: the first row of the file is 1."""
    line: int
    """The line of a text file on which it begins; in a workbook the same as `number`."""
    cells: tuple[str, ...]
    fault: Issue | None = None
    """Why it cannot be read as a row."""


@dataclass(frozen=True, slots=True)
class Table:
    """The heading row and the rows below it."""

    header: tuple[str, ...]
    lines: tuple[Line, ...]
    delimiter: str
    """What stood between two cells; `,` for a workbook."""
    remarks: tuple[Issue, ...] = ()
    """What of the file is not read, and refuses nothing."""


class Unreadable(Exception):
    """The file cannot be read as a table; `issue` says why and how to mend it."""

    def __init__(self, code: str, where: str, message: str) -> None:
        super().__init__(f"{where}: {message}")
        self.issue = Issue(Severity.ERROR, code, where, message)


def letter(index: int) -> str:
    """The name that spreadsheets give a column: 0 is A, 26 is AA."""
    name = ""
    at = index + 1
    while at:
        at, rest = divmod(at - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
