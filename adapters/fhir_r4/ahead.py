"""Dates of a person's life that lie ahead: mistyped, or another person's."""

from dataclasses import replace
from datetime import datetime

from adapters.contract import Decoded, Issue, Outcome, Severity

_LIFE = ("birthDate", "deceasedDateTime")


def with_doubts(decoded: Decoded, at: datetime) -> Decoded:
    """The same, flagged where the person is born, or has died, after the message came in."""
    entries = decoded.bundle["entry"] if decoded.bundle is not None else []
    people = (it["resource"] for it in entries if it["resource"]["resourceType"] == "Patient")
    today = at.isoformat()
    ahead = [name for person in people for name in _LIFE if (said := person.get(name, "")[:10]) > today[: len(said)]]
    if not ahead:
        return decoded
    doubts = (Issue(Severity.WARNING, "value", f"Patient.{it}", "is in the future; check the date") for it in ahead)
    outcome = Outcome.FLAGGED if decoded.outcome is Outcome.ACCEPTED else decoded.outcome
    return replace(decoded, outcome=outcome, issues=(*decoded.issues, *doubts))
