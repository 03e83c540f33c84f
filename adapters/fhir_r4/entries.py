"""Lays a message out flat: every resource an entry of its own, with a fullUrl and references that resolve."""

from collections import ChainMap, Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid5

from adapters.contract import Issue, Severity
from adapters.fhir_r4.references import Found, element, gathered, literal, place, rewrite
from schemas.fhir import Resource
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.targets import allowed, is_written, named_type
from schemas.ids import NAMESPACE

_HERE = ("urn:uuid:", "urn:oid:", "#", "RelatedPerson/")
"""How a reference begins that can only mean a resource of the same message."""


_FOLLOWED = "relatesTo"
"""Where a Composition names documents that were sent before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One resource of the message."""

    where: str
    """Its place in what the sender sent: `Bundle.entry[2].resource`."""
    url: str
    resource: Resource
    type: str = field(init=False)
    """The resource type."""
    found: Found = field(init=False, compare=False)
    """Its references and attachments."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", str(self.resource["resourceType"]))
        object.__setattr__(self, "found", gathered(self.resource))


def entries(message: Resource, seed: str) -> list[Entry]:
    """All resources of a sound message, their references resolved; the resources are changed in place."""
    outer = list(_outer(message, seed))
    known = _known(message, outer)
    found, inside = [], []
    for entry in outer:
        hoisted = list(_contained(entry, seed))
        local = {f"#{it.resource.get('id')}": it.url for it in hoisted} | {"#": entry.url}
        for it in (entry, *hoisted):
            rewrite(it.found, ChainMap(local, known))
        found.append(entry)
        inside.extend(hoisted)
    return found + inside


def url_of(seed: str, label: str) -> str:
    """The fullUrl of one resource: the same message always gives the same."""
    return f"urn:uuid:{uuid5(NAMESPACE, f'{seed}{chr(31)}{label}')}"


def _outer(message: Resource, seed: str) -> Iterator[Entry]:
    if message["resourceType"] == "Bundle":
        for at, it in enumerate(message.get("entry", [])):
            if "resource" in it:
                yield Entry(f"Bundle.entry[{at}].resource", url_of(seed, str(at)), it["resource"])
    else:
        yield Entry(message["resourceType"], url_of(seed, "0"), message)


def _contained(entry: Entry, seed: str) -> Iterator[Entry]:
    for at, it in enumerate(entry.resource.pop("contained", [])):
        where = f"{entry.where}.contained[{at}]"
        yield Entry(where, url_of(seed, where), it)


def _known(message: Resource, outer: list[Entry]) -> dict[str, str]:
    """What a reference may say for each entry: its fullUrl, and `Type/id` where that is unambiguous."""
    relative = [f"{it.type}/{it.resource['id']}" for it in outer if "id" in it.resource]
    counted = Counter(relative)
    known = {
        f"{it.type}/{it.resource['id']}": it.url
        for it in outer
        if "id" in it.resource and counted[f"{it.type}/{it.resource['id']}"] == 1
    }
    given = [it for it in message.get("entry", []) if "resource" in it] if message["resourceType"] == "Bundle" else []
    for raw, entry in zip(given, outer, strict=False):
        if "fullUrl" in raw:
            known[raw["fullUrl"]] = entry.url
            known.setdefault("/".join(raw["fullUrl"].rsplit("/", 2)[-2:]), entry.url)
    return known


def _must_resolve(entry: Entry, main: Entry) -> bool:
    return entry.resource.get("status") == "active" if entry.type == "Consent" else entry is main


def dangling(found: list[Entry], main: Entry, *, bundle_type: str = "") -> Iterator[Issue]:
    """References that lead nowhere: wrong in the main resource and where a Consent grants, doubtful elsewhere.

    A transaction is whole: in it nothing may point at an entry that was not sent. So is a document: all that its
    Composition names belongs to it, but for the documents that it follows.

    A Consent that ends is never refused for a carer who was not sent along.
    """
    types = {it.url: it.type for it in found}
    composition = found[0] if bundle_type == "document" else None
    for entry in found:
        severity = Severity.ERROR if bundle_type == "transaction" or _must_resolve(entry, main) else Severity.WARNING
        for path, reference in entry.found.references:
            said = literal(reference)
            where = place(entry.where, path)
            yield from _mistyped(allowed(entry.type, element(path)), where, reference, types)
            if said and not is_written(said):
                yield Issue(Severity.ERROR, "value", f"{where}.reference", "is not `#id`, `Type/id` or an address")
            if said.startswith(_HERE) and said not in types:
                message = "names no resource of this message; send that resource along, or name it by identifier"
                yield Issue(severity, "not-found", f"{where}.reference", message)
            elif said and said not in types and entry is composition and element(path)[0] != _FOLLOWED:
                message = "names no resource of this document; send that resource along"
                yield Issue(Severity.WARNING, "not-found", f"{where}.reference", message)


def _mistyped(may: frozenset[str], where: str, reference: dict[str, Any], types: dict[str, str]) -> Iterator[Issue]:
    """A reference to what may not stand there, by the type of what it leads to here or that it says, or to two."""
    said = literal(reference)
    led, told = types.get(said) or named_type(said), str(reference.get("type", ""))
    if led in CLASSES and told not in {"", led}:
        yield Issue(Severity.ERROR, "value", where, "says one type and leads to another; send both the same")
    elif may and not {led, told} - {""} <= may:
        listed = ", ".join(f"`{it}`" for it in sorted(may))
        yield Issue(Severity.ERROR, "value", where, f"leads to a type that may not stand here; may be {listed}")
