"""Where resources stand inside resources: contained, Bundle entries, Parameters."""

from collections.abc import Iterator
from typing import Any

from schemas.fhir import Resource

HOLDERS = frozenset({"Bundle", "Parameters"})
"""Types that hold resources elsewhere than in `contained`."""


def nested(resource: Resource) -> Iterator[tuple[str, Any]]:
    """The resources directly inside `resource`, each with its place."""
    for at, inner in enumerate(_list(resource.get("contained"))):
        yield f"contained[{at}]", inner
    if resource.get("resourceType") == "Bundle":
        yield from _entries(resource)
    if resource.get("resourceType") == "Parameters":
        yield from _parameters(resource.get("parameter"), "parameter")


def _entries(bundle: Resource) -> Iterator[tuple[str, Any]]:
    for at, entry in enumerate(_list(bundle.get("entry"))):
        if isinstance(entry, dict) and "resource" in entry:
            yield f"entry[{at}].resource", entry["resource"]
        response = entry.get("response") if isinstance(entry, dict) else None
        if isinstance(response, dict) and "outcome" in response:
            yield f"entry[{at}].response.outcome", response["outcome"]


def _parameters(value: object, name: str) -> Iterator[tuple[str, Any]]:
    for at, it in enumerate(_list(value)):
        if isinstance(it, dict):
            if "resource" in it:
                yield f"{name}[{at}].resource", it["resource"]
            yield from _parameters(it.get("part"), f"{name}[{at}].part")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
