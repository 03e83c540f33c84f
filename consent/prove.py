"""Tries every case, to show that a policy keeps its sentences and that the table answers as the tree does."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import product

from consent.decide import INFORMAL, RANK, decide
from consent.matching import Request
from consent.parsed import Kind, ParsedConsent
from consent.policy import Never, Policy
from consent.question import (
    Agreement,
    Asker,
    Channel,
    Coding,
    Decision,
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
from schemas.policy_words import Category, Confidentiality, Role

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_BEFORE, _AFTER = _AT - timedelta(days=1), _AT + timedelta(days=1)
_CARER = "RelatedPerson/c"
_ROLES = (Role.REGISTERED_PROFESSIONAL, Role.WORKER)
"""One of each kind of role that the rules tell apart; those outside care see nothing at all."""
_COMMISSIONED = {True: (True, False), False: (True,)}


def broken(policy: Policy) -> tuple[str, ...]:
    """The sentences that some case breaks; empty when all of them hold."""
    return tuple(it.sentence for it in policy.nevers if any(_breaks(it, found) for found in _every(it, policy)))


def _breaks(never: Never, found: Decision) -> bool:
    return found.releases and RANK[found.extent] > RANK[never.more_than]


def _every(never: Never, policy: Policy) -> Iterator[Decision]:
    """The answers to everything that such an asker could ask about another's writing, whatever the facts."""
    choices = product(_ROLES, _COMMISSIONED[never.service_class in INFORMAL], _CONSENTS, _OVERRIDES, (True, False))
    for (role, commissioned, consents, override, linked), item in product(choices, _items(never.category)):
        asker = Asker("s", never.service_class, "o", role, "p", frozenset({_CARER}), commissioned=commissioned)
        purpose = frozenset({Coding(V3_ACT_REASON, "TREAT")})
        question = Question(asker, "Patient/1", item, purpose, "access", _AT, Channel.READ, override)
        yield decide(question, _facts(consents, linked=linked), policy)


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
