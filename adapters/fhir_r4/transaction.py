"""Transactions: what PUT names, and the answer, one entry for each of the request, with what it became and where."""

from typing import Any
from urllib.parse import parse_qsl

from adapters.contract import Decoded, Issue, Outcome, Verdict
from adapters.fhir_r4.entries import Entry
from adapters.fhir_r4.outcome import issue
from schemas.codes.systems import local
from schemas.fhir import Resource
from schemas.fhir.generated.table import CLASSES
from schemas.fhir.shape import shapes

ENTRIES = "entries"
"""In the envelope: the fullUrls of the request's entries, in its order."""
_TAKEN = frozenset({Outcome.ACCEPTED, Outcome.FLAGGED, Outcome.QUARANTINED})
_CREATED, _UPDATED, _WAITS = "201 Created", "200 OK", "202 Accepted"


def named_by_put(message: Resource, organisation: str) -> None:
    """Give what is PUT, and has no identifier, the sender's own id as one: told again it is the same thing."""
    entries: list[dict[str, Any]] = message.get("entry", []) if message["resourceType"] == "Bundle" else []
    for entry in entries:
        resource, method = entry.get("resource", {}), entry.get("request", {}).get("method")
        shape = shapes(CLASSES[resource["resourceType"]]).get("identifier") if method == "PUT" and resource else None
        if shape is not None and "id" in resource and "identifier" not in resource:
            own = {"system": local(organisation, "id"), "value": resource["id"]}
            resource["identifier"] = [own] if shape.repeats else own


def resolve_conditions(found: list[Entry]) -> None:
    """Turn `Type?identifier=system|value` into the entry that carries it, else into a reference by identifier."""
    carried = {(it.type, one): it.url for it in found for one in _identifiers(it.resource)}
    for entry in found:
        for _, reference in entry.found.references:
            kind, asks, query = str(reference.get("reference", "")).partition("?")
            asked = parse_qsl(query) if asks else []
            if [name for name, _ in asked] == ["identifier"] and "|" in asked[0][1]:
                _point(reference, kind, asked[0][1], carried)


def _point(reference: dict[str, Any], kind: str, identifier: str, carried: dict[tuple[str, str], str]) -> None:
    if (kind, identifier) in carried:
        reference["reference"] = carried[kind, identifier]
    else:
        system, _, value = identifier.rpartition("|")
        del reference["reference"]
        reference |= {"type": kind, "identifier": {"system": system, "value": value}}


def _identifiers(resource: Resource) -> list[str]:
    given = resource.get("identifier", [])
    listed = given if isinstance(given, list) else [given]
    return [f"{it.get('system', '')}|{it['value']}" for it in listed if "value" in it]


def transaction_response(decoded: Decoded, verdict: Verdict) -> Resource | None:
    """The response Bundle; None for what was no transaction, and for one that failed: then all of it failed."""
    if ENTRIES not in decoded.envelope or verdict.outcome not in _TAKEN:
        return None
    urls = decoded.envelope[ENTRIES].split(" ")
    entries = [{"response": _response(url, verdict)} for url in urls]
    for at, entry in enumerate(entries):
        if told := [it for it in verdict.issues if _stands_in(it, at, len(urls))]:
            entry["response"]["outcome"] = {"resourceType": "OperationOutcome", "issue": [issue(it) for it in told]}
    bundle: Resource = {"resourceType": "Bundle", "type": "transaction-response", "entry": entries}
    return bundle | ({"id": str(verdict.reference)} if verdict.reference else {})


def _response(url: str, verdict: Verdict) -> Resource:
    if url not in verdict.written:
        return {"status": _WAITS}
    location, version = verdict.written[url]
    return {"status": _CREATED if version == 1 else _UPDATED, "location": location}


def _stands_in(found: Issue, at: int, total: int) -> bool:
    """True for an issue of this entry; what is of none stands with the first."""
    is_placed = any(found.where.startswith(f"Bundle.entry[{it}]") for it in range(total))
    return found.where.startswith(f"Bundle.entry[{at}]") if is_placed else at == 0
