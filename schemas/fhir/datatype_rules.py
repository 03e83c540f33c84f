"""FHIR's invariants of data types that stand in many places: periods, quantities, contacts, attachments, timings.

Each is written once, over values, and asked of generated objects (quick pass) and of plain dictionaries (slow pass).
Source: FHIR R4 4.0.1, Data Types: per-1, qty-3, age-1, cnt-3, dis-1, drt-1, rng-2, rat-1, att-1, cpt-2, tim-1 to 10.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Final

from msgspec import UNSET, Struct

from schemas.fhir.choice import Choices, one_of_each

UCUM: Final = "http://unitsofmeasure.org"
_DAY = 10
_NEITHER = (UNSET, UNSET)
_BROKEN = "an invariant of a data type is broken"
_NO_OFFSET = frozenset({"C", "CM", "CD", "CV"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One invariant: the members that it looks at (two or more), whether they break it, and how to mend that."""

    names: tuple[str, ...]
    broken: Callable[..., bool]
    place: str
    message: str


def ruled(name: str, choices: Choices = ()) -> Callable[[Struct], None]:
    """What runs on every object of a class: raises ValueError when an invariant, or a choice element, is broken."""
    chosen = one_of_each(choices) if choices else None
    tests = [(attrgetter(*map(_attribute, it.names)), it.broken) for it in RULES[name]]
    if len(tests) == 1 and chosen is None:
        return _ruled_once(*tests[0])

    def checked(found: Struct) -> None:
        if chosen is not None:
            chosen(found)
        for read, broken in tests:
            if broken(*read(found)):
                raise ValueError(_BROKEN)

    return checked


def _ruled_once(read: Callable[[Struct], tuple[Any, ...]], broken: Callable[..., bool]) -> Callable[[Struct], None]:
    """The same for a class with one rule, as most are: these stand everywhere."""

    def checked(found: Struct) -> None:
        if broken(*read(found)):
            raise ValueError(_BROKEN)

    return checked


def faults(name: str, value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """The invariants that a plain dictionary of this class breaks: (member, how to mend it)."""
    for rule in RULES.get(name, ()):
        if rule.broken(*(value.get(it, UNSET) for it in rule.names)):
            yield rule.place, rule.message


def _attribute(name: str) -> str:
    return f"{name[1:]}__element" if name.startswith("_") else name


def _given(*values: object) -> bool:
    return any(it is not UNSET for it in values)


def ends_first(start: object, end: object) -> bool:
    """True when two dates or moments surely stand the wrong way round; of unequal precision, only by what both say."""
    if start is UNSET or end is UNSET or not (start and end):
        return False
    if not (isinstance(start, str) and isinstance(end, str)) or (start <= end and start[-1] == end[-1] == "Z"):
        return False
    if len(start) > _DAY < len(end):
        try:
            return datetime.fromisoformat(start) > datetime.fromisoformat(end)
        except (ValueError, TypeError):
            return False
    shared = min(len(start), len(end), _DAY)
    return start[:shared] > end[:shared]


def _alone(one: object, other: object) -> bool:
    return _given(one) and not _given(other)


def _no_unit(value: object, code: object, system: object) -> bool:
    return (_given(value) and not _given(code)) or (_given(system) and system != UCUM)


def _not_positive(value: object, _: object) -> bool:
    return isinstance(value, int | float) and value <= 0


def _not_whole(value: object, code: object) -> bool:
    return (_given(code) and code != "1") or (isinstance(value, float) and not value.is_integer())


def _negative(value: object, _: object) -> bool:
    return isinstance(value, int | float) and value < 0


def _turned(low: object, high: object) -> bool:
    (least, unit), (most, other) = _measured(low), _measured(high)
    return least is not None and most is not None and unit == other and least > most


def _measured(quantity: object) -> tuple[float | None, object]:
    read: Callable[[str], Any] = (
        quantity.get if isinstance(quantity, dict) else lambda name: getattr(quantity, name, UNSET)
    )
    value, code = read("value"), read("code")
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return (value if is_number else None), code if isinstance(code, str) else None


def _half(numerator: object, denominator: object, extension: object) -> bool:
    both = _given(numerator), _given(denominator)
    return not all(both) if any(both) else not _given(extension)


def _no_event(offset: object, when: object) -> bool:
    named = [it for it in when if isinstance(it, str)] if isinstance(when, list) else []
    return _given(offset) and (not _given(when) or bool(_NO_OFFSET.intersection(named)))


_UNIT = Rule(("value", "code", "system"), _no_unit, "code", "is missing, or its system is not UCUM; send both")
_CODED = Rule(
    ("code", "system", "_system"), lambda code, *system: code is not UNSET and system == _NEITHER, "system",
    "is missing; a unit's code needs its system",
)  # fmt: skip


def _needs(name: str, other: str) -> Rule:
    return Rule((name, other), _alone, other, f"is missing; `{name}` needs it")


def _not_below(name: str) -> Rule:
    return Rule((name, name), _negative, name, "is below zero")


RULES: Final[dict[str, tuple[Rule, ...]]] = {
    "Period": (Rule(("start", "end"), ends_first, "end", "is before `start`"),),
    "Quantity": (_CODED,),
    "Age": (_CODED, _UNIT, Rule(("value", "value"), _not_positive, "value", "is not above zero")),
    "Count": (_CODED, _UNIT, Rule(("value", "code"), _not_whole, "value", "is not a whole number of code `1`")),
    "Distance": (_CODED, _UNIT),
    "Duration": (
        _CODED,
        Rule(("code", "system"), lambda code, system: _given(code) and system != UCUM, "system", "is not UCUM's"),
        Rule(("code", "value"), _alone, "value", "is missing; `code` needs it"),
    ),
    "Range": (Rule(("low", "high"), _turned, "high", "is below `low`"),),
    "Ratio": (
        Rule(("numerator", "denominator", "extension"), _half, "", "needs `numerator` and `denominator`, both"),
    ),
    "Attachment": (
        Rule(
            ("data", "_data", "contentType", "_contentType"),
            lambda data, beside, *kind: kind == _NEITHER and _given(data, beside),
            "contentType", "is missing; say what the data is",
        ),
    ),
    "ContactPoint": (
        Rule(
            ("value", "_value", "system", "_system"),
            lambda value, beside, *system: system == _NEITHER and _given(value, beside),
            "system", "is missing; say whether the value is a phone, an email or what else",
        ),
    ),
    "TimingRepeat": (
        _needs("duration", "durationUnit"), _needs("period", "periodUnit"),
        _not_below("duration"), _not_below("period"),
        _needs("periodMax", "period"), _needs("durationMax", "duration"), _needs("countMax", "count"),
        Rule(("offset", "when"), _no_event, "when", "is missing, or is a meal; an offset needs another event"),
        Rule(
            ("timeOfDay", "when"), lambda time, when: _given(time) and _given(when), "when",
            "may not stand beside `timeOfDay`",
        ),
    ),
}  # fmt: skip
"""By the name of the generated class."""
