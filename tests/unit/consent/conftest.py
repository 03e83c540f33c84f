"""Questions, facts and Consents to start from; a test says only what matters to it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consent import judge
from consent.judge import UkJudge
from consent.question import Agreement, Asker, Channel, Coding, Facts, Item, Link, Question, StoredConsent
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
TREAT = Coding("http://terminology.hl7.org/CodeSystem/v3-ActReason", "TREAT")
ACT = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


@pytest.fixture(scope="session")
def uk() -> UkJudge:
    """The judge of the policy that comes with the gateway."""
    return judge.load("uk")


@pytest.fixture
def ask() -> Callable[..., Question]:
    """A question by one class of service on one category of item."""

    def make(service_class: ServiceClass, category: Category | None, **changes: Any) -> Question:
        references = frozenset({"RelatedPerson/c1"}) if service_class is ServiceClass.CARER else frozenset()
        asker = Asker(
            "svc",
            service_class,
            "org-a",
            changes.pop("role", Role.REGISTERED_PROFESSIONAL),
            "p1",
            references,
            commissioned=changes.pop("commissioned", True),
        )
        categories = frozenset({category}) if category else frozenset()
        item = Item("X/1", "X", categories, Confidentiality.N, written_by_organisation="org-b")
        item = replace(item, **changes.pop("item", {}))
        base = Question(asker, "Patient/1", item, frozenset({TREAT}), "access", NOW, Channel.READ)
        return replace(base, **changes)

    return make


@pytest.fixture
def facts() -> Callable[..., Facts]:
    """An adult in the care of the asking service, under an agreement of the two organisations."""

    def make(*consents: dict[str, Any], **changes: Any) -> Facts:
        stored = tuple(StoredConsent(f"c{at}", 1, {**it, "id": f"c{at}"}) for at, it in enumerate(consents))
        base = Facts(
            consents=stored,
            links=(Link("svc", "referral", datetime(2026, 1, 1, tzinfo=UTC)),),
            agreements=(
                Agreement(
                    "a", frozenset({"org-a", "org-b"}), frozenset(), frozenset(), datetime(2026, 1, 1, tzinfo=UTC), None
                ),
            ),
            birth_date="1980-02-03",
        )
        return replace(base, **changes)

    return make


@pytest.fixture
def consent() -> Callable[..., dict[str, Any]]:
    """An active R4 Consent with the given root provision."""

    def make(provision: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
        base: dict[str, Any] = {
            "resourceType": "Consent",
            "id": "c",
            "status": "active",
            "scope": {
                "coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
            },
            "patient": {"reference": "Patient/1"},
            "dateTime": "2026-02-01",
        }
        return base | ({"provision": provision} if provision is not None else {}) | changes

    return make


@pytest.fixture
def recipient() -> Callable[[str], dict[str, Any]]:
    """An actor who receives."""
    return lambda name: {"role": {"coding": [{"system": ACT, "code": "IRCP"}]}, "reference": {"reference": name}}
