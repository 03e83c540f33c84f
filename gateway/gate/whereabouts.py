"""Of a restricted person: every word by which a record tells where they are is blanked wherever it stands in text."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import orjson

from schemas.fhir import Resource

_WITHHELD = "[withheld]"
_PLACES = ("line", "text", "postalCode")
_SHORTEST = 6
_PIECE = re.compile(r"[^\W_]+")


def hidden(shown: Resource, records: Sequence[bytes]) -> Resource:
    """The same with the addresses, numbers and mailboxes of the person's own records blanked in every text.

    Of records as they were before too: an address is taken off them when the person is restricted.
    """
    known = frozenset(word for one in records for word in _told(orjson.loads(one)))
    made: Resource = _blanked(shown, _pattern(known)) if known else shown
    return made


def _told(person: Resource) -> Iterator[str]:
    for address in person.get("address", ()):
        for name in _PLACES:
            said = address.get(name, ())
            yield from [said] if isinstance(said, str) else said
    yield from (one["value"] for one in person.get("telecom", ()) if isinstance(one.get("value"), str))


@lru_cache(maxsize=256)
def _pattern(known: frozenset[str]) -> re.Pattern[str] | None:
    """Each with any spaces and signs between its pieces, in any case; what is too short would blank common words."""
    pieces = [_PIECE.findall(one) for one in known if sum(map(str.isalnum, one)) >= _SHORTEST]
    forms = sorted((r"[\W_]*".join(map(re.escape, one)) for one in pieces if one), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE) if forms else None


def _blanked(value: Any, pattern: re.Pattern[str] | None) -> Any:
    if isinstance(value, dict):
        return {name: it if name == "id" else _blanked(it, pattern) for name, it in value.items()}
    if isinstance(value, list):
        return [_blanked(it, pattern) for it in value]
    return pattern.sub(_WITHHELD, value) if isinstance(value, str) and pattern is not None else value
