"""Finds references in a resource and turns those that resolve into the fullUrls of our Bundle."""

from collections.abc import Iterator, Mapping
from typing import Any

from schemas.fhir import Resource

_NODES = (dict, list)
_SKIPPED = {"contained", "text"}


def references(value: object, where: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every Reference inside `value` (literal or by identifier), with its place; not those of contained resources."""
    if isinstance(value, dict):
        if _is_reference(value):
            yield where, value
        for name, item in value.items():
            if isinstance(item, _NODES) and name not in _SKIPPED:
                yield from references(item, f"{where}.{name}")
    elif isinstance(value, list):
        for at, item in enumerate(value):
            if isinstance(item, _NODES):
                yield from references(item, f"{where}[{at}]")


def rewrite(resource: Resource, known: Mapping[str, str]) -> None:
    """Replace every reference, and every attachment's address, that stands in `known`."""
    for _, reference in references(resource, ""):
        target = literal(reference)
        if target in known:
            reference["reference"] = known[target]
    for attachment in _attachments(resource):
        if attachment["url"] in known:
            attachment["url"] = known[attachment["url"]]


def literal(reference: object) -> str:
    """What a Reference says literally, without a version; empty when it says nothing so."""
    said = reference.get("reference") if isinstance(reference, dict) else None
    return said.partition("/_history/")[0] if isinstance(said, str) else ""


def _is_reference(value: dict[str, Any]) -> bool:
    return isinstance(value.get("reference"), str)


def _attachments(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        for name, item in value.items():
            if name in {"attachment", "contentAttachment", "valueAttachment", "sourceAttachment"}:
                if isinstance(item, dict) and isinstance(item.get("url"), str):
                    yield item
            elif isinstance(item, _NODES):
                yield from _attachments(item)
    elif isinstance(value, list):
        for item in value:
            yield from _attachments(item)
