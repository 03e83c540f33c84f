"""What a definition says of one extension."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """An extension inside it, by its short name, with the forms of its value."""

    name: str
    forms: tuple[str, ...]
    is_needed: bool = False
    is_single: bool = False


@dataclass(frozen=True, slots=True)
class Defined:
    """The forms of its value, or its parts."""

    forms: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    needs_value: bool = False
