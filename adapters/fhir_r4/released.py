"""Writes what one recipient may see as a FHIR message: header, person, resources, who says so, warnings."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid5

import orjson

from adapters.contract import Released, Rendition, Unsendable
from adapters.fhir_r4.profile import FhirProfile
from adapters.fhir_r4.references import gathered, rewrite
from schemas.codes.nwd import SERVICE_ID
from schemas.codes.systems import ODS, URI
from schemas.fhir import Resource
from schemas.fhir.check import check
from schemas.fhir.masked import whole
from schemas.fhir.numbers import load

CONTENT_TYPE = "application/fhir+json"
EVENT_SYSTEM = "https://nowrongdoor.example/CodeSystem/event"


def encode(released: Released, profile: FhirProfile) -> Rendition:
    """The Bundle of one rendition; raises `Unsendable` when it would not be sound FHIR."""
    parts = _resources(released)
    urls = [_url(released, it, at) for at, it in enumerate(parts)]
    known = {f"{it['resourceType']}/{it['id']}": url for it, url in zip(parts, urls, strict=True) if "id" in it}
    for it in parts:
        rewrite(gathered(it), known)
    header = _header(released, profile, urls)
    extra = _provenance(released, urls) + _warnings(released)
    every = [header, *parts, *extra]
    extra_urls = [_url(released, it, len(parts) + at) for at, it in enumerate(extra)]
    header_url = _url(released, header, -1)
    bundle = _bundle(released, list(zip([header_url, *urls, *extra_urls], every, strict=True)))
    if faults := check(bundle):
        raise Unsendable(f"{faults[0].where}: {faults[0].message}")
    return Rendition(CONTENT_TYPE, orjson.dumps(bundle), str(released.rendition_id))


def _resources(released: Released) -> list[Resource]:
    """Our own copies, the main one first."""
    given = [*map(whole, released.resources), *([released.patient] if released.patient else [])]
    copies: list[Resource] = load(orjson.dumps(given))
    return copies


def _url(released: Released, resource: Resource, at: int) -> str:
    return f"urn:uuid:{uuid5(released.rendition_id, resource['resourceType'] + '/' + str(resource.get('id', at)))}"


def _bundle(released: Released, listed: list[tuple[str, Resource]]) -> Resource:
    return {
        "resourceType": "Bundle",
        "type": "message",
        "identifier": {"system": URI, "value": f"urn:uuid:{released.rendition_id}"},
        "timestamp": _instant(released.released_at),
        "entry": [{"fullUrl": url, "resource": it} for url, it in listed],
    }


def _header(released: Released, profile: FhirProfile, urls: list[str]) -> Resource:
    named = released.recipient
    identifier = (ODS, named.ods_code) if named.ods_code else (SERVICE_ID, named.service)
    receiver = {"identifier": {"system": identifier[0], "value": identifier[1]}, "display": named.name}
    header: Resource = {
        "resourceType": "MessageHeader",
        "eventCoding": {"system": EVENT_SYSTEM, "code": str(released.event_type)},
        "destination": [{"name": named.name, "endpoint": profile.endpoint, "receiver": receiver}],
        "source": {"name": "No Wrong Door", "endpoint": profile.source},
    }
    return header | ({"focus": [{"reference": it} for it in urls]} if urls else {})


def _provenance(released: Released, urls: list[str]) -> list[Resource]:
    """Who says so: filed with what they said."""
    if not urls:
        return []
    agent: dict[str, Any] = {"who": {"display": released.attribution or "not recorded"}}
    return [
        {
            "resourceType": "Provenance",
            "target": [{"reference": it} for it in urls],
            "occurredDateTime": _instant(released.occurred_at),
            "recorded": _instant(released.released_at),
            "agent": [agent],
        }
    ]


def _warnings(released: Released) -> list[Resource]:
    """Sentences that must travel with it."""
    if not released.warnings:
        return []
    issues = [{"severity": "warning", "code": "informational", "details": {"text": it}} for it in released.warnings]
    return [{"resourceType": "OperationOutcome", "issue": issues}]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
