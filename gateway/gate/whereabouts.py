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
    """The same with the addresses, numbers and mailboxes that records hold blanked in every text.

    The records are the person's, those of whom they live with or visit, and of places, as they are and as they were:
    an address is taken off when the person is restricted.
    """
    known = frozenset(word for one in records for word in _told(orjson.loads(one)))
    made: Resource = _blanked(shown, _pattern(known)) if known else shown
    return made


def _told(record: Resource) -> Iterator[str]:
    """A person's own, those of their contacts, and of a place its name as well."""
    if isinstance(record.get("name"), str):
        yield record["name"]
    for address in _each(record.get("address", ())):
        for name in _PLACES:
            said = address.get(name, ())
            yield from [said] if isinstance(said, str) else said
    yield from (one["value"] for one in record.get("telecom", ()) if isinstance(one.get("value"), str))
    for contact in record.get("contact", ()):
        yield from _told({name: it for name, it in contact.items() if name != "name"})


def _each(value: Any) -> Sequence[Any]:
    """A contact and a place have one address, a person several."""
    return [value] if isinstance(value, dict) else value


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
