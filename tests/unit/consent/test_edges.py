"""The edges of the judge: the moment itself, the missing half, the second of two facts that differ in one thing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from consent.codes import plain
from consent.decide import decide
from consent.judge import UkJudge
from consent.question import Agreement, Coding, Extent, Facts, Link, Override, Question, StoredConsent
from schemas.policy_words import Category, Confidentiality, ServiceClass

Make = Callable[..., dict[str, Any]]
ASK = Callable[..., Question]
GIVEN = Callable[..., Facts]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_RESEARCH = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]}
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_PART = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CONF = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_TYPES = "http://hl7.org/fhir/resource-types"
_ALL = frozenset({"org-a", "org-b"})


def _agreed(since: datetime, until: datetime | None) -> tuple[Agreement, ...]:
    return (Agreement("a", _ALL, frozenset(), frozenset(), since, until),)


def test_a_link_holds_from_its_first_moment_and_not_at_its_last(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """Since is inside, until is outside."""
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)
    begins = facts(links=(Link("svc", "referral", NOW),))
    ends = facts(links=(Link("svc", "referral", NOW - timedelta(days=1), NOW),))

    assert uk.decide(question, begins).extent is Extent.FULL
    assert uk.decide(question, ends).extent is Extent.NONE


def test_an_agreement_holds_from_its_first_moment_and_not_at_its_last(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """As a link does."""
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)

    assert uk.decide(question, facts(agreements=_agreed(NOW, None))).extent is Extent.FULL
    assert uk.decide(question, facts(agreements=_agreed(NOW - timedelta(days=1), NOW))).extent is Extent.NONE


def test_the_answer_holds_until_the_next_thing_begins_or_ends(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """Of the moments to come the first counts; what is over or never ends counts for nothing."""
    soon, later = NOW + timedelta(hours=1), NOW + timedelta(hours=2)
    links = (Link("svc", "x", NOW - timedelta(days=2), NOW - timedelta(days=1)), Link("svc", "y", NOW, later))

    found = uk.decide(
        ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(links=links, agreements=_agreed(NOW - timedelta(1), soon))
    )

    assert found.holds_until == soon


def test_a_consent_whose_grantor_may_not_grant_changes_nothing(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """Neither its permission nor its refusal is heard, and it is not among the consents used."""
    question = ask(ServiceClass.CAFE, Category.DIAGNOSIS)
    permits = StoredConsent("c", 1, consent({"type": "permit"}), grantor_verified=False)
    refuses = StoredConsent("d", 1, consent({"type": "deny"}), grantor_verified=False)

    found = uk.decide(question, facts(consents=(permits, refuses)))

    assert (found.extent, found.reasons[0].code, found.consents) == (Extent.NONE, "w", ())


def test_of_two_versions_the_newer_is_heard_in_any_order(uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make) -> None:
    """A consent that was changed speaks once."""
    old, new = consent({"type": "permit"}), consent({"type": "deny"})
    pair = (StoredConsent("c", 1, old), StoredConsent("c", 2, new))
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)

    answers = {uk.decide(question, facts(consents=it)).extent for it in (pair, pair[::-1])}

    assert answers == {Extent.NONE}


def test_a_newer_permission_replaces_the_refusal_of_a_certain_person_only(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """Of somebody who may be somebody else every refusal counts, and no permission."""
    pair = (consent({"type": "deny"}, dateTime="2026-01-01"), consent({"type": "permit"}, dateTime="2026-02-01"))
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)

    certain = uk.decide(question, facts(*pair))
    doubtful = uk.decide(question, facts(*pair, identity_uncertain=True))

    assert (certain.extent, doubtful.extent) == (Extent.FULL, Extent.NONE)
    assert doubtful.reasons[0].code == "refused"


def test_the_restriction_of_whoever_it_may_be_is_an_obligation(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """One of the candidates is enough, as the person's own flag is."""
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)

    given = [facts(), facts(restricted=True), facts(candidates_restricted=True)]

    told = {"restricted": "take out address, contact and place"}
    assert [uk.decide(question, it).obligations for it in given] == [{}, told, told]


def test_a_doubtful_restriction_hides_no_place_from_the_organisation_that_told_it(
    uk: UkJudge, ask: ASK, facts: GIVEN
) -> None:
    """Neither the address in it nor the whole; a certain one hides both from all, and a carer is no organisation."""
    asked = ask(ServiceClass.CMHT, Category.DEMOGRAPHICS, item={"locating": True})
    ours = replace(asked, item=replace(asked.item, written_by_organisation=asked.asker.organisation))
    by_service = replace(asked, item=replace(asked.item, written_by_service=asked.asker.service))
    carer = replace(ours, asker=replace(ours.asker, service_class=ServiceClass.CARER))
    doubtful, certain = facts(candidates_restricted=True), facts(restricted=True, candidates_restricted=True)

    assert [uk.decide(it, doubtful).releases for it in (asked, ours, by_service, carer)] == [False, True, True, False]
    assert [uk.decide(it, doubtful).obligations for it in (ours, by_service)] == [{}, {}]
    assert [uk.decide(it, certain).releases for it in (ours, by_service)] == [False, False]


def test_only_what_a_harm_test_covers_waits_for_a_professional(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """The person's diagnosis does, their medication does not."""
    own = frozenset({plain(_REASON, "PATRQT")})

    waits = uk.decide(ask(ServiceClass.PATIENT, Category.DIAGNOSIS, purpose=own), facts())
    comes = uk.decide(ask(ServiceClass.PATIENT, Category.MEDICATION, purpose=own), facts())

    assert waits.obligations == {"serious-harm-test": "a professional looks before the person does"}
    assert comes.obligations == {}


def test_what_is_of_several_categories_waits_if_one_of_them_does(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """A crisis plan that names a diagnosis is a diagnosis too."""
    own = frozenset({plain(_REASON, "PATRQT")})
    question = ask(ServiceClass.PATIENT, Category.CRISIS_PLAN, purpose=own)
    both = replace(question.item, categories=frozenset({Category.CRISIS_PLAN, Category.DIAGNOSIS}))

    decided = uk.decide(replace(question, item=both), facts())

    assert decided.releases and "serious-harm-test" in decided.obligations


def test_a_consent_to_one_action_opens_that_action(uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make) -> None:
    """The action of the question is compared; none given meets no permission that names one, and every refusal."""
    access = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentaction", "code": "access"}]}
    opens = facts(consent({"type": "permit", "action": [access]}))
    hides = facts(consent({"type": "permit", "provision": [{"type": "deny", "action": [access]}]}))
    questions = [replace(ask(ServiceClass.CAFE, Category.DIAGNOSIS), action=it) for it in ("access", "correct", "")]

    assert [uk.decide(it, opens).extent for it in questions] == [Extent.EXTRACT, Extent.NONE, Extent.NONE]
    assert [uk.decide(it, hides).extent for it in questions] == [Extent.NONE, Extent.EXTRACT, Extent.NONE]


@pytest.mark.parametrize(
    ("service_class", "category", "change"),
    [
        (ServiceClass.PATIENT, Category.MEDICATION, {"from_carer": True}),
        (ServiceClass.PATIENT, Category.MEDICATION, {"from_carer": True, "carer_agrees_patient_sees": True}),
        (ServiceClass.CARER, Category.DIAGNOSIS, {"known_to": frozenset({"RelatedPerson/c1"})}),
        (ServiceClass.CARER, Category.DIAGNOSIS, {"from_carer": True, "authors": frozenset({"RelatedPerson/c1"})}),
        (ServiceClass.CMHT, Category.NHS_APPOINTMENT, {"locating": True}),
        (ServiceClass.CMHT, Category.CONTACT, {"not_for_clinical_record": True}),
    ],
)
@pytest.mark.parametrize("restricted", [True, False])
def test_two_items_that_differ_in_one_thing_are_judged_apart_in_one_sitting(
    uk: UkJudge,
    ask: ASK,
    facts: GIVEN,
    service_class: ServiceClass,
    category: Category,
    change: dict[str, Any],
    restricted: bool,
) -> None:
    """What a sitting remembers of one item it never says of another to which it does not apply."""
    plain_question = ask(service_class, category)
    other = replace(plain_question.item, **change)
    together, apart = facts(restricted=restricted), facts(restricted=restricted)

    sitting = uk.sit(plain_question, together)
    seen = [sitting.decide(it) for it in (plain_question.item, other)]

    assert seen == [
        uk.sit(replace(plain_question, item=it), replace(apart)).decide(it) for it in (plain_question.item, other)
    ]


def test_a_sitting_looks_at_whatever_a_consent_names(uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make) -> None:
    """Tags, sources, numbers, holders and codes of an item part two items as its labels do."""
    changes: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (
            {"extension": [{"url": "https://g.co/fhir/medicalrecords/DataSource", "valueUri": "https://a.example"}]},
            {"sources": frozenset({"https://a.example"})},
        ),
        (
            {
                "extension": [
                    {"url": "https://g.co/fhir/medicalrecords/DataTag", "valueCoding": {"system": "s", "code": "t"}}
                ]
            },
            {"tags": frozenset({Coding("s", "t")})},
        ),
        (
            {"data": [{"meaning": "instance", "reference": {"identifier": {"system": "urn:x", "value": "1"}}}]},
            {"numbers": frozenset({"urn:x|1"})},
        ),
        ({"class": [{"system": _TYPES, "code": "Condition"}]}, {"type": "Condition"}),
    ]
    for filters, item in changes:
        question = ask(ServiceClass.CAFE, Category.DIAGNOSIS, item={"sources": frozenset({"https://b.example"})})
        sitting = uk.sit(question, facts(consent({"type": "permit", **filters})))

        extents = [sitting.decide(it).extent for it in (question.item, replace(question.item, **item))]

        assert extents == [Extent.NONE, Extent.EXTRACT], filters


def test_a_grant_that_was_not_needed_is_not_told_of(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """The person is told of what the override opened, not of what was open without it."""
    grant = Override("g", "Patient/1", "collapse", NOW + timedelta(minutes=5), "vital-interests", "p1")
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS, override=grant)

    needless, needed = uk.decide(question, facts()), uk.decide(question, facts(links=()))

    assert (needless.extent, needed.extent) == (Extent.FULL, Extent.FULL)
    assert "tell-the-person" not in needless.obligations
    assert needed.obligations["tell-the-person"] == "g"
    assert needed.holds_until == grant.until


def test_every_purpose_of_direct_care_at_once_is_direct_care(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """All of them together, one of them, but not one of them beside another."""
    every = uk.policy.direct_care
    beside = frozenset({*every, plain(_REASON, "HRESCH")})

    extents = [
        uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS, purpose=it), facts()).extent for it in (every, beside)
    ]

    assert extents == [Extent.FULL, Extent.NONE]


@pytest.mark.parametrize(
    "link",
    [
        Link("other", "referral", NOW - timedelta(days=1)),
        Link("svc", "referral", NOW + timedelta(days=1)),
        Link("svc", "referral", NOW - timedelta(days=2), NOW - timedelta(days=1)),
    ],
)
def test_a_link_of_another_service_or_another_time_is_none(uk: UkJudge, ask: ASK, facts: GIVEN, link: Link) -> None:
    """All of it must be so: this service, begun, not ended."""
    assert uk.decide(ask(ServiceClass.CMHT, Category.DIAGNOSIS), facts(links=(link,))).extent is Extent.NONE


@pytest.mark.parametrize(
    "changes",
    [
        {"parties": frozenset({"org-a"})},
        {"parties": frozenset({"org-b"})},
        {"categories": frozenset({Category.CRISIS_PLAN})},
        {"purposes": frozenset({"HRESCH"})},
        {"since": NOW + timedelta(days=1)},
        {"until": NOW - timedelta(hours=1)},
    ],
)
def test_an_agreement_that_fails_in_one_thing_is_none(
    uk: UkJudge, ask: ASK, facts: GIVEN, changes: dict[str, Any]
) -> None:
    """Both parties, the category, the purpose and the time must be covered."""
    whole = Agreement(
        "a", _ALL, frozenset({Category.DIAGNOSIS}), frozenset({"TREAT"}), NOW - timedelta(days=1), NOW + timedelta(1)
    )
    question = ask(ServiceClass.CMHT, Category.DIAGNOSIS)

    assert uk.decide(question, facts(agreements=(whole,))).extent is Extent.FULL
    assert uk.decide(question, facts(agreements=(replace(whole, **changes),))).extent is Extent.NONE


def test_somebody_born_on_a_leap_day_is_eighteen_on_the_first_of_march(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """Eighteen whole years, and until then no proxy."""
    permit = {
        "type": "permit",
        "actor": [
            {"role": {"coding": [{"system": _PART, "code": "IRCP"}]}, "reference": {"reference": "RelatedPerson/c1"}}
        ],
    }
    scope = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]}
    agreed = {
        "resourceType": "Consent",
        "status": "active",
        "scope": scope,
        "patient": {"reference": "Patient/1"},
        "dateTime": "2025-01-01",
        "provision": permit,
    }
    given = facts(agreed, birth_date="2008-02-29")
    days = [datetime(2026, 2, 28, 23, 59, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)]

    shown = [uk.decide(ask(ServiceClass.CARER, Category.CRISIS_PLAN, at=it), given).extent for it in days]

    assert shown == [Extent.NONE, Extent.FULL]


def test_what_one_third_party_released_says_nothing_of_another_in_one_sitting(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """The author of an item is looked at wherever a consent is on record."""
    released = facts(consent({"type": "permit"}, performer=[{"reference": "RelatedPerson/a"}]))
    question = ask(ServiceClass.CAFE, Category.THIRD_PARTY, item={"authors": frozenset({"RelatedPerson/a"})})
    sitting = uk.sit(question, released)

    theirs = sitting.decide(question.item).extent
    another = sitting.decide(replace(question.item, authors=frozenset({"RelatedPerson/b"}))).extent

    assert (theirs, another) == (Extent.EXTRACT, Extent.NONE)


def test_a_recipient_beside_a_custodian_keeps_the_custodian_in_mind(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, recipient: Callable[[str], dict[str, Any]]
) -> None:
    """Whose data is meant parts two items though the provision names a recipient too."""
    holder = {"role": {"coding": [{"system": _PART, "code": "CST"}]}, "reference": {"reference": "Organization/h"}}
    given = facts(consent({"type": "permit", "actor": [recipient("Organization/org-a"), holder]}))
    question = ask(ServiceClass.CAFE, Category.DIAGNOSIS, item={"custodians": frozenset({"Organization/k"})})
    sitting = uk.sit(question, given)

    others = sitting.decide(question.item).extent
    theirs = sitting.decide(replace(question.item, custodians=frozenset({"Organization/h"}))).extent

    assert (others, theirs) == (Extent.NONE, Extent.EXTRACT)


def test_an_answer_worked_out_alone_is_the_one_that_is_remembered(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make
) -> None:
    """Reasons, consents and obligations too."""
    question = ask(ServiceClass.CAFE, Category.CRISIS_PLAN)

    for given in (facts(), facts(consent({"type": "permit"})), facts(consent({"type": "deny"}))):
        assert decide(question, given, uk.policy) == uk.decide(question, given)


@pytest.mark.parametrize(
    ("level", "extent"), [(Confidentiality.N, Extent.EXTRACT), (Confidentiality.R, Extent.NONE), (None, Extent.NONE)]
)
def test_how_confidential_an_item_is_counts_as_its_label(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, level: Confidentiality | None, extent: Extent
) -> None:
    """A permission up to a level needs an item that is known to be no higher."""
    given = facts(consent({"type": "permit", "securityLabel": [{"system": _CONF, "code": "N"}]}))

    found = uk.decide(ask(ServiceClass.CAFE, Category.DIAGNOSIS, item={"confidentiality": level}), given)

    assert found.extent is extent


@pytest.mark.parametrize("label", [Coding(_REASON, "TREAT"), Coding(_ACT, "ODD")])
def test_a_label_that_says_nothing_of_secrecy_is_no_label(
    uk: UkJudge, ask: ASK, facts: GIVEN, consent: Make, label: Coding
) -> None:
    """What is marked with a purpose, or in a word that nobody knows, may be what a refusal by label means."""
    hides = {"type": "permit", "provision": [{"type": "deny", "securityLabel": [{"system": _ACT, "code": "HIV"}]}]}
    question = ask(ServiceClass.CAFE, Category.DIAGNOSIS, item={"confidentiality": None, "labels": frozenset({label})})

    assert uk.decide(question, facts(consent(hides))).extent is Extent.NONE


def test_a_referral_is_open_to_the_service_that_it_is_addressed_to(uk: UkJudge, ask: ASK, facts: GIVEN) -> None:
    """Before any link is on record; to no other service."""
    to_us, to_others = (
        ask(ServiceClass.CMHT, Category.REFERRAL_REASON, item={"addressed_to": it}) for it in ("svc", "other")
    )

    extents = [uk.decide(it, facts(links=())).extent for it in (to_us, to_others)]

    assert extents == [Extent.FULL, Extent.NONE]


@pytest.mark.parametrize(
    ("asker", "writer", "extent"),
    [
        (ServiceClass.CAFE, "org-a", Extent.FULL),
        (ServiceClass.CAFE, "org-b", Extent.NONE),
        (ServiceClass.CMHT, "org-a", Extent.NONE),
    ],
)
def test_the_services_of_one_charity_share_what_it_wrote(
    uk: UkJudge, ask: ASK, facts: GIVEN, asker: ServiceClass, writer: str, extent: Extent
) -> None:
    """Those of a trust do not: each of its teams has links of its own."""
    question = ask(asker, Category.CONTACT, item={"written_by_organisation": writer})

    assert uk.decide(question, facts(links=())).extent is extent
