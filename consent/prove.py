"""Tries every case, to show that a policy keeps its sentences and that the table answers as the tree does."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product

from consent.decide import INFORMAL, RANK, decide
from consent.matching import Request
from consent.parsed import Kind, ParsedConsent
from consent.policy import Policy
from consent.question import (
    Agreement,
    Asker,
    Channel,
    Coding,
    Decision,
    Extent,
    Facts,
    Item,
    Link,
    Override,
    Question,
    StoredConsent,
)
from consent.walk import ask, narrow, walk
from schemas.codes.systems import CONSENT_SCOPE, V3_ACT_REASON, V3_PARTICIPATION
from schemas.fhir import Resource
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_BEFORE, _AFTER = _AT - timedelta(days=1), _AT + timedelta(days=1)
_CARER = "RelatedPerson/c"
_ROLES = (Role.REGISTERED_PROFESSIONAL, Role.WORKER)
"""One of each kind of role that the rules tell apart; those outside care see nothing at all."""
_COMMISSIONED = {True: (True, False), False: (True,)}


def broken(policy: Policy) -> tuple[str, ...]:
    """The sentences that some case breaks, the policy's own and those of every policy; empty when all hold."""
    own = (it.sentence for it in policy.nevers if _widest(policy, it.service_class, it.category) > RANK[it.more_than])
    return (*own, *(sentence for sentence, holds in ALWAYS if not holds(policy)))


def _widest(policy: Policy, column: ServiceClass, category: Category) -> int:
    return max(RANK[found.extent] if found.releases else 0 for found in _every(policy, column, category))


def _every(policy: Policy, column: ServiceClass, category: Category) -> Iterator[Decision]:
    """The answers to everything that such an asker could ask about another's writing, whatever the facts."""
    choices = product(_ROLES, _COMMISSIONED[column in INFORMAL], _CONSENTS, _OVERRIDES, (True, False))
    for (role, commissioned, consents, override, linked), item in product(choices, _items(category)):
        asker = Asker("s", column, "o", role, "p", frozenset({_CARER}), commissioned=commissioned)
        yield decide(_question(asker, item, override), _facts(consents, linked=linked), policy)


def _question(asker: Asker, item: Item, override: Override | None) -> Question:
    purpose = frozenset({Coding(V3_ACT_REASON, "TREAT")})
    return Question(asker, "Patient/1", item, purpose, "access", _AT, Channel.READ, override)


def reach(policy: Policy, column: ServiceClass, category: Category) -> tuple[Extent, Extent, Extent]:
    """The most that a service of this class is ever shown: in a live relation, with consent, by override."""
    told = frozenset({_CARER})
    item = Item("X/1", "X", frozenset({category}), Confidentiality.N, written_by_organisation="other", known_to=told)
    asker = Asker("s", column, "o", Role.REGISTERED_PROFESSIONAL, "p", frozenset({_CARER}))
    by_teller = replace(item, authors=frozenset({"A/1"}))
    agreed = [
        decide(_question(asker, thing, None), _facts(consents, linked=False), policy)
        for thing, consents in product((item, by_teller), _CONSENTS)
    ]
    usual = decide(_question(asker, item, None), _facts((), linked=True), policy)
    glass = [decide(_question(asker, item, it), _facts((), linked=False), policy) for it in _OVERRIDES if it]
    return _shown([usual]), _shown(agreed), _shown(glass)


def _shown(found: Iterable[Decision]) -> Extent:
    return max((it.extent for it in found if it.releases), key=RANK.__getitem__, default=Extent.NONE)


def _whereabouts_stay_closed(policy: Policy) -> bool:
    """Tries every class, category, consent and override on an item that tells where a restricted person is.

    And on one that tells where somebody is who may be that person, which none but its own writer reads.
    """
    for column, category, consents, override in product(ServiceClass, Category, _CONSENTS, _OVERRIDES):
        asker = Asker("s", column, "o", Role.REGISTERED_PROFESSIONAL, "p", frozenset({_CARER}))
        own = Item("X/1", "X", frozenset({category}), Confidentiality.N, written_by_organisation="o", locating=True)
        known = _facts(consents, linked=True)
        cases = (
            (own, replace(known, restricted=True)),
            (replace(own, written_by_organisation="other"), replace(known, candidates_restricted=True)),
        )
        if any(decide(_question(asker, item, override), facts, policy).releases for item, facts in cases):
            return False
    return True


def _glass_keeps_confidences(policy: Policy) -> bool:
    return all(RANK[reach(policy, column, Category.THIRD_PARTY)[2]] <= RANK[Extent.EXTRACT] for column in ServiceClass)


def _carers_see_no_safeguarding(policy: Policy) -> bool:
    return _widest(policy, ServiceClass.CARER, Category.SAFEGUARDING) == 0


ALWAYS: tuple[tuple[str, Callable[[Policy], bool]], ...] = (
    ("Nobody is ever told where a restricted person is.", _whereabouts_stay_closed),
    ("Breaking the glass never shows the whole of what a third party told.", _glass_keeps_confidences),
    ("No carer ever sees a safeguarding concern, in any policy.", _carers_see_no_safeguarding),
)
"""What no policy may give up, whatever its file says."""


def _items(category: Category) -> tuple[Item, ...]:
    plain = Item("X/1", "X", frozenset({category}), Confidentiality.N, written_by_organisation="other")
    known = Item("X/1", "X", frozenset({category}), Confidentiality.N, known_to=frozenset({_CARER}))
    told = Item("X/1", "X", frozenset({category}), Confidentiality.N, addressed_to="s", authors=frozenset({"A/1"}))
    return plain, known, told


def _facts(consents: tuple[StoredConsent, ...], *, linked: bool) -> Facts:
    return Facts(
        consents=consents,
        links=(Link("s", "referral", _BEFORE),) if linked else (),
        agreements=(Agreement("a", frozenset({"o", "other"}), frozenset(), frozenset(), _BEFORE, None),),
        birth_date="1970-01-01",
        capacity_lacking=True,
    )


def _consent(kind: str, grantor: Resource) -> StoredConsent:
    role = {"coding": [{"system": V3_PARTICIPATION, "code": "IRCP"}]}
    names = (_CARER, "HealthcareService/s")
    actors = [{"role": role, "reference": {"reference": name}} for name in names]
    resource = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {"coding": [{"system": CONSENT_SCOPE, "code": "patient-privacy"}]},
        "patient": {"reference": "Patient/1"},
        "performer": [grantor],
        "provision": {"type": kind, "actor": actors},
    }
    return StoredConsent(f"{kind}-{grantor['reference']}", 1, resource)


_GROUNDS = ("vital-interests", "lack-of-capacity", "risk-to-others", "lawful-duty")
_OVERRIDES = (None, *(Override("o", "Patient/1", "reason", _AFTER, ground, "p") for ground in _GROUNDS))
_PATIENT, _OTHER = {"reference": "Patient/1"}, {"reference": "A/1"}
_CONSENTS: tuple[tuple[StoredConsent, ...], ...] = (
    (),
    (_consent("permit", _PATIENT),),
    (_consent("permit", _OTHER),),
    (_consent("deny", _PATIENT),),
    (_consent("permit", _PATIENT), _consent("deny", _OTHER)),
)


def differences(
    consents: Iterable[ParsedConsent], requests: Sequence[Request], items: Sequence[Item]
) -> tuple[tuple[str, Kind | None, Kind | None], ...]:
    """Every case in which the tree and its table disagree: the consent, the tree's answer, the table's."""
    return tuple(
        (consent.id, walked, compiled)
        for consent, request, item in product(consents, requests, items)
        if (walked := walk(consent.root, request, item)) is not (compiled := ask(narrow(consent, request), item))
    )
