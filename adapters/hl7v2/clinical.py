"""DG1, AL1, OBX and NTE: what travels with a referral."""

from collections.abc import Sequence

from adapters.hl7v2 import results, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import note
from adapters.hl7v2.tree import Repetition, Segment, at, words
from schemas.codes import v2_document
from schemas.fhir import Resource

_CLINICAL = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical"
_CONDITION = "http://terminology.hl7.org/CodeSystem/condition-category"
OBSERVATION_STATUS = {"F": "final", "P": "preliminary", "C": "corrected", "R": "preliminary", "I": "registered",
                      "X": "cancelled", "W": "entered-in-error", "D": "entered-in-error"}  # fmt: skip
"""Table 0085 (OBX-11) to observation-status."""
ENCODINGS = frozenset({"BASE64", "HEX"})
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
    noted = {number: _annotations(draft, it) for number, it in _remarks(draft).items()}
    return [
        draft.add(f"Observation {it.ordinal}" + (f".{number}" if number > 1 else ""), {
            "resourceType": "Observation",
            "status": OBSERVATION_STATUS.get(it.text(11).upper(), "unknown"),
            "code": _named(draft, it),
            "subject": reference(patient_url),
            **value,
            "interpretation": results.interpretation(draft, it),
            "note": noted.get(it.ordinal, []),
        })
        for it in draft.message.all("OBX")
        if _is_result(it)
        for number, value in enumerate(results.found(draft, it), 1)
    ]  # fmt: skip


def is_file(obx: Segment) -> bool:
    """True for OBX-2 `ED`, and for what has its encoding in OBX-5.4 whatever stands there."""
    return obx.text(2).upper() == "ED" or any(at(it, encoded_in(it) + 1) for it in obx.repeats(5) if encoded_in(it))


def encoded_in(repetition: Repetition) -> int:
    """The component of ED that names the encoding: the fourth, or where type and subtype were made one the third."""
    return next((it for it in (4, 3) if at(repetition, it).upper() in ENCODINGS), 0)


def notes(draft: Draft) -> list[Resource]:
    """An Annotation for each NTE, whatever it stands behind."""
    return _annotations(draft, draft.message.all("NTE"))


def notes_of_referral(draft: Draft) -> list[Resource]:
    """An Annotation for each NTE but those of the results."""
    others = {nte.ordinal for it in _remarks(draft).values() for nte in it}
    return _annotations(draft, [it for it in draft.message.all("NTE") if it.ordinal not in others])


def _remarks(draft: Draft) -> dict[int, list[Segment]]:
    """The NTE right behind each OBX that becomes an Observation, by its number; of any other nobody would keep them."""
    results_only = {it.ordinal for it in draft.message.all("OBX") if _is_result(it)}
    behind = draft.message.behind("OBX", "NTE")
    return {number: it for number, it in behind.items() if number in results_only}


def _is_result(obx: Segment) -> bool:
    return bool(obx.repeats(5)) and not is_file(obx)


def _annotations(draft: Draft, among: Sequence[Segment]) -> list[Resource]:
    """With who entered it and when, where that stands there (since version 2.6)."""
    found = [(it, words(it, 3, draft.message.delimiters).strip()) for it in among]
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
