"""Reads which types of resource each reference of a definition may lead to."""

from typing import Any

_ANY = "Resource"


def targets(definition: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    """By path of the element, `ServiceRequest.subject`; what may lead to anything is left out."""
    found = {}
    for element in definition["snapshot"]["element"]:
        for kind in element.get("type", []):
            if kind["code"] == "Reference":
                types = sorted(it.rpartition("/")[2] for it in kind.get("targetProfile", []))
                path = element["path"].replace("[x]", "Reference")
                if types and _ANY not in types:
                    found[path] = tuple(types)
    return found
