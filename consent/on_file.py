"""Which of the Consents in a file count: those of the person, each in its newest version, that can be read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consent.asking import Asked
from consent.errors import ConsentUnreadable
from consent.names import nhs_numbers, numbers
from consent.parsed import ParsedConsent
from consent.periods import EARLIEST, span
from consent.question import Reason
from consent.read_fhir import read
from consent.standing import permits
from schemas.fhir import Resource

_ENDED = frozenset({"inactive", "rejected", "entered-in-error"})


@dataclass(frozen=True, slots=True)
class OnFile:
    """One Consent that counts, as it came and as it was understood."""

    resource: Resource
    parsed: ParsedConsent


def on_file(consents: Iterable[Resource], asked: Asked) -> tuple[list[OnFile], list[Reason]]:
    """The Consents that count for this person; the rest, with the reason."""
    found: list[OnFile] = []
    reasons: list[Reason] = []
    listed = list(consents)
    for at, resource in enumerate(listed, start=1):
        try:
            parsed = read(resource)
        except ConsentUnreadable as error:
            reasons.append(Reason("quarantined", str(error), f"consent number {at}"))
            continue
        doubt = _doubt(resource, parsed, listed, asked)
        if doubt is not None:
            reasons.append(replace(doubt, source=f"Consent/{parsed.id}"))
        if doubt not in _AGAINST:
            found.append(OnFile(resource, replace(parsed, only_refuses=True) if doubt else parsed))
    return found, reasons


_SUPERSEDED = Reason("superseded", "a newer version is on file", "")
_OTHERS = Reason("other-patient", "the consent is another person's", "")
_AGAINST = frozenset({_SUPERSEDED, _OTHERS})
_PERHAPS = Reason("other-patient", "the consent may be another person's: it can refuse and not permit", "")
_ENDED_ELSEWHERE = Reason("ended", "a copy of it says that it has ended: it can refuse and not permit", "")


def _doubt(consent: Resource, parsed: ParsedConsent, listed: Sequence[Resource], asked: Asked) -> Reason | None:
    """Why it counts for nothing, or can only refuse: it is of a linked record, or of another number besides."""
    if _is_superseded(consent, parsed, listed):
        return _SUPERSEDED
    if not is_theirs(parsed.patient, asked):
        return _PERHAPS if parsed.patient & (asked.patient | asked.linked) else _OTHERS
    return _ENDED_ELSEWHERE if any(_may_end(it, consent, parsed) for it in listed) else None


def is_theirs(names: frozenset[str], asked: Asked) -> bool:
    """True when one of these names is the person's, and none is the NHS number of somebody else."""
    own = nhs_numbers(asked.patient)
    return bool(names & asked.patient) and (not own or nhs_numbers(names) <= own)


def _is_superseded(consent: Resource, parsed: ParsedConsent, listed: Iterable[Resource]) -> bool:
    """True where a newer version is on file; one that cannot be read may be an end, and ends no refusal."""
    newer = [it for it in listed if _is_newer(it, consent)]
    return any(permits(parsed.root) or _can_be_read(it) for it in newer)


def _can_be_read(consent: Resource) -> bool:
    try:
        return bool(read(consent))
    except ConsentUnreadable:
        return False


def _is_newer(other: Resource, consent: Resource) -> bool:
    """True when the other is a later version of the same resource; number and date may not contradict each other."""
    if not _is_same(other, consent):
        return False
    theirs, own = _version(other), _version(consent)
    return theirs > own and not EARLIEST < theirs[1] < own[1]


def _is_same(other: Resource, consent: Resource) -> bool:
    return isinstance(other, dict) and bool(consent.get("id")) and other.get("id") == consent["id"]


def _may_end(other: Resource, consent: Resource, parsed: ParsedConsent) -> bool:
    """True when the other says that this same consent has ended, and nothing says that it was so only before."""
    if not isinstance(other, dict) or other.get("status") not in _ENDED:
        return False
    if _is_same(other, consent):
        return not _is_newer(consent, other)
    return bool(numbers(other) & numbers(consent)) and not _is_surely_older(other, parsed)


def _is_surely_older(other: Resource, parsed: ParsedConsent) -> bool:
    try:
        before = read(other).written
    except ConsentUnreadable:
        return False
    return before is not None and parsed.written is not None and before.wide.last < parsed.written.wide.first


def _version(consent: Resource) -> tuple[int, datetime]:
    meta = consent.get("meta") if isinstance(consent.get("meta"), dict) else {}
    number = str((meta or {}).get("versionId", ""))
    try:
        changed = span((meta or {}).get("lastUpdated")).first
    except ConsentUnreadable:
        changed = EARLIEST
    return (int(number) if number.isdecimal() else 0, changed)
