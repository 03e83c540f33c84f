"""Transactions: what PUT names, and the answer, one entry for each of the request, with what it became and where."""

from typing import Any

from adapters.contract import Decoded, Issue, Outcome, Verdict
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
