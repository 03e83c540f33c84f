"""The R4 border: what FHIR forbids is named by place, without values."""

import re
from time import process_time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.fhir.check import check
from schemas.fhir.primitives import CODE, URI
from schemas.fhir.read import read
from schemas.fhir.vocabulary import CODES, SYSTEMS

_XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def patient(**more: Any) -> dict[str, Any]:
    """A sound Patient, and what a test adds."""
    return {"resourceType": "Patient", "name": [{"family": "Quill", "given": ["Ada"]}]} | more


def narrated(div: str) -> dict[str, Any]:
    """A Patient with a narrative."""
    return patient(text={"status": "generated", "div": div})


def document(div: str) -> dict[str, Any]:
    """A Composition with a narrative in a section within a section."""
    told = {"title": "Risk", "text": {"status": "generated", "div": div}}
    return {
        "resourceType": "Composition",
        "status": "final",
        "type": {"text": "Plan"},
        "date": "2026-03-01",
        "author": [{"display": "JO DOE"}],
        "title": "Plan",
        "section": [{"title": "All", "section": [told]}],
    }


def bundle(*resources: object, kind: str = "collection") -> dict[str, Any]:
    """A Bundle of these."""
    return {"resourceType": "Bundle", "type": kind, "entry": [{"resource": it} for it in resources]}


def addressed(url: str, **more: Any) -> dict[str, Any]:
    """A Bundle with a Patient at this address."""
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": url, "resource": patient(**more)}]}


_REQUEST = {"resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": "#p"}}

_FAULTY = [
    (patient(gender="F"), "Patient.gender"),
    (document(f"<div {_XHTML}>it</div>") | {"confidentiality": "restricted"}, "Composition.confidentiality"),
    (patient(active="true"), "Patient.active"),
    (
        patient(extension=[{"url": "a", "valueDecimal": 10**30}]),
        "Patient.extension[0].valueDecimal",
    ),
    (
        patient(extension=[{"url": "a", "valueDecimal": float("inf")}]),
        "Patient.extension[0].valueDecimal",
    ),
    (patient(active=1), "Patient.active"),
    (patient(name=[{"period": {"start": "", "end": "2026-01-01"}}]), "Patient.name[0].period.start"),
    (patient(name=[{"period": {"start": "2026-01-01", "end": ""}}]), "Patient.name[0].period.end"),
    (patient(birthDate=19800101), "Patient.birthDate"),
    (patient(birthDate="1980-02-30"), "Patient.birthDate"),
    (patient(birthDate="1981-02-29"), "Patient.birthDate"),
    (patient(birthDate="1980-01-01\n"), "Patient.birthDate"),
    (patient(id="abc\n"), "Patient.id"),
    (patient(id="a" * 65), "Patient.id"),
    (patient(name=[]), "Patient.name"),
    (patient(name={}), "Patient.name"),
    (patient(name=[{}]), "Patient.name[0]"),
    (patient(name=[None]), "Patient.name[0]"),
    (patient(name=[{"given": [None]}]), "Patient.name[0].given[0]"),
    (patient(gender=None), "Patient.gender"),
    (patient(meta={}), "Patient.meta"),
    (patient(nickname="x"), "Patient.nickname"),
    (patient(fhir_comments=["x"]), "Patient.(a property)"),
    (patient(deceasedBoolean=True, deceasedDateTime="2026-01-01"), "Patient.deceased[x]"),
    (patient(multipleBirthInteger=True), "Patient.multipleBirthInteger"),
    (patient(telecom=[{"system": "phone", "rank": 0}]), "Patient.telecom[0].rank"),
    (patient(identifier=[{"system": "https://fhir.nhs.uk/Id/nhs-number"}]), "Patient.identifier[0].value"),
    (patient(extension=[{"url": "a", "valueString": "x", "valueCode": "y"}]), "Patient.extension[0].value[x]"),
    (patient(extension=[{"url": "a"}]), "Patient.extension[0]"),
    (patient(extension=[{"url": "a", "valueCode": "x", "extension": [{"url": "b"}]}]), "Patient.extension[0]"),
    (
        patient(extension=[{"url": "a", "_valueCode": {"id": "a"}, "extension": [{"url": "b", "valueCode": "y"}]}]),
        "Patient.extension[0]",
    ),
    (patient(extension=[{"valueString": "x"}]), "Patient.extension[0].url"),
    (patient(contained=[patient(id="a_b")]), "Patient.contained[0].id"),
    (bundle(patient(contained=[patient(id="a", gender="F")])), "Bundle.entry[0].resource.contained[0].gender"),
    (bundle(patient(id="a_b")), "Bundle.entry[0].resource.id"),
    (
        {
            "resourceType": "Bundle",
            "type": "batch-response",
            "entry": [{"response": {"status": "200", "outcome": {"id": "x"}}}],
        },
        "Bundle.entry[0].response.outcome.resourceType",
    ),
    (
        {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": patient(gender="F")}]},
        "Parameters.parameter[0].resource.gender",
    ),
    (patient(contained=[{"id": "a"}]), "Patient.contained[0].resourceType"),
    (patient(contained=[patient(gender="F")]), "Patient.contained[0].gender"),
    (patient(contained=[patient(contained=[patient()])]), "Patient.contained[0].contained"),
    (patient(link=[{"other": {"reference": "x"}, "type": "same"}]), "Patient.link[0].type"),
    (_REQUEST | {"status": "pending"}, "ServiceRequest.status"),
    ({"resourceType": "ServiceRequest", "status": "active"}, "ServiceRequest.intent"),
    ({"resourceType": "ServiceRequest", "status": "active"}, "ServiceRequest.subject"),
    (_REQUEST | {"authoredOn": "2026-01-01T10:00:00"}, "ServiceRequest.authoredOn"),
    (_REQUEST | {"authoredOn": "2026-01-01T25:00:00Z"}, "ServiceRequest.authoredOn"),
    (_REQUEST | {"code": "x"}, "ServiceRequest.code"),
    (_REQUEST | {"subject": [{"reference": "x"}]}, "ServiceRequest.subject"),
    (bundle(patient(gender="F")), "Bundle.entry[0].resource.gender"),
    (bundle({"id": "x"}), "Bundle.entry[0].resource.resourceType"),
    (bundle("x"), "Bundle.entry[0].resource"),
    (bundle({"resourceType": ["Patient"]}), "Bundle.entry[0].resource.resourceType"),
    (bundle(patient(), kind="message"), "Bundle.entry[0].resource"),
    ({"resourceType": "Bundle"}, "Bundle.type"),
    (
        {"resourceType": "Bundle", "type": "collection", "entry": [{"fullUrl": "urn:uuid:1"}] * 2},
        "Bundle.entry[1].fullUrl",
    ),
    (addressed("urn:uuid:a b"), "Bundle.entry[0].fullUrl"),
    (addressed("urn:uuid:a\u2003"), "Bundle.entry[0].fullUrl"),
    (addressed(""), "Bundle.entry[0].fullUrl"),
    (addressed("Patient/q", id="p"), "Bundle.entry[0].fullUrl"),
    (addressed("https://x.example/fhir/Patient/q", id="p"), "Bundle.entry[0].fullUrl"),
    (addressed("https://x.example/fhir/Person/p", id="p"), "Bundle.entry[0].fullUrl"),
    ({"resourceType": "AllergyIntolerance", "patient": {"reference": "x"}}, "AllergyIntolerance.code"),
    (
        {"resourceType": "MessageHeader", "source": {"endpoint": "https://x.example"}},
        "MessageHeader.event[x]",
    ),
    (narrated(f"<div {_XHTML}><script>1</script></div>"), "Patient.text.div"),
    (document(f"<div {_XHTML}><script>1</script></div>"), "Composition.section[0].section[0].text.div"),
    (document(f'<div {_XHTML}><p onclick="x()">a</p></div>'), "Composition.section[0].section[0].text.div"),
    (narrated(f'<div {_XHTML}><p onclick="x()">a</p></div>'), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><a href=" javascript:x()">a</a></div>'), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><img src="https://x.example/a.png"/></div>'), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><p style="background:url(x)">a</p></div>'), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><p title="a>b"></p></div>'), "Patient.text.div"),
    (narrated(f"<div {_XHTML}>&nbsp;&#160;</div>"), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><p xmlns="urn:x">a</p></div>'), "Patient.text.div"),
    (narrated(f"<div {_XHTML}><b>a</div>"), "Patient.text.div"),
    (narrated(f'<div {_XHTML}><p class="a" class="b">a</p></div>'), "Patient.text.div"),
    (narrated(f"<div {_XHTML}>a<![CDATA[b]]><!-- c --><em/><object/></div>"), "Patient.text.div"),
    (narrated("<div>no namespace</div>"), "Patient.text.div"),
    (narrated(f"<div {_XHTML}>"), "Patient.text.div"),
    (narrated('<!DOCTYPE a [<!ENTITY b "c">]><div>&b;</div>'), "Patient.text.div"),
    ({"resourceType": "Nothing"}, "Resource.resourceType"),
]


@pytest.mark.parametrize(("resource", "where"), _FAULTY, ids=[f"{at}-{it[1]}" for at, it in enumerate(_FAULTY)])
def test_a_fault_is_named_by_its_place(resource: dict[str, Any], where: str) -> None:
    """The faulty element is in the list."""
    assert where in [it.where for it in check(resource)]


def test_all_faults_are_listed_at_once() -> None:
    """The sender can mend everything in one go."""
    found = check(patient(gender="F", active="true", birthDate="yesterday", photo=[]))
    assert {it.where for it in found} == {"Patient.gender", "Patient.active", "Patient.birthDate", "Patient.photo"}


def test_a_value_that_is_needed_is_not_replaced_by_the_reason_for_its_absence() -> None:
    """The sender is told that this was seen."""
    absent = {
        "extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}]
    }
    sent = {name: it for name, it in _REQUEST.items() if name != "intent"} | {"_intent": absent}
    assert [(it.where, it.message) for it in check(sent)] == [
        ("ServiceRequest.intent", "has no value; one is needed here, not the reason for its absence")
    ]


@pytest.mark.parametrize("word", ["&", "&a", "&#", "> ", "<a ", "&nbsp"])
def test_narrative_is_looked_at_in_time_that_grows_with_its_length(word: str) -> None:
    """Text that begins an entity again and again, and ends none, held a core for minutes."""
    started = process_time()

    found = check(narrated(f"<div {_XHTML}>{word * 100_000}</div>"))

    assert [it.where for it in found] == ["Patient.text.div"] * (word != "> ")
    assert process_time() - started < 2


def test_faults_hold_no_values() -> None:
    """Names and numbers of a person stay out of the fault list, even as property names."""
    found = check(patient(**{"Zebedee Quill": 1, "gender": "Zebedee", "birthDate": "Zebedee", "id": "Zebedee Q"}))
    assert len(found) == 4
    assert not any("ebedee" in it.where + it.message for it in found)


_SOUND = [
    patient(gender="female", birthDate="1980-02-29", active=True),
    patient(_birthDate={"extension": [{"url": "http://x.example/a", "valueCode": "unknown"}]}),
    patient(name=[{"given": [None, "Ada"], "_given": [{"id": "a"}, None]}]),
    patient(name=[{"given": [None], "_given": [{"id": "a"}]}]),
    patient(extension=[{"url": "a", "_valueCode": {"id": "a"}}]),
    patient(extension=[{"url": "a", "extension": [{"url": "b", "valueCode": "y"}]}]),
    patient(name=[{"text": "null {} []"}]),
    narrated(f"<div {_XHTML}>a<![CDATA[b]]><!-- c --></div>"),
    narrated(f'<div {_XHTML}><p title="a>b">c</p><img src="#p" alt="x"/></div>'),
    narrated(f"<div {_XHTML}><p>a&nbsp;b <a href='https://x.example'>c</a></p></div>"),
    _REQUEST | {"authoredOn": "2026-01-01T10:00:00.123456789+01:00", "priority": "urgent"},
    _REQUEST | {"authoredOn": "2026-01-01T10:00:00.123456789012Z"},
    bundle(patient(), _REQUEST),
    addressed("Patient/p", id="p"),
    addressed("https://x.example/fhir/Patient/p", id="p"),
    addressed("https://x.example/fhir/Patient/p"),
    addressed("https://x.example/records/p7", id="p"),
    addressed("urn:oid:1.2.826.0.1", id="p"),
    {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": patient()}]},
]


@pytest.mark.parametrize("resource", _SOUND)
def test_a_sound_resource_passes(resource: dict[str, Any]) -> None:
    """Nothing is said about it."""
    assert check(resource) == ()


def test_every_word_of_our_tables_is_written_as_codes_and_addresses_are() -> None:
    """The border takes them without another look."""
    assert all(re.search(CODE, it) for it in CODES)
    assert all(re.search(URI, it) for it in SYSTEMS)


@pytest.mark.parametrize("value", [b"1e999", b"null", b"[null]"])
def test_what_no_number_is_does_not_pass_as_one(value: bytes) -> None:
    """A number too large to be kept, and nothing at all, read from bytes as a sender writes them."""
    raw = b'{"resourceType":"Patient","extension":[{"url":"a","valueDecimal":' + value + b"}]}"
    assert [it.where for it in check(read(raw))] == ["Patient.extension[0].valueDecimal"]


_KEYS = ["resourceType", "contained", "name", "entry", "resource", "text", "div", "type", "identifier"]
_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(_KEYS),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(st.sampled_from(["Patient", "Bundle", "Parameters", "Consent"]), st.dictionaries(st.text(max_size=9), _JSON))
def test_any_object_is_judged_without_raising(kind: str, body: dict[str, Any]) -> None:
    """Every shape gives a list of faults."""
    assert isinstance(check(body | {"resourceType": kind}), tuple)


@given(_JSON)
def test_any_json_inside_a_bundle_is_judged_without_raising(inner: Any) -> None:
    """Nesting does not matter."""
    check({"resourceType": "Bundle", "type": "collection", "entry": inner})
    check({"resourceType": "Bundle", "type": "collection", "entry": [{"resource": inner}]})
