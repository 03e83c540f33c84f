"""The quick pass: whether anything is wrong with a resource and what it brings; no places, no words.

A resource is converted to its class together with all that it contains, and a Bundle with all that its entries bring,
at once: to the plain class first, and where it is written in a rarer way to the generated one. The few that hold
resources elsewhere are left to the long look.
"""

import re
from functools import reduce
from operator import or_
from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from schemas.fhir import Resource
from schemas.fhir.bundle_rules import are_plain
from schemas.fhir.generated.bundle import Bundle, BundleEntry
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.nested import HOLDERS
from schemas.fhir.plain import PLAIN, Filled, Short
from schemas.fhir.plain_bundle import PLAIN_BUNDLES
from schemas.fhir.primitives import Many
from schemas.fhir.rules import LOOKS

_ARE_IDS = re.compile(r"[A-Za-z0-9.\-]*\Z").match


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
    if kind == "Bundle":
        return _is_sound_bundle(resource)
    if not (isinstance(kind, str) and kind in PLAIN):
        return False
    if not (fits(resource, PLAIN[kind]) or (kind in _WHOLE and fits(resource, _WHOLE[kind]))):
        return False
    return _keep_rules([resource], [])


def _is_sound_bundle(bundle: Resource) -> bool:
    """Of its own rules those of its type are in the plain class, and those of its addresses are looked at together."""
    kind, entries = bundle.get("type"), bundle.get("entry", ())
    is_plain = isinstance(kind, str) and kind in PLAIN_BUNDLES and fits(bundle, PLAIN_BUNDLES[kind])
    if not (is_plain or fits(bundle, _WHOLE["Bundle"])):
        return False
    brought, urls = [], []
    for it in entries:
        if "resource" in it:
            brought.append(it["resource"])
        if "fullUrl" in it:
            urls.append(it["fullUrl"])
    if not (is_plain and are_plain(bundle["type"], entries, urls, brought)):
        brought.append(bundle)
    return _keep_rules(brought, [bundle["id"]] if "id" in bundle else [])


def _keep_rules(together: list[Resource], ids: list[str]) -> bool:
    """Whether resources that fit, and what they contain, keep all rules, and all ids have only letters of ids."""
    for it in together:
        if "contained" in it:
            together += it["contained"]
        if "id" in it:
            ids.append(it["id"])
        for needed, is_kept, faults in LOOKS[it["resourceType"]]:
            if needed in it and not is_kept(it) and next(faults(it), None) is not None:
                return False
    return _ARE_IDS("".join(ids)) is not None


def fits(resource: Resource, cls: type[msgspec.Struct]) -> bool:
    """Whether it has the elements of its class, written as they are written."""
    try:
        msgspec.convert(resource, cls)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True
