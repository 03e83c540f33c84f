"""XML says what JSON says, or is refused: the same dictionary, and nothing that could be read in two ways."""

from typing import Any

import pytest

from schemas.fhir.check import check
from schemas.fhir.read import MAX_DEPTH, Unreadable
from schemas.fhir.xml_read import is_xml, read_xml
from schemas.fhir.xml_safe import MOST_TAGS
from schemas.fhir.xml_write import write_xml

_NS = 'xmlns="http://hl7.org/fhir"'


def made(inside: str, kind: str = "Patient") -> bytes:
    """A resource in XML with these elements."""
    return f"<{kind} {_NS}>{inside}</{kind}>".encode()


_READ: list[tuple[str, dict[str, Any]]] = [
    ('<active value="true"/>', {"active": True}),
    ('<multipleBirthInteger value="2"/>', {"multipleBirthInteger": 2}),
    ('<name><given value="A"/><given value="B"/></name>', {"name": [{"given": ["A", "B"]}]}),
    (
        '<name><given value="A"/><given id="x"/></name>',
        {"name": [{"given": ["A", None], "_given": [None, {"id": "x"}]}]},
    ),
    (
        '<birthDate value="1990"><extension url="urn:a"><valueCode value="b"/></extension></birthDate>',
        {"birthDate": "1990", "_birthDate": {"extension": [{"url": "urn:a", "valueCode": "b"}]}},
    ),
    (
        '<contained><Organization><name value="N"/></Organization></contained>',
        {"contained": [{"resourceType": "Organization", "name": "N"}]},
    ),
    ('<identifier id="i"><value value="a&#10;b &lt;"/></identifier>', {"identifier": [{"id": "i", "value": "a\nb <"}]}),
    ('<!-- said --><gender value="female"/><?go on?>', {"gender": "female"}),
    ('<active value="TRUE"/>', {"active": "TRUE"}),
    ('<gender value=""/>', {"gender": ""}),
]


@pytest.mark.parametrize(("inside", "expected"), _READ)
def test_xml_is_read_as_its_json(inside: str, expected: dict[str, Any]) -> None:
    """Types and repetition come from the definition, not from how it looks."""
    assert read_xml(made(inside)) == {"resourceType": "Patient"} | expected


def test_numbers_and_narrative_are_read_and_written() -> None:
    """A decimal is a number; the div keeps its namespace once; named characters of HTML go by number."""
    div = '<div xmlns="http://www.w3.org/1999/xhtml">a<br />b <i>c</i>&#233;</div>'
    quantity = '<valueQuantity><value value="1.50"/></valueQuantity>'
    found = read_xml(made(f'<text><status value="generated"/>{div}</text>{quantity}', "Observation"))

    assert found["text"]["div"] == div.replace("&#233;", "é")
    assert found["valueQuantity"] == {"value": 1.5}
    named = {"resourceType": "Patient", "text": {"status": "empty", "div": div.replace("&#233;", "&eacute;&amp;")}}
    assert read_xml(write_xml(named))["text"]["div"] == div.replace("&#233;", "é&amp;")


_SOUND: list[dict[str, Any]] = [
    {
        "resourceType": "Patient",
        "id": "a",
        "active": False,
        "name": [{"given": [None, "B"], "_given": [{"id": "b"}, None]}],
    },
    {"resourceType": "Patient", "extension": [{"url": "urn:a", "id": "c", "valueString": 'a "b" <c> & \t\n'}]},
    {"resourceType": "Parameters", "parameter": [{"name": "a", "resource": {"resourceType": "Flag", "id": "f"}}]},
    {"resourceType": "Observation", "valueQuantity": {"value": 3.25}, "_status": {"id": "s"}},
    {
        "resourceType": "Observation",
        "component": [{"valueQuantity": {"value": it}} for it in (49, -0.5, 1e-245, 10**17)],
    },
]


@pytest.mark.parametrize("resource", _SOUND)
def test_what_is_written_is_read_again(resource: dict[str, Any]) -> None:
    """Nothing is lost on the way there and back."""
    assert read_xml(write_xml(resource)) == resource


_REFUSED = {
    "DTD": b'<!DOCTYPE Patient [<!ENTITY a "b">]>' + made('<gender value="&a;"/>'),
    "external DTD": b'<!DOCTYPE Patient SYSTEM "http://x.example/a">' + made(""),
    "unknown entity": made('<gender value="&eacute;"/>'),
    "UTF-16": made('<gender value="male"/>').decode().encode("utf-16"),
    "UTF-16 with a DTD": ('<!DOCTYPE a [<!ENTITY b "c">]>' + made("").decode()).encode("utf-16-le"),
    "Latin-1": b'<?xml version="1.0" encoding="ISO-8859-1"?>'
    + made('<gender value="caf\u00e9"/>').replace("é".encode(), b"\xe9"),
    "another namespace": b'<Patient xmlns="urn:x"/>',
    "no namespace": b"<Patient/>",
    "an element of another namespace": made('<x:gender xmlns:x="urn:x" value="male"/>'),
    "twice": made('<gender value="male"/><gender value="female"/>'),
    "unknown element": made('<nickname value="x"/>'),
    "text": made("<gender>male</gender>"),
    "text between": made('<active value="true"/>male'),
    "unknown attribute": made('<name nick="x"><text value="a"/></name>'),
    "attribute of a primitive": made('<gender value="male" code="x"/>'),
    "attribute of the resource": f'<Patient {_NS} id="x"/>'.encode(),
    "empty element": made("<gender/>"),
    "id of a part as an element": made('<name><id value="x"/></name>'),
    "url of an extension as an element": made('<extension><url value="urn:a"/><valueCode value="a"/></extension>'),
    "url of another part as an attribute": made('<photo url="https://x.example/a"/>'),
    "two contained in one": made("<contained><Flag/><Flag/></contained>"),
    "unknown type": made("", "Patientt"),
    "unknown contained": made("<contained><Nothing/></contained>"),
    "too deep": made('<extension url="a">' * MAX_DEPTH + "</extension>" * MAX_DEPTH),
    "too many": made("<name/>" * MOST_TAGS),
    "two roots": made("") + made(""),
    "cut short": made("")[:-3],
    "control character": made('<gender value="a&#1;b"/>'),
}


@pytest.mark.parametrize("raw", _REFUSED.values(), ids=_REFUSED.keys())
def test_a_trap_in_xml_is_refused_with_a_place(raw: bytes) -> None:
    """Each raises `Unreadable`, saying where and how to mend."""
    with pytest.raises(Unreadable) as caught:
        read_xml(raw)
    assert all(it.where and it.code and it.message for it in caught.value.issues)


def test_a_whole_number_stays_whole() -> None:
    """49 is not 49.0: what is sent on says as much as what came."""
    found = read_xml(made('<valueQuantity><value value="49"/></valueQuantity>', "Observation"))
    assert type(found["valueQuantity"]["value"]) is int


def test_an_empty_object_in_xml_is_named_by_the_check() -> None:
    """What is read but wrong is named as in JSON."""
    assert [it.where for it in check(read_xml(made("<name/>")))] == ["Patient.name[0]"]


@pytest.mark.parametrize(("raw", "expected"), [(b" <a", True), (b"\xef\xbb\xbf<", True), (b'{"<', False), (b"", False)])
def test_xml_is_known_by_its_first_character(raw: bytes, expected: bool) -> None:
    """Whatever its content type says."""
    assert is_xml(raw) is expected


@pytest.mark.parametrize("value", [6.0, 0.1, 1e18, -2, 1.5e-7])
def test_a_decimal_goes_through_xml_as_it_is(value: float) -> None:
    """A whole number with a point keeps its point: precision means something in FHIR."""
    sent = {"resourceType": "Observation", "status": "final", "code": {"text": "x"}, "valueQuantity": {"value": value}}

    found = read_xml(write_xml(sent))

    assert (found, type(found["valueQuantity"]["value"])) == (sent, type(value))
    assert check(found) == ()
