"""The quick pass: whether anything is wrong with a resource and what it brings; no places, no words.

A resource is converted to its class together with all that it contains, and a Bundle with all that its entries bring,
at once: to the plain class first, and where it is written in a rarer way to the generated one. The few that hold
resources elsewhere are left to the long look.
"""

from functools import reduce
from operator import or_
from string import ascii_letters, digits
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from schemas.fhir import Resource
from schemas.fhir.generated.bundle import Bundle, BundleEntry
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.nested import HOLDERS
from schemas.fhir.plain import PLAIN, Filled, Short
from schemas.fhir.primitives import Many
from schemas.fhir.rules import keeps_rules

_ID_LETTERS = (ascii_letters + digits + "-.").encode()


def _whole(name: str) -> Any:
    """The class with what it contains, and with any letters in its id, which are looked at for all together."""
    cls = CLASSES[name]
    fields: list[tuple[str, Any, Any]] = [("id", Short | UnsetType, UNSET)]
    if "contained" in cls.__struct_fields__:
        fields.append(("contained", "Many[_HELD] | UnsetType", UNSET))
    return msgspec.defstruct(name, fields, bases=(cls,), kw_only=True, tag=name, module=__name__)


_WHOLE = {it: _whole(it) for it in CLASSES if it not in HOLDERS}
_HELD: Any = reduce(or_, _WHOLE.values())
_BROUGHT: list[tuple[str, Any, Any]] = [
    ("fullUrl", Filled | UnsetType, UNSET), ("resource", _HELD | UnsetType, UNSET), ("response", UnsetType, UNSET),
]  # fmt: skip
"""The rules of Bundles look at all addresses together."""
_ENTRY: Any = msgspec.defstruct("_Entry", _BROUGHT, bases=(BundleEntry,), kw_only=True)
_ENTRIES: list[tuple[str, Any, Any]] = [("entry", Many[_ENTRY] | UnsetType, UNSET)]
_WHOLE["Bundle"] = msgspec.defstruct("_Bundle", _ENTRIES, bases=(Bundle,), kw_only=True, tag="Bundle", module=__name__)


def is_sound(resource: object) -> bool:
    """True when nothing is wrong with a resource that holds no empty object; False asks for the long look."""
    if not isinstance(resource, dict):
        return False
    kind = resource.get("resourceType")
    if not (isinstance(kind, str) and kind in PLAIN):
        return False
    if not (fits(resource, PLAIN[kind]) or (kind in _WHOLE and fits(resource, _WHOLE[kind]))):
        return False
    together = [resource]
    if kind == "Bundle":
        together += [it["resource"] for it in resource.get("entry", ()) if "resource" in it]
    together += [held for it in together if "contained" in it for held in it["contained"]]
    return _are_ids([it["id"] for it in together if "id" in it]) and all(map(keeps_rules, together))


def fits(resource: Resource, cls: type[msgspec.Struct]) -> bool:
    """Whether it has the elements of its class, written as they are written."""
    try:
        msgspec.convert(resource, cls)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True


def _are_ids(given: list[str]) -> bool:
    """By their letters; how many these are, the class has counted."""
    return not "".join(given).encode(errors="replace").translate(None, _ID_LETTERS)
