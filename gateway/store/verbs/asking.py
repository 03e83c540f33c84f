"""Questions to a clinical team, reviews by a privacy officer, and who saw what of a person."""

from dataclasses import dataclass

from gateway.store.verbs.intake import AuditDraft


@dataclass(frozen=True, slots=True)
class RequestDraft:
    """Somebody asks a clinical team to break the glass; about nobody whom we know it is kept all the same."""

    patient: int | None
    service: str
    person: str
    team: str
    ground: str
    reason: bytes
    audit: AuditDraft


@dataclass(frozen=True, slots=True)
class HeldRequest:
    """A request as it stands."""

    reference: str
    """`Request/<id>`."""
    patient: str | None
    """`Patient/<id>`; None where nobody on record was meant, which only the team may know."""
    service: str
    person: str
    team: str
    ground: str
    reason: bytes
    asked_at: int
    answered_at: int | None
    answer: str | None
    """`released` or `declined`; None while it waits."""
    until: int | None
    """Until when a release holds."""


@dataclass(frozen=True, slots=True)
class HeldReview:
    """Something for a privacy officer to look at."""

    reference: str
    """`Review/<id>`."""
    kind: str
    """`permit` or `override`."""
    patient: str
    subject: str
    """The Consent, `Consent/<id>`; empty for an override."""
    service: str
    person: str
    since: int


@dataclass(frozen=True, slots=True)
class Access:
    """One time that something of a person was shown, sent or opened."""

    at: int
    action: str
    actor: str
    detail: bytes
