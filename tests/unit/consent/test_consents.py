"""How Consents are read, walked and set against each other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from consent.alone import Answer, Word, decide_alone
from consent.asking import read_request
from consent.codes import plain
from consent.errors import ConsentUnreadable
from consent.judge import UkJudge
from consent.matching import Request
from consent.parsed import Kind
from consent.prove import differences
from consent.question import Extent, Facts, Item, Question
from consent.read_fhir import read
from schemas.policy_words import Category, Confidentiality, ServiceClass

Make = Callable[..., dict[str, Any]]
ASK = Callable[..., Question]
GIVEN = Callable[..., Facts]

REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
CONF = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
ACTIONS = "http://terminology.hl7.org/CodeSystem/consentaction"
TREAT = {"system": REASON, "code": "TREAT"}
PART = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"


def alone(*consents: dict[str, Any], security: list[dict[str, str]] | None = None, **changes: Any) -> Answer:
    """What these Consents say of one Observation, asked for by Organization/a for treatment."""
    request = {
        "interaction": "search",
        "at": "2026-05-04T12:00:00Z",
        "patient": "Patient/1",
        "actor": [{"reference": "Organization/a"}],
        "purpose": [{"system": REASON, "code": "TREAT"}],
        "action": "access",
    } | changes
    meta = {"meta": {"security": security}} if security else {}
    resources = [{"resourceType": "Observation", "id": "o", "subject": {"reference": "Patient/1"}, **meta}]
    return decide_alone(consents, read_request(request, resources), resources)


def label(code: str) -> dict[str, str]:
    return {"system": CONF if len(code) == 1 else ACT, "code": code}


def test_a_nested_refusal_keeps_its_type_under_a_refusal(consent: Make) -> None:
    """An explicit deny under a deny stays a deny; nothing flips it."""
    found = alone(consent({"type": "deny", "provision": [{"type": "deny"}]}))

    assert found.decision is Word.DENY


def test_an_unsaid_type_is_the_opposite_of_its_parents(consent: Make) -> None:
    """Permit, then unsaid, then unsaid: deny, then permit again."""
    once = consent({"type": "permit", "provision": [{"purpose": [TREAT]}]})
    twice = consent({"type": "permit", "provision": [{"provision": [{"purpose": [TREAT]}]}]})

    assert (alone(once).decision, alone(twice).decision) == (Word.DENY, Word.PERMIT)


@pytest.mark.parametrize(("rule", "word"), [("OPTIN", Word.PERMIT), ("OPTOUT", Word.DENY), ("INFA", Word.DENY)])
def test_without_a_root_type_the_policy_rule_speaks(consent: Make, rule: str, word: Word) -> None:
    """Opt-in permits, opt-out and everything else denies."""
    assert alone(consent(policyRule={"coding": [{"system": ACT, "code": rule}]})).decision is word


def test_implied_consent_without_a_provision_binds_nobody(consent: Make) -> None:
    """It names the law on which a referral was sent: no permission, and no refusal of everything."""
    implied = consent(policyRule={"coding": [{"system": ACT, "code": "IMPLIED"}]})
    bare = {name: it for name, it in implied.items() if name != "provision"}

    assert not read(bare).active
    assert read(implied | {"provision": {"type": "deny"}}).active


def test_a_nested_provision_takes_from_its_parent_what_it_leaves_unsaid(consent: Make, recipient: Make) -> None:
    """An exception within what one party may see opens nothing to another party."""
    claims = {"type": "permit", "class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Observation"}]}
    root = {
        "type": "permit",
        "actor": [recipient("Organization/b")],
        "provision": [{"type": "deny", "purpose": [{"system": REASON, "code": "HPAYMT"}], "provision": [claims]}],
    }

    assert not alone(consent(root)).visible


@pytest.mark.parametrize("status", ["draft", "proposed", "rejected", "inactive", "entered-in-error"])
def test_only_an_active_consent_speaks(consent: Make, status: str) -> None:
    """Neither permission nor refusal counts before or after it is active."""
    assert alone(consent({"type": "permit"}, status=status)).decision is Word.NOT_APPLICABLE


@pytest.mark.parametrize(
    "broken",
    [
        {"modifierExtension": [{"url": "x"}]},
        {"implicitRules": "x"},
        {"decision": "permit"},
        {"status": "valid"},
        {"patient": {}},
        {"patient": None},
        {"scope": None},
        {"provision": [{"type": "permit"}]},
        {"provision": {"type": "maybe"}},
        {"provision": {"type": "permit", "purpose": []}},
        {"provision": {"type": "permit", "purpose": [{"system": "x"}]}},
        {"provision": {"type": "permit", "expression": "x"}},
        {"provision": {"type": "permit", "actor": [{}]}},
        {"provision": {"type": "permit", "period": {"end": "2026-13-01"}}},
        {"provision": {"type": "permit", "period": {"end": "2026-12-01T10:00:00"}}},
        {"provision": {"type": "permit", "data": [{"meaning": "near", "reference": {"reference": "X/1"}}]}},
        {"provision": {"type": "permit", "provision": "x"}},
        {"contained": 7},
        {"verification": "yes"},
        {"resourceType": "Contract"},
    ],
)
def test_what_cannot_be_read_in_full_changes_nothing(consent: Make, broken: dict[str, Any]) -> None:
    """A malformed consent is quarantined: it opens nothing, and it blinds nobody."""
    malformed = {**consent({"type": "permit"}), **broken}

    with pytest.raises(ConsentUnreadable):
        read(malformed)
    assert alone(malformed).decision is Word.NOT_APPLICABLE
    assert alone(malformed, consent({"type": "permit"})).decision is Word.PERMIT


def test_another_patients_consent_opens_nothing(consent: Make) -> None:
    """A consent counts for its own patient only."""
    assert not alone(consent({"type": "permit"}, patient={"reference": "Patient/2"})).visible


@pytest.mark.parametrize(
    ("wanted", "given", "kind", "shown"),
    [
        ("R", "N", "permit", True),
        ("N", "R", "permit", False),
        ("R", "V", "permit", False),
        ("R", "V", "deny", False),
        ("R", "N", "deny", True),
        ("ETH", "ETHUD", "deny", False),
        ("ETHUD", "PSY", "deny", True),
        ("NOSUCH", "N", "deny", False),
        ("NOSUCH", "N", "permit", False),
    ],
)
def test_labels_are_compared_by_their_order(consent: Make, wanted: str, given: str, kind: str, shown: bool) -> None:
    """A permit covers what is less sensitive, a refusal what is more; a code nobody knows refuses only."""
    limited = {"type": kind, "securityLabel": [label(wanted)]}
    root = limited if kind == "permit" else {"type": "permit", "provision": [limited]}

    assert bool(alone(consent(root), security=[label(given)]).visible) is shown


def test_an_unlabelled_resource_is_caught_by_any_label_rule(consent: Make) -> None:
    """Where labels matter, having none is not a way through."""
    deny = {"type": "permit", "provision": [{"type": "deny", "securityLabel": [label("HIV")]}]}

    assert not alone(consent(deny)).visible
    assert not alone(consent({"type": "permit", "securityLabel": [label("N")]})).visible


@pytest.mark.parametrize(
    ("wanted", "asked", "kind", "shown"),
    [
        ("HRESCH", ["CLINTRCH"], "permit", True),
        ("CLINTRCH", ["HRESCH"], "permit", False),
        ("TREAT", ["BTG"], "permit", False),
        ("TREAT", ["BTG"], "deny", False),
        ("TREAT", [], "permit", False),
        ("HMARKT", [], "deny", False),
        ("HMARKT", ["TREAT"], "deny", True),
        ("treat", ["TREAT"], "permit", True),
    ],
)
def test_purposes_contain_their_children_and_a_missing_one_refuses(
    consent: Make, wanted: str, asked: list[str], kind: str, shown: bool
) -> None:
    """Breaking the glass counts only where a consent names it."""
    limited = {"type": kind, "purpose": [{"system": REASON, "code": wanted}]}
    root = limited if kind == "permit" else {"type": "permit", "provision": [limited]}

    found = alone(consent(root), purpose=[{"system": "http://hl7.org/fhir/v3/ActReason", "code": it} for it in asked])

    assert bool(found.visible) is shown


def test_a_permit_for_another_servers_party_is_not_for_ours(consent: Make, recipient: Make) -> None:
    """The same id on another server is another party: not permitted, yet refused."""
    other = "https://other.example/fhir/Organization/a"

    assert not alone(consent({"type": "permit", "actor": [recipient(other)]})).visible
    assert not alone(
        consent({"type": "permit"}), consent({"type": "deny", "actor": [recipient(other)]}, id="d")
    ).visible


@pytest.mark.parametrize("name", ["Group/unknown", "CareTeam/unknown"])
def test_a_group_that_cannot_be_resolved_refuses_and_never_permits(consent: Make, recipient: Make, name: str) -> None:
    """Who might be in it counts as in it for a refusal."""
    team = recipient(name)

    assert not alone(consent({"type": "permit", "actor": [team]})).visible
    assert not alone(consent({"type": "permit", "provision": [{"type": "deny", "actor": [team]}]})).visible


def test_an_active_national_data_opt_out_refuses_research_alone(consent: Make) -> None:
    """Active means refused; direct care goes on."""
    opted = consent({"type": "permit"}, policy=[{"uri": "https://nhs.example/national-data-opt-out"}])
    permit = consent({"type": "permit"}, id="p")

    research = alone(opted, permit, purpose=[{"system": REASON, "code": "CLINTRCH"}])
    care = alone(opted, permit)

    assert (research.decision, care.decision) == (Word.DENY, Word.PERMIT)


@pytest.mark.parametrize(
    ("older", "newer", "shown"),
    [
        ({}, {"dateTime": "2026-03-01"}, True),
        ({}, {"dateTime": "2026-02-01"}, False),
        ({}, {"dateTime": "2026"}, False),
        ({}, {"dateTime": "2026-03-01", "performer": [{"reference": "RelatedPerson/x"}]}, False),
        ({"dateTime": "2026-04-01"}, {}, False),
    ],
)
def test_a_refusal_wins_unless_the_same_person_replaces_it(
    consent: Make, older: dict[str, Any], newer: dict[str, Any], shown: bool
) -> None:
    """Newer, same grantor, scope and recipient: only then does a permission take its place."""
    found = alone(consent({"type": "deny"}, **older), consent({"type": "permit"}, id="n", **newer))

    assert bool(found.visible) is shown


def test_a_newer_permit_for_one_party_leaves_the_refusal_to_all(consent: Make, recipient: Make) -> None:
    """Most recent alone is not enough."""
    narrow = consent({"type": "permit", "actor": [recipient("Organization/a")]}, id="n", dateTime="2026-04-01")

    assert not alone(consent({"type": "deny"}), narrow).visible


KINDS = st.sampled_from(["permit", "deny", None])
FILTERS = st.fixed_dictionaries(
    {},
    optional={
        "purpose": st.sampled_from(["TREAT", "ETREAT", "BTG", "HRESCH", "ODD"]).map(
            lambda it: [{"system": REASON, "code": it}]
        ),
        "securityLabel": st.sampled_from(["N", "R", "V", "PSY", "ODD"]).map(lambda it: [label(it)]),
        "actor": st.tuples(
            st.sampled_from(["IRCP", "PRCP", "CST", "ODD"]), st.sampled_from(["Organization/a", "Organization/b"])
        ).map(lambda it: [{"role": {"coding": [{"system": PART, "code": it[0]}]}, "reference": {"reference": it[1]}}]),
        "period": st.sampled_from([{"end": "2026"}, {"end": "2025-01-01"}, {"start": "2026-05-04"}]),
        "class": st.sampled_from(["Observation", "Claim"]).map(
            lambda it: [{"system": "http://hl7.org/fhir/resource-types", "code": it}]
        ),
    },
)


def _node(kind: str | None, filters: dict[str, Any], below: list[dict[str, Any]]) -> dict[str, Any]:
    whole = {**filters, **({"type": kind} if kind else {}), **({"provision": below} if below else {})}
    return whole or {"action": [{"coding": [{"system": ACTIONS, "code": "access"}]}]}


PROVISIONS = st.recursive(
    st.builds(_node, KINDS, FILTERS, st.just([])),
    lambda below: st.builds(_node, KINDS, FILTERS, st.lists(below, max_size=3)),
    max_leaves=8,
)
LAWS = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@LAWS
@given(first=PROVISIONS, second=PROVISIONS)
def test_adding_a_refusal_never_shows_more(consent: Make, first: dict[str, Any], second: dict[str, Any]) -> None:
    """Whatever stands on record, one more refusal hides at least as much."""
    base = consent(first)
    more = consent({**second, "type": "deny", "provision": []} | {"provision": []}, id="d", dateTime="2026-04-01")
    more["provision"].pop("provision")

    before, after = alone(base, security=[label("R")]), alone(base, more, security=[label("R")])

    assert set(after.visible) <= set(before.visible)


@LAWS
@given(provisions=st.lists(PROVISIONS, min_size=1, max_size=3))
def test_the_table_answers_as_the_tree_does(consent: Make, provisions: list[dict[str, Any]]) -> None:
    """Compiling changes no answer, for any request and any item."""
    parsed = [read(consent(it)) for it in provisions]
    item = Item(
        "Observation/o", "Observation", frozenset(), Confidentiality.R, custodians=frozenset({"Organization/b"})
    )
    at = datetime(2026, 5, 4, 12, tzinfo=UTC)
    purposes = [frozenset({plain(REASON, it)}) for it in ("TREAT", "BTG")] + [frozenset()]
    requests = [Request(frozenset({f"Organization/{it}"}), why, frozenset(), at) for it in "ab" for why in purposes]

    assert differences(parsed, requests, [item, replace(item, confidentiality=None)]) == ()


@LAWS
@given(
    raw=st.recursive(
        st.none() | st.booleans() | st.text(max_size=3),
        lambda it: (
            st.lists(it)
            | st.dictionaries(
                st.sampled_from(["type", "purpose", "actor", "period", "provision", "code", "data", "x"]), it
            )
        ),
    )
)
def test_no_rubbish_ever_permits(consent: Make, raw: Any) -> None:
    """Whatever stands in the provision, only a sound permission permits."""
    assume(not isinstance(raw, dict) or raw)

    found = alone(consent(raw) | {"provision": raw})

    assert not found.visible


@LAWS
@given(provision=PROVISIONS)
def test_a_refusal_beside_anything_still_refuses(consent: Make, provision: dict[str, Any]) -> None:
    """Deny beats permit whenever neither replaces the other."""
    assert not alone(consent(provision), consent({"type": "deny"}, id="d")).visible


@LAWS
@given(provision=PROVISIONS, category=st.sampled_from(Category), column=st.sampled_from(ServiceClass))
def test_under_the_matrix_a_refusal_never_shows_more(
    uk: UkJudge,
    ask: ASK,
    facts: GIVEN,
    consent: Make,
    provision: dict[str, Any],
    category: Category,
    column: ServiceClass,
) -> None:
    """The same law holds in service."""
    order = [Extent.NONE, Extent.KNOWN, Extent.EXTRACT, Extent.FULL]
    asked = ask(column, category)

    before = uk.decide(asked, facts(consent(provision)))
    after = uk.decide(asked, facts(consent(provision), consent({"type": "deny"})))

    assert order.index(after.extent) <= order.index(before.extent)


def test_a_carers_consent_with_an_exception_blinds_no_team(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, recipient: Make
) -> None:
    """What a carer may not see, the team still may."""
    category = [{"system": "https://nowrongdoor.example/CodeSystem/sharing-category", "code": "diagnosis"}]
    shared = consent(
        {"type": "permit", "actor": [recipient("RelatedPerson/c1")], "provision": [{"type": "deny", "class": category}]}
    )

    assert uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(shared)).extent is Extent.FULL
    assert uk.decide(ask(ServiceClass.CARER, Category.CRISIS_PLAN), facts(shared)).extent is Extent.FULL


def test_kinds_flip() -> None:
    """The opposite of the opposite is the same."""
    assert Kind.PERMIT.flipped.flipped is Kind.PERMIT
