"""FHIR's choice elements (`value[x]`): of `valueString`, `valueCode`, ... at most one, and one where it must be."""

from collections.abc import Callable
from functools import cache
from operator import attrgetter
from typing import Any

from msgspec import UNSET, Struct

from schemas.fhir.extensions import Look, looks

Choices = tuple[tuple[bool, tuple[str, ...]], ...]
"""For each choice element: whether it must be there, and the names that it can go by."""

EXTENSION = "Extension"


def one_of_each(choices: Choices) -> Callable[[Struct], None]:
    """What runs on every object of a class: raises ValueError when a choice element stands twice or is missing."""
    if len(choices) == 1:
        return _one_of(*choices[0])
    readers = [(needed, attrgetter(*members), len(members), members) for needed, members in choices]

    def checked(found: Struct) -> None:
        for needed, read, most, members in readers:
            given = most - read(found).count(UNSET)
            if given > 1:
                raise ValueError("more than one form of a choice element")
            if needed and not given and not _extended(found, members):
                raise ValueError("a choice element is missing")

    return checked


def _one_of(needed: bool, members: tuple[str, ...]) -> Callable[[Struct], None]:
    """The same for a class with one choice element, as most are."""
    read, most = attrgetter(*members), len(members)

    def checked(found: Struct) -> None:
        given = most - read(found).count(UNSET)
        if given == 1 or not (given or needed) or (not given and _extended(found, members)):
            return
        raise ValueError("a choice element is missing or stands in more than one form")

    return checked


def value_or_extensions(choices: Choices) -> Callable[[Struct], None]:
    """The same for an Extension, which has a value or extensions inside it, never both or neither, as defined."""
    ((_, members),) = choices
    read, most = attrgetter("extension", *members), len(members) + 1

    def checked(found: Struct) -> None:
        values = read(found)
        given = most - values.count(UNSET)
        has_value = given == 1 and values[0] is UNSET
        if not has_value and (given > 1 or (given == 1) == _extended(found, members)):
            raise ValueError("an extension needs one value or extensions, not both")
        look = _defined(type(found)).get(getattr(found, "url", ""))
        if look is not None and not look(found):
            raise ValueError("an extension is not as it is defined")

    return checked


def faults(value: dict[str, Any], choices: Choices) -> list[tuple[str, str]]:
    """The choice elements that are wrong in a plain dictionary: (name, what is wrong)."""
    wrong = []
    for needed, members in choices:
        given = [it for it in members if it in value]
        if len(given) > 1:
            wrong.append((stem(members), "stands in more than one form; send only one"))
        if needed and not given and not any("_" + it in value for it in members):
            wrong.append((stem(members), "is missing; send one of its forms"))
    return wrong


def extension_fault(value: dict[str, Any]) -> str | None:
    """Invariant ext-1: an extension has a value or extensions inside, never both, never neither."""
    has_value = any(it.lstrip("_").startswith("value") for it in value)
    return None if has_value != ("extension" in value) else "needs either a value or extensions inside it"


def stem(members: tuple[str, ...]) -> str:
    """The name that the members share: (`valueString`, `valueCode`) -> `value[x]`."""
    shortest, longest = min(members), max(members)
    at = next((i for i, it in enumerate(shortest) if it != longest[i]), len(shortest))
    while at and not (at < len(shortest) and shortest[at].isupper()):
        at -= 1
    return f"{shortest[:at]}[x]"


def _extended(found: Struct, members: tuple[str, ...]) -> bool:
    read, nothing = _beside(type(found), members)
    return read(found) != nothing


@cache
def _defined(cls: type[Struct]) -> dict[str, Look]:
    return looks(cls.__struct_fields__)


@cache
def _beside(cls: type[Struct], members: tuple[str, ...]) -> tuple[Callable[[Struct], object], tuple[object, ...]]:
    """Reads what stands beside the forms that are primitives, each twice, as one alone is no tuple; and nothing."""
    names = [it for it in (f"{one}__element" for one in members) if it in cls.__struct_fields__]
    return attrgetter(*names, *names) if names else lambda _: (), (UNSET,) * 2 * len(names)
