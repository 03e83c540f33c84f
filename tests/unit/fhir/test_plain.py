"""The plain classes against the generated ones, which they are made of: both take the same, but for what is rare."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fhir.check import check
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.plain import KNOWN, PLAIN
from schemas.fhir.sound import fits

_WORDS = (
    "2026", "2026-02", "2026-02-28", "2026-02-29", "2024-02-29", "0000-01-01", "2026-13", "2026-02-28T10:00:00Z",
    "2026-02-28T10:00:00+01:00", "2026-02-28T10:00:00", "2026-02-28t10:00:00z", "2026-02-28T25:00:00Z", "2026-02-27\n",
    "urn:x", "a b", " a", "a ", "a  b", "a", "", "\n", "é", "9" * 65, "http://a/b",
)  # fmt: skip
_word = st.sampled_from(_WORDS) | st.text(max_size=12)
_value: st.SearchStrategy[Any] = _word | st.sampled_from([True, 1, 1.5, -1, None, [], {}, [{}]])
_period = st.fixed_dictionaries({}, optional={"start": _word, "end": _word, "id": _word})
_forms: dict[str, st.SearchStrategy[Any]] = {
    "valueString": _value, "valueBoolean": _value, "valueCode": _value, "valueDateTime": _value, "valueUri": _value,
    "valueInteger": _value, "valuePeriod": _period,
    "valueQuantity": st.fixed_dictionaries({}, optional={"code": _word}),
    "valueCoding": st.fixed_dictionaries({"code": _word}, optional={"system": _word}),
}  # fmt: skip
_rare: dict[str, st.SearchStrategy[Any]] = {
    "valueRatio": st.just({"numerator": {"value": 1}, "denominator": {"value": 1}}),
    "valueInstant": _word,
    "_valueString": st.just({"id": "1"}),
}
_one = st.sampled_from(sorted(_forms)).flatmap(lambda it: st.fixed_dictionaries({"url": _word, it: _forms[it]}))
_some = st.fixed_dictionaries({"url": _word}, optional=_forms | _rare | {"extension": st.lists(_one, max_size=2)})
_patients = st.fixed_dictionaries(
    {"resourceType": st.just("Patient")},
    optional={
        "birthDate": _word, "_birthDate": st.just({"id": "1"}), "implicitRules": _word, "language": _word, "foo": _word,
        "meta": st.fixed_dictionaries({}, optional={"lastUpdated": _word, "versionId": _word}),
        "extension": st.lists(_one | _some, max_size=2), "deceasedBoolean": _value, "deceasedDateTime": _word,
        "name": st.lists(st.fixed_dictionaries({}, optional={"period": _period, "family": _value}), max_size=2),
        "link": st.lists(st.fixed_dictionaries({"other": st.just({}), "type": _word}), max_size=1),
    },
)  # fmt: skip


@given(_patients)
def test_what_fits_a_plain_class_fits_the_generated_one(patient: dict[str, Any]) -> None:
    """With everything in it that may be rare, or wrong."""
    assert not fits(patient, PLAIN["Patient"]) or fits(patient, CLASSES["Patient"])


@given(_one | _some.filter(lambda it: not it.keys() & _rare.keys()))
def test_an_extension_in_a_form_that_is_not_rare_fits_both_or_none(extension: dict[str, Any]) -> None:
    """None, one or many forms, with the right kind of value or another."""
    patient = {"resourceType": "Patient", "extension": [extension]}

    assert fits(patient, PLAIN["Patient"]) == fits(patient, CLASSES["Patient"])


@given(_word, _word)
def test_a_period_fits_both_or_none(start: str, end: str) -> None:
    """Also where it ends before it starts."""
    patient = {"resourceType": "Patient", "name": [{"period": {"start": start, "end": end}}]}

    assert fits(patient, PLAIN["Patient"]) == fits(patient, CLASSES["Patient"])


@pytest.mark.parametrize("word", [*_WORDS, *KNOWN.values()])
@pytest.mark.parametrize("place", ["birthDate", "deceasedDateTime", "implicitRules", "lastUpdated", "versionId"])
def test_a_word_fits_both_or_none(place: str, word: str) -> None:
    """Dates, moments, addresses and ids, each as written as the others."""
    is_of_meta = place in {"lastUpdated", "versionId"}
    patient = {"resourceType": "Patient"} | ({"meta": {place: word}} if is_of_meta else {place: word})

    assert fits(patient, PLAIN["Patient"]) == fits(patient, CLASSES["Patient"])


_INNER = {"resourceType": "Patient", "gender": "F"}
_HOLDING: list[dict[str, Any]] = [
    {"resourceType": "Parameters", "parameter": [{"name": "it", "resource": _INNER}]},
    {"resourceType": "Parameters", "parameter": [{"name": "it", "part": [{"name": "it", "resource": _INNER}]}]},
    {"resourceType": "Bundle", "type": "history", "entry": [{"response": {"status": "200", "outcome": _INNER}}]},
    {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": _INNER}]},
    {"resourceType": "Patient", "contained": [_INNER | {"id": "a"}]},
]


@pytest.mark.parametrize("inside", [False, True], ids=["alone", "in a Bundle"])
@pytest.mark.parametrize("resource", _HOLDING, ids=lambda it: str(list(it)[-1]))
def test_a_resource_is_looked_at_wherever_it_stands(resource: dict[str, Any], inside: bool) -> None:
    """Also where the quick look has nowhere to put it."""
    message = (
        {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": resource}]} if inside else resource
    )

    assert any(it.where.endswith(".gender") for it in check(message))


@pytest.mark.parametrize("kind", CLASSES)
def test_every_plain_class_can_be_filled(kind: str) -> None:
    """The names of types that it is written with are all known; one unknown element is told from a missing one."""
    assert not fits({"resourceType": kind, "unheard-of": 1}, PLAIN[kind])
