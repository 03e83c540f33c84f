"""Extensions of UK Core and NHS England are as their definitions say, or the message is refused with the place."""

from pathlib import Path
from typing import Any

import pytest

from schemas.fhir.build.extensions import written
from schemas.fhir.check import check
from schemas.fhir.defined import Defined, Part
from schemas.fhir.extensions import faults
from schemas.fhir.generated import extensions
from schemas.fhir.generated.extensions import EXTENSIONS
from schemas.fhir.sound import is_sound
from tests.made_up.fhir import patient
from tests.published.standards import folder

_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_VALUES: dict[str, Any] = {
    "valueAnnotation": {"text": "x"}, "valueBoolean": True, "valueCode": "x", "valueCodeableConcept": {"text": "x"},
    "valueCoding": {"code": "x"}, "valueDateTime": "2026", "valueIdentifier": {"value": "x"},
    "valuePeriod": {"start": "2026"}, "valuePositiveInt": 1, "valueReference": {"display": "x"}, "valueString": "x",
    "valueTiming": {"code": {"text": "x"}}, "valueUnsignedInt": 1,
}  # fmt: skip
_PRIMITIVES = ("valueBoolean", "valueCode", "valueDateTime", "valuePositiveInt", "valueString", "valueUnsignedInt")
_WHY = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "masked"}]}
_ALSO = {
    "BirthSex": ("valueCode",), "DeliveryChannel": ("valueCode",), "OtherContactSystem": ("valueCoding",),
    "AddressKey.type": ("valueCoding",),
}  # fmt: skip
_OTHER = {"url": "urn:x:other", "valueAddress": {"text": "x"}}
_AT = "Patient.extension[0]"


_SIMPLE = {url: it for url, it in EXTENSIONS.items() if not it.parts}
_OF_PARTS = {url: it for url, it in EXTENSIONS.items() if it.parts}


def said(url: str, form: str) -> dict[str, Any]:
    """An extension with a value in this form."""
    return {"url": url, form: _VALUES[form]}


def parts(defined: Defined) -> list[dict[str, Any]]:
    """Each part once."""
    return [said(it.name, it.forms[0]) for it in defined.parts]


def found(extension: dict[str, Any]) -> list[str]:
    """Where faults are below the extension, which quick and long look find alike in plain and in rarer messages."""
    for more in ({}, {"_birthDate": {"extension": [_OTHER]}}):
        resource = patient(extension=[extension], **more)
        places = [it.where for it in check(resource)]
        assert is_sound(resource) == (not places)
    assert all(it.startswith(_AT) for it in places)
    return [it.removeprefix(_AT).removeprefix(".") for it in places]


@pytest.mark.parametrize(("url", "form"), [(url, form) for url, it in _SIMPLE.items() for form in it.forms])
def test_a_value_in_a_form_that_is_defined_is_taken(url: str, form: str) -> None:
    """With its value, or with the reason why there is none where that may stand beside one."""
    assert found(said(url, form)) == []
    assert form not in _PRIMITIVES or found({"url": url, f"_{form}": _WHY}) == []


@pytest.mark.parametrize(("url", "defined"), _SIMPLE.items(), ids=[it.rpartition("-")[2] for it in _SIMPLE])
def test_a_value_in_any_other_form_is_refused(url: str, defined: Defined) -> None:
    """And so is an extension without the value that it needs."""
    taken = {*defined.forms, *_ALSO.get(url.removeprefix(_CORE), ())}
    for form in _VALUES.keys() - taken:
        assert found(said(url, form)) == [form]
    assert found({"url": url, "extension": [_OTHER]}) == (["value[x]"] if defined.needs_value else [])


@pytest.mark.parametrize(("url", "defined"), _OF_PARTS.items(), ids=[it.rpartition("-")[2] for it in _OF_PARTS])
def test_parts_are_those_that_are_defined(url: str, defined: Defined) -> None:
    """Each that is needed, none twice that is single, none that is strange; what has an address may stand beside."""
    every = parts(defined)

    assert found({"url": url, "extension": [*every, _OTHER]}) == []
    assert found({"url": url, "extension": [*every, {"url": "strange", "valueCode": "x"}]}) == [
        f"extension[{len(every)}].url"
    ]
    assert found(said(url, "valueCode")) == ["valueCode", *("extension" for it in defined.parts if it.is_needed)]
    for at, part in enumerate(defined.parts):
        without = [*every[:at], *every[at + 1 :], _OTHER]
        assert found({"url": url, "extension": without}) == (["extension"] if part.is_needed else [])
        twice = {"url": url, "extension": [*every, every[at]]}
        assert found(twice) == ([f"extension[{len(every)}]"] if part.is_single else [])


@pytest.mark.parametrize(
    ("url", "at", "part"),
    [(url, at, part) for url, it in _OF_PARTS.items() for at, part in enumerate(it.parts)],
    ids=[f"{url.rpartition('-')[2]}-{part.name}" for url, it in _OF_PARTS.items() for part in it.parts],
)
def test_a_part_has_a_value_in_a_form_that_is_defined(url: str, at: int, part: Part) -> None:
    """Or it is refused, as one without a value is."""
    every = parts(EXTENSIONS[url])
    taken = {*part.forms, *_ALSO.get(f"{url.removeprefix(_CORE)}.{part.name}", ())}
    for form in _VALUES:
        every[at] = said(part.name, form)
        assert found({"url": url, "extension": every}) == ([] if form in taken else [f"extension[{at}].{form}"])
    every[at] = {"url": part.name, "extension": [_OTHER]}
    assert found({"url": url, "extension": every}) == [f"extension[{at}].value[x]"]


@pytest.mark.parametrize(("name", "forms"), _ALSO.items())
def test_what_the_nhs_itself_writes_is_taken(name: str, forms: tuple[str, ...]) -> None:
    """The Personal Demographics Service and slots of BaRS write some extensions in another form than UK Core."""
    extension, _, part = name.partition(".")
    for form in forms:
        if part:
            every = [
                said(it.name, form if it.name == part else it.forms[0]) for it in EXTENSIONS[_CORE + extension].parts
            ]
            assert found({"url": _CORE + extension, "extension": every}) == []
        else:
            assert found(said(_CORE + extension, form)) == []


def test_a_fault_says_how_to_mend_it() -> None:
    """In words of the definition, never of the message."""
    spoken = {"url": _CORE + "NHSCommunication", "extension": [{"url": "Quill", "valueCode": "Quill"}]}
    wrong = {"url": _CORE + "EthnicCategory", "valueString": "Quill"}
    told = [it.message for it in check(patient(extension=[spoken, wrong]))]
    assert "language" in told[0]
    assert told[1] == "lacks its part `language`"
    assert told[2] == "is not what this extension holds; send `valueCodeableConcept`"
    assert "Quill" not in "".join(told)


@pytest.mark.parametrize("url", [1, None, ["x"], {}, "urn:x"])
def test_what_is_no_known_extension_has_no_faults_here(url: object) -> None:
    """Whatever stands in its place."""
    assert list(faults({"url": url, "valueCode": "x"})) == []


@pytest.mark.parametrize("listed", [None, "x", [1, None, "x"], {}, [{"url": 1}]])
def test_what_is_no_list_of_parts_lacks_them(listed: object) -> None:
    """Whatever it is."""
    told = list(faults({"url": _CORE + "NHSCommunication", "extension": listed}))
    assert [it[0] for it in told] == ["extension"]


def test_the_table_is_what_the_definitions_say() -> None:
    """Written again, it is the same."""
    folders = [folder(name) / "structuredefinitions" for name in ("uk-core-r4", "england-r4")]
    assert written(folders) == Path(extensions.__file__).read_text("utf-8")


@pytest.mark.parametrize("form", ["valueUnsignedInt", "valuePositiveInt"])
def test_repeats_go_by_the_names_that_prescriptions_give_them(form: str) -> None:
    """A referral is not turned away for how its medicine is told."""
    names = ("numberOfRepeatPrescriptionsIssued", "numberOfRepeatPrescriptionsAllowed")
    told = [said(it, form) for it in names] + [said("authorisationExpiryDate", "valueDateTime")]
    repeats = {"url": f"{_CORE}MedicationRepeatInformation", "extension": told}

    assert found(repeats) == []
    assert found(repeats | {"extension": [*told, told[0]]}) == ["extension[3]"]
    assert found(repeats | {"extension": [said(names[0], "valueString")]}) == ["extension[0].valueString"]
