"""The words of each answer: a code for machines, a sentence for people, and what it rests on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.codes import BREAK_GLASS, plain
from consent.decide import decide
from consent.judge import UkJudge
from consent.policy import Why
from consent.question import Channel, Extent, Facts, Outcome, Override, Question, Reason
from consent.words import GROUNDS
from schemas.policy_words import Category, Role, ServiceClass

Make = Callable[..., dict[str, Any]]
ASK = Callable[..., Question]
GIVEN = Callable[..., Facts]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_OVER = Override("o1", "Patient/1", "in danger", NOW, "vital-interests", "p1")
_CARER, _CMHT = ServiceClass.CARER, ServiceClass.CMHT
_PLAN = Category.CRISIS_PLAN


@pytest.mark.parametrize(
    ("asker", "asked", "known", "code", "text"),
    [
        (
            _CMHT,
            {"item": {"locating": True}},
            {"restricted": True},
            "restricted",
            "the person's whereabouts are closed to everyone",
        ),
        (_CMHT, {"role": Role.OPERATOR}, {}, "role", "the role is not part of anybody's care"),
        (
            _CMHT,
            {"purpose": frozenset({BREAK_GLASS})},
            {},
            "override-missing",
            "breaking the glass has a path of its own",
        ),
        (_CMHT, {"override": _OVER}, {}, "override-unsound", "this override does not reach so far"),
        (
            _CARER,
            {},
            {"unsafe_carers": frozenset({"RelatedPerson/c1"})},
            "unsafe-carer",
            "contact with this carer is recorded as unsafe",
        ),
        (_CARER, {"channel": Channel.DELIVERY}, {}, "by-hand", "a worker tells a carer; no message does"),
        (
            _CARER,
            {},
            {"birth_date": "2010-01-01"},
            "under-18",
            "no proxy sees a young person's record without a signed policy",
        ),
        (
            ServiceClass.PATIENT,
            {"item": {"from_carer": True}},
            {},
            "told-in-confidence",
            "somebody told this in confidence",
        ),
        (
            _CMHT,
            {"item": {"not_for_clinical_record": True}},
            {},
            "out-of-record",
            "kept out of the clinical record",
        ),
    ],
)
def test_each_bar_is_told_in_its_own_words(
    uk: UkJudge,
    ask: ASK,
    facts: GIVEN,
    asker: ServiceClass,
    asked: dict[str, Any],
    known: dict[str, Any],
    code: str,
    text: str,
) -> None:
    """One reason, which names the overlay."""
    found = uk.decide(ask(asker, _PLAN, **asked), facts(**known))

    assert found.reasons == (Reason(code, text, f"policy {uk.version} overlay {code}"),)


@pytest.mark.parametrize(
    ("asker", "category", "asked", "known", "code", "text"),
    [
        (
            _CMHT,
            _PLAN,
            {"purpose": frozenset({plain(_REASON, "HRESCH")})},
            {},
            "not-direct-care",
            "the purpose is not the person's own care or access",
        ),
        (
            _CMHT,
            _PLAN,
            {"purpose": frozenset({plain(_REASON, "PATRQT")})},
            {},
            "not-direct-care",
            "the purpose is not the person's own care or access",
        ),
        (
            _CMHT,
            _PLAN,
            {},
            {"links": ()},
            "no-link",
            "no live referral, caseload or visit ties the person to this service",
        ),
        (_CMHT, _PLAN, {}, {"agreements": ()}, "no-agreement", "no sharing agreement in force covers this"),
        (
            _CARER,
            Category.DIAGNOSIS,
            {},
            {},
            "not-known",
            "nothing records that the carer knows this already",
        ),
        (_CMHT, _PLAN, {}, {}, "i", GROUNDS["i"]),
        (_CARER, _PLAN, {}, {}, "w", GROUNDS["w"]),
    ],
)
def test_each_default_is_told_in_its_own_words(
    uk: UkJudge,
    ask: ASK,
    facts: GIVEN,
    asker: ServiceClass,
    category: Category,
    asked: dict[str, Any],
    known: dict[str, Any],
    code: str,
    text: str,
) -> None:
    """One reason, which names the cell."""
    found = uk.decide(ask(asker, category, **asked), facts(**known))

    assert found.reasons == (Reason(code, text, f"policy {uk.version} cell {category}.{asker}.default"),)


def test_an_item_of_many_categories_tells_all_that_opened_it_or_the_one_that_closed_it(
    uk: UkJudge, ask: ASK, facts: GIVEN
) -> None:
    """What no rule labels is of every category."""
    shown, hidden = (uk.decide(ask(it, None), facts()) for it in (_CMHT, ServiceClass.CAFE))

    assert (shown.outcome, len(shown.reasons)) == (Outcome.PERMIT, len(Category))
    assert (hidden.outcome, len(hidden.reasons)) == (Outcome.DENY, 1)


def test_what_a_consent_or_an_override_opened_or_closed_is_named(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """The cell and the Consent, the cell and the grant, the Consent that refuses, or the service's own record."""
    cafe, sound = ask(ServiceClass.CAFE, Category.DIAGNOSIS), replace(_OVER, until=NOW + timedelta(1))
    opened = ask(_CMHT, _PLAN, override=sound)
    own = ask(_CMHT, _PLAN, item={"written_by_service": "svc"})
    cell = f"policy {uk.version} cell"

    told = [
        uk.decide(cafe, facts(consent({"type": "permit"}))).reasons,
        uk.decide(opened, facts(links=())).reasons,
        uk.decide(cafe, facts(consent({"type": "deny"}))).reasons,
        uk.decide(own, facts()).reasons,
    ]

    assert told == [
        (Reason("c", GROUNDS["c"], f"{cell} diagnosis.cafe.consent; Consent/c0"),),
        (Reason("v", GROUNDS["v"], f"{cell} crisis-plan.cmht.override; override o1"),),
        (Reason("refused", "the person has refused this", "Consent/c0"),),
        (Reason("own-record", "the service wrote this itself", f"policy {uk.version} own record"),),
    ]


@pytest.mark.parametrize("entry", ["default", "consent", "override"])
def test_what_is_known_is_shown_to_whom_it_is_known_whichever_entry_says_so(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, entry: str
) -> None:
    """An entry of another policy may be `known` as well; without a record of it nothing is shown."""
    at = (Category.DIAGNOSIS, _CMHT)
    shut = replace(uk.policy.cells[at].default, extent=Extent.NONE)
    entries = {"default": shut, "consent": shut, "override": shut, entry: replace(shut, extent=Extent.KNOWN)}
    policy = replace(uk.policy, cells={**uk.policy.cells, at: replace(uk.policy.cells[at], **entries)})
    override = replace(_OVER, until=NOW + timedelta(1)) if entry == "override" else None
    question = ask(_CMHT, Category.DIAGNOSIS, override=override)
    asker = replace(question.asker, references=frozenset({"Practitioner/p1"}))
    told = replace(question.item, known_to=frozenset({"Practitioner/p1"}))
    given = facts(consent({"type": "permit"}))

    extents = [decide(replace(question, asker=asker, item=it), given, policy).extent for it in (question.item, told)]

    assert extents == [Extent.NONE, Extent.KNOWN]


@pytest.mark.parametrize("why", Why)
def test_a_refusal_leaves_what_rests_on_safeguarding_law_or_on_being_ones_own(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, why: Why
) -> None:
    """Whatever the policy says by default on any other ground is gone."""
    at = (Category.DIAGNOSIS, _CMHT)
    entry = replace(uk.policy.cells[at].default, extent=Extent.FULL, why=why)
    policy = replace(uk.policy, cells={**uk.policy.cells, at: replace(uk.policy.cells[at], default=entry)})

    found = decide(ask(_CMHT, Category.DIAGNOSIS), facts(consent({"type": "deny"})), policy)

    stays = why in {Why.SAFEGUARDING, Why.OWN}
    assert (found.extent, found.reasons[0].code) == ((Extent.FULL, why.value) if stays else (Extent.NONE, "refused"))
