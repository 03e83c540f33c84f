"""The answer to a transaction: one entry for each of the request, in its order, with what it became and where."""

from adapters.contract import Decoded, Issue, Outcome, Verdict
from adapters.fhir_r4.outcome import issue
from schemas.fhir import Resource

ENTRIES = "entries"
"""In the envelope: the fullUrls of the request's entries, in its order."""
_TAKEN = frozenset({Outcome.ACCEPTED, Outcome.FLAGGED, Outcome.QUARANTINED})
_CREATED, _UPDATED, _WAITS = "201 Created", "200 OK", "202 Accepted"


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
