"""May this be shown? The matrix under its overlays; what no rule opens stays closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from consent.bars import bar, hides_place
from consent.hearing import Heard, Opened, column, hear, live_agreement, live_link, open_hearing
from consent.override import DESPITE_REFUSAL
from consent.parsed import ParsedConsent
from consent.policy import Cell, Entry, Policy, Why
from consent.question import Decision, Extent, Facts, Outcome, Override, Question, Reason
from consent.redact import RESTRICTED
from consent.words import GROUNDS
from schemas.policy_words import Category, ServiceClass

HARM_TEST = "serious-harm-test"
"""The duty of whoever shows this to the person, where a professional has to look at it before they do."""
RANK = {Extent.NONE: 0, Extent.KNOWN: 1, Extent.EXTRACT: 2, Extent.FULL: 3}
"""How much each extent shows, to compare them."""
_STAY = frozenset({"refused", Why.SAFEGUARDING, Why.OWN})
"""What stands beside a refusal, by its code: the refusal itself, and the grounds that it does not take away."""
INFORMAL = frozenset({ServiceClass.CAFE, ServiceClass.HELPLINE, ServiceClass.SOCIAL_PRESCRIBING})
"""The classes of service outside the statutory ones."""
_OWN_SCOPE = frozenset({ServiceClass.PATIENT, ServiceClass.CARER})


@dataclass(frozen=True, slots=True)
class Grant:
    """One way in which an item may be shown, with why."""

    extent: Extent
    reason: Reason


def decide(question: Question, facts: Facts, policy: Policy) -> Decision:
    """The answer of one policy to one question on one item."""
    return decide_opened(question, facts, policy, open_hearing(question, facts))


def decide_opened(question: Question, facts: Facts, policy: Policy, opened: Opened) -> Decision:
    """The same, where the consents have been opened for this question before."""
    barred = bar(question, facts, policy)
    if barred is not None:
        return _decision(question, facts, policy, opened, [Grant(Extent.NONE, barred)])
    if _is_own(question):
        own = Reason("own-record", "the service wrote this itself", f"policy {policy.version} own record")
        return _decision(question, facts, policy, opened, [Grant(Extent.FULL, own)])
    heard = hear(opened, question, facts)
    categories = question.item.categories or frozenset(Category)
    grants = [_best(_grants(category, question, facts, policy, heard)) for category in sorted(categories)]
    return _decision(question, facts, policy, opened, grants)


def _is_own(question: Question) -> bool:
    """What a service wrote it may read; a third-sector organisation whose services share one inbox counts as one."""
    item, asker = question.item, question.asker
    if asker.service_class in _OWN_SCOPE:
        return item.from_carer and bool(asker.references & item.authors)
    if item.written_by_service is not None:
        return item.written_by_service == asker.service
    return asker.service_class in INFORMAL and item.written_by_organisation == asker.organisation


def _grants(category: Category, question: Question, facts: Facts, policy: Policy, heard: Heard) -> Iterator[Grant]:
    """Every way in which the matrix would show this category; the caller takes the widest."""
    at = column(question.asker, uncommissioned_as_social=policy.overlays.uncommissioned_as_social_prescribing)
    cell, where = policy.cells[category, at], f"policy {policy.version} cell {category}.{at}"
    refused = heard.refusals and at is not ServiceClass.PATIENT
    yield _by_default(category, question, facts, policy, cell, where)
    permits = [it.consent for it in heard.permits if _may_release(it.consent, category, question)]
    if permits and not heard.refusals:
        yield _of(question, cell.consent, f"{where}.consent; Consent/{permits[0].id}")
    if refused:
        yield Grant(Extent.NONE, _refusal(heard))
    if question.override is not None and (not refused or _despite(question.override, facts)):
        yield _of(question, cell.override, f"{where}.override; override {question.override.id}")


def _by_default(category: Category, question: Question, facts: Facts, policy: Policy, cell: Cell, where: str) -> Grant:
    source = f"{where}.default"
    heard = cell.default
    if not _is_direct(question, policy):
        return _none("not-direct-care", "the purpose is not the person's own care or access", source)
    if _needs_link(question):
        if policy.overlays.link_needed and not _linked(question, facts):
            return _none("no-link", "no live referral, caseload or visit ties the person to this service", source)
        if policy.overlays.agreement_needed and not live_agreement(facts.agreements, question, category):
            return _none("no-agreement", "no sharing agreement in force covers this", source)
    return _of(question, heard, source)


def _needs_link(question: Question) -> bool:
    return question.asker.service_class not in _OWN_SCOPE


def _linked(question: Question, facts: Facts) -> bool:
    addressed = question.item.addressed_to == question.asker.service
    return addressed or live_link(facts.links, question.asker.service, question.at) is not None


def _is_direct(question: Question, policy: Policy) -> bool:
    own = question.asker.service_class in _OWN_SCOPE
    allowed = policy.direct_care | (policy.own_access if own else frozenset())
    return bool(question.purpose) and question.purpose <= allowed


def _of(question: Question, entry: Entry, source: str) -> Grant:
    """One entry of the matrix as a grant; `known` opens only what this carer is recorded to know."""
    if entry.extent is Extent.KNOWN and not question.asker.references & question.item.known_to:
        return _none("not-known", "nothing records that the carer knows this already", source)
    return Grant(entry.extent, Reason(entry.why.value, GROUNDS[entry.why], source))


def _none(code: str, text: str, source: str) -> Grant:
    return Grant(Extent.NONE, Reason(code, text, source))


def _may_release(consent: ParsedConsent, category: Category, question: Question) -> bool:
    """A carer must be named; and what a third party told is released by the third party alone."""
    if question.asker.service_class is ServiceClass.CARER and not consent.recipients & question.asker.references:
        return False
    if category is not Category.THIRD_PARTY:
        return True
    return bool(consent.grantors & question.item.authors) and not consent.grantors & consent.patient


def _refusal(heard: Heard) -> Reason:
    first = heard.refusals[0].consent
    return Reason("refused", "the person has refused this", f"Consent/{first.id}")


def _despite(override: Override, facts: Facts) -> bool:
    return facts.capacity_lacking or override.ground in DESPITE_REFUSAL


def _best(grants: Iterator[Grant]) -> Grant:
    """The widest grant; a refusal among them leaves only what does not rest on agreement."""
    found = list(grants)
    refused = any(it.reason.code == "refused" for it in found)
    kept = [it for it in found if not refused or it.reason.code in _STAY or _is_override(it)]
    return max(kept, key=lambda it: RANK[it.extent])


def _is_override(grant: Grant) -> bool:
    return ".override; " in grant.reason.source


def _decision(question: Question, facts: Facts, policy: Policy, opened: Opened, grants: list[Grant]) -> Decision:
    least = min(grants, key=lambda it: RANK[it.extent])
    shown = least.extent is not Extent.NONE
    return Decision(
        outcome=Outcome.PERMIT if shown else Outcome.DENY,
        extent=least.extent,
        reasons=tuple(it.reason for it in grants) if shown else (least.reason,),
        policy_version=policy.version,
        consents=tuple((stored.id, stored.version) for stored, _ in opened.read),
        holds_until=opened.until,
        obligations=_obligations(facts, least, question, grants if shown else ()),
    )


def _obligations(facts: Facts, least: Grant, question: Question, shown: Sequence[Grant]) -> Mapping[str, str]:
    found = {}
    if hides_place(question, facts):
        found[RESTRICTED] = "take out address, contact and place"
    if any(it.reason.code == Why.HARM_TEST for it in shown):
        found[HARM_TEST] = "a professional looks before the person does"
    if question.override is not None and _is_override(least):
        found["tell-the-person"] = question.override.id
    return found
