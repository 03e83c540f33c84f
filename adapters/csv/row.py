"""The cells of one row by field, read one by one; what is wrong is gathered, so that a row says it all at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TypeVar

from adapters.contract import Issue, Severity
from adapters.csv import words
from adapters.csv.ready import ReadyMap
from adapters.forms.fields import Mend
from schemas.past import birth_doubt

_T = TypeVar("_T")
_WHOLE = {
    "family_name": "name",
    "given_name": "name",
    "carer_family_name": "carer_name",
    "carer_given_name": "carer_name",
}
"""The column that holds both parts of a name, where they have none of their own."""


@dataclass(slots=True)
class Row:
    """One row while it is read."""

    said: Mapping[str, str]
    """Field to what its cell says; empty cells are not here."""
    names: Mapping[str, str]
    """Field to the name of its column."""
    own_words: Mapping[str, Mapping[str, str]]
    ready: ReadyMap
    received_at: datetime
    issues: list[Issue] = field(default_factory=list)
    whole_days: set[str] = field(default_factory=set)
    """Fields that gave a day without a time."""

    def text(self, name: str) -> str | None:
        """A cell as it is."""
        return self.said.get(name)

    def number(self, name: str) -> str | None:
        """A cell that people fill with a dash or `unknown` where they have nothing, and programs with `'` or `.0`."""
        said = self.said.get(name, "").lstrip("'")
        whole = said.removesuffix(".0") if said.removesuffix(".0").isdigit() else said
        return None if not whole or whole.casefold() in words.UNSAID | {words.DELETE} else whole

    def phone(self, name: str) -> str | None:
        """A telephone number; None where a spreadsheet has rounded it, for nobody can ring what is left."""
        said = self.number(name)
        return None if said is None or words.ROUNDED.fullmatch(said) else said

    def deletes(self, name: str) -> bool:
        """True for a cell that takes away what was told before."""
        return self.said.get(name, "").casefold() == words.DELETE

    def word(self, name: str, table: Mapping[str, _T]) -> _T | None:
        """A cell with one of a column's words."""
        said = self.said.get(name)
        if said is None:
            return None
        own = {words.folded(it): meant for it, meant in self.own_words.get(name, {}).items()}
        found = table.get(words.folded(own.get(words.folded(said), said)))
        if found is None:
            listed = ", ".join(dict.fromkeys(f"`{it}`" for it in table))
            self.wrong(name, "code-invalid", f"is not a word of this column: {listed}; the profile can add words")
        return found

    def yes(self, name: str) -> bool | None:
        """A cell that says Y or N, and says it plainly: `Y?` is neither."""
        said = self.said.get(name)
        plain = (said or "").casefold()
        if said is not None and plain not in words.YES | words.NO:
            self.wrong(name, "code-invalid", "is neither Y nor N")
        return None if said is None else plain in words.YES

    def day(self, name: str) -> date | None:
        """A date."""
        said = self.said.get(name)
        try:
            return None if said is None else words.day(said)
        except Mend as wrong:
            self.wrong(name, "value", str(wrong))
            return None

    def past_day(self, name: str) -> date | None:
        """A date that cannot lie ahead."""
        found = self.day(name)
        if found is not None and self._is_ahead(found):
            self.wrong(name, "value", "lies in the future")
        return found

    def birthday(self, name: str) -> date | None:
        """A date of birth; one that would make somebody very old is put before a person."""
        found = self.past_day(name)
        today = self.received_at.isoformat()
        if found and not self._is_ahead(found) and (doubt := birth_doubt(found.isoformat(), today)):
            self.doubt(name, "value", doubt)
        return found

    def moment(self, name: str, time_name: str) -> str | None:
        """A date with its time, as an instant that cannot lie ahead."""
        said = self.said.get(name)
        if said is None:
            return None
        try:
            found, timed = words.moment(said, self.said.get(time_name, ""))
        except Mend as wrong:
            self.wrong(name, "value", str(wrong))
            return None
        if found > self.received_at + timedelta(days=1):
            self.wrong(name, "value", "lies in the future")
        if not timed:
            self.whole_days.add(name)
        return found.isoformat()

    def wrong(self, name: str, code: str, message: str) -> None:
        """Note what refuses the row."""
        self.issues.append(Issue(Severity.ERROR, code, self.where(name), message))

    def doubt(self, name: str, code: str, message: str) -> None:
        """Note what a person should look at."""
        self.issues.append(Issue(Severity.WARNING, code, self.where(name), message))

    def note(self, name: str, message: str) -> None:
        """Note what was made of a cell, which nobody need look at."""
        self.issues.append(Issue(Severity.INFORMATION, "informational", self.where(name), message))

    def _is_ahead(self, day: date) -> bool:
        return day > (self.received_at + timedelta(days=1)).date()

    def where(self, name: str) -> str:
        """The column of a field, as the sheet calls it or as the map does."""
        return self.names.get(name) or self.names.get(_WHOLE.get(name, "")) or f"column `{self.ready.heading(name)}`"
