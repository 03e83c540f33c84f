"""Decisions a second beside a Cedar set of the same cells; compiling; what a read pays for its decision."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import cedarpy
import orjson

from consent import judge, policy
from consent.decide import decide
from consent.prove import broken
from consent.question import Agreement, Asker, Channel, Coding, Facts, Item, Link, Question, StoredConsent
from consent.read_fhir import read_bytes
from consent.sitting import Sitting
from consent.walk import compile_rows
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass
from tests.bench.measure import Work, compare

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
    compare(
        "decisions, 14 items an answer",
        {
            "our judge, with reasons": lambda: _with_reasons(uk, questions, facts),
            "cedarpy, handles": _cedar(uk),
            "our judge, items found in an open sitting": lambda: _found(uk.sit(questions[0], facts), questions),
            "our judge, new facts and moment each answer": lambda: _reads(uk, questions, facts),
            "our judge, nothing remembered": lambda: _walked(uk, questions, facts),
        },
    )
    compare(
        "compiled: the policy, or one Consent",
        {
            "our policy of 336 entries, read": _policy_read,
            "cedarpy, the same cells as a set": lambda: len([cedarpy.PolicySet.from_str(_rules(uk))]),
            "our policy, read and its sentences proved": lambda: _policy_read() if not broken(uk.policy) else 0,
            "our Consent, read and compiled": _consents_compiled,
        },
        rounds=3,
    )
    cost = compare(
        "inside a read of one resource", {"our judge, all of it anew": lambda: _one_by_one(uk, questions, facts)}
    )
    print(f"  {1e6 / next(iter(cost.values())):,.0f} us of a read are the decision")


def _policy_read() -> int:
    return len([policy.read(policy.text_of("uk"))])


def _consents_compiled() -> int:
    text = orjson.dumps(_CONSENT)
    return sum(len(compile_rows.__wrapped__(read_bytes.__wrapped__(text).root)) > 0 for _ in range(_ROUNDS))


def _one_by_one(uk: judge.UkJudge, questions: list[Question], facts: Facts) -> int:
    """Each read has facts and a moment of its own; what is remembered of the Consent's bytes stays."""
    for at in range(_ROUNDS):
        question = replace(questions[at % len(questions)], at=_AT + timedelta(seconds=at))
        uk.decide(question, replace(facts))
    return _ROUNDS


def _with_reasons(uk: judge.UkJudge, questions: list[Question], facts: Facts) -> int:
    return sum(1 for _ in range(_ROUNDS) for it in questions if uk.decide(it, facts).reasons)


def _found(sitting: Sitting, questions: list[Question]) -> int:
    items = [it.item for it in questions]
    return sum(1 for _ in range(_ROUNDS) for it in items if sitting.decide(it).reasons)


def _reads(uk: judge.UkJudge, questions: list[Question], facts: Facts) -> int:
    """As inside a read: the facts are new, the moment is new, fourteen items are judged."""
    for at in range(_ROUNDS // 10):
        opened = uk.sit(replace(questions[0], at=_AT + timedelta(seconds=at)), replace(facts))
        for it in questions:
            opened.decide(it.item)
    return _ROUNDS // 10 * len(questions)


def _walked(uk: judge.UkJudge, questions: list[Question], facts: Facts) -> int:
    return sum(1 for _ in range(_ROUNDS // 20) for it in questions if decide(it, facts, uk.policy).reasons)


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


def _cedar(uk: judge.UkJudge) -> Work:
    """Everybody a class of service, every item of one category."""
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
    policies = cedarpy.PolicySet.from_str(_rules(uk))
    parties = cedarpy.Entities.from_json_str(json.dumps(entities))

    def work() -> int:
        for _ in range(_ROUNDS // 20):
            for request in requests:
                cedarpy.is_authorized(request, policies, parties)
        return _ROUNDS // 20 * len(requests)

    return work


def _rules(uk: judge.UkJudge) -> str:
    """One permit for each open cell, the link and agreement as conditions, and the patient's refusal as a forbid."""
    rules = [
        f'permit(principal in Class::"{column}", action == Action::"read", resource in Category::"{category}") '
        "when { context.linked && context.agreed };"
        for (category, column), cell in uk.policy.cells.items()
        if cell.default.extent != "none"
    ]
    return "\n".join([*rules, 'forbid(principal, action, resource in Category::"diagnosis");'])


def _entity(kind: str, name: str, parent: tuple[str, str] | None = None) -> dict[str, object]:
    parents = [{"type": parent[0], "id": str(parent[1])}] if parent else []
    return {"uid": {"type": kind, "id": str(name)}, "attrs": {}, "parents": parents}


if __name__ == "__main__":
    main()
