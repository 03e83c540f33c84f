"""Rules that no schema of FHIR holds: invariants of Bundles, narrative, and what UK Core adds.

Sources: FHIR R4 4.0.1 invariants bdl-3, 4, 7, 9 to 12, dom-2; for UK Core see `uk_core`.
"""

from collections.abc import Iterator
from typing import Any

from schemas.fhir import Resource
from schemas.fhir.narrative import narrative_fault
from schemas.fhir.read import Fault
from schemas.fhir.uk_core import uk_core_faults

_FIRST_ENTRY = {"message": "MessageHeader", "document": "Composition"}
_WITH_REQUEST = {"batch", "transaction", "history"}
_WITH_RESPONSE = {"batch-response", "transaction-response", "history"}


def rule_faults(resource: Resource, where: str) -> Iterator[Fault]:
    """What is wrong with this resource itself, not with those inside it."""
    if "text" in resource:
        yield from _narrative(resource, where)
    for at, inner in enumerate(_objects(resource["contained"]) if "contained" in resource else ()):
        if "contained" in inner:
            yield Fault(f"{where}.contained[{at}].contained", "structure", "a contained resource may contain no other")
    for place, code, message in uk_core_faults(resource):
        yield Fault(f"{where}.{place}", code, message)
    if resource.get("resourceType") == "Bundle":
        yield from _bundle(resource, where)


def _narrative(resource: Resource, where: str) -> Iterator[Fault]:
    text = resource.get("text")
    div = text.get("div") if isinstance(text, dict) else None
    if isinstance(div, str) and (wrong := narrative_fault(div)):
        yield Fault(f"{where}.text.div", "value", wrong)


def _bundle(bundle: Resource, where: str) -> Iterator[Fault]:
    kind, entries = str(bundle.get("type")), _objects(bundle.get("entry"))
    first = _FIRST_ENTRY.get(kind)
    if first and _type_of(entries[0].get("resource") if entries else None) != first:
        yield Fault(f"{where}.entry[0].resource", "structure", f"must be a {first} in a Bundle of type `{kind}`")
    if kind == "document":
        yield from _document(bundle, where)
    requested, answered = kind in _WITH_REQUEST, kind in _WITH_RESPONSE
    seen: set[tuple[str, str]] = set()
    for at, entry in enumerate(entries):
        if requested or answered or "request" in entry or "response" in entry:
            yield from _exchange(entry, f"{where}.entry[{at}]", requested=requested, answered=answered)
        url = entry.get("fullUrl")
        if isinstance(url, str) and kind != "history":
            name = (url, _version(entry))
            if name in seen:
                yield Fault(f"{where}.entry[{at}].fullUrl", "duplicate", "stands twice in this Bundle")
            seen.add(name)


def _exchange(entry: dict[str, Any], where: str, *, requested: bool, answered: bool) -> Iterator[Fault]:
    """Requests and responses stand where the type of the Bundle says, and there always."""
    if "request" in entry and not requested:
        yield Fault(f"{where}.request", "structure", "may stand only in a batch, transaction or history")
    if "request" not in entry and requested:
        yield Fault(f"{where}.request", "required", "is missing; a batch, transaction or history needs it")
    if "response" in entry and not answered:
        yield Fault(f"{where}.response", "structure", "may stand only in a response or history")
    if "response" not in entry and answered:
        yield Fault(f"{where}.response", "required", "is missing; a response or history needs it")


def _document(bundle: Resource, where: str) -> Iterator[Fault]:
    identifier = bundle.get("identifier")
    if not (isinstance(identifier, dict) and {"system", "value"} <= identifier.keys()):
        yield Fault(f"{where}.identifier", "required", "needs a system and a value in a document")
    if "timestamp" not in bundle:
        yield Fault(f"{where}.timestamp", "required", "is missing; a document needs it")


def _version(entry: dict[str, Any]) -> str:
    resource = entry.get("resource")
    meta = resource.get("meta") if isinstance(resource, dict) else None
    return str(meta.get("versionId")) if isinstance(meta, dict) else ""


def _type_of(resource: object) -> object:
    return resource.get("resourceType") if isinstance(resource, dict) else None


def _objects(value: object) -> list[dict[str, Any]]:
    return [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []
