"""The facts of one person heard for one question: which consents, links and agreements stand, and until when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from consent.codes import CONSENT_ACTION, plain
from consent.dated import as_kept
from consent.errors import ConsentUnreadable
from consent.matching import Request
from consent.parsed import Kind, ParsedConsent, Provision
from consent.periods import LATEST, span
from consent.precedence import Voice, listen, standing, voices
from consent.question import Agreement, Asker, Coding, Facts, Link, Question, StoredConsent
from consent.read_fhir import read
from consent.walk import Live
from schemas.clock import LONDON
from schemas.policy_words import Category, ServiceClass


@dataclass(frozen=True, slots=True)
class Opened:
    """The consents on record, read and narrowed to one question: what is the same for every item."""

    read: tuple[tuple[StoredConsent, ParsedConsent], ...]
    lives: tuple[Live, ...]
    until: datetime | None
    """The first moment at which the same question may get another answer though nothing was written."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the consents on record say to one question on one item."""

    refusals: tuple[Voice, ...]
    permits: tuple[Voice, ...]


def open_hearing(question: Question, facts: Facts) -> Opened:
    """Read every consent and keep those that can speak to whoever asks, for this, now."""
    found = _read((*facts.consents, *facts.candidates_consents))
    lives = listen((parsed for _, parsed in found), request_of(question))
    return Opened(found, lives, _holds_until(question, facts, found))


def hear(opened: Opened, question: Question, facts: Facts) -> Heard:
    """Ask every consent; of a person who may be somebody else, only refusals are heard, and those of all."""
    if not opened.lives:
        return _SILENCE
    spoken = voices(opened.lives, question.item)
    said = spoken if facts.identity_uncertain else standing(spoken)
    refusals = tuple(it for it in said if it.kind is Kind.DENY)
    permits = () if facts.identity_uncertain else tuple(it for it in said if it.kind is Kind.PERMIT)
    return Heard(refusals, permits)


_SILENCE = Heard((), ())


def request_of(question: Question) -> Request:
    """The half of a question that does not depend on the item."""
    return _request(question.asker, question.purpose, question.action, question.at)


def _made_request(asker: Asker, purpose: frozenset[Coding], action: str, at: datetime) -> Request:
    """The same for every item of one answer, so made once."""
    actions = frozenset({plain(CONSENT_ACTION, action)})
    return Request(names_of(asker), frozenset(plain(it.system, it.code) for it in purpose), actions, at)


_request = lru_cache(maxsize=1024)(_made_request)


def names_of(asker: Asker) -> frozenset[str]:
    """Every name that a Consent may use for whoever asks."""
    own = {f"HealthcareService/{asker.service}", f"Organization/{asker.organisation}"}
    return asker.references | own


def _read(stored: Iterable[StoredConsent]) -> tuple[tuple[StoredConsent, ParsedConsent], ...]:
    """The newest version of each consent that can be read and whose grantor may grant; the rest change nothing."""
    newest: dict[str, StoredConsent] = {}
    for it in stored:
        if it.id not in newest or newest[it.id].version < it.version:
            newest[it.id] = it
    found = ((it, _understood(it)) for it in newest.values() if it.grantor_verified)
    return tuple((it, parsed) for it, parsed in found if parsed is not None)


def _understood(stored: StoredConsent) -> ParsedConsent | None:
    try:
        found = as_kept(read(stored.resource), stored.kept_at)
    except ConsentUnreadable:
        return None
    return replace(found, only_refuses=True) if stored.only_refuses else found


def live_link(links: Sequence[Link], service: str, at: datetime) -> Link | None:
    """A relation between the person and the service that stands at this moment."""
    return next((it for it in links if it.service == service and it.since <= at and _open(it.until, at)), None)


def live_agreement(agreements: Sequence[Agreement], question: Question, category: Category) -> Agreement | None:
    """An agreement in force that lets the asker's organisation have this category for this purpose."""
    parties = {question.asker.organisation} | ({question.item.written_by_organisation} - {None})
    purposes = {it.code for it in question.purpose}
    return next(
        (
            it
            for it in agreements
            if parties <= it.parties
            and (not it.categories or category in it.categories)
            and (not it.purposes or purposes & it.purposes)
            and it.since <= question.at
            and _open(it.until, question.at)
        ),
        None,
    )


def _open(until: datetime | None, at: datetime) -> bool:
    return until is None or at < until


def _holds_until(
    question: Question, facts: Facts, read: tuple[tuple[StoredConsent, ParsedConsent], ...]
) -> datetime | None:
    moments: set[datetime | None] = {adult_from(facts.birth_date)}
    moments.update(end for it in facts.links for end in (it.since, it.until))
    moments.update(end for it in facts.agreements for end in (it.since, it.until))
    for _, parsed in read:
        moments.update(_boundaries(parsed.root))
    if question.override:
        moments.add(question.override.until)
    later = [it for it in moments if it is not None and question.at < it < LATEST]
    return min(later, default=None)


def _found_boundaries(node: Provision) -> tuple[datetime, ...]:
    """The moments at which a provision begins to count and ceases to."""
    periods = node.filters.period
    spans = (periods.narrow, periods.wide) if periods else ()
    own = (moment for it in spans for moment in (it.first, it.last + _INSTANT))
    return (*own, *(it for child in node.children for it in _boundaries(child)))


_boundaries = lru_cache(maxsize=8192)(_found_boundaries)


def _adult_from(birth_date: str | None) -> datetime | None:
    """The first moment at which the record shows eighteen whole years; None when it never does."""
    try:
        born = span(birth_date).last.astimezone(LONDON).date()
    except ConsentUnreadable:
        return None
    if born.year > _LAST_YEAR:
        return None
    return span(eighteenth(born).isoformat()).first


adult_from = lru_cache(maxsize=4096)(_adult_from)


def eighteenth(born: date) -> date:
    """The eighteenth birthday; of somebody born on 29 February, the first of March."""
    try:
        return born.replace(year=born.year + 18)
    except ValueError:
        return date(born.year + 18, 3, 1)


_LAST_YEAR = 9900
_INSTANT = timedelta(microseconds=1)


def column(asker: Asker, *, uncommissioned_as_social: bool) -> ServiceClass:
    """The column of the matrix by which the asker is judged."""
    informal = asker.service_class in {ServiceClass.CAFE, ServiceClass.HELPLINE} and not asker.commissioned
    return ServiceClass.SOCIAL_PRESCRIBING if informal and uncommissioned_as_social else asker.service_class
