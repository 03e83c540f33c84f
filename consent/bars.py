"""What no matrix entry can open: bars that come before consent, agreement and override."""

from datetime import datetime

from consent.codes import BREAK_GLASS
from consent.hearing import adult_from
from consent.names import short_name
from consent.override import GROUNDS
from consent.policy import Policy
from consent.question import Channel, Facts, Question, Reason
from schemas.policy_words import Role, ServiceClass

_NOT_CARE = frozenset({Role.OPERATOR, Role.PRIVACY_OFFICER})
_LOOKING = frozenset({Channel.READ, Channel.SEARCH})
_BY_HAND = frozenset({Channel.DELIVERY, Channel.EXPORT})
_NO_ORGANISATION = frozenset({ServiceClass.CARER, ServiceClass.PATIENT})


def bar(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    """The first bar that stands in the way, or None."""
    checks = (_restricted, _role, _override, _carer, _patient, _out_of_record)
    return next((it for check in checks if (it := check(question, facts, policy)) is not None), None)


def hides_place(question: Question, facts: Facts) -> bool:
    """True of a restricted person, and of whoever may be one: but an organisation's own words are its to read.

    Were anything missing from what it told of a number, it would learn that somebody with that number is restricted.
    """
    return facts.restricted or (facts.candidates_restricted and not _told_it(question))


def _told_it(question: Question) -> bool:
    item, asker = question.item, question.asker
    ours = item.written_by_service == asker.service or item.written_by_organisation == asker.organisation
    return ours and asker.service_class not in _NO_ORGANISATION


def _restricted(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    closed = policy.overlays.restricted_closes_location and hides_place(question, facts)
    if not (closed and question.item.locating):
        return None
    return _reason(policy, "restricted", "the person's whereabouts are closed to everyone")


def _role(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    if question.asker.role not in _NOT_CARE:
        return None
    return _reason(policy, "role", "the role is not part of anybody's care")


def _override(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    """A professional, or one whom a clinician released it to, looks at one person for a while; nothing else is one."""
    grant = question.override
    if grant is None:
        asks = BREAK_GLASS in question.purpose
        return _reason(policy, "override-missing", "breaking the glass has a path of its own") if asks else None
    asker = question.asker
    released = grant.released_by not in {None, grant.holder}
    sound = (
        (asker.role is Role.REGISTERED_PROFESSIONAL or released)
        and asker.person is not None
        and asker.person == grant.holder
        and asker.service_class not in _NO_ORGANISATION
        and grant.person in {question.patient, short_name(question.patient), question.patient.rpartition("/")[2]}
        and grant.ground in GROUNDS
        and grant.reason.strip() != ""
        and question.at < grant.until
        and question.channel in _LOOKING
    )
    return None if sound else _reason(policy, "override-unsound", "this override does not reach so far")


def _carer(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    if question.asker.service_class is not ServiceClass.CARER:
        return None
    if question.asker.references & facts.unsafe_carers:
        return _reason(policy, "unsafe-carer", "contact with this carer is recorded as unsafe")
    if policy.overlays.carers_only_by_hand and question.channel in _BY_HAND:
        return _reason(policy, "by-hand", "a worker tells a carer; no message does")
    if policy.overlays.under_18_no_proxy and _may_be_under_18(facts.birth_date, question.at):
        return _reason(policy, "under-18", "no proxy sees a young person's record without a signed policy")
    return None


def _patient(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    told = question.item.from_carer and not question.item.carer_agrees_patient_sees
    if question.asker.service_class is not ServiceClass.PATIENT or not told:
        return None
    return _reason(policy, "told-in-confidence", "somebody told this in confidence")


def _out_of_record(question: Question, facts: Facts, policy: Policy) -> Reason | None:
    """Notes that author and person keep out of the clinical record stay with the two of them."""
    item, asker = question.item, question.asker
    kept = policy.overlays.notes_may_stay_out_of_record and item.not_for_clinical_record
    theirs = asker.service_class is ServiceClass.PATIENT or item.written_by_service == asker.service
    return _reason(policy, "out-of-record", "kept out of the clinical record") if kept and not theirs else None


def _may_be_under_18(birth_date: str | None, at: datetime) -> bool:
    """True unless the record shows eighteen whole years; an unknown or unreadable date shows nothing."""
    grown = adult_from(birth_date)
    return grown is None or at < grown


def _reason(policy: Policy, code: str, text: str) -> Reason:
    return Reason(code, text, f"policy {policy.version} overlay {code}")
