"""Writes a resource as FHIR XML: what the JSON says, in the order of the definition."""

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any
from xml.sax.saxutils import quoteattr

import orjson
from msgspec import Struct

from schemas.fhir import Resource
from schemas.fhir.generated import datatypes
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.shape import Kind, Shape, shapes

FHIR_XML = "application/fhir+xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)([A-Za-z][A-Za-z0-9]*;)")
_AS_ATTRIBUTE = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def write_xml(resource: Resource) -> bytes:
    """The resource as a document of its own; raises KeyError for a type that the tables do not have."""
    return (_HEAD + "".join(_resource(resource, ' xmlns="http://hl7.org/fhir"'))).encode()


def _resource(resource: Resource, more: str = "") -> Iterator[str]:
    kind = resource["resourceType"]
    yield f"<{kind}{more}>"
    yield from _elements(resource, CLASSES[kind], without=frozenset())
    yield f"</{kind}>"


def _elements(value: dict[str, Any], cls: type[Struct], *, without: frozenset[str]) -> Iterator[str]:
    for name, shape in shapes(cls).items():
        if name not in without and (name in value or "_" + name in value):
            yield from _element(name, value.get(name), value.get("_" + name), shape)


def _element(name: str, value: Any, beside: Any, shape: Shape) -> Iterator[str]:
    values = value if shape.repeats and value is not None else [value]
    besides = beside if shape.repeats and beside is not None else [beside]
    for at in range(max(len(values), len(besides))):
        one = values[at] if at < len(values) else None
        yield from _one(name, one, besides[at] if at < len(besides) else None, shape)


def _one(name: str, value: Any, beside: Any, shape: Shape) -> Iterator[str]:
    if shape.kind is Kind.XHTML:
        yield _NAMED.sub(_numbered, value)
    elif shape.kind is Kind.RESOURCE:
        yield from (f"<{name}>", *_resource(value), f"</{name}>")
    elif shape.kind is Kind.OBJECT:
        yield from _object(name, value, shape.cls or Struct)
    else:
        said = "" if value is None else f" value={_quoted(_written(value))}"
        yield from _object(name, beside or {}, datatypes.Element, said)


def _object(name: str, value: dict[str, Any], cls: type[Struct], more: str = "") -> Iterator[str]:
    attributes = [it for it in ("id", "url") if it in value and (it == "id" or cls is datatypes.Extension)]
    said = "".join(f" {it}={_quoted(value[it])}" for it in attributes)
    inner = "".join(_elements(value, cls, without=frozenset(attributes)))
    yield f"<{name}{said}{more}>{inner}</{name}>" if inner else f"<{name}{said}{more}/>"


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return orjson.dumps(value).decode().strip() if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    return quoteattr(text, _AS_ATTRIBUTE)


def _numbered(named: re.Match[str]) -> str:
    """XML knows five named characters; the others of HTML go by number."""
    return "".join(f"&#{ord(it)};" for it in html5.get(named[1], " "))
