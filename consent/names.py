"""The names by which parties and resources are known: `Type/id` and `system|value`."""

import re
from collections.abc import Mapping
from typing import Any

_HISTORY = re.compile(r"/_history/[^/]+$")
_TYPED = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})$")


def reference_names(reference: Mapping[str, Any]) -> frozenset[str]:
    """Every name in one FHIR Reference; display text names nobody."""
    found = set()
    if reference.get("reference"):
        found.add(plain_name(str(reference["reference"])))
    identifier = reference.get("identifier")
    if isinstance(identifier, dict) and identifier.get("system") and identifier.get("value"):
        found.add(identifier_name(identifier))
    return frozenset(found)


def identifier_name(identifier: Mapping[str, Any]) -> str:
    """`system|value` of one FHIR Identifier."""
    return f"{str(identifier['system']).rstrip('/')}|{identifier['value']}"


def plain_name(reference: str) -> str:
    """The reference without its version; another server's address stays, for its ids are not ours."""
    return _HISTORY.sub("", reference.strip())


def short_name(name: str) -> str:
    """`Type/id` of a name that may carry a server's address: enough to refuse by, never to permit by."""
    found = _TYPED.search(name) if "|" not in name else None
    return found.group(1) if found else name
