"""Breaking the glass: a registered professional, by name, opens one person's record for a while and says why."""

from dataclasses import replace
from datetime import datetime, timedelta

from consent.errors import JudgeError
from consent.question import Asker, Override
from schemas.policy_words import Role, ServiceClass

GROUNDS = frozenset({"vital-interests", "lack-of-capacity", "risk-to-others", "lawful-duty"})
"""Why the glass may be broken at all."""
DESPITE_REFUSAL = GROUNDS - {"vital-interests"}
"""The grounds that hold against a refusal."""
MINUTES = 60
"""How long a grant lasts unless it says less."""


class OverrideRefused(JudgeError):
    """The grant is not made; the message says what it lacks."""


def grant(
    name: str, asker: Asker, *, patient: str, ground: str, reason: str, at: datetime, minutes: int = MINUTES
) -> Override:
    """A grant to this asker over this patient, or OverrideRefused with what is wrong."""
    if asker.person is None or asker.role is not Role.REGISTERED_PROFESSIONAL:
        raise OverrideRefused("only a registered professional may override, by name; ask a clinician of the team")
    if asker.service_class in {ServiceClass.CARER, ServiceClass.PATIENT}:
        raise OverrideRefused("nobody overrides as a carer or as the patient; ask as staff of a service")
    return _made(name, asker.person, patient=patient, ground=ground, reason=reason, at=at, minutes=minutes)


def grant_to(
    holder: str, clinician: Asker, *, patient: str, ground: str, reason: str, at: datetime, minutes: int = MINUTES
) -> Override:
    """A grant to somebody who asked, by a clinician who is another person; OverrideRefused otherwise."""
    made = grant("", clinician, patient=patient, ground=ground, reason=reason, at=at, minutes=minutes)
    if clinician.person == holder:
        raise OverrideRefused("nobody releases to themself; override in your own name")
    return replace(made, holder=holder, released_by=clinician.person)


def check_asked(ground: str, reason: str) -> None:
    """OverrideRefused unless a ground and words are given: what asking and granting have in common."""
    if ground not in GROUNDS:
        raise OverrideRefused(f"`ground` must be one of {', '.join(sorted(GROUNDS))}")
    if not reason.strip():
        raise OverrideRefused("`reason` is empty; say in words why the record is needed now")


def _made(name: str, holder: str, *, patient: str, ground: str, reason: str, at: datetime, minutes: int) -> Override:
    check_asked(ground, reason)
    if not 0 < minutes <= MINUTES:
        raise OverrideRefused(f"`minutes` must be from 1 to {MINUTES}; ask again when they are over")
    return Override(name, patient, reason, at + timedelta(minutes=minutes), ground, holder)
