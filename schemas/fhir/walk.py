"""The slow pass: walks a faulty resource beside its generated class and names every fault, without values."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

from msgspec import Struct, inspect

from schemas.fhir import choice, datatype_rules, extensions
from schemas.fhir.leaf import leaf_fault
from schemas.fhir.read import Fault

_PROPERTY = re.compile(r"_?[a-z][A-Za-z]{0,39}\Z")

_MISSING = "is missing"
_UNSAID = "has no value; one is needed here, not the reason for its absence"


def walk(value: object, cls: type[Struct], where: str) -> Iterator[Fault]:
    """Every fault of `value` as an object of `cls`."""
    yield from _object(value, _info(cls), where)


@cache
def _info(cls: type[Struct]) -> inspect.StructType:
    return cast(inspect.StructType, inspect.type_info(cls))


@cache
def _fields(cls: type[Struct]) -> dict[str, inspect.Field]:
    return {it.encode_name: it for it in _info(cls).fields}


def _object(value: object, kind: inspect.StructType, where: str) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield Fault(where, "structure", "is not an object")
        return
    if not value:
        yield Fault(where, "structure", "is an empty object; leave the element out")
    fields = _fields(kind.cls)
    for name, item in value.items():
        if name == kind.tag_field:
            continue
        if name not in fields:
            shown = name if isinstance(name, str) and _PROPERTY.match(name) else "(a property)"
            yield Fault(f"{where}.{shown}", "structure", f"is not an element of FHIR R4 {kind.cls.__name__}")
        else:
            yield from _element(item, fields[name].type, f"{where}.{name}", value.get(_sibling(name)))
    yield from _of_the_whole(value, kind, where)


def _of_the_whole(value: dict[str, Any], kind: inspect.StructType, where: str) -> Iterator[Fault]:
    """What is missing, and what does not go together."""
    for it in kind.fields:
        if it.required and it.encode_name not in value:
            yield Fault(
                f"{where}.{it.encode_name}", "required", _UNSAID if _sibling(it.encode_name) in value else _MISSING
            )
    if kind.cls.__name__ == choice.EXTENSION:
        yield from _of_an_extension(value, where)
    for name, wrong in choice.faults(value, getattr(kind.cls, "choices__", ())):
        yield Fault(f"{where}.{name}", "structure", wrong)
    for name, wrong in datatype_rules.faults(kind.cls.__name__, value):
        yield Fault(f"{where}.{name}" if name else where, "invariant", wrong)


def _of_an_extension(value: dict[str, Any], where: str) -> Iterator[Fault]:
    if fault := choice.extension_fault(value):
        yield Fault(where, "invariant", fault)
        return
    for name, code, wrong in extensions.faults(value):
        yield Fault(f"{where}.{name}", code, wrong)


def _element(value: object, kind: inspect.Type, where: str, sibling: object) -> Iterator[Fault]:
    kind = _plain(kind)
    if isinstance(kind, inspect.ListType):
        yield from _list(value, kind, where, sibling)
    elif isinstance(kind, inspect.StructType):
        yield from _object(value, kind, where)
    elif wrong := leaf_fault(value, kind):
        yield Fault(where, *wrong)


def _list(value: object, kind: inspect.ListType, where: str, sibling: object) -> Iterator[Fault]:
    if not isinstance(value, list):
        yield Fault(where, "structure", "is not a list; this element repeats, so put it in [ ]")
        return
    if not value:
        yield Fault(where, "structure", "is an empty list; leave the element out")
    beside: list[Any] = sibling if isinstance(sibling, list) else []
    if value and where.rpartition(".")[2].startswith("_") and all(it is None for it in value):
        yield Fault(where, "structure", "holds only null; leave the element out")
        return
    for at, item in enumerate(value):
        if item is None and at < len(beside) and beside[at] is not None:
            continue
        yield from _element(item, kind.item_type, f"{where}[{at}]", None)


def _plain(kind: inspect.Type) -> inspect.Type:
    """The type without metadata, UNSET and None."""
    if isinstance(kind, inspect.Metadata):
        return _plain(kind.type)
    if isinstance(kind, inspect.UnionType):
        given = [it for it in kind.types if not isinstance(it, inspect.NoneType)]
        return _plain(given[0]) if len(given) == 1 else kind
    return kind


def _sibling(name: str) -> str:
    return name[1:] if name.startswith("_") else "_" + name
