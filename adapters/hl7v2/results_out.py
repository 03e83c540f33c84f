"""OBX of what was found and the NTE behind it: the way back of `results`."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from adapters.hl7v2.clinical import OBSERVATION_STATUS
from adapters.hl7v2.results import TIME
from adapters.hl7v2.wording import value_of, words_of
from adapters.hl7v2.written import back, components, concept, note, raw, safe, stamp
from schemas.codes import systems, v2_document
from schemas.fhir import Resource

_STATUS = back(OBSERVATION_STATUS)
_LONGEST_POWER = 2
"""Digits of a power of ten that is written out."""
_SAME_CODES = frozenset({systems.INTERPRETATION, systems.table("0078")})
_Value = tuple[str, str, str]
"""OBX-2, OBX-5 and OBX-6."""


def results(found: Sequence[Resource], reader: str) -> list[list[str]]:
    """An OBX for each Observation or part of one, with the NTE that belong to it, for one organisation to read."""
    return [[_result(str(number), it, reader), *_notes(it, reader)] for number, it in enumerate(found, 1)]


def _result(number: str, found: Resource, reader: str) -> str:
    kind, value, unit = _value(found, reader)
    status = _STATUS.get(str(found.get("status")), "")
    flags = "~".join(safe(code) for it in found.get("interpretation", []) if (code := _flag(it, reader)))
    return raw("OBX", number, kind, concept(found.get("code"), reader), "", value, unit, "", flags, "", "", status)


def _notes(found: Resource, reader: str) -> list[str]:
    beyond = [said for it in found.get("interpretation", []) if (said := _beyond(it, reader))]
    told = [*({"text": f"Interpretation: {it}"} for it in beyond), *found.get("note", [])]
    return [note(number, it) for number, it in enumerate((it for it in told if it.get("text")), 1)]


def _flag(found: Resource, reader: str) -> str:
    """The code that OBX-8 can hold; empty where it would take words to say the same."""
    text = str(found.get("text", ""))
    codes = (str(it.get("code", "")) for it in found.get("coding", []) if _is_flag(it, text, reader))
    return next(codes, "")


def _is_flag(coding: Resource, text: str, reader: str) -> bool:
    """A code of table 0078, or one of the reader's own that has no words beside it."""
    code, system = str(coding.get("code", "")), coding.get("system")
    is_bare = {text or code, coding.get("display", code)} == {code}
    is_own = system == systems.local(reader, "interpretation") and is_bare
    return is_own or (system in _SAME_CODES and code in v2_document.INTERPRETATION)


def _beyond(found: Resource, reader: str) -> str:
    """What OBX-8 does not say of it: words beside the code, or all of it."""
    code = _flag(found, reader)
    displays = {it.get("display") for it in found.get("coding", [])}
    text = str(found.get("text", ""))
    if code:
        return "" if text in {code, v2_document.INTERPRETATION.get(code), *displays} else text
    return words_of(found)


def _value(found: Resource, reader: str) -> _Value:
    """By its type where OBX has one that says it without a doubt, else in words."""
    kind = next((it for it in found if it.startswith("value")), "")
    written = _WRITERS[kind](found[kind], reader) if kind in _WRITERS else None
    return written or ("TX", safe(value_of(found)), "")


def _quantity(found: Resource, _: str) -> _Value | None:
    """A number with its unit; one with no end of zeros in words."""
    number, unit = _digits(found), str(found.get("unit") or found.get("code", ""))
    if "value" in found and not number:
        return None
    comparator = str(found.get("comparator", ""))
    return ("SN", components(comparator, number), safe(unit)) if comparator else ("NM", number, safe(unit))


def _range(found: Resource, _: str) -> _Value | None:
    """Both ends in one unit, the lower first."""
    low, high = (found.get(end, {}) for end in ("low", "high"))
    first, last = _digits(low), _digits(high)
    is_one = {**low, "value": 0} == {**high, "value": 0} and "comparator" not in low
    if not (first and last and is_one and Decimal(first) <= Decimal(last)):
        return None
    return "SN", components("", first, "-", last), safe(str(low.get("unit") or low.get("code", "")))


def _ratio(found: Resource, _: str) -> _Value | None:
    """Two bare numbers: OBX-6 could not say of which of them a unit is."""
    parts = [found.get(part, {}) for part in ("numerator", "denominator")]
    first, last = map(_digits, parts)
    is_bare = all(it.keys() == {"value"} for it in parts)
    return ("SN", components("", first, ":", last), "") if is_bare and first and last else None


def _digits(found: Resource) -> str:
    """A number, never as a power of ten; empty where there is none, or no end of zeros."""
    said = str(found.get("value", ""))
    is_endless = len(said.lower().partition("e")[2].lstrip("+-")) > _LONGEST_POWER
    return "" if is_endless or not said else f"{Decimal(said):f}"


def _period(found: Resource, _: str) -> _Value:
    return "DR", components(stamp(found.get("start")), stamp(found.get("end"))), ""


def _time(found: str, _: str) -> _Value | None:
    said = found.replace(":", "")
    return ("TM", said, "") if TIME.fullmatch(said) else None


_WRITERS: Mapping[str, Callable[[Any, str], _Value | None]] = {
    "valueQuantity": _quantity,
    "valueRange": _range,
    "valueRatio": _ratio,
    "valuePeriod": _period,
    "valueTime": _time,
    "valueInteger": lambda found, _: ("NM", str(found), ""),
    "valueDateTime": lambda found, _: ("TS", stamp(found), ""),
    "valueCodeableConcept": lambda found, reader: ("CE", concept(found, reader), ""),
    "valueString": lambda found, _: ("TX", safe(str(found)), ""),
}
