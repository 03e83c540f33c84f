"""DG1, AL1, OBX and NTE: what travels with a referral."""

import re

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import note
from adapters.hl7v2.tree import Repetition, Segment, at, words
from schemas.codes import v2_document
from schemas.fhir import Resource
from schemas.fhir.numbers import written

_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category"
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)
_AHEAD = re.compile(r"\A\+?(-?)0*(?=\d)")
OBSERVATION_STATUS = {"F": "final", "P": "preliminary", "C": "corrected", "R": "preliminary", "I": "registered",
                      "X": "cancelled", "W": "entered-in-error", "D": "entered-in-error"}  # fmt: skip
"""Table 0085 (OBX-11) to observation-status."""
ENCODINGS = frozenset({"BASE64", "HEX"})
TEXT_TYPES = frozenset({"TX", "FT", "ST", ""})
WITHDRAWN = frozenset({"D", "W", "X"})
"""OBX-11 of what its sender took back (table 0085): deleted, wrong, or never to be had."""


def conditions(draft: Draft, patient_url: str) -> list[str]:
    """A Condition for each DG1."""
    return [
        draft.add(f"Condition {it.ordinal}", {
            "resourceType": "Condition",
            "category": [values.coded(_CONDITION, "encounter-diagnosis", "Encounter Diagnosis")],
            "code": _diagnosis(draft, it),
            "subject": reference(patient_url),
        })
        for it in draft.message.all("DG1")
        if it.text(3) or it.text(3, 2) or it.text(4)
    ]  # fmt: skip


def _diagnosis(draft: Draft, dg1: Segment) -> Resource:
    """DG1-3 in the words of DG1-4 where it has some; the code keeps its own name, or none."""
    coded = values.concept(draft.only(dg1, 3), draft.system("diagnosis")) if dg1.repeats(3) else {}
    return coded | ({"text": dg1.text(4)} if dg1.text(4) else {})


def allergies(draft: Draft, patient_url: str) -> list[str]:
    """An AllergyIntolerance for each AL1; one that does not say to what is named."""
    named = [it for it in draft.message.all("AL1") if any(it.text(3, part) for part in (1, 2, 4, 5))]
    others = (it for it in draft.message.all("AL1") if it not in named and (it.text(4) or it.text(5)))
    draft.issues += [note("required", it.where(3), "is empty; what is not named is not passed on") for it in others]
    return [
        draft.add(f"AllergyIntolerance {it.ordinal}", {
            "resourceType": "AllergyIntolerance",
            "clinicalStatus": values.coded(_CLINICAL, "active"),
            "category": [v2_document.ALLERGEN_CATEGORY.get(it.text(2).upper(), "")],
            "criticality": v2_document.ALLERGY_CRITICALITY.get(it.text(4).upper(), ""),
            "code": values.concept(draft.only(it, 3), draft.system("allergen")),
            "patient": reference(patient_url),
            "reaction": [{"manifestation": [{"text": at(one, 1)} for one in it.repeats(5)]}] if it.text(5) else [],
        })
        for it in named
    ]  # fmt: skip


def observations(draft: Draft, patient_url: str) -> list[str]:
    """An Observation for each OBX that holds a text, a time, a number or a code, and for each of several; no file."""
    return [
        draft.add(f"Observation {it.ordinal}" + (f".{number}" if number > 1 else ""), {
            "resourceType": "Observation",
            "status": OBSERVATION_STATUS.get(it.text(11).upper(), "unknown"),
            "code": _named(draft, it),
            "subject": reference(patient_url),
            **value,
        })
        for it in draft.message.all("OBX")
        if it.repeats(5) and not is_file(it)
        for number, value in enumerate(_values(draft, it), 1)
    ]  # fmt: skip


def is_file(obx: Segment) -> bool:
    """True for OBX-2 `ED`, and for what has its encoding in OBX-5.4 whatever stands there."""
    return obx.text(2).upper() == "ED" or any(at(it, encoded_in(it) + 1) for it in obx.repeats(5) if encoded_in(it))


def encoded_in(repetition: Repetition) -> int:
    """The component of ED that names the encoding: the fourth, or where type and subtype were made one the third."""
    return next((it for it in (4, 3) if at(repetition, it).upper() in ENCODINGS), 0)


def notes(draft: Draft) -> list[Resource]:
    """An Annotation for each NTE, with who entered it and when, where that stands there (since version 2.6)."""
    found = [(it, words(it, 3, draft.message.delimiters).strip()) for it in draft.message.all("NTE")]
    return [_annotation(draft, it, text) for it, text in found if text]


def _annotation(draft: Draft, nte: Segment, text: str) -> Resource:
    if nte.text(4) or nte.text(4, 2):
        draft.issues.append(note("not-supported", nte.where(4), "is not passed on; it stays in the original"))
    entered = draft.moment(nte, 6)
    return {
        "authorString": values.professional(nte.repeats(5)[0]) if nte.repeats(5) else "",
        "time": entered.text if entered else "",
        "text": text,
    }


def _named(draft: Draft, obx: Segment) -> Resource:
    found = values.concept(obx.repeats(3)[0], draft.system("observation")) if obx.repeats(3) else {}
    return found if found.get("text") else {"text": "observation"}


def _values(draft: Draft, obx: Segment) -> list[Resource]:
    """What was found, by OBX-2: text is one however many lines it has, of codes and numbers each repetition counts."""
    kind = obx.text(2).upper()
    if kind in TEXT_TYPES:
        return [{"valueString": words(obx, 5, draft.message.delimiters)}]
    if kind in _TIMES and len(obx.repeats(5)) == 1:
        found = draft.moment(obx, 5)
        return [{"valueDateTime": found.text if found else ""}]
    if kind not in _READERS:
        fate = "kept in the original" if kind == _POINTER else "told as it stands"
        draft.issues.append(note("not-supported", obx.where(2), f"value type is not read here; {fate}"))
        return [{} if kind == _POINTER else {"valueString": words(obx, 5, draft.message.delimiters)}]
    told = [it for it in obx.repeats(5) if any(at(it, part) for part in range(1, len(it) + 1))]
    return [_READERS[kind](draft, obx, it) for it in told] or [{}]


def decimal(said: str) -> float:
    """A number as precise as it came, without a plus sign or zeros ahead, which FHIR does not have."""
    return written(_AHEAD.sub(r"\1", said))


def _number(_: Draft, obx: Segment, said: Repetition) -> Resource:
    """NM; what is no number, such as `<5`, stays in words."""
    if _NUMBER.fullmatch(at(said, 1)):
        return {"valueQuantity": {"value": decimal(at(said, 1)), "unit": obx.text(6)}}
    return {"valueString": " ".join(it for it in (at(said, 1), obx.text(6)) if it)}


def _structured(draft: Draft, obx: Segment, said: Repetition) -> Resource:
    """SN: a number with its comparator; a range or a ratio in words."""
    comparator, number = at(said, 1), at(said, 2)
    if comparator in _COMPARATORS and _NUMBER.fullmatch(number) and not at(said, 3):
        return {"valueQuantity": {"value": decimal(number), "comparator": comparator, "unit": obx.text(6)}}
    return _number(draft, obx, ["".join(at(said, part) for part in range(1, len(said) + 1))])


def _coded(draft: Draft, _: Segment, said: Repetition) -> Resource:
    return {"valueCodeableConcept": values.concept(said, draft.system("observation"))}


_POINTER = "RP"
"""To a file that the sender keeps: no value that anybody could read."""
_TIMES = frozenset({"DT", "TS", "DTM"})
_COMPARATORS = frozenset({"<", "<=", ">=", ">"})
_READERS = {"NM": _number, "SN": _structured, "CE": _coded, "CWE": _coded}
