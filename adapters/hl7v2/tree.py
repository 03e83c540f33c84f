"""The tree of one HL7 v2 message and how its places are named and read."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias


class Parts(list[str]):
    """The subcomponents of one component, and the sign that stood between them."""

    __slots__ = ("sign",)

    def __init__(self, values: Iterable[str], sign: str = "&") -> None:
        super().__init__(values)
        self.sign = sign

    @property
    def whole(self) -> str:
        """All of it as it was written, without the signs at its end; empty when no part says anything."""
        return self.sign.join(self).rstrip(self.sign) if any(it and it != DELETE for it in self) else ""


Component: TypeAlias = str | Parts
"""A value, or its subcomponents when there are several."""
Repetition: TypeAlias = Sequence[Component]
Field: TypeAlias = str | Sequence[Repetition]
"""A plain value (one repetition of one component), or its repetitions."""
Row: TypeAlias = list[Field]
"""One segment: index 0 is its name, index n is field n (MSH-1 is the field separator)."""

DELETE = '""'
"""The value that says: delete what you have."""


@dataclass(frozen=True, slots=True)
class Delimiters:
    """The five characters that MSH-1 and MSH-2 declare; `escape` may be empty when none was declared."""

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    @property
    def encoding(self) -> str:
        """MSH-2 as it stands in a message."""
        return self.component + self.repetition + self.escape + self.subcomponent


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment and which of its name it is, counted from 1."""

    row: Row
    ordinal: int

    @property
    def name(self) -> str:
        """The three letters."""
        return str(self.row[0])

    def text(self, field: int, component: int = 1, subcomponent: int = 0) -> str:
        """One value of the first repetition, as `at` reads it; empty when it is not there."""
        if field >= len(self.row):
            return ""
        found = self.row[field]
        if not isinstance(found, str):
            return at(found[0], component, subcomponent)
        return "" if found == DELETE or component > 1 or subcomponent > 1 else found.strip()

    def deletes(self, field: int, *beside: int) -> bool:
        """True when the sender says: delete what you have in this field, in one or part by part.

        `beside` are components that only say of which kind it is.
        """
        found = self.row[field] if field < len(self.row) else ""
        if isinstance(found, str):
            return found == DELETE
        said = (part for it in found for number, part in enumerate(it, 1) if part and number not in beside)
        return next(said, "") == DELETE and all(part == DELETE for part in said)

    def repeats(self, field: int) -> Sequence[Repetition]:
        """The repetitions of a field; none when the field is empty."""
        if field >= len(self.row):
            return []
        found = self.row[field]
        if isinstance(found, str):
            return [[found]] if found else []
        return found

    def where(self, field: int, component: int = 0, *, repetition: int = 0) -> str:
        """The name of a place in this segment: `PID-3[2].1`; repetition and component 0 are left out."""
        name = self.name if self.ordinal == 1 else f"{self.name}[{self.ordinal}]"
        again = f"[{repetition}]" if repetition > 1 else ""
        return f"{name}-{field}{again}" + (f".{component}" if component else "")


@dataclass(frozen=True)
class Message:
    """A parsed message: its segments in order, and how it was written."""

    rows: list[Row]
    delimiters: Delimiters
    charset: str
    _asked: set[str] = field(default_factory=set, compare=False, repr=False)

    @cached_property
    def _by_name(self) -> dict[str, list[Segment]]:
        found: dict[str, list[Segment]] = {}
        for row in self.rows:
            same = found.setdefault(str(row[0]), [])
            same.append(Segment(row, len(same) + 1))
        return found

    def all(self, name: str) -> Sequence[Segment]:
        """Every segment of a name, in order."""
        self._asked.add(name)
        return self._by_name.get(name, ())

    def among(self, *names: str) -> Iterator[Segment]:
        """Every segment of these names, in the order of the message."""
        self._asked.update(names)
        seen = dict.fromkeys(names, 0)
        for row in self.rows:
            if (name := str(row[0])) in seen:
                seen[name] += 1
                yield Segment(row, seen[name])

    def behind(self, first: str, other: str) -> dict[int, list[Segment]]:
        """The segments of one name that stand right behind one of another, by which of that name it is."""
        found: dict[int, list[Segment]] = {}
        seen, last = {first: 0, other: 0}, 0
        for row in self.rows:
            name = str(row[0])
            if name in seen:
                seen[name] += 1
            if name != other:
                last = seen[first] if name == first else 0
            elif last:
                found.setdefault(last, []).append(Segment(row, seen[other]))
        return found

    def repeated(self, names: Sequence[str]) -> list[str]:
        """Those of these names that stand in it more than once."""
        return [it for it in names if len(self._by_name.get(it, ())) > 1]

    def unread(self) -> list[str]:
        """The names of the segments that nobody has asked for so far, in order."""
        return [it for it in self._by_name if it not in self._asked]

    def first(self, name: str) -> Segment | None:
        """The first segment of a name."""
        found = self.all(name)
        return found[0] if found else None

    def first_or_empty(self, name: str) -> Segment:
        """The first segment of a name; one without fields where there is none."""
        return self.first(name) or Segment([name], 1)

    @cached_property
    def header(self) -> Segment:
        """MSH."""
        return Segment(self.rows[0], 1)


def words(segment: Segment, field: int, delimiters: Delimiters) -> str:
    """Free text: one line for each repetition, put together again where the writer forgot to escape a separator."""
    lines = (_whole(it, delimiters) for it in segment.repeats(field))
    return "\n".join("" if it == DELETE else it for it in lines)


def at(repetition: Repetition, component: int, subcomponent: int = 0) -> str:
    """One value of a repetition, counted from 1, trimmed; empty when absent or when it is the delete sign.

    Without a subcomponent it is the whole component: few have parts, and an `&` in any other is one that its writer
    forgot to escape, as in `A&E`.
    """
    if component > len(repetition):
        return ""
    found = repetition[component - 1]
    if not isinstance(found, str):
        found = "".join(found[subcomponent - 1 : subcomponent]) if subcomponent else found.whole
    elif subcomponent > 1:
        return ""
    return "" if found == DELETE else found.strip()


def leading(repetition: Repetition, component: int) -> str:
    """A component of which the first part says it all, as a street or a surname; all of it where that part is empty.

    A sign with a blank beside it is one that its writer forgot to escape: `FLAT 1 & 2`.
    """
    found = repetition[component - 1] if component <= len(repetition) else ""
    if isinstance(found, str) or any(it != it.strip() for it in found):
        return at(repetition, component)
    return at(repetition, component, 1) or " ".join(it for it in found if it and it != DELETE)


def _whole(repetition: Repetition, delimiters: Delimiters) -> str:
    parts = (it if isinstance(it, str) else delimiters.subcomponent.join(it) for it in repetition)
    return delimiters.component.join(parts)
