"""What the generated classes say of an element: its type, whether it repeats, and in which order elements stand."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, cast

from msgspec import Struct, inspect


class Kind(StrEnum):
    """How the value of an element is written."""

    OBJECT = "object"
    RESOURCE = "resource"
    BOOLEAN = "boolean"
    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    XHTML = "xhtml"


@dataclass(frozen=True, slots=True)
class Shape:
    """One element of a class."""

    kind: Kind
    repeats: bool
    cls: type[Struct] | None = None
    """The class of an object."""


_XHTML = "div"


@cache
def shapes(cls: type[Struct]) -> dict[str, Shape]:
    """The elements of a class by name, in the order of the definition; primitives' `_name` are left out."""
    info = cast(inspect.StructType, inspect.type_info(cls))
    return {it.encode_name: _shape(it) for it in info.fields if not it.encode_name.startswith("_")}


def _shape(field: inspect.Field) -> Shape:
    kind = bare(field.type)
    repeats = isinstance(kind, inspect.ListType)
    item = bare(kind.item_type) if isinstance(kind, inspect.ListType) else kind
    if isinstance(item, inspect.StructType):
        return Shape(Kind.OBJECT, repeats, item.cls)
    if field.encode_name == _XHTML:
        return Shape(Kind.XHTML, repeats)
    return Shape(_WRITTEN.get(type(item), Kind.TEXT), repeats)


_WRITTEN: dict[type[Any], Kind] = {
    inspect.DictType: Kind.RESOURCE,
    inspect.BoolType: Kind.BOOLEAN,
    inspect.IntType: Kind.WHOLE,
    inspect.FloatType: Kind.NUMBER,
}


def bare(kind: inspect.Type) -> inspect.Type:
    """The type without metadata, UNSET and None."""
    if isinstance(kind, inspect.Metadata):
        return bare(kind.type)
    if isinstance(kind, inspect.UnionType):
        given = [it for it in kind.types if not isinstance(it, inspect.NoneType)]
        return bare(given[0]) if len(given) == 1 else kind
    return kind
