"""What a request states besides who and what for: links, agreements, flags, in the words that people use for them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from consent.errors import ConsentUnreadable
from consent.periods import span

_WORDS = {
    "link": "live_link linked referral live_referral active_referral caseload on_caseload under_care walk_in "
    "relationship live_relationship legitimate_relationship",
    "agreement": "sharing_agreement data_sharing_agreement information_sharing_agreement signed_agreement dsa isa",
    "restricted": "s_flag sflag pds_flag pds_restricted restricted_record sensitive",
    "override": "break_glass break_the_glass breakglass btg emergency_override",
    "capacity_lacking": "lacks_capacity lack_of_capacity no_capacity",
    "identity_uncertain": "uncertain_identity unverified_identity identity_unverified",
    "unsafe_carer": "unsafe_carers carer_unsafe carers_unsafe flagged_unsafe unsafe",
    "already_knows": "known knows known_to_carer carer_knows known_list",
    "commissioned": "commissioned_for_care",
    "capacity": "has_capacity",
    "anonymous": "anonymous_caller",
}
_NAMES = {other: name for name, others in _WORDS.items() for other in (name, *others.split())}
_CLOSING = {
    **dict.fromkeys(("restricted", "identity_uncertain", "unsafe_carer", "anonymous"), True),
    "commissioned": False,
}
"""What closes, yes or no, counts wherever in the request it is said; of the rest, what is said first."""
_STARTS = ("since", "start", "from", "begins", "valid_from")
_ENDS = ("until", "end", "expires", "to", "expiry", "valid_until", "valid_to")
_ENDINGS = "ended closed discharged declined rejected revoked withdrawn terminated cancelled expired"
_OVER = tuple(f"{word}{rest}" for word in _ENDINGS.split() for rest in ("", "_at", "_on"))
"""What ends a fact: at a date, or at once where there is another word than no."""
_SO = (
    "true yes y 1 live active current open accepted in_force valid signed executed referral referred caseload "
    "on_caseload walk_in visit direct legitimate granted approved"
)
_NOT_SO = "false no n 0 none null absent unrestricted normal u safe verified certain"
_YES, _NO = frozenset(_SO.split()), frozenset(_NOT_SO.split())


@dataclass(frozen=True, slots=True)
class Told:
    """Every fact that a request states, by its one name."""

    facts: Mapping[str, Any]
    at: datetime

    def holds(self, name: str) -> bool:
        """True when the request says so in a word for yes, now; whatever else it says opens nothing."""
        return _is_so(self.facts.get(name), self.at)

    def may_hold(self, name: str) -> bool:
        """True unless the request leaves it out or says no: for what closes."""
        value = self.facts.get(name)
        return value is not None and value is not False and folded(value) not in {*_NO, ""}

    def part(self, name: str) -> Mapping[str, Any]:
        """The fact, where it is an object; empty where it is not."""
        value = self.facts.get(name)
        return {folded(key): it for key, it in value.items()} if isinstance(value, dict) else {}


def tell(at: datetime, *places: Any) -> Told:
    """Collect the facts from the parts of a request in which they may stand."""
    found: dict[str, Any] = {}
    for place in places:
        for key, value in _pairs(place):
            name = _NAMES.get(folded(key), "")
            if name not in found or Told({name: value}, at).may_hold(name) is _CLOSING.get(name):
                found[name] = value
    for name, value in _closing(places):
        if Told({name: value}, at).may_hold(name) is _CLOSING[name]:
            found[name] = value
    return Told({name: it for name, it in found.items() if name}, at)


def _closing(places: Iterable[Any]) -> Iterable[tuple[str, Any]]:
    """What closes, at whatever depth of the request it is said, by a key, by a denial or by a word among flags."""
    waiting: list[tuple[str, Any]] = [("", it) for it in places]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict) and "resourceType" not in value:
            waiting += ((folded(it), one) for it, one in value.items())
        elif isinstance(value, list):
            waiting += ((key, it) for it in value)
        elif isinstance(value, str) and key in _FLAGS:
            key, value = folded(value), True
        name = _NAMES.get(key, "")
        if name in _CLOSING:
            yield name, value
        elif key in _DENIED:
            name = _DENIED[key]
            yield name, folded(value) not in _YES if _CLOSING[name] else folded(value) in _NO


_FLAGS = frozenset({"flag", "flags", "alert", "alerts", "marker", "markers"})
_DENIED = {
    **dict.fromkeys(("identity_verified", "identity_confirmed", "verified_identity"), "identity_uncertain"),
    **dict.fromkeys(("uncommissioned", "not_commissioned"), "commissioned"),
}
"""Keys that say the opposite of a fact that closes."""


def folded(text: object) -> str:
    """Small letters without accents, words joined by `_`."""
    bare = unicodedata.normalize("NFKD", str(text)).encode("ascii", "ignore").decode()
    return "_".join("".join(it if it.isalnum() else " " for it in bare.lower()).split())


def _pairs(place: Any) -> Iterable[tuple[str, Any]]:
    """The facts of an object; words in a list are facts that are so."""
    if isinstance(place, dict):
        yield from place.items()
    elif isinstance(place, list):
        for it in place:
            yield from [(it, True)] if isinstance(it, str) else _pairs(it)


def _is_so(value: object, at: datetime) -> bool:
    if isinstance(value, dict):
        return _is_live(value, at)
    if isinstance(value, list):
        return any(_is_so(it, at) for it in value)
    return value is True or folded(value) in _YES


def _is_live(fact: Mapping[str, Any], at: datetime) -> bool:
    """An object is so when its status is a word for yes, or unsaid, and the moment is inside its dates."""
    said = {folded(key): it for key, it in fact.items()}
    whole = {**said, **(said["period"] if isinstance(said.get("period"), dict) else {})}
    states = [whole[key] for key in ("status", "live", "active", "in_force", "signed") if key in whole]
    starts = [whole[key] for key in _STARTS if key in whole]
    over = [whole[key] for key in _OVER if Told(whole, at).may_hold(key)]
    ends = [*over, *(whole[key] for key in _ENDS if key in whole)]
    try:
        begun = all(span(it).first <= at for it in starts)
        return bool(fact) and begun and all(at <= span(it).last for it in ends) and all(_is_so(it, at) for it in states)
    except ConsentUnreadable:
        return False
