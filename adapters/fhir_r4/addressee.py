"""Where a message says that it is going, in order of trust."""

from collections.abc import Iterator
from typing import Any

from adapters.contract import Address
from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.references import literal

_NAMED_IN = {
    "ServiceRequest": ("performer",),
    "Task": ("owner",),
    "Communication": ("recipient",),
}
_PARTIES = {"HealthcareService", "Organization"}


def addressee(main: Entry, found: list[Entry]) -> Address:
    """The codes by which the resource names its addressee, then those of the message header."""
    codes = [
        *_of_resource(main, found),
        *(it for task in _tasks(main, found) for it in _of_resource(task, found)),
        *_of_header(found),
    ]
    return Address(tuple(dict.fromkeys(codes)))


def _tasks(main: Entry, found: list[Entry]) -> list[Entry]:
    tasks = [it for it in found if it.type == "Task" and it is not main]
    return [it for it in tasks if literal(it.resource.get("focus")) == main.url]


def _of_resource(entry: Entry, found: list[Entry]) -> Iterator[tuple[str, str]]:
    for name in _NAMED_IN.get(entry.type, ()):
        value = entry.resource.get(name)
        for at, reference in enumerate(value if isinstance(value, list) else [value]):
            where = f"{entry.type}.{name}[{at}]" if isinstance(value, list) else f"{entry.type}.{name}"
            yield from ((where, code) for code in _codes(reference, found))


def _of_header(found: list[Entry]) -> Iterator[tuple[str, str]]:
    header = next((it.resource for it in found if it.type == "MessageHeader"), {})
    for at, destination in enumerate(header.get("destination", [])):
        where = f"MessageHeader.destination[{at}]"
        yield from ((f"{where}.receiver", code) for code in _codes(destination.get("receiver"), found))
        yield f"{where}.endpoint", destination["endpoint"].rpartition("|")[2]


def _codes(reference: object, found: list[Entry]) -> Iterator[str]:
    """Of a HealthcareService or Organization: its identifiers, and the id of one that was not sent along."""
    if not isinstance(reference, dict):
        return
    if "value" in reference.get("identifier", {}):
        yield reference["identifier"]["value"]
    said = literal(reference)
    sent = next((it for it in found if it.url == said), None)
    kind, _, identity = said.rpartition("/")
    if sent is not None:
        yield from _sent_codes(sent, found)
    elif kind.rpartition("/")[2] in _PARTIES:
        yield identity


def _sent_codes(party: Entry, found: list[Entry]) -> Iterator[str]:
    resource: dict[str, Any] = party.resource
    if party.type in _PARTIES:
        yield from (it["value"] for it in resource.get("identifier", []) if "value" in it)
        if "id" in resource:
            yield resource["id"]
    if party.type == "HealthcareService":
        yield from _codes(resource.get("providedBy"), found)
    if party.type == "PractitionerRole":
        for it in resource.get("healthcareService", []):
            yield from _codes(it, found)
        yield from _codes(resource.get("organization"), found)
