"""What is only as open as something else: a file as its document, a note of whence a thing came or who saw it as it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from consent.names import reference_names, short_name
from schemas.fhir import Resource


def owners(resources: Sequence[Resource]) -> Mapping[str, frozenset[str]]:
    """For each file, Provenance and AuditEvent, the resources on which it rests; a patient's whole record is none."""
    found: dict[str, set[str]] = {}
    for it in resources:
        name = f"{it.get('resourceType')}/{it.get('id', '')}"
        for file in _files(it):
            found.setdefault(file, set()).add(name)
        found.setdefault(name, set()).update(*map(reference_names, _rests_on(it)))
    return {name: frozenset(it for it in some if not it.startswith("Patient/")) for name, some in found.items()}


def _rests_on(resource: Resource) -> Iterable[Mapping[str, Any]]:
    kind = str(resource.get("resourceType"))
    if kind == "AuditEvent":
        return [it["what"] for it in _objects(resource.get("entity")) if isinstance(it.get("what"), dict)]
    return _objects(resource.get({"Binary": "securityContext", "Provenance": "target"}.get(kind, "")))


def _objects(value: Any) -> list[Mapping[str, Any]]:
    return [it for it in (value if isinstance(value, list) else [value]) if isinstance(it, dict)]


def _files(resource: Resource) -> Iterator[str]:
    """Every file that an attachment points to, at any depth."""
    waiting: list[Any] = [resource]
    while waiting:
        value = waiting.pop()
        if isinstance(value, list):
            waiting += value
        elif isinstance(value, dict):
            waiting += value.values()
            address = value.get("url")
            if isinstance(address, str) and short_name(address).startswith("Binary/"):
                yield short_name(address)
