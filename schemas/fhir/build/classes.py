"""Turns the elements of one StructureDefinition into the text of msgspec classes."""

import keyword
from dataclasses import dataclass, field
from typing import Any

from schemas.fhir.build.codes import CodeBook

_PRIMITIVES = {
    "base64Binary": "Base64Binary", "boolean": "Boolean", "canonical": "Uri", "code": "Code", "date": "Date",
    "dateTime": "DateTime", "decimal": "Decimal", "id": "Id", "instant": "Instant", "integer": "Integer",
    "markdown": "Markdown", "oid": "Oid", "positiveInt": "PositiveInt", "string": "String", "time": "Time",
    "unsignedInt": "UnsignedInt", "uri": "Uri", "url": "Uri", "uuid": "Uuid", "xhtml": "Xhtml",
}  # fmt: skip
_WITHOUT_SIBLING = {"Xhtml"}
_ELEMENT_ID = "Element.id"
"""Any string in R4; the definitions of R4B call it an id."""
_MEDIA_TYPES = "http://hl7.org/fhir/ValueSet/mimetypes"
_SYSTEMS = frozenset({"system", "profile"})
"""URIs of few values, as is that of an extension."""
_EXTENSION_URL = "Extension.url"
_SYSTEM_TYPE = "http://hl7.org/fhirpath/System."


@dataclass(slots=True)
class Shape:
    """One class to write: its fields as lines, and which of them exclude each other."""

    name: str
    tag: str | None
    lines: list[str] = field(default_factory=list)
    choices: list[tuple[bool, list[str]]] = field(default_factory=list)
    uses: set[str] = field(default_factory=set)


def shapes(definition: dict[str, Any], book: CodeBook) -> list[Shape]:
    """All classes of a definition, the root first and its backbone elements after it."""
    elements = definition["snapshot"]["element"]
    is_resource = definition["kind"] == "resource"
    found: dict[str, Shape] = {}
    for element in elements:
        path = element["path"]
        if "." not in path:
            found[path] = Shape(definition["type"], definition["type"] if is_resource else None)
            continue
        if _is_backbone(element):
            found[path] = Shape(_class_name(path), None)
        _add(found[path.rpartition(".")[0]], element, book)
    return list(found.values())


def _is_backbone(element: dict[str, Any]) -> bool:
    types = element.get("type", [])
    return [it["code"] for it in types] in (["BackboneElement"], ["Element"]) and element["path"].count(".") >= 1


def _class_name(path: str) -> str:
    return "".join(part[0].upper() + part[1:] for part in path.split("."))


def _add(shape: Shape, element: dict[str, Any], book: CodeBook) -> None:
    name = element["path"].rpartition(".")[2]
    if element["max"] == "0":
        return
    if not name.endswith("[x]"):
        _field(shape, name, _type(element, element.get("type", [{}])[0], book), element, required=element["min"] > 0)
        return
    stem, members = name[:-3], []
    for kind in element["type"]:
        member = stem + kind["code"][0].upper() + kind["code"][1:]
        members.append(member)
        _field(shape, member, _type(element, kind, book), element, required=False)
    shape.choices.append((element["min"] > 0, members))


def _field(shape: Shape, name: str, kind: str, element: dict[str, Any], *, required: bool) -> None:
    many, primitive = (
        element["max"] != "1",
        kind in _PRIMITIVES.values() or kind in {"MediaType", "System"} or kind.startswith("Literal["),
    )
    plain = f"Many[{kind}]" if many else kind
    shape.uses.add(kind)
    shape.lines.append(_line(name, plain, required=required))
    if primitive and kind not in _WITHOUT_SIBLING and not (name == "id" or element["path"] == _EXTENSION_URL):
        shape.lines.append(_line("_" + name, "Many[Element]" if many else "Element", required=False))
        shape.uses.add("Element")


def _line(name: str, kind: str, *, required: bool) -> str:
    attribute = name.lstrip("_") + "__element" if name.startswith("_") else name
    attribute += "_" if keyword.iskeyword(attribute) else ""
    default = "" if required else "UNSET"
    if attribute != name:
        default = f'field(name="{name}")' if required else f'field(default=UNSET, name="{name}")'
    shown = kind if required else f"{kind} | UnsetType"
    return f"    {attribute}: {shown}" + (f" = {default}" if default else "")


def _type(element: dict[str, Any], kind: dict[str, Any], book: CodeBook) -> str:
    if "contentReference" in element:
        return _class_name(element["contentReference"].rpartition("#")[2])
    code: str = kind["code"]
    if code.startswith(_SYSTEM_TYPE):
        code = kind["extension"][0]["valueUrl"] if kind.get("extension") else "string"
        code = "string" if element.get("base", {}).get("path") == _ELEMENT_ID else code
    if _is_backbone(element):
        return _class_name(element["path"])
    binding = element.get("binding", {})
    if code == "code" and binding.get("strength") == "required" and (codes := book.codes(binding.get("valueSet", ""))):
        return f"Literal[{', '.join(repr(it) for it in codes)}]".replace("'", '"')
    if code == "code" and binding.get("valueSet", "").startswith(_MEDIA_TYPES):
        return "MediaType"
    if _PRIMITIVES.get(code) == "Uri" and _is_system(element["path"]):
        return "System"
    return "Nested" if code == "Resource" else _PRIMITIVES.get(code, code)


def _is_system(path: str) -> bool:
    return path == _EXTENSION_URL or path.rpartition(".")[2] in _SYSTEMS
