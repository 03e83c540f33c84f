"""OBX-2, 5, 6 and 8: what was found, as the value of an Observation, and how far it is out of the usual."""

import re
from decimal import Decimal

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.code_systems import system_of
from adapters.hl7v2.faults import note
from adapters.hl7v2.tree import Repetition, Segment, at, words
from schemas.codes import systems, v2_document
from schemas.fhir import Resource
from schemas.fhir.datatype_rules import ends_first
from schemas.fhir.numbers import written

_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)
_AHEAD = re.compile(r"\A\+?(-?)0*(?=\d)")
TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)(?:([0-5]\d)(\.\d{1,4})?)?", re.ASCII)
"""TM without an offset from UTC, for which FHIR has no place."""
TEXT_TYPES = frozenset({"TX", "FT", "ST", ""})


def found(draft: Draft, obx: Segment) -> list[Resource]:
    """What was found, by OBX-2: text is one however many lines it has, of codes and numbers each repetition counts."""
    kind = obx.text(2).upper()
    if kind in TEXT_TYPES:
        return [_in_words(draft, obx)]
    if kind in _WHOLE and len(obx.repeats(5)) == 1:
        return [_WHOLE[kind](draft, obx)]
    if kind not in _READERS:
        fate = "kept in the original" if kind == _POINTER else "told as it stands"
        draft.issues.append(note("not-supported", obx.where(2), f"value type is not read here; {fate}"))
        return [{} if kind == _POINTER else _in_words(draft, obx)]
    told = [it for it in obx.repeats(5) if any(at(it, part) for part in range(1, len(it) + 1))]
    return [_READERS[kind](draft, obx, it) for it in told] or [{}]


def interpretation(draft: Draft, obx: Segment) -> list[Resource]:
    """OBX-8: a code of table 0078 by the same code of FHIR, any other as one of the sender's own."""
    return [_flag(draft, it) for it in obx.repeats(8)]


def decimal(said: str) -> float:
    """A number as precise as it came, without a plus sign or zeros ahead, which FHIR does not have."""
    return written(_AHEAD.sub(r"\1", said))


def _flag(draft: Draft, said: Repetition) -> Resource:
    code, own = at(said, 1).upper(), draft.system("interpretation")
    display = v2_document.INTERPRETATION.get(code)
    if display and system_of(at(said, 3), own) in {own, systems.table("0078")}:
        return values.coded(systems.INTERPRETATION, code, display)
    return values.concept(said, own)


def _in_words(draft: Draft, obx: Segment) -> Resource:
    return {"valueString": words(obx, 5, draft.message.delimiters)}


def _moment(draft: Draft, obx: Segment) -> Resource:
    read = draft.moment(obx, 5)
    return {"valueDateTime": read.text if read else ""}


def _period(draft: Draft, obx: Segment) -> Resource:
    """DR; where an end cannot be read, or comes before the beginning, all of it in words."""
    said = {end: obx.text(5, part) for part, end in enumerate(("start", "end"), 1)}
    read = {end: draft.moment(obx, 5, part) for part, end in enumerate(said, 1)}
    told = {end: it.text for end, it in read.items() if it}
    is_whole = told.keys() == {end for end, it in said.items() if it} and not obx.text(5, 3)
    if not is_whole or (len(told) == len(said) and ends_first(told["start"], told["end"])):
        return _in_words(draft, obx)
    return {"valuePeriod": told}


def _time(draft: Draft, obx: Segment, said: Repetition) -> Resource:
    """TM, to the second as FHIR has it; what is no time of day stays in words."""
    read = TIME.fullmatch(at(said, 1))
    if read is None:
        draft.issues.append(note("value", obx.where(5), "is no time of day; told as it stands, send HHMM or HHMMSS"))
        return {"valueString": at(said, 1)}
    hour, minute, second, fraction = read.groups("")
    return {"valueTime": f"{hour}:{minute}:{second or '00'}{fraction}"}


def _number(_: Draft, obx: Segment, said: Repetition) -> Resource:
    """NM; what is no number, such as `<5`, stays in words."""
    if _NUMBER.fullmatch(at(said, 1)):
        return {"valueQuantity": {"value": decimal(at(said, 1)), "unit": obx.text(6)}}
    return {"valueString": " ".join(it for it in (at(said, 1), obx.text(6)) if it)}


def _structured(draft: Draft, obx: Segment, said: Repetition) -> Resource:
    """SN: a number with its comparator, a range, a ratio; of anything else the parts in words, never as one number."""
    comparator, first, sign, second = (at(said, part) for part in range(1, 5))
    parts = [it for part in range(1, len(said) + 1) if (it := at(said, part))]
    if parts == [comparator, first] and comparator in _COMPARATORS and _NUMBER.fullmatch(first):
        return {"valueQuantity": {"value": decimal(first), "comparator": comparator, "unit": obx.text(6)}}
    if parts == [first, sign, second] and (pair := _pair(first, sign, second, obx.text(6))):
        return pair
    return _number(draft, obx, [" ".join(parts)])


def _pair(first: str, sign: str, second: str, unit: str) -> Resource | None:
    """A range from the lower to the higher; a ratio only without a unit, for nobody knows of which number that is."""
    if not (_NUMBER.fullmatch(first) and _NUMBER.fullmatch(second)):
        return None
    if sign == "-" and Decimal(first) <= Decimal(second):
        low, high = ({"value": decimal(it), "unit": unit} for it in (first, second))
        return {"valueRange": {"low": low, "high": high}}
    if sign in _RATIO and not unit:
        return {"valueRatio": {"numerator": {"value": decimal(first)}, "denominator": {"value": decimal(second)}}}
    return None


def _coded(draft: Draft, _: Segment, said: Repetition) -> Resource:
    return {"valueCodeableConcept": values.concept(said, draft.system("observation"))}


_POINTER = "RP"
"""To a file that the sender keeps: no value that anybody could read."""
_COMPARATORS = frozenset({"<", "<=", ">=", ">"})
_RATIO = frozenset({":", "/"})
_WHOLE = {"DT": _moment, "TS": _moment, "DTM": _moment, "DR": _period}
_READERS = {"NM": _number, "SN": _structured, "TM": _time, "CE": _coded, "CWE": _coded}
