"""Which of a person's carers may be one who is recorded as unsafe, by whatever record they are told of."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from schemas.fhir import Resource

_LAST_DIGITS = 9
"""What a telephone number ends in, with or without the code of the country."""


def unsafe(marked: frozenset[str], carers: Mapping[str, Resource]) -> frozenset[str]:
    """Those marked, and every other record, of any sender, that may be of one of them: doubt tells nobody anything."""
    known = [carers[one] for one in marked if one in carers]
    return marked | {one for one, said in carers.items() if any(_may_be_one(said, other) for other in known)}


def _may_be_one(one: Resource, other: Resource) -> bool:
    """The same name as far as both say one, or a number or mailbox that both have."""
    names = ((left, right) for left in _names(one) for right in _names(other))
    return any(_agree(left, right) for left, right in names) or bool(_reached(one) & _reached(other))


def _agree(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return all(not left or not right or left == right for left, right in zip(one, other, strict=True))


def _names(carer: Resource) -> Iterator[tuple[str, str]]:
    """Family name and first given name, in letters alone; both empty where nothing is said."""
    for name in carer.get("name", ()) or [{}]:
        yield _letters(str(name.get("family", ""))), _letters(str(next(iter(name.get("given", ())), "")))


def _letters(text: str) -> str:
    return "".join(filter(str.isalpha, unicodedata.normalize("NFKD", text).casefold()))


def _reached(carer: Resource) -> frozenset[str]:
    return frozenset(_number(one) for one in _values(carer.get("telecom", ())))


def _values(points: Iterable[Resource]) -> Iterator[str]:
    return (one["value"] for one in points if isinstance(one.get("value"), str))


def _number(value: str) -> str:
    """A mailbox in small letters, a number by its last digits."""
    digits = "".join(filter(str.isdecimal, value))
    return value.casefold().strip() if "@" in value else digits[-_LAST_DIGITS:] or value.casefold()
