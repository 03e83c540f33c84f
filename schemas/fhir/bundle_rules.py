"""Rules of Bundles: what stands first, what an entry must and may not have, and that each has one name.

Sources: FHIR R4 4.0.1 invariants bdl-1 to bdl-5 and bdl-7 to bdl-12, and Bundle.entry.fullUrl.
"""

import re
from collections.abc import Iterator
from typing import Any

from schemas.fhir import Resource
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.rule import ALWAYS, Rule, Wrong
from schemas.fhir.targets import is_written, named

_FIRST_ENTRY = {"message": "MessageHeader", "document": "Composition"}
_WITH_REQUEST = {"batch", "transaction", "history"}
_WITH_RESPONSE = {"batch-response", "transaction-response", "history"}
_UNNAMED = {"resourceType": ""}
"""What an entry without a resource brings: its address may end as it likes, if it begins as one."""
_NUMBERED = " urn:uuid:"
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*+:")
_BASE = re.compile(rf"{_SCHEME.pattern}\S++(?<=/)\Z")
_WITH_TOTAL = {"searchset", "history"}


def rules(kind: str) -> tuple[Rule, ...]:
    """What is asked of a Bundle itself, not of the resources inside it."""
    return (Rule(ALWAYS, _bundle),) if kind == "Bundle" else ()


def _bundle(bundle: Resource) -> Iterator[Wrong]:
    kind, entries = str(bundle.get("type")), _objects(bundle.get("entry"))
    first = _FIRST_ENTRY.get(kind)
    if first and _type_of(entries[0].get("resource") if entries else None) != first:
        yield "entry[0].resource", "structure", f"must be a {first} in a Bundle of type `{kind}`"
    if kind == "document":
        yield from _document(bundle)
    if "total" in bundle and kind not in _WITH_TOTAL:
        yield "total", "structure", "may stand only in a searchset or history"
    requested, answered = kind in _WITH_REQUEST, kind in _WITH_RESPONSE
    seen: set[tuple[str, str]] = set()
    for at, entry in enumerate(entries):
        place = f"entry[{at}]"
        if requested or answered or "request" in entry or "response" in entry:
            yield from _exchange(entry, place, requested=requested, answered=answered)
        elif "resource" not in entry:
            yield f"{place}.resource", "required", "is missing; an entry without request or response needs it"
        if "search" in entry and kind != "searchset":
            yield f"{place}.search", "structure", "may stand only in a searchset"
        if isinstance(entry.get("fullUrl"), str):
            yield from _named(entry, f"{place}.fullUrl", () if kind == "history" else seen)
            seen.add((entry["fullUrl"], _version(entry)))


def are_plain(kind: str, entries: list[dict[str, Any]], urls: list[str], brought: list[Resource]) -> bool:
    """The quick look at entries that hold what the type of their Bundle asks: the first, and under which addresses."""
    if kind in _FIRST_ENTRY and not _begins_well(kind, entries):
        return False
    if not urls or len(set(urls)) != len(urls):
        return not urls
    if "/" in urls[0] and len(entries) == len(urls) == len(brought) and _go_on_from_one(urls, brought):
        return True
    together = " ".join(urls)
    if together.split() != urls:
        return False
    if "/" not in together:
        return f" {together}".count(_NUMBERED) == len(urls)
    return "/_history/" not in together and _end_as_said(entries)


def _go_on_from_one(urls: list[str], brought: list[Resource]) -> bool:
    """Whether addresses go on from one, each with the type and the id of its resource; letters of ids aside."""
    base = urls[0].removesuffix(f"{brought[0]['resourceType']}/{brought[0].get('id')}")
    if _BASE.match(base) is None or "/_history/" in base:
        return False
    return urls == [f"{base}{it['resourceType']}/{it.get('id')}" for it in brought]


def _begins_well(kind: str, entries: list[dict[str, Any]]) -> bool:
    """A document has rules of its own, which are looked at at length."""
    return kind != "document" and bool(entries) and entries[0]["resource"]["resourceType"] == _FIRST_ENTRY[kind]


def _end_as_said(entries: list[dict[str, Any]]) -> bool:
    """Addresses, with the type and the id of the resource at their end or no name of anything there."""
    seen = ""
    for entry in entries:
        if "fullUrl" in entry:
            resource = entry.get("resource", _UNNAMED)
            head = entry["fullUrl"].removesuffix(f"{resource['resourceType']}/{resource.get('id', ' ')}")
            if head and head != seen and not (head[-1] == "/" and _SCHEME.match(head)):
                return False
            seen = head
    return True


def _named(entry: dict[str, Any], where: str, seen: set[tuple[str, str]] | tuple[()]) -> Iterator[Wrong]:
    url = entry["fullUrl"]
    if (url, _version(entry)) in seen:
        yield where, "duplicate", "stands twice in this Bundle"
    if not is_written(url) or url.startswith("#"):
        yield where, "value", "is no address; write `urn:uuid:` and a UUID, or an address with its scheme"
    elif (said := named(url)) and _is_other(said, entry.get("resource")):
        yield where, "value", "ends in another type or id than the resource has; send both the same"
    if "/_history/" in url:
        yield where, "invariant", "names a version; leave out `_history`"


def _is_other(said: tuple[str, str], resource: object) -> bool:
    """Of the type and id that an address ends in: what a reference to it means would be anybody's guess.

    FHIR wants the whole address; NHS England's own examples have `Type/id`, as good where it is the resource's.
    """
    given = resource if isinstance(resource, dict) else {}
    return said[0] in CLASSES and "id" in given and said != (given.get("resourceType"), given["id"])


def _exchange(entry: dict[str, Any], where: str, *, requested: bool, answered: bool) -> Iterator[Wrong]:
    """Requests and responses stand where the type of the Bundle says, and there always."""
    if "request" in entry and not requested:
        yield f"{where}.request", "structure", "may stand only in a batch, transaction or history"
    if "request" not in entry and requested:
        yield f"{where}.request", "required", "is missing; a batch, transaction or history needs it"
    if "response" in entry and not answered:
        yield f"{where}.response", "structure", "may stand only in a response or history"
    if "response" not in entry and answered:
        yield f"{where}.response", "required", "is missing; a response or history needs it"


def _document(bundle: Resource) -> Iterator[Wrong]:
    identifier = bundle.get("identifier")
    if not (isinstance(identifier, dict) and {"system", "value"} <= identifier.keys()):
        yield "identifier", "required", "needs a system and a value in a document"
    if "timestamp" not in bundle:
        yield "timestamp", "required", "is missing; a document needs it"


def _version(entry: dict[str, Any]) -> str:
    resource = entry.get("resource")
    meta = resource.get("meta") if isinstance(resource, dict) else None
    return str(meta.get("versionId")) if isinstance(meta, dict) else ""


def _type_of(resource: object) -> object:
    return resource.get("resourceType") if isinstance(resource, dict) else None


def _objects(value: object) -> list[dict[str, Any]]:
    return [it for it in value if isinstance(it, dict)] if isinstance(value, list) else []
