"""The published matrix, cell by cell, and the overlays that lie over it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.judge import UkJudge
from consent.question import Extent, Facts, Override, Question
from schemas.policy_words import Category, Role, ServiceClass

Ask = Callable[..., Question]
Given = Callable[..., Facts]
Make = Callable[..., dict[str, Any]]

MATRIX = """
demographics         F/F/F F/F/F m/m/m m/m/m F/F/F m/m/0 0/m/0 F/F/F
referral-reason      F/F/F F/F/F m/F/m m/m/m F/F/F m/m/0 0/m/m F/F/F
risk-summary         F/F/F F/F/F m/m/m m/m/m F/F/F 0/m/m 0/m/m F/F/F
staff-safety-alert   F/F/F F/F/F m/m/m m/m/m F/F/F m/m/m 0/0/0 m/m/m
crisis-plan          F/F/F F/F/F m/F/F m/F/F F/F/F 0/m/m 0/F/m F/F/F
care-plan-summary    F/F/F F/F/F m/m/m 0/m/m F/F/F 0/m/0 0/m/m F/F/F
medication           F/F/F F/F/F 0/m/m 0/m/m F/F/F 0/0/0 0/m/m F/F/F
diagnosis            F/F/F F/F/F 0/m/m 0/m/m F/F/F 0/m/0 0/m/0 F/F/F
therapy-notes        m/F/m m/m/m 0/0/0 0/0/0 0/m/0 0/0/0 0/0/0 F/F/F
safeguarding         F/F/F F/F/F m/m/m 0/m/m m/m/F 0/m/m 0/0/0 m/m/m
third-party          m/m/m m/m/m 0/0/m 0/0/m m/m/m 0/0/0 0/0/0 0/0/0
nhs-appointment      F/F/F F/F/F m/F/m 0/m/m F/F/F 0/m/0 0/m/0 F/F/F
discharge            F/F/F F/F/F m/m/m 0/m/m F/F/F 0/m/0 0/m/m F/F/F
third-sector-contact m/F/m m/F/m 0/m/m 0/m/m 0/m/m 0/m/0 0/m/0 F/F/F
"""
"""By default / with the patient's consent / by override; the patient's consent opens no third party's words."""

LETTERS = {Extent.FULL: "F", Extent.EXTRACT: "m", Extent.KNOWN: "k", Extent.NONE: "0"}
CELLS = [
    pytest.param(category, column, cell.split("/"), id=f"{category}-{column}")
    for category, *cells in (line.split() for line in MATRIX.split("\n") if line)
    for column, cell in zip(ServiceClass, cells, strict=True)
]


@pytest.mark.parametrize(("category", "column", "cell"), CELLS)
def test_every_cell_gives_what_is_published(
    uk: UkJudge,
    ask: Ask,
    facts: Given,
    consent: Make,
    recipient: Make,
    category: Category,
    column: ServiceClass,
    cell: list[str],
) -> None:
    """Default and consent entries come out as the matrix has them."""
    question = ask(column, Category(category))
    actors = [recipient("RelatedPerson/c1"), recipient("Organization/org-a")]
    permit = consent({"type": "permit", "actor": actors})

    plain = uk.decide(question, facts())
    agreed = uk.decide(question, facts(permit))

    assert [LETTERS[plain.extent], LETTERS[agreed.extent]] == cell[:2]


@pytest.mark.parametrize(("category", "column", "cell"), CELLS)
def test_override_opens_what_is_published_and_never_to_a_carer_or_the_patient(
    uk: UkJudge,
    ask: Ask,
    facts: Given,
    category: Category,
    column: ServiceClass,
    cell: list[str],
) -> None:
    """The third entry needs a sound override and no link."""
    until = datetime(2026, 5, 4, 13, tzinfo=UTC)
    override = Override("o1", "Patient/1", "in danger", until, "vital-interests", "p1")

    found = uk.decide(ask(column, Category(category), override=override), facts(links=()))

    closed = column in {ServiceClass.CARER, ServiceClass.PATIENT}
    assert LETTERS[found.extent] == ("0" if closed else cell[2])


@pytest.mark.parametrize("role", [it for it in Role if it is not Role.REGISTERED_PROFESSIONAL])
def test_only_a_registered_professional_overrides(uk: UkJudge, ask: Ask, facts: Given, role: Role) -> None:
    """A volunteer with an override grant gets nothing by it."""
    override = Override("o1", "Patient/1", "in danger", datetime(2026, 5, 4, 13, tzinfo=UTC), "vital-interests", "p1")

    found = uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS, override=override, role=role), facts(links=()))

    assert not found.releases


@pytest.mark.parametrize("missing", [{"links": ()}, {"agreements": ()}])
def test_the_default_needs_a_link_and_an_agreement(
    uk: UkJudge, ask: Ask, facts: Given, missing: dict[str, Any]
) -> None:
    """Without either, implied consent opens nothing."""
    assert not uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(**missing)).releases


def test_an_uncommissioned_cafe_is_judged_as_social_prescribing(uk: UkJudge, ask: Ask, facts: Given) -> None:
    """The crisis plan that a café would have in extract is closed to it."""
    asked = ask(ServiceClass.CAFE, Category.CRISIS_PLAN, commissioned=False)

    assert not uk.decide(asked, facts()).releases


def test_a_refusal_leaves_safeguarding_and_own_records(uk: UkJudge, ask: Ask, facts: Given, consent: Make) -> None:
    """Refusing takes away what rests on agreement and nothing else."""
    refused = facts(consent({"type": "deny"}))
    own = {"written_by_service": "svc"}

    assert not uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS), refused).releases
    assert uk.decide(ask(ServiceClass.CMHT, Category.SAFEGUARDING), refused).extent is Extent.FULL
    assert uk.decide(ask(ServiceClass.CAFE, Category.CONTACT, item=own), refused).extent is Extent.FULL


def test_an_override_against_a_refusal_needs_a_ground(uk: UkJudge, ask: Ask, facts: Given, consent: Make) -> None:
    """Vital interests alone do not beat a capacitous refusal; recorded lack of capacity does."""
    override = Override("o1", "Patient/1", "x", datetime(2026, 5, 4, 13, tzinfo=UTC), "vital-interests", "p1")
    asked = ask(ServiceClass.CMHT, Category.DIAGNOSIS, override=override)
    deny = consent({"type": "deny"})

    assert not uk.decide(asked, facts(deny)).releases
    assert uk.decide(asked, facts(deny, capacity_lacking=True)).releases


def test_a_restricted_persons_place_is_closed_even_to_an_override(uk: UkJudge, ask: Ask, facts: Given) -> None:
    """What tells where the person is opens to nobody."""
    override = Override("o1", "Patient/1", "x", datetime(2026, 5, 4, 13, tzinfo=UTC), "risk-to-others", "p1")
    asked = ask(ServiceClass.CMHT, Category.NHS_APPOINTMENT, override=override, item={"locating": True})

    assert not uk.decide(asked, facts(restricted=True)).releases


def test_a_decision_says_when_it_may_change_by_itself(uk: UkJudge, ask: Ask, facts: Given, consent: Make) -> None:
    """The end of a consent's period is the moment at which the answer may change."""
    permit = consent({"type": "permit", "period": {"end": "2026-07-31"}})

    found = uk.decide(ask(ServiceClass.CAFE, Category.CRISIS_PLAN), facts(permit))

    assert found.holds_until == datetime(2026, 7, 31, 23, tzinfo=UTC)


@pytest.mark.parametrize("birth_date", ["2008-05-05", "2008", None, "nonsense"])
def test_no_carer_sees_a_record_that_may_be_a_childs(
    uk: UkJudge, ask: Ask, facts: Given, consent: Make, recipient: Make, birth_date: str | None
) -> None:
    """A permit does not open a young person's record to a proxy; nor where the age is unknown."""
    permit = consent({"type": "permit", "actor": [recipient("RelatedPerson/c1")]})

    found = uk.decide(ask(ServiceClass.CARER, Category.CRISIS_PLAN), facts(permit, birth_date=birth_date))

    assert not found.releases


def test_a_permit_that_names_nobody_does_not_reach_carers(uk: UkJudge, ask: Ask, facts: Given, consent: Make) -> None:
    """A carer must be named."""
    assert not uk.decide(ask(ServiceClass.CARER, Category.CRISIS_PLAN), facts(consent({"type": "permit"}))).releases


def test_an_uncertain_person_has_the_refusals_of_all_and_the_permits_of_none(
    uk: UkJudge, ask: Ask, facts: Given, consent: Make
) -> None:
    """Whoever the person is, nobody's refusal is overlooked."""
    given = facts(consent({"type": "permit"}), identity_uncertain=True)
    other = facts(consent({"type": "deny"})).consents

    asked = ask(ServiceClass.CAFE, Category.MEDICATION)

    assert not uk.decide(asked, given).releases
    assert not uk.decide(
        ask(ServiceClass.CMHT, Category.MEDICATION), facts(identity_uncertain=True, candidates_consents=other)
    ).releases


def test_an_unlabelled_item_gets_the_most_restrictive_treatment(uk: UkJudge, ask: Ask, facts: Given) -> None:
    """What no rule labels is treated as every category at once."""
    assert not uk.decide(ask(ServiceClass.CAFE, None), facts()).releases
    assert uk.decide(ask(ServiceClass.CMHT, None), facts()).extent is Extent.EXTRACT
