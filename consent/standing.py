"""Whether a Consent may take effect: did somebody grant it who may, and does what it says hold together?"""

from collections.abc import Iterator
from datetime import datetime

from consent.codes import is_known
from consent.dated import is_ahead
from consent.parsed import Kind, ParsedConsent, Provision
from consent.periods import ALWAYS, is_reversed
from consent.question import Coding
from schemas.codes.nwd import SHARING_CATEGORY
from schemas.policy_words import Category

_OF_A_THIRD_PARTY = frozenset({Coding(SHARING_CATEGORY, Category.THIRD_PARTY.value)})
_UNSIGNED = "the Consent names nobody who granted it; put the person into `performer`"
_FOREIGN = (
    "the Consent was granted by somebody who may not grant it for the person; a carer or proxy can let their own words"
    " be known (class `third-party`), and no more without a signed policy"
)


def grantor_fault(consent: ParsedConsent, known_as: frozenset[str] = frozenset()) -> str | None:
    """Why nothing may rest on it, or None: only the person grants, or a third party what they told themselves.

    `known_as` are further names of the person, such as the NHS number. What has ended and the National Data Opt-out,
    which a national service keeps, ask for no grantor; nor does what only refuses, for that is the person's until
    somebody else is named.
    """
    if not consent.active or consent.only_research:
        return None
    if not consent.grantors:
        return _UNSIGNED if permits(consent.root) else None
    if consent.grantors & (consent.patient | known_as):
        return None
    own = all(it.startswith(("RelatedPerson/", "urn:")) or "|" in it for it in consent.grantors)
    return None if own and _is_of_third_party(consent.root) else _FOREIGN


def remarks(consent: ParsedConsent, at: datetime) -> Iterator[str]:
    """What a person should look at, though nothing is opened by it: over, not begun, dated ahead, or not understood."""
    if not consent.active:
        return
    longest = consent.in_force.wide
    if longest == ALWAYS.wide and is_reversed(consent.in_force.narrow):
        yield "the period ends before it begins, so a permission never holds, and a refusal does at any time"
    elif longest.last < at:
        yield "its period is over, so it changes nothing"
    elif longest.first > at:
        yield "its period has not begun, so it changes nothing yet"
    if is_ahead(consent, at):
        yield "it is dated ahead of now, so it permits nothing before that; send it with the date on which it was given"
    if any(not is_known(it) for it in _codes(consent.root)):
        yield "it has a code that is not known here: such a code permits nothing, and refuses whatever it might mean"


def permits(node: Provision) -> bool:
    """True when it, or anything nested in it, permits something."""
    return node.kind is Kind.PERMIT or any(map(permits, node.children))


def _is_of_third_party(node: Provision) -> bool:
    """Every provision, permit and refusal alike, speaks of what third parties told and of nothing else."""
    classes = node.filters.classes
    return classes is not None and classes <= _OF_A_THIRD_PARTY and all(map(_is_of_third_party, node.children))


def _codes(node: Provision) -> Iterator[Coding]:
    own = node.filters
    for named in (own.purposes, own.actions, own.labels, own.classes):
        yield from named or ()
    for child in node.children:
        yield from _codes(child)
