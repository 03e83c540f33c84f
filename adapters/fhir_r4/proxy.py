"""Proxy roles in the shape of NHS England's validated relationships: read as R4 although they are not quite.

As published (Validated Relationships Service API, 2026-08), a Consent that names its legal basis leaves out
`provision.actor.role`, which R4 requires, and writes the systems of HL7 with `https`. The proxy is who is told.
"""

from collections.abc import Iterator
from typing import Any

from schemas.codes.systems import NHS_PROXY_LEGAL_BASIS, V3_PARTICIPATION
from schemas.fhir import Resource

_AS_WRITTEN, _AS_DEFINED = "https://terminology.hl7.org/", "http://terminology.hl7.org/"
_ROLE = {"coding": [{"system": V3_PARTICIPATION, "code": "PRCP", "display": "primary information recipient"}]}


def complete(message: Resource) -> None:
    """Give every proxy Consent of a message what R4 asks of it; anything else stays as it came."""
    for resource in _resources(message):
        if resource.get("resourceType") == "Consent" and _is_proxy(resource):
            _mend(resource)


def _resources(message: Resource) -> Iterator[dict[str, Any]]:
    yield message
    entries = message.get("entry")
    for entry in entries if isinstance(entries, list) else []:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield resource


def _is_proxy(consent: Resource) -> bool:
    return any(
        it.get("system") == NHS_PROXY_LEGAL_BASIS for it in _objects(_object(consent.get("policyRule")), "coding")
    )


def _mend(consent: Resource) -> None:
    for actor in _objects(_object(consent.get("provision")), "actor"):
        actor.setdefault("role", {"coding": [dict(it) for it in _ROLE["coding"]]})
    for concept in (_object(consent.get("scope")), *_objects(consent, "category")):
        for coding in _objects(concept, "coding"):
            if isinstance(coding.get("system"), str):
                coding["system"] = coding["system"].replace(_AS_WRITTEN, _AS_DEFINED)


def _object(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    listed = holder.get(name)
    return [it for it in listed if isinstance(it, dict)] if isinstance(listed, list) else []
