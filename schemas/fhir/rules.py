"""Rules that no schema of FHIR holds: invariants, narrative, contained resources, Bundles, and what UK Core adds.

Sources: FHIR R4 4.0.1 invariants dom-2, dom-4 and dom-5, the rest beside the code; for UK Core see `uk_core`.
"""

from collections.abc import Iterator

from schemas.fhir import Resource, invariants, uk_core
from schemas.fhir.bundle_rules import bundle_faults
from schemas.fhir.narrative import narrative_fault
from schemas.fhir.nested import HOLDERS
from schemas.fhir.read import Fault

_OF_THE_WHOLE = (("meta", "versionId"), ("meta", "lastUpdated"), ("meta", "security"))
_ALWAYS = invariants.ALWAYS | uk_core.ALWAYS | HOLDERS
_TRIGGERS = invariants.TRIGGERS | uk_core.TRIGGERS | {"text", "contained"}


def may_break_rules(resource: Resource) -> bool:
    """False when it is of a type, and holds nothing, that any rule looks at; such a resource holds no other."""
    return not _TRIGGERS.isdisjoint(resource) or resource["resourceType"] in _ALWAYS


def keeps_rules(resource: Resource) -> bool:
    """Whether `rule_faults` has nothing to say of one that may break a rule."""
    return next(rule_faults(resource, ""), None) is None


def rule_faults(resource: Resource, where: str) -> Iterator[Fault]:
    """What is wrong with this resource itself, not with those inside it."""
    if "text" in resource:
        yield from _narrative(resource, where)
    if "contained" in resource:
        yield from _contained(resource, where)
    kind = resource.get("resourceType")
    if invariants.may_break(resource):
        for place, code, message in invariants.invariant_faults(resource):
            yield Fault(f"{where}.{place}" if place else where, code, message)
    if kind in uk_core.ALWAYS or not uk_core.TRIGGERS.isdisjoint(resource):
        for place, code, message in uk_core.uk_core_faults(resource):
            yield Fault(f"{where}.{place}", code, message)
    if kind == "Bundle":
        yield from bundle_faults(resource, where)


def _narrative(resource: Resource, where: str) -> Iterator[Fault]:
    text = resource.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    if isinstance(div, str) and (wrong := narrative_fault(div)):
        yield Fault(f"{where}.text.div", "value", wrong)


def _contained(resource: Resource, where: str) -> Iterator[Fault]:
    listed = resource["contained"] if isinstance(resource["contained"], list) else []
    seen: set[str] = set()
    for at, inner in enumerate(listed):
        place = f"{where}.contained[{at}]"
        if not isinstance(inner, dict):
            continue
        if "contained" in inner:
            yield Fault(f"{place}.contained", "structure", "a contained resource may contain no other")
        if "id" not in inner:
            yield Fault(f"{place}.id", "required", "is missing; what is contained is named by it")
        elif str(inner["id"]) in seen:
            yield Fault(f"{place}.id", "duplicate", "stands twice; each contained resource needs its own")
        seen.add(str(inner.get("id")))
        for outer, name in _OF_THE_WHOLE:
            if isinstance(inner.get(outer), dict) and name in inner[outer]:
                yield Fault(f"{place}.{outer}.{name}", "structure", "may stand only in the resource that contains it")
