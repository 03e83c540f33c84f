"""The quick look of the border against its long one: what the first lets pass, the second finds nothing in."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.fhir.generated.table import CLASSES
from schemas.fhir.rules import rule_faults
from schemas.fhir.sound import fits, is_sound

_CASES = yaml.safe_load(Path(__file__).with_name("invariants.yaml").read_text("utf-8"))
_OF_THE_TABLE = [it["resource"] for it in (*_CASES["broken"], *_CASES["kept"])]
_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
_UK = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"

_STARTS = ("", "urn:uuid:", "urn:uuid", "urn:oid:", "urn:", "http://a/", "http:", "#", "/", "My", "a b/", "9:/")
_ENDS = ("Patient/1", "Patient/2", "Flag/1", "Patient/1/_history/1", "Patient/1/", "patient/1", "Thing/1", "x", "")
_RIGHT_STARTS = ("urn:uuid:", "urn:oid:", "http://a/", "http://a/b/", "http://a/", "http://a/_history/", "")
_KINDS = ("collection", "searchset", "batch", "transaction") * 3 + ("message", "history", "batch-response", "document")
_REQUEST = {"request": {"method": "GET", "url": "x"}}
_BESIDE: tuple[dict[str, Any], ...] = (
    *({},) * 9,
    {"search": {"mode": "match"}},
    _REQUEST,
    {"response": {"status": "200"}},
)


def _few(items: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=3)


def _extended(*names: str) -> st.SearchStrategy[list[Any]]:
    return _few(st.sampled_from([{"url": _UK + it, "valueString": "it"} for it in names]))


_identifier = st.fixed_dictionaries(
    {"system": st.sampled_from([_ODS, "urn:x"])},
    optional={
        "value": st.just("1"),
        "_value": st.just({"id": "1"}),
        "extension": _extended("NHSNumberVerificationStatus"),
    },
)
_contained = st.fixed_dictionaries(
    {"resourceType": st.just("Flag"), "status": st.just("active"), "code": st.just({"text": "it"})},
    optional={"id": st.sampled_from("ab"), "meta": st.sampled_from([{"versionId": "1"}, {"source": "urn:x"}])},
) | st.just({"resourceType": "Patient", "id": "a", "contained": [{"resourceType": "Patient", "id": "b"}]})
_detailed = st.fixed_dictionaries(
    {"resourceType": st.sampled_from(["Patient", "Organization"])},
    optional={
        "id": st.sampled_from("12"),
        "identifier": _few(_identifier),
        "extension": _extended("EthnicCategory", "Other"),
        "contained": _few(_contained),
        "meta": st.sampled_from([{"versionId": it} for it in "12"]),
    },
)
_simple = st.builds(
    lambda kind, name: {"resourceType": kind, "id": name, "identifier": [{"value": name}]},
    st.sampled_from(["Patient", "Organization"]),
    st.sampled_from("1234"),
)
_header = st.just({"resourceType": "MessageHeader", "eventUri": "urn:x", "source": {"endpoint": "urn:x"}, "id": "1"})
_resource = _simple | _simple | _simple | _header | _detailed


def _named_rightly(start: str, beside: dict[str, Any], resource: dict[str, Any]) -> dict[str, Any]:
    kind = "" if start.startswith("urn:") else resource["resourceType"] + "/"
    return beside | {"fullUrl": start + kind + resource.get("id", ""), "resource": resource}


_rightly = st.builds(_named_rightly, st.sampled_from(_RIGHT_STARTS), st.sampled_from(_BESIDE), _resource)
_url = st.builds(str.__add__, st.sampled_from(_STARTS), st.sampled_from(_ENDS)).filter(bool)
_anyhow = st.fixed_dictionaries({}, optional={"fullUrl": _url, "resource": _resource}).filter(bool)
_bundles = st.builds(
    lambda kind, entry, beside, more: {
        "resourceType": "Bundle", "type": kind, "entry": [it | beside for it in entry], **more,
    },
    st.sampled_from(_KINDS),
    _few(_rightly | _rightly | _rightly | _anyhow),
    st.sampled_from([{}, _REQUEST]),
    st.sampled_from([{}, {}, {}, {"total": 1}]),
)  # fmt: skip


def _found(resource: Any) -> list[Any]:
    """By the long look, in it and in what it brings."""
    together = [resource, *(it["resource"] for it in resource.get("entry", ()) if "resource" in it)]
    together += [held for it in together for held in it.get("contained", ())]
    return [fault for it in together for fault in rule_faults(it, "here")]


@settings(max_examples=400)
@given(_bundles)
def test_a_bundle_that_the_quick_look_passes_breaks_no_rule(bundle: dict[str, Any]) -> None:
    """With every kind of address, of entry and of what an entry brings."""
    assert not (is_sound(bundle) and _found(bundle))


_ONE, _TWO = ({"resource": {"resourceType": "Patient", "id": it}} for it in "12")


@pytest.mark.parametrize(
    "entries",
    [
        [_ONE | {"fullUrl": "http://a/Patient/2"}, _TWO | {"fullUrl": "http://a/Patient/1"}],
        [_ONE | {"fullUrl": "http://a/Patient/1"}, _TWO | {"fullUrl": "http://a/Flag/2"}],
        [{"fullUrl": "http://a/Patient/1"}, _ONE | {"fullUrl": "http://a/Patient/2"}, _TWO],
        [_ONE | {"fullUrl": "http://a/_history/b/Patient/1"}],
        [_ONE | {"fullUrl": "/Patient/1"}],
    ],
    ids=["another id", "another type", "some with none", "a version", "no scheme"],
)
def test_an_address_is_that_of_the_resource_beside_it(entries: list[dict[str, Any]]) -> None:
    """However well it would be another's; and begins as an address."""
    batch = {"resourceType": "Bundle", "type": "batch", "entry": [it | _REQUEST for it in entries]}

    assert not is_sound(batch)


@pytest.mark.parametrize(("name", "is_kept"), [("EthnicCategory", False), ("OtherContactSystem", True)])
def test_only_an_extension_that_may_repeat_stands_twice(name: str, is_kept: bool) -> None:
    """Whatever stands beside it."""
    form = "valueCodeableConcept" if name == "EthnicCategory" else "valueCoding"
    said = {"url": _UK + name, form: {"text": "it"} if name == "EthnicCategory" else {"code": "it"}}
    other = {"url": "urn:x", "valueString": "it"}

    assert is_sound({"resourceType": "Patient", "extension": [said, other, said]}) == is_kept
    assert is_sound({"resourceType": "Patient", "extension": [said, other]})


@given(_detailed)
def test_a_resource_that_the_quick_look_passes_breaks_no_rule(resource: dict[str, Any]) -> None:
    """Its identifiers, its extensions and what it contains."""
    assert not (is_sound(resource) and _found(resource))


_forms: dict[str, st.SearchStrategy[Any]] = {
    "valueString": st.sampled_from(["it", "", 1]),
    "valueInstant": st.sampled_from(["2026-01-01T00:00:00Z", "2026-01-01"]),
    "valueDecimal": st.just(1.5),
    "_valueString": st.just({"id": "1"}),
    "id": st.just("1"),
    "extension": st.just([{"url": "urn:x", "valueCode": "it"}]),
}
_one_value = st.builds(lambda name: {"name": name, "valueString": "it"}, st.sampled_from("ab"))
_parameter = st.recursive(
    _one_value | _one_value | st.fixed_dictionaries({"name": st.just("a")}, optional=_forms),
    lambda parts: st.fixed_dictionaries({"name": st.just("a"), "part": _few(parts)}, optional={"id": st.just("1")}),
    max_leaves=4,
)


@settings(max_examples=400)
@given(_few(_parameter))
def test_parameters_that_the_quick_look_passes_say_one_thing_each(parameters: list[Any]) -> None:
    """In every form, with parts and what stands beside; their class is fitted without its look at the forms."""
    resource = {"resourceType": "Parameters", "parameter": parameters}

    assert not is_sound(resource) or (fits(resource, CLASSES["Parameters"]) and not _found(resource))


@pytest.mark.parametrize("resource", _OF_THE_TABLE, ids=lambda it: str(it["resourceType"]))
def test_a_resource_of_the_table_that_the_quick_look_passes_breaks_no_rule(resource: dict[str, Any]) -> None:
    """Every invariant that we know, broken and kept."""
    assert not (is_sound(resource) and _found(resource))


_item: st.SearchStrategy[dict[str, Any]] = st.deferred(
    lambda: st.fixed_dictionaries(
        {"linkId": st.just("1")},
        optional={
            "item": st.lists(_item, min_size=1, max_size=2),
            "answer": _few(st.fixed_dictionaries({"valueString": st.just("x")}, optional={"item": _few(_item)})),
        },
    )
)


@given(_few(_item))
def test_the_quick_look_at_items_finds_what_the_long_one_finds(items: list[dict[str, Any]]) -> None:
    """Answers and items beside each other, in items, in answers and in what they hold."""
    response = {"resourceType": "QuestionnaireResponse", "status": "completed", "item": items}

    assert is_sound(response) == (not _found(response))


@pytest.mark.parametrize("more", ["id", "extension", "modifierExtension"])
def test_what_is_no_value_of_a_parameter_does_not_count_as_one(more: str) -> None:
    """A name and an id are two things, and still no value."""
    beside = "1" if more == "id" else [{"url": "urn:x", "valueCode": "x"}]
    for listed in ([{"name": "x", more: beside}], [{"name": "x", "part": [{"name": "y", more: beside}]}]):
        parameters = {"resourceType": "Parameters", "parameter": listed}
        assert not is_sound(parameters)
        assert not is_sound({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": parameters}]})
