"""Dates of a person's life that cannot be right, and times of what has happened that lie ahead: mistyped, mostly."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from adapters.contract import Decoded, Issue, Outcome, Severity
from schemas.fhir import Resource
from schemas.past import birth_doubt, death_doubt, event_doubt

_HAPPENED = {"Communication": "sent", "Consent": "dateTime"}
"""When something was told or agreed."""


def with_doubts(decoded: Decoded, at: datetime) -> Decoded:
    """The same, flagged where what it says of a life, or of what has happened, cannot be by the time it came in."""
    if decoded.if_known is not None:
        known = replace(decoded.if_known, decoded=with_doubts(decoded.if_known.decoded, at))
        return replace(decoded, if_known=known)
    entries = decoded.bundle["entry"] if decoded.bundle is not None else []
    doubts = [it for entry in entries for it in _doubts(entry["resource"], at)]
    if not doubts:
        return decoded
    outcome = Outcome.FLAGGED if decoded.outcome is Outcome.ACCEPTED else decoded.outcome
    return replace(decoded, outcome=outcome, issues=(*decoded.issues, *doubts))


def _doubts(resource: Resource, at: datetime) -> Iterator[Issue]:
    kind = resource["resourceType"]
    found = _life(resource, at.isoformat()) if kind == "Patient" else _happened(resource, _HAPPENED.get(kind, ""), at)
    yield from (Issue(Severity.WARNING, "value", f"{kind}.{name}", text) for name, text in found.items() if text)


def _life(person: Resource, today: str) -> dict[str, str]:
    born, died = person.get("birthDate", ""), person.get("deceasedDateTime", "")[:10]
    return {
        "birthDate": birth_doubt(born, today) if born else "",
        "deceasedDateTime": death_doubt(died, born, today) if died else "",
    }


def _happened(resource: Resource, name: str, at: datetime) -> dict[str, str]:
    return {name: event_doubt(resource[name], at)} if name in resource else {}
