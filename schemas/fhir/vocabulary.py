"""The words of our tables of codes, and published addresses: messages here hold these more often than any others."""

from collections.abc import Iterator
from enum import EnumType

from schemas import policy_words
from schemas.codes import mhsds, nwd, published, snomed, systems, uk_core, v2_document, v2_event, v2_person

_TABLES = (mhsds, nwd, policy_words, published, snomed, systems, uk_core, v2_document, v2_event, v2_person)


def _all() -> Iterator[str]:
    for table in _TABLES:
        for name, value in vars(table).items():
            if not name.startswith("__"):
                yield from _words(value)


def _words(value: object) -> Iterator[str]:
    """What is a word, and no sentence to people."""
    if isinstance(value, str):
        yield from (str(value),) if len(value.split()) == 1 else ()
    elif isinstance(value, dict):
        yield from _words((*value.keys(), *value.values()))
    elif isinstance(value, tuple | set | frozenset | EnumType):
        for it in value:
            yield from _words(it)


_SORTED = sorted({*_all()})
CODES = tuple(it for it in _SORTED if ":" not in it)
SYSTEMS = tuple(it for it in _SORTED if ":" in it or it in published.INSIDE)
"""Code systems, identifier systems and extensions."""
