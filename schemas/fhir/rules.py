"""Rules that no schema of FHIR holds: invariants, narrative, contained resources, Bundles, and what UK Core adds.

Sources: FHIR R4 4.0.1 invariants dom-2, dom-4 and dom-5, the rest beside the code; for UK Core see `uk_core`.
"""

from collections.abc import Iterator

from schemas.fhir import Resource, bundle_rules, invariants, uk_core
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.narrative import narrative_fault
from schemas.fhir.read import Fault
from schemas.fhir.rule import ALWAYS, Rule, Wrong

_OF_THE_WHOLE = ("versionId", "lastUpdated", "security")
"""What may stand in `meta` only of the resource that contains others."""
_ONLY_OUTSIDE = frozenset(_OF_THE_WHOLE)


def rule_faults(resource: Resource, where: str) -> Iterator[Fault]:
    """What is wrong with this resource itself, not with those inside it; its type is one that we know."""
    for rule in _RULES[resource["resourceType"]]:
        if rule.needed in resource:
            for place, code, message in rule.faults(resource):
                yield Fault(f"{where}.{place}" if place else where, code, message)


def _narrative(resource: Resource, place: str = "text.div") -> Iterator[Wrong]:
    text = resource.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    if isinstance(div, str) and (wrong := narrative_fault(div)):
        yield place, "value", wrong


def _sections(part: Resource, place: str = "") -> Iterator[Wrong]:
    """The narrative of a document stands in its sections, and in theirs."""
    listed = part.get("section")
    for at, it in enumerate(listed if isinstance(listed, list) else []):
        if isinstance(it, dict):
            yield from _narrative(it, f"{place}section[{at}].text.div")
            yield from _sections(it, f"{place}section[{at}].")


def _contained(resource: Resource) -> Iterator[Wrong]:
    listed = resource["contained"] if isinstance(resource["contained"], list) else []
    seen: set[str] = set()
    for at, inner in enumerate(listed):
        place = f"contained[{at}]"
        if not isinstance(inner, dict):
            continue
        if "contained" in inner:
            yield f"{place}.contained", "structure", "a contained resource may contain no other"
        if "id" not in inner:
            yield f"{place}.id", "required", "is missing; what is contained is named by it"
        elif str(inner["id"]) in seen:
            yield f"{place}.id", "duplicate", "stands twice; each contained resource needs its own"
        seen.add(str(inner.get("id")))
        meta = inner.get("meta")
        for name in _OF_THE_WHOLE:
            if isinstance(meta, dict) and name in meta:
                yield f"{place}.meta.{name}", "structure", "may stand only in the resource that contains it"


def _holds_plainly(resource: Resource) -> bool:
    """The quick look: all have ids, each its own, and nothing that may stand only outside."""
    ids = set()
    for it in resource["contained"]:
        if "id" not in it or it["id"] in ids or "contained" in it:
            return False
        if "meta" in it and not _ONLY_OUTSIDE.isdisjoint(it["meta"]):
            return False
        ids.add(it["id"])
    return True


def _left(_: Resource) -> Iterator[Wrong]:
    yield "", "structure", "is left to the long look"


def _rules(kind: str) -> tuple[Rule, ...]:
    of_documents = [Rule("section", _sections)] if kind == "Composition" else []
    own = (*of_documents, *invariants.rules(kind), *uk_core.rules(kind), *bundle_rules.rules(kind))
    return (Rule("text", _narrative), Rule("contained", _contained, _holds_plainly), *own)


_RULES = {it: _rules(it) for it in CLASSES}
LOOKS = {
    kind: [
        (it.needed, it.is_kept, _left if it.is_left else it.faults)
        for it in rules
        if it.needed in (ALWAYS, *CLASSES[kind].__struct_fields__)
    ]
    for kind, rules in _RULES.items()
}
"""Those that may have something to say of a resource that fits its class: what it holds, the quick look, the long."""
