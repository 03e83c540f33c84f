"""The ready column maps, one TOML file each: which headings are known, and what they mean."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

NAMES = ("referral", "contact-log", "carer-consent", "day-provider")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a map."""

    field: str
    headings: tuple[str, ...]
    means: str


@dataclass(frozen=True, slots=True)
class ReadyMap:
    """A column map as it comes with the gateway."""

    name: str
    title: str
    kind: str
    """The kind of form that a row becomes."""
    needed: tuple[tuple[str, ...], ...]
    """Fields without which no row can be read; of several in a group, one is enough."""
    columns: tuple[Column, ...]

    @property
    def fields(self) -> tuple[str, ...]:
        """The names of its fields, in order."""
        return tuple(it.field for it in self.columns)

    def heading(self, field: str) -> str:
        """The first known heading of a field."""
        return next(it.headings[0] for it in self.columns if it.field == field)


@cache
def load(name: str) -> ReadyMap:
    """The ready map of this name."""
    told = tomllib.loads((resources.files(__package__) / f"{name}.toml").read_text("utf-8"))
    columns = tuple(Column(it["field"], tuple(it["headings"]), it["means"]) for it in told["column"])
    needed = tuple(tuple(it.split("|")) for it in told["needed"])
    return ReadyMap(name, told["title"], told["kind"], needed, columns)
