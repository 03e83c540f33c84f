"""Decisions a second: our judge against a Cedar policy set that holds the same cells, both compiled beforehand."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cedarpy

from consent import judge
from consent.question import Agreement, Asker, Channel, Coding, Facts, Item, Link, Question, StoredConsent
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass
from tests.bench.measure import compare

_AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
_CATEGORIES = tuple(Category)
_ROUNDS = 200
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_CONSENT = {
    "resourceType": "Consent",
    "status": "active",
    "scope": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]},
    "patient": {"reference": "Patient/1"},
    "provision": {
        "type": "permit",
        "purpose": [{"system": _REASON, "code": "TREAT"}],
        "provision": [
            {
                "type": "deny",
                "class": [{"system": "https://nowrongdoor.example/CodeSystem/sharing-category", "code": "diagnosis"}],
            }
        ],
    },
}


def main() -> None:
    """Print decisions a second of both; ours also reads the consents, keeps the order of rules and gives reasons."""
    uk = judge.load("uk")
    questions, facts = _questions(), _facts()
    policies, entities, requests = _cedar(uk)

    def ours() -> int:
        for _ in range(_ROUNDS):
            for question in questions:
                uk.decide(question, facts)
        return _ROUNDS * len(questions)

    def later() -> int:
        for at in range(_ROUNDS):
            moment = _AT + timedelta(seconds=at)
            for question in questions:
                uk.decide(replace(question, at=moment), facts)
        return _ROUNDS * len(questions)

    def cedar() -> int:
        for _ in range(_ROUNDS):
            for request in requests:
                cedarpy.is_authorized(request, policies, entities)
        return _ROUNDS * len(requests)

    alternatives = {"our judge": ours, "cedarpy, handles": cedar, "our judge, a new moment each answer": later}
    compare("decisions, 14 items an answer", alternatives)


def _questions() -> list[Question]:
    asker = Asker("s", ServiceClass.CAFE, "o", Role.WORKER, "p")
    purpose = frozenset({Coding(_REASON, "TREAT")})
    return [Question(asker, "Patient/1", _item(it), purpose, "access", _AT, Channel.SEARCH) for it in _CATEGORIES]


def _item(category: Category) -> Item:
    return Item(f"X/{category}", "X", frozenset({category}), Confidentiality.N, written_by_organisation="b")


def _facts() -> Facts:
    before = _AT - timedelta(days=9)
    return Facts(
        consents=(StoredConsent("c", 1, _CONSENT),),
        links=(Link("s", "referral", before),),
        agreements=(Agreement("a", frozenset({"o", "b"}), frozenset(), frozenset(), before, None),),
        birth_date="1980-01-01",
    )


def _cedar(uk: judge.UkJudge) -> tuple[cedarpy.PolicySet, cedarpy.Entities, list[dict[str, object]]]:
    """One permit for each open cell, the link and agreement as conditions, and the patient's refusal as a forbid."""
    rules = [
        f'permit(principal in Class::"{column}", action == Action::"read", resource in Category::"{category}") '
        "when { context.linked && context.agreed };"
        for (category, column), cell in uk.policy.cells.items()
        if cell.default.extent != "none"
    ]
    rules.append('forbid(principal, action, resource in Category::"diagnosis");')
    people = [_entity("Class", it) for it in ServiceClass]
    data = [_entity("Category", it) for it in Category] + [_entity("Item", it, ("Category", it)) for it in Category]
    entities = [*people, *data, _entity("Asker", "p", ("Class", "cafe"))]
    requests: list[dict[str, object]] = [
        {
            "principal": 'Asker::"p"',
            "action": 'Action::"read"',
            "resource": f'Item::"{it}"',
            "context": {"linked": True, "agreed": True},
        }
        for it in Category
    ]
    return cedarpy.PolicySet.from_str("\n".join(rules)), cedarpy.Entities.from_json_str(json.dumps(entities)), requests


def _entity(kind: str, name: str, parent: tuple[str, str] | None = None) -> dict[str, object]:
    parents = [{"type": parent[0], "id": str(parent[1])}] if parent else []
    return {"uid": {"type": kind, "id": str(name)}, "attrs": {}, "parents": parents}


if __name__ == "__main__":
    main()
