"""The border for FHIR R4: says everything that is wrong with a resource, or nothing.

A sound resource is only converted to its generated class; only when that fails are all faults looked for.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

import orjson

from schemas.fhir import Resource
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.nested import nested
from schemas.fhir.numbers import holds_written
from schemas.fhir.read import Fault, without_holes
from schemas.fhir.rules import rule_faults
from schemas.fhir.sound import fits, is_sound
from schemas.fhir.walk import walk

_LEFT_TO_THE_JUDGE = re.compile(r"(.+\.)?(Consent|resource)(\.provision(\[\d+\])?)+\.period\.end")
"""A Consent whose time ends before it begins is kept and put before a person; it opens nothing."""
_MOST_FAULTS = 100
"""Enough to mend a message by; the rest would only cost time."""


def check(resource: Resource, *, is_full: bool | None = None) -> tuple[Fault, ...]:
    """All that is wrong with a resource and with those inside it; empty when it may pass.

    `is_full` is what `read_marked` said of it, where it was read so, with plain numbers; None has it looked at here.
    """
    if is_full is None:
        resource, is_full = _with_plain_numbers(resource)
    if is_full and is_sound(resource):
        return ()
    kind = resource.get("resourceType")
    name = kind if isinstance(kind, str) and kind in CLASSES else "Resource"
    return tuple(islice(_faults(resource, name, full=is_full), _MOST_FAULTS))


def _faults(resource: object, where: str, *, full: bool) -> Iterator[Fault]:
    if not isinstance(resource, dict):
        yield Fault(where, "structure", "is not a resource; send a JSON object with `resourceType`")
        return
    kind = resource.get("resourceType")
    if not isinstance(kind, str) or kind not in CLASSES:
        yield Fault(f"{where}.resourceType", "not-supported", "is missing or not a type that this gateway reads")
        return
    is_fitting = fits(resource, CLASSES[kind])
    if not (full and is_fitting):
        found = list(walk(resource, CLASSES[kind], where))
        yield from (it for it in found if not _is_for_the_judge(it))
        if not (is_fitting or found or fits(_without_nulls(resource), CLASSES[kind])):
            yield Fault(where, "structure", "is not FHIR R4 of this type")
    yield from rule_faults(resource, where)
    for place, inner in nested(resource):
        yield from _faults(inner, f"{where}.{place}", full=full)


def _without_nulls(value: Any) -> Any:
    """A copy without those that may stand in lists, as the long look found."""
    if isinstance(value, list):
        return [_without_nulls(it) for it in value if it is not None]
    if isinstance(value, dict):
        return {name: kept for name, it in value.items() if (kept := _without_nulls(it)) != []}
    return value


def _is_for_the_judge(fault: Fault) -> bool:
    return fault.code == "invariant" and _LEFT_TO_THE_JUDGE.fullmatch(fault.where) is not None


def _with_plain_numbers(resource: Resource) -> tuple[Resource, bool]:
    """The same with numbers that are nothing but numbers, and whether nothing in it is an empty object."""
    try:
        written = orjson.dumps(resource)
        plain = orjson.loads(written) if holds_written(written) else resource
    except (TypeError, orjson.JSONDecodeError):
        return resource, False
    return plain, without_holes(written)
