"""The quick pass: whether anything is wrong with a resource and what it brings; no places, no words.

A resource is converted to its generated class together with all that it contains, and a Bundle with all that its
entries bring, at once. The few that hold resources elsewhere are left to the long look.
"""

import re
from functools import reduce
from operator import or_
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, UnsetType

from schemas.fhir import Resource
from schemas.fhir.generated.bundle import Bundle, BundleEntry
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.nested import HOLDERS
from schemas.fhir.primitives import Many
from schemas.fhir.rules import keeps_rules

_ID_LETTERS = re.compile(r"[A-Za-z0-9.\-]*+")
_FILLED = Annotated[str, msgspec.Meta(min_length=1)]
_SHORT = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def _whole(name: str, cls: type[msgspec.Struct]) -> Any:
    """The class with what it contains, and with any letters in its id, which are looked at for all together."""
    fields: list[tuple[str, Any, Any]] = [("id", _SHORT | UnsetType, UNSET)]
    if "contained" in cls.__struct_fields__:
        fields.append(("contained", "Many[_ANY] | UnsetType", UNSET))
    return msgspec.defstruct(name, fields, bases=(cls,), kw_only=True, tag=name, module=__name__)


_WHOLE: dict[str, Any] = {name: _whole(name, cls) for name, cls in CLASSES.items() if name not in HOLDERS}
_ANY: Any = reduce(or_, _WHOLE.values())
_BROUGHT: list[tuple[str, Any, Any]] = [
    ("fullUrl", _FILLED | UnsetType, UNSET), ("resource", _ANY | UnsetType, UNSET), ("response", UnsetType, UNSET),
]  # fmt: skip
"""The rules of Bundles look at all addresses together."""
_ENTRY: Any = msgspec.defstruct("_Entry", _BROUGHT, bases=(BundleEntry,), kw_only=True)
_ENTRIES: list[tuple[str, Any, Any]] = [("entry", Many[_ENTRY] | UnsetType, UNSET)]
_WHOLE["Bundle"] = msgspec.defstruct("_Bundle", _ENTRIES, bases=(Bundle,), kw_only=True, tag="Bundle")


def is_sound(resource: object) -> bool:
    """True when nothing is wrong with a resource that holds no empty object; False asks for the long look."""
    if not isinstance(resource, dict):
        return False
    kind = resource.get("resourceType")
    cls = _WHOLE.get(kind) if isinstance(kind, str) else None
    if cls is None or not fits(resource, cls):
        return False
    brought = [it["resource"] for it in resource.get("entry", ()) if "resource" in it] if kind == "Bundle" else []
    together = [resource, *brought]
    together += [held for it in together if "contained" in it for held in it["contained"]]
    ids = "".join([it["id"] for it in together if "id" in it])
    return _ID_LETTERS.fullmatch(ids) is not None and all(map(keeps_rules, together))


def fits(resource: Resource, cls: type[msgspec.Struct]) -> bool:
    """Whether it has the elements of its class, written as they are written."""
    try:
        msgspec.convert(resource, cls)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True
