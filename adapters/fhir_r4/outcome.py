"""The reply to a FHIR sender: one OperationOutcome, naming places and mends, never data."""

import re

from adapters.contract import Issue, Outcome, Severity, Verdict
from schemas.fhir import Resource

_PATH = re.compile(r"[A-Z][A-Za-z]+(?:\.[A-Za-z]+(?:\[[0-9]+\])?)*\Z")
_CODES = frozenset(
    [
        "invalid", "structure", "required", "value", "invariant", "security", "login", "unknown", "expired",
        "forbidden", "suppressed", "not-supported", "duplicate", "multiple-matches", "not-found",
        "deleted", "too-long", "code-invalid", "extension", "too-costly", "business-rule", "conflict", "transient",
        "lock-error", "no-store", "exception", "timeout", "incomplete", "throttled", "informational",
    ]
)  # fmt: skip
"""Of FHIR R4 (issue-type); whatever is none of them is told as `processing`."""
_SAID = {
    Outcome.ACCEPTED: (Severity.INFORMATION, "the message was accepted"),
    Outcome.FLAGGED: (Severity.WARNING, "the message was accepted and put before a person"),
    Outcome.QUARANTINED: (Severity.WARNING, "the message was received and waits for a person"),
    Outcome.REFUSED: (Severity.ERROR, "the message was refused"),
}


def operation_outcome(verdict: Verdict) -> Resource:
    """What became of a message, then every issue."""
    severity, text = _SAID[verdict.outcome]
    summary: Resource = {"severity": severity.value, "code": _summary_code(verdict.outcome), "details": {"text": text}}
    if verdict.reference is not None:
        summary["diagnostics"] = f"reference {verdict.reference}"
    issues = [summary, *(issue(it) for it in verdict.issues)]
    return {"resourceType": "OperationOutcome", "issue": issues}


def _summary_code(outcome: Outcome) -> str:
    return "processing" if outcome is Outcome.REFUSED else "informational"


def issue(found: Issue) -> Resource:
    """One issue as an OperationOutcome tells it."""
    said: Resource = {
        "severity": found.severity.value,
        "code": found.code if found.code in _CODES else "processing",
        "details": {"text": f"{found.where} {found.message}"},
    }
    if _PATH.match(found.where):
        said["expression"] = [found.where]
    return said
