"""The names by which parties and resources are known: `Type/id` and `system|value`."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from schemas.codes.systems import NHS_NUMBER, ODS, SDS_ROLE_PROFILE, SDS_USER

_HISTORY = re.compile(r"/_history/[^/]+$")
_TYPED = re.compile(r"([A-Z][A-Za-z]+/[A-Za-z0-9.\-]{1,64})$")
_SEARCHED = re.compile(r"[A-Z][A-Za-z]+\?identifier=([^|&]+)\|([^&]+)")
_SYSTEMS = {
    "http://fhir.nhs.net/Id/nhs-number": NHS_NUMBER,
    "http://fhir.nhs.uk/Id/nhs-number": NHS_NUMBER,
    "urn:oid:2.16.840.1.113883.2.1.4.1": NHS_NUMBER,
    "http://fhir.nhs.net/Id/ods-organization-code": ODS,
    "http://fhir.nhs.uk/Id/ods-organization-code": ODS,
    "urn:oid:2.16.840.1.113883.2.1.3.2.4.18.48": ODS,
    "http://fhir.nhs.net/Id/sds-user-id": SDS_USER,
    "http://fhir.nhs.uk/Id/sds-user-id": SDS_USER,
    "http://fhir.nhs.net/sds-user-id": SDS_USER,
    "http://fhir.nhs.net/Id/sds-role-profile-id": SDS_ROLE_PROFILE,
    "http://fhir.nhs.uk/Id/sds-role-profile-id": SDS_ROLE_PROFILE,
}
"""Systems of identifiers by the names that they had before."""
_ALIASES = {
    **{before.lower(): now for before, now in _SYSTEMS.items()},
    **{now.lower(): now for now in _SYSTEMS.values()},
}


def reference_names(reference: Mapping[str, Any]) -> frozenset[str]:
    """Every name in one FHIR Reference; display text and what is not there name nobody."""
    found = set()
    literal = str(reference.get("reference") or "")
    searched = _SEARCHED.fullmatch(literal) if "?" in literal else None
    if searched:
        found.add(identifier_name({"system": searched.group(1), "value": searched.group(2)}))
    elif literal and not literal.startswith("#"):
        found.add(plain_name(literal))
    identifier = reference.get("identifier")
    if isinstance(identifier, dict) and identifier.get("system") and identifier.get("value"):
        found.add(identifier_name(identifier))
    return frozenset(found)


def listed(value: object) -> list[Any]:
    """A value as a list; nothing is an empty one."""
    return value if isinstance(value, list) else [] if value is None else [value]


def nhs_numbers(names: Iterable[str]) -> frozenset[str]:
    """Those of the names that are NHS numbers."""
    return frozenset(it for it in names if it.startswith(f"{NHS_NUMBER}|"))


def numbers(resource: Mapping[str, Any]) -> frozenset[str]:
    """Every business identifier of a resource, as `system|value`."""
    given = resource.get("identifier")
    listed = given if isinstance(given, list) else [given]
    return frozenset().union(*(reference_names({"identifier": it}) for it in listed))


def identifier_name(identifier: Mapping[str, Any]) -> str:
    """`system|value` of one FHIR Identifier, in the one spelling of its system."""
    bare = str(identifier["system"]).strip().rstrip("/")
    system = _ALIASES.get(bare.lower(), bare)
    value = str(identifier["value"]).strip()
    if system == NHS_NUMBER:
        value = value.replace(" ", "").replace("-", "")
    return f"{system}|{value.upper() if system == ODS else value}"


def plain_name(reference: str) -> str:
    """The reference without its version; another server's address stays, for its ids are not ours."""
    bare = reference.strip()
    return _HISTORY.sub("", bare) if "/_history/" in bare else bare


def leads_somewhere(name: str) -> bool:
    """True for `Type/id`, also at a server, and for `system|value`; a bare id or an unresolved urn may be anybody's."""
    return "|" in name or _TYPED.search(name) is not None


def short_name(name: str) -> str:
    """`Type/id` of a name that may carry a server's address: enough to refuse by, never to permit by."""
    found = _TYPED.search(name) if "|" not in name else None
    return found.group(1) if found else name


def alike(names: Iterable[str]) -> frozenset[str]:
    """The names as a refusal compares them: without a server's address, and numbers in small letters."""
    return frozenset(it.lower() if "|" in it else short_name(it) for it in names)
