"""The published examples that tests read: beside the checkout, or where NWD_STANDARDS says."""

import json
import os
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, tostring

import pytest
from defusedxml.ElementTree import fromstring
from msgspec import Struct, inspect

from schemas.fhir.generated.table import CLASSES

_FHIR = "{http://hl7.org/fhir}"
_XHTML = "{http://www.w3.org/1999/xhtml}"


def folder(name: str) -> Path:
    """A folder of the standards; the test is skipped, loudly, where they are not at hand."""
    beside = Path(__file__).parents[2].parent / "shared" / "standards"
    found = Path(os.environ.get("NWD_STANDARDS", beside)) / name
    if not found.is_dir():
        pytest.skip(f"published standards not found at {found}; set NWD_STANDARDS to their folder")
    return found


def resource(path: Path) -> dict[str, Any] | None:
    """One published example as JSON; None when it is not FHIR that can be read."""
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".xml":
        return _resource(fromstring(text))
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) and "resourceType" in found else None


def _resource(element: Element) -> dict[str, Any] | None:
    kind = element.tag.removeprefix(_FHIR)
    if kind not in CLASSES:
        return {"resourceType": kind}
    return {"resourceType": kind} | _object(element, CLASSES[kind])


def _object(element: Element, cls: type[Struct]) -> dict[str, Any]:
    fields = _fields(cls)
    found: dict[str, Any] = {name: value for name, value in element.attrib.items() if name in fields}
    for child in element:
        name = child.tag.removeprefix(_FHIR).removeprefix(_XHTML)
        kind = fields.get(name)
        many = isinstance(kind, inspect.ListType)
        value = _value(child, _bare(kind.item_type) if many else kind)
        if many:
            found.setdefault(name, []).append(value)
        else:
            found[name] = value
    return found


@cache
def _fields(cls: type[Struct]) -> dict[str, Any]:
    return {it.encode_name: _bare(it.type) for it in inspect.type_info(cls).fields}


def _value(child: Element, kind: object) -> Any:
    if child.tag == _XHTML + "div":
        return tostring(child, encoding="unicode", default_namespace=None).replace("html:", "").replace(":html", "")
    if isinstance(kind, inspect.StructType):
        return _object(child, kind.cls)
    if isinstance(kind, inspect.DictType):
        return _resource(child[0])
    text = child.attrib.get("value", "")
    if isinstance(kind, inspect.BoolType):
        return text == "true"
    return json.loads(text) if isinstance(kind, inspect.IntType | inspect.FloatType) else text


def _bare(kind: Any) -> Any:
    if isinstance(kind, inspect.Metadata):
        return _bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        return _bare(next(it for it in kind.types if not isinstance(it, inspect.NoneType)))
    return kind
