"""Random nested consents: the judge reads them as their text says, whatever their order and whatever it remembers."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consent import judge
from consent.decide import decide
from consent.judge import UkJudge
from consent.matching import Request
from consent.question import Agreement, Asker, Channel, Coding, Facts, Item, Link, Question, StoredConsent
from consent.read_fhir import read
from consent.walk import ask, narrow, walk
from schemas.policy_words import Category, Role, ServiceClass
from tests.proof.plain_tree import Asked, says

TERMS = "http://terminology.hl7.org/CodeSystem/"
REASON, CONF, ACT = f"{TERMS}v3-ActReason", f"{TERMS}v3-Confidentiality", f"{TERMS}v3-ActCode"
PART = f"{TERMS}v3-ParticipationType"
AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
MANY = settings(max_examples=150)


def _actor(told: tuple[str, str]) -> list[dict[str, Any]]:
    return [{"role": {"coding": [{"system": PART, "code": told[0]}]}, "reference": {"reference": told[1]}}]


FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "purpose": st.lists(st.sampled_from(["TREAT", "ETREAT", "BTG", "HRESCH", "ODD"]), min_size=1, max_size=2).map(
            lambda codes: [{"system": REASON, "code": it} for it in codes]
        ),
        "securityLabel": st.sampled_from(["N", "R", "V", "PSY", "ODD"]).map(
            lambda it: [{"system": CONF if len(it) == 1 else ACT, "code": it}]
        ),
        "actor": st.tuples(
            st.sampled_from(["IRCP", "PRCP", "CST", "WIT"]), st.sampled_from(["Organization/a", "Organization/b"])
        ).map(_actor),
        "class": st.sampled_from(["Observation", "Condition"]).map(
            lambda it: [{"system": "http://hl7.org/fhir/resource-types", "code": it}]
        ),
    },
)


def _node(kind: str, filters: dict[str, Any], below: list[dict[str, Any]]) -> dict[str, Any]:
    return {**filters, "type": kind, **({"provision": below} if below else {})}


KINDS = st.sampled_from(["permit", "deny"])
TREES = st.recursive(
    st.builds(_node, KINDS, FILTERS, st.just([])),
    lambda below: st.builds(_node, KINDS, FILTERS, st.lists(below, max_size=3)),
    max_leaves=9,
)
ASKED = st.builds(
    Asked,
    purpose=st.sampled_from(["TREAT", "ETREAT", "BTG", "HRESCH", None]),
    recipient=st.sampled_from(["Organization/a", "Organization/b"]),
    level=st.sampled_from([None, "N", "R", "V"]),
    sensitivity=st.sampled_from([None, "PSY"]),
    holder=st.sampled_from(["Organization/a", "Organization/b"]),
    type=st.sampled_from(["Observation", "Condition"]),
)


def consent(provision: dict[str, Any], **more: Any) -> dict[str, Any]:
    scope = {"coding": [{"system": f"{TERMS}consentscope", "code": "patient-privacy"}]}
    base = {"resourceType": "Consent", "status": "active", "scope": scope, "patient": {"reference": "Patient/p"}}
    return base | {"dateTime": "2026-02-01", "provision": provision} | more


def thing(asked: Asked) -> Item:
    labels = {Coding(CONF, asked.level)} if asked.level else set()
    labels |= {Coding(ACT, asked.sensitivity)} if asked.sensitivity else set()
    name = f"{asked.type}/x"
    held = frozenset({asked.holder})
    return Item(name, asked.type, frozenset({Category.DIAGNOSIS}), None, labels=frozenset(labels), custodians=held)


def purposes(asked: Asked) -> frozenset[Coding]:
    return frozenset({Coding(REASON, asked.purpose)}) if asked.purpose else frozenset()


@MANY
@given(tree=TREES, asked=ASKED)
def test_a_nested_consent_says_what_its_text_says(tree: dict[str, Any], asked: Asked) -> None:
    """The tree, its table and a plain reading of the JSON give one answer."""
    root = read(consent(tree))
    request = Request(frozenset({asked.recipient}), purposes(asked), frozenset(), AT)

    walked, tabled = walk(root.root, request, thing(asked)), ask(narrow(root, request), thing(asked))

    assert (walked, tabled) == (says(tree, asked), says(tree, asked))


@pytest.fixture(scope="module")
def uk() -> UkJudge:
    """The judge of the policy that comes with the gateway."""
    return judge.load("uk")


def put(trees: list[dict[str, Any]], asked: Asked) -> tuple[Question, Facts]:
    organisation = asked.recipient.partition("/")[2]
    asker = Asker("svc", ServiceClass.CAFE, organisation, Role.WORKER, "p", frozenset({asked.recipient}))
    question = Question(asker, "Patient/p", thing(asked), purposes(asked), "access", AT, Channel.READ)
    stored = (StoredConsent(f"c{at}", 1, consent(it, id=f"c{at}")) for at, it in enumerate(trees))
    agreement = Agreement("a", frozenset({"a", "b"}), frozenset(), frozenset(), AT.replace(year=2025), None)
    return question, Facts(tuple(stored), (Link("svc", "referral", AT.replace(year=2025)),), (agreement,))


@MANY
@given(trees=st.lists(TREES, max_size=3), asked=ASKED)
def test_what_a_sitting_remembers_is_what_it_would_decide_again(
    uk: UkJudge, trees: list[dict[str, Any]], asked: Asked
) -> None:
    """However many items went before, each gets the answer that it would have got alone."""
    question, facts = put(trees, asked)
    sitting = uk.sit(question, facts)
    told = product([None, "N", "R"], [None, "PSY"], ["Organization/a", "Organization/b"], ["Observation", "Condition"])
    things = [thing(asked._replace(level=a, sensitivity=b, holder=c, type=d)) for a, b, c, d in told]

    remembered = [(sitting.decide(it), sitting.decide(replace(it))) for it in things]

    afresh = [decide(replace(question, item=it), facts, uk.policy) for it in things]
    assert remembered == [(it, it) for it in afresh]


@MANY
@given(trees=st.lists(TREES, min_size=2, max_size=4), asked=ASKED)
def test_the_order_of_consents_never_matters(uk: UkJudge, trees: list[dict[str, Any]], asked: Asked) -> None:
    """The same papers in another order release the same."""
    question, facts = put(trees, asked)

    forth = decide(question, facts, uk.policy)
    back = decide(question, replace(facts, consents=facts.consents[::-1]), uk.policy)

    assert (forth.outcome, forth.extent) == (back.outcome, back.extent)


@MANY
@given(trees=st.lists(TREES, max_size=3), refusal=TREES, asked=ASKED)
def test_one_more_refusal_never_releases_more(
    uk: UkJudge, trees: list[dict[str, Any]], refusal: dict[str, Any], asked: Asked
) -> None:
    """A consent that can only refuse takes away or leaves as it is."""
    question, facts = put(trees, asked)
    only = {key: it for key, it in refusal.items() if key != "provision"} | {"type": "deny"}
    more = StoredConsent("more", 1, consent(only, dateTime="2026-02-01"))

    before = decide(question, facts, uk.policy)
    after = decide(question, replace(facts, consents=(*facts.consents, more)), uk.policy)

    assert before.releases or not after.releases
