"""Which column of a sheet is which field: the ready map, with what a charity's profile says otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adapters.csv import ready
from adapters.csv.profile import CsvProfile
from adapters.csv.ready import ReadyMap
from adapters.csv.table import Unreadable, letter
from adapters.csv.words import folded

REASON = "Why it was not taken"
"""The column that a returned file has behind its own; left out when the file comes again."""
SPREAD = {"address": ", ", "note": "\n"}
"""Fields that a sheet may spread over several columns, and what stands between their parts."""
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The column map of one charity."""

    ready: ReadyMap
    by_heading: Mapping[str, str]
    """Folded heading to field."""
    left_out: frozenset[str]
    fixed: Mapping[str, str]

    def known(self, cells: Sequence[str]) -> int:
        """How many of these cells are headings of the map."""
        return sum(key(it) in self.by_heading for it in cells)


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of one sheet."""

    fields: Mapping[str, int]
    """Field to position."""
    further: tuple[tuple[str, int], ...]
    """Fields that the sheet spreads over several columns, with each further position."""
    names: tuple[str, ...]
    """What each column is called in an issue; a heading that may be a cell of a sheet without headings is a letter."""
    strange: tuple[int, ...]
    """Positions that are neither in the map nor left out on purpose."""
    ordered: tuple[int, ...]
    """Positions that are not left out on purpose: in the order of the map, then those not in it."""


def key(heading: str) -> str:
    """A heading without what people vary, also its spaces: `D.O.B.` and `FirstName` are what they seem."""
    return folded(heading).replace(" ", "")


def column_map(profile: CsvProfile) -> ColumnMap:
    """The ready map of a profile with the profile's own headings, which come first."""
    which = ready.load(profile.map)
    known = {key(heading): it.field for it in which.columns for heading in it.headings}
    own = {key(heading): field for heading, field in profile.columns.items()}
    left_out = frozenset(map(key, (*profile.ignore, REASON)))
    kept = {heading: field for heading, field in (known | own).items() if heading not in left_out}
    return ColumnMap(which, kept, left_out, profile.fixed)


def columns(header: Sequence[str], known: ColumnMap) -> Columns:
    """Which column is which. Raises `Unreadable` where two are the same or none is known."""
    fields: dict[str, int] = {}
    strange: list[int] = []
    further: list[tuple[str, int]] = []
    for at, heading in enumerate(header):
        field = known.by_heading.get(key(heading))
        if field is None:
            if key(heading) not in known.left_out:
                strange.append(at)
        elif field in fields and field in SPREAD:
            further.append((field, at))
        elif field in fields:
            where = f"columns {letter(fields[field])} and {letter(at)}"
            raise Unreadable("duplicate", where, f"both are `{field}`; take one out, or put it under ignore")
        else:
            fields[field] = at
    if not fields:
        first = ", ".join(f"`{it.headings[0]}`" for it in known.ready.columns[:4])
        text = f"has no heading that the map knows; it expects {first}, ...; if it stands lower, set header_row"
        raise Unreadable("structure", "heading row", text)
    names = tuple(_name(it, at, key(it) in known.by_heading) for at, it in enumerate(header))
    order = {it: n for n, it in enumerate(known.ready.fields)}
    ordered = [fields[it] for it in sorted(fields, key=lambda it: order[it])]
    ordered += [*(at for _, at in further), *sorted(strange, key=lambda it: header[it])]
    return Columns(fields, tuple(further), names, tuple(strange), tuple(ordered))


def missing(found: Columns, known: ColumnMap) -> Unreadable | None:
    """What the sheet lacks so that no row of it could be read; None when nothing."""
    here = found.fields.keys() | known.fixed.keys()
    lacking = [group for group in known.ready.needed if not here & set(group)]
    if not lacking:
        return None
    named = "; ".join(" or ".join(f"`{known.ready.heading(it)}`" for it in group) for group in lacking)
    others = [found.names[it] for it in found.strange if found.names[it]]
    seen = f"; not recognised: {', '.join(others)}" if others else ""
    return Unreadable("required", "heading row", f"lacks {named}; name its columns so or map them in the profile{seen}")


def _name(heading: str, at: int, is_known: bool) -> str:
    harmless = len(heading) <= _LONGEST_HEADING and heading and not any(mark.isdigit() for mark in heading)
    return f"column `{heading}`" if is_known or harmless else f"column {letter(at)}"
