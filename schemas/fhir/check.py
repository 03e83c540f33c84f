"""The border for FHIR R4: says everything that is wrong with a resource, or nothing.

A sound resource is only converted to its generated class; only when that fails are all faults looked for.
"""

import re
from collections.abc import Iterator
from functools import reduce
from itertools import islice
from operator import or_
from typing import Annotated, Any

import msgspec
import orjson
from msgspec import UNSET, UnsetType

from schemas.fhir import Resource
from schemas.fhir.generated.bundle import Bundle, BundleEntry
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.nested import HOLDERS, nested
from schemas.fhir.primitives import Many
from schemas.fhir.read import Fault, without_holes
from schemas.fhir.rules import keeps_rules, may_break_rules, rule_faults
from schemas.fhir.walk import walk

_LEFT_TO_THE_JUDGE = re.compile(r"(.+\.)?(Consent|resource)(\.provision(\[\d+\])?)+\.period\.end")
"""A Consent whose time ends before it begins is kept and put before a person; it opens nothing."""
_MOST_FAULTS = 100
"""Enough to mend a message by; the rest would only cost time."""


_ID_LETTERS = re.compile(r"[A-Za-z0-9.\-]*+")
_SHORT = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]


def _with_any_letters(name: str, cls: type[msgspec.Struct]) -> Any:
    """The class with any letters in its id, which are looked at for all of a Bundle together."""
    return msgspec.defstruct(name, [("id", _SHORT | UnsetType, UNSET)], bases=(cls,), kw_only=True, tag=name)


_ANY: Any = reduce(or_, (_with_any_letters(name, it) for name, it in CLASSES.items()))
_ENTRY: Any = msgspec.defstruct("_Entry", [("resource", _ANY | UnsetType, UNSET)], bases=(BundleEntry,), kw_only=True)
_BUNDLE = msgspec.defstruct(
    "_Bundle", [("entry", Many[_ENTRY] | UnsetType, UNSET)], bases=(Bundle,), kw_only=True, tag="Bundle"
)
"""A Bundle with all that its entries bring, so that they are converted together."""


def check(resource: Resource, *, is_full: bool | None = None) -> tuple[Fault, ...]:
    """All that is wrong with a resource and with those inside it; empty when it may pass.

    `is_full` is what `read_marked` said of it, where it was read so; None has it looked at here.
    """
    full = _has_no_holes(resource) if is_full is None else is_full
    if full and _is_sound(resource):
        return ()
    kind = resource.get("resourceType")
    name = kind if isinstance(kind, str) and kind in CLASSES else "Resource"
    return tuple(islice(_faults(resource, name, full=full), _MOST_FAULTS))


def _is_sound(resource: object) -> bool:
    """The quick pass: no places, no words, only whether anything is wrong."""
    if not isinstance(resource, dict):
        return False
    kind = resource.get("resourceType")
    if kind == "Bundle":
        return _is_sound_bundle(resource)
    cls = CLASSES.get(kind) if isinstance(kind, str) else None
    if cls is None or not _fits(resource, cls):
        return False
    if not may_break_rules(resource):
        return True
    if not keeps_rules(resource):
        return False
    return not ("contained" in resource or kind in HOLDERS) or _holds_sound(resource)


def _is_sound_bundle(bundle: Resource) -> bool:
    """The same, with one conversion for a Bundle and what its entries bring."""
    if not _fits(bundle, _BUNDLE) or not keeps_rules(bundle):
        return False
    entries = bundle.get("entry", ())
    if [it for it in entries if "response" in it]:
        return _holds_sound(bundle)
    brought = [it["resource"] for it in entries if "resource" in it]
    if _ID_LETTERS.fullmatch("".join([it["id"] for it in brought if "id" in it])) is None:
        return False
    return all(map(_keeps_rules_inside, filter(may_break_rules, brought)))


def _keeps_rules_inside(converted: Resource) -> bool:
    """Of a resource that was converted with its Bundle; what that brings itself was not."""
    if converted["resourceType"] in HOLDERS:
        return _is_sound(converted)
    return keeps_rules(converted) and ("contained" not in converted or _holds_sound(converted))


def _holds_sound(resource: Resource) -> bool:
    return all(_is_sound(inner) for _, inner in nested(resource))


def _faults(resource: object, where: str, *, full: bool) -> Iterator[Fault]:
    if not isinstance(resource, dict):
        yield Fault(where, "structure", "is not a resource; send a JSON object with `resourceType`")
        return
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or kind not in CLASSES:
        yield Fault(f"{where}.resourceType", "not-supported", "is missing or not a type that this gateway reads")
        return
    fits = _fits(resource, CLASSES[kind])
    if not (full and fits):
        found = list(walk(resource, CLASSES[kind], where))
        yield from (it for it in found if not _is_for_the_judge(it))
        if not (fits or found):
            yield Fault(where, "structure", "is not FHIR R4 of this type")
    yield from rule_faults(resource, where)
    for place, inner in nested(resource):
        yield from _faults(inner, f"{where}.{place}", full=full)


def _is_for_the_judge(fault: Fault) -> bool:
    return fault.code == "invariant" and _LEFT_TO_THE_JUDGE.fullmatch(fault.where) is not None


def _fits(resource: Resource, cls: type[msgspec.Struct]) -> bool:
    try:
        msgspec.convert(resource, cls)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True


def _has_no_holes(resource: Resource) -> bool:
    """True when nothing in it is null, an empty object or an infinite number (which is written as null)."""
    try:
        written = orjson.dumps(resource)
    except TypeError:
        return False
    return without_holes(written)
