"""Whether somebody confirmed with the person, or their family, that a Consent is theirs."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consent.periods import Span, span


@dataclass(frozen=True, slots=True)
class _Look:
    place: int
    confirmed: bool
    on: Span | None


def is_verified(listed: Sequence[Mapping[str, Any]]) -> bool:
    """True unless somebody looked and nobody could ever confirm."""
    return not listed or any(it.confirmed for it in _looks(listed))


def is_doubted(listed: Sequence[Mapping[str, Any]]) -> bool:
    """True where somebody could not confirm it, and nobody is known to have done so after that."""
    looks = list(_looks(listed))
    failed = [it for it in looks if not it.confirmed]
    return not any(it.confirmed and all(_is_before(one, it) for one in failed) for it in looks) and bool(failed)


def _looks(listed: Iterable[Mapping[str, Any]]) -> Iterable[_Look]:
    for place, it in enumerate(listed):
        on = span(it["verificationDate"]) if "verificationDate" in it else None
        yield _Look(place, it.get("verified") is True, on)


def _is_before(one: _Look, other: _Look) -> bool:
    """By date where both have one, else by their order."""
    if one.on is None or other.on is None:
        return one.place < other.place
    return one.on.last < other.on.first
