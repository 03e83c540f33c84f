"""Reads FHIR in XML into the same dictionary that its JSON gives, by the generated tables; strictly.

Limits as for JSON: 8 MiB, 64 levels. Refused: DTDs, entities, other namespaces, text between elements, an element that
stands twice where one may, attributes that FHIR does not have. Only UTF-8. Comments mean nothing and are left out.
"""

import re
from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element, tostring

from msgspec import Struct

from schemas.fhir import Resource
from schemas.fhir.choice import EXTENSION
from schemas.fhir.generated import datatypes
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.numbers import written
from schemas.fhir.read import MAX_BYTES, MAX_DEPTH, Fault, Unreadable
from schemas.fhir.shape import Kind, Shape, shapes
from schemas.fhir.xml_safe import Unparsable, parsed

FHIR = "http://hl7.org/fhir"
XHTML = "http://www.w3.org/1999/xhtml"
_FHIR, _XHTML = f"{{{FHIR}}}", f"{{{XHTML}}}"
_IGNORED = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_ONLY_VALUE = ["value"]
_ID = frozenset({"id"})
_AS_ATTRIBUTES = {EXTENSION: _ID | {"url"}}
"""What FHIR writes into attributes, and into nothing else; of a resource nothing."""
_NAME = re.compile(r"[A-Za-z][A-Za-z]{0,39}\Z")
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,39})(?:\.[0-9]{1,40})?(?:[eE][+-]?[0-9]{1,3})?\Z")


def is_xml(raw: bytes) -> bool:
    """True when these bytes can only be meant as XML."""
    return raw[:64].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def read_xml(raw: bytes) -> Resource:
    """One resource of a type that we know; raises `Unreadable`. Whether it is valid, `check` tells."""
    root = _parsed(raw)
    if _is_too_deep(root):
        raise _unreadable("body", "too-costly", f"is nested deeper than {MAX_DEPTH} levels")
    reading = _Reading()
    resource = reading.resource(root, _local(root) or "body")
    if reading.faults:
        raise Unreadable(tuple(reading.faults))
    return resource


def _parsed(raw: bytes) -> Element:
    if len(raw) > MAX_BYTES:
        raise _unreadable("body", "too-long", f"is larger than {MAX_BYTES} bytes; send documents by reference")
    try:
        return parsed(raw)
    except Unparsable as error:
        raise _unreadable(error.where, error.code, str(error)) from None


def _is_too_deep(root: Element) -> bool:
    level = [root]
    for _ in range(MAX_DEPTH):
        level = [inner for it in level for inner in it]
        if not level:
            return False
    return True


class _Reading:
    """One reading: gathers what is wrong, so that all of it is told at once."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def resource(self, element: Element, where: str) -> Resource:
        kind = _local(element)
        if kind not in CLASSES:
            self._wrong(where, "not-supported", "is not a resource type that this gateway reads")
            return {"resourceType": "Resource"}
        found = self._object(element, CLASSES[kind], where, is_resource=True)
        return {"resourceType": kind} | found

    def _object(self, element: Element, cls: type[Struct], where: str, *, is_resource: bool = False) -> dict[str, Any]:
        known = shapes(cls)
        written = frozenset() if is_resource else _AS_ATTRIBUTES.get(cls.__name__, _ID)
        self._text(element, where)
        found = self._attributes(element, written, where)
        for name, group in _by_name(element):
            shape, place = None if name in written else known.get(name), f"{where}.{name}"
            if shape is None:
                place = place if _NAME.match(name) else f"{where}.(an element)"
                self._wrong(place, "structure", f"is not an element of FHIR R4 {cls.__name__}")
            elif len(group) > 1 and not shape.repeats:
                self._wrong(place, "structure", "stands more than once; send it once")
            elif shape.kind in {Kind.OBJECT, Kind.RESOURCE, Kind.XHTML}:
                values = [self._whole(it, shape, place) for it in group]
                found[name] = values if shape.repeats else values[0]
            else:
                found |= self._primitive(name, group, shape, place)
        return found

    def _whole(self, element: Element, shape: Shape, where: str) -> Any:
        if shape.kind is Kind.XHTML:
            return _narrative(element)
        if shape.kind is Kind.RESOURCE:
            self._text(element, where)
            self._attributes(element, frozenset(), where)
            if len(element) != 1:
                self._wrong(where, "structure", "holds not exactly one resource")
                return {}
            return self.resource(element[0], where)
        return self._object(element, shape.cls or Struct, where)

    def _primitive(self, name: str, group: list[Element], shape: Shape, where: str) -> dict[str, Any]:
        values: list[Any] = []
        besides: list[dict[str, Any] | None] = []
        for element in group:
            if not len(element) and not element.text and element.keys() == _ONLY_VALUE:
                values.append(_value(element.attrib["value"], shape.kind))
                besides.append(None)
                continue
            attributes = dict(element.attrib)
            value = attributes.pop("value", None)
            beside = self._beside(element, attributes, where)
            if value is None and not beside:
                self._wrong(where, "structure", "is empty; leave the element out")
            values.append(None if value is None else _value(value, shape.kind))
            besides.append(beside or None)
        found: dict[str, Any] = {}
        if any(it is not None for it in values):
            found[name] = values if shape.repeats else values[0]
        if any(besides):
            found["_" + name] = besides if shape.repeats else besides[0]
        return found

    def _beside(self, element: Element, attributes: dict[str, str], where: str) -> dict[str, Any]:
        """The id and the extensions of a primitive."""
        bare = Element(element.tag, attributes)
        bare.extend(element)
        bare.text = element.text
        return self._object(bare, datatypes.Element, where)

    def _attributes(self, element: Element, written: frozenset[str], where: str) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name, value in element.attrib.items():
            if name in written:
                found[name] = value
            elif name != _IGNORED:
                self._wrong(where, "structure", "has an attribute that FHIR does not have")
        return found

    def _text(self, element: Element, where: str) -> None:
        said = element.text
        if not (said and not said.isspace()):
            said = next((it.tail for it in element if it.tail and not it.tail.isspace()), None)
        if said:
            self._wrong(where, "structure", "has text between its elements; FHIR puts values into `value` attributes")

    def _wrong(self, where: str, code: str, message: str) -> None:
        self.faults.append(Fault(where, code, message))


def _by_name(element: Element) -> Iterator[tuple[str, list[Element]]]:
    groups: dict[str, list[Element]] = {}
    for child in element:
        groups.setdefault(_local(child), []).append(child)
    return iter(groups.items())


def _local(element: Element) -> str:
    """The name of a FHIR element, or of the narrative's div; empty for any other."""
    tag = element.tag
    if tag == _XHTML + "div":
        return "div"
    return tag.removeprefix(_FHIR) if isinstance(tag, str) and tag.startswith(_FHIR) else ""


def _value(text: str, kind: Kind) -> Any:
    """The value as JSON has it; what is not written so stays text, and `check` names it."""
    if kind is Kind.BOOLEAN:
        return {"true": True, "false": False}.get(text, text)
    if kind is Kind.WHOLE:
        return int(text) if _WHOLE.match(text) else text
    if kind is Kind.NUMBER:
        return _number(text)
    return text


def _number(text: str) -> int | float | str:
    if _WHOLE.match(text):
        return int(text)
    return written(text) if _NUMBER.match(text) else text


def _narrative(element: Element) -> str:
    """The div as text, its namespace said once."""
    for it in element.iter():
        if isinstance(it.tag, str):
            it.tag = it.tag.removeprefix(_XHTML)
    element.tail = None
    element.set("xmlns", XHTML)
    return tostring(element, encoding="unicode")


def _unreadable(where: str, code: str, message: str) -> Unreadable:
    return Unreadable((Fault(where, code, message),))
