"""How codes, dates, scopes and interactions are read, to the last second and the last level."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.asking import read_request
from consent.codes import permitted_by, plain, refused_by
from consent.matching import Request, speaks_of_item, speaks_of_request
from consent.parsed import Filters, Kind
from consent.periods import Span, period, span
from consent.precedence import in_force, listen, standing, voices
from consent.question import Coding, Facts, Item, Question
from consent.read_fhir import read
from consent.walk import narrow
from schemas.codes.systems import LOINC, URI, V3_CONFIDENTIALITY
from schemas.policy_words import Confidentiality

Make = Callable[..., dict[str, Any]]
ASK = Callable[..., Question]
GIVEN = Callable[..., Facts]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_RESEARCH = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": "research"}]}
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_PART = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_TYPES = "http://hl7.org/fhir/resource-types"
_PROFILES = "http://hl7.org/fhir/StructureDefinition"
_ALL = frozenset({"org-a", "org-b"})


def test_a_permission_of_an_unknown_scope_has_no_voice(consent: Make) -> None:
    """It can permit nothing, and what it would permit is not said by anybody; a refusal is heard."""
    scope = {"coding": [{"system": "https://scopes.example", "code": "other"}]}
    parsed = read(consent({"type": "permit"}, scope=scope))
    request = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)
    item = Item("X/1", "X", frozenset(), Confidentiality.N)

    refuses = read(consent({"type": "deny"}, scope=scope))

    assert not narrow(parsed, request).can_permit()
    assert voices(listen([parsed], request), item) == ()
    assert [it.kind for it in voices(listen([refuses], request), item)] == [Kind.DENY]


def test_text_alone_never_meets_text_alone(consent: Make) -> None:
    """A permission for a purpose in words is not met by a question in words."""
    words = frozenset({Coding("", "")})
    asked = Request(frozenset({"Organization/a"}), words, words, NOW)

    assert not speaks_of_request(Kind.PERMIT, Filters(purposes=words), asked)
    assert speaks_of_request(Kind.DENY, Filters(purposes=words), asked)


@pytest.mark.parametrize("part", ["purposes", "actions", "uses", "environments"])
def test_a_question_that_leaves_something_out_meets_every_refusal_and_no_permission(part: str) -> None:
    """Purpose, action, use and place alike."""
    named = Filters(**{part: frozenset({Coding(_REASON, "TREAT")})})
    asked = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)

    assert not speaks_of_request(Kind.PERMIT, named, asked)
    assert speaks_of_request(Kind.DENY, named, asked)


@pytest.mark.parametrize(
    ("end", "moment", "inside"),
    [
        ("2026-05-04T12:00:00Z", "2026-05-04T12:00:00.900Z", True),
        ("2026-05-04T12:00:00Z", "2026-05-04T12:00:01Z", False),
        ("2026-05-04T12:00:00.500Z", "2026-05-04T12:00:00.500Z", True),
        ("2026-05-04T12:00:00.500Z", "2026-05-04T12:00:00.501Z", False),
    ],
)
def test_a_time_to_the_second_lasts_that_second(end: str, moment: str, inside: bool) -> None:
    """A time with a fraction is that moment alone."""
    found = period({"end": end}).narrow

    assert found.holds(datetime.fromisoformat(moment)) is inside


def test_a_research_consent_names_its_uses_at_any_depth(consent: Make) -> None:
    """The uses of a nested provision count as purposes of the whole."""
    use = {"coding": [{"system": "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3", "code": "x.8"}]}
    nested = {"type": "deny", "provision": [{"type": "deny", "provision": [{"type": "permit", "code": [use]}]}]}
    parsed = read(consent(nested, scope=_RESEARCH))

    assert {it.code for it in parsed.root.filters.purposes or ()} == {"HRESCH", "x.8"}


def test_an_interaction_names_one_resource_one_type_or_neither() -> None:
    """Addresses of servers and versions are understood; an operation names neither."""
    base = {"at": "2026-05-04T12:00:00Z", "patient": "Patient/1", "actor": "Organization/a", "purpose": "TREAT"}
    said = {
        "read Observation/1": ("Observation/1", None),
        "vread Observation/1/_history/2": ("Observation/1", None),
        "GET https://s.example/fhir/Observation/1": ("Observation/1", None),
        "search Observation?code=x": (None, "Observation"),
        "search": (None, None),
        "GET Patient/1/$everything": (None, None),
    }

    found = {it: read_request({**base, "interaction": it}, ()) for it in said}

    assert {it: (asked.target, asked.kind) for it, asked in found.items()} == said


@pytest.mark.parametrize(
    ("named", "permitted", "refused"),
    [("U", "U", "ULMNRV"), ("N", "ULMN", "NRV"), ("V", "ULMNRV", "V"), ("X", "X", "X")],
)
def test_a_level_permits_what_is_below_it_and_refuses_what_is_above(named: str, permitted: str, refused: str) -> None:
    """From unrestricted to very restricted; a level that is none stands for itself."""
    wanted = plain(V3_CONFIDENTIALITY, named)

    assert {it.code for it in permitted_by(wanted)} == set(permitted)
    assert {it.code for it in refused_by(wanted)} == set(refused)


@pytest.mark.parametrize(
    ("system", "named", "permitted", "refused"),
    [
        (_REASON, "HMARKT", "HMARKT", "HMARKT"),
        (_REASON, "PUBHLTH", "PUBHLTH DISASTER THREAT", "PUBHLTH DISASTER THREAT"),
        (_REASON, "ETREAT", "ETREAT ERTREAT", "ETREAT ERTREAT BTG"),
        (_REASON, "BTG", "BTG", "BTG"),
        (_ACT, "STD", "STD", "STD"),
        (_ACT, "HIV", "HIV", "HIV Title38Section7332"),
        (_ACT, "SUD", "SUD ETHUD OPIOIDUD", "SUD ETH ETHUD OPIOIDUD 42CFRPart2 Title38Section7332"),
        (_ACT, "SCA", "SCA", "SCA SICKLE Title38Section7332"),
        (_ACT, "SICKLE", "SICKLE", "SCA SICKLE Title38Section7332"),
        (_ACT, "MH", "MH", "MH PSY PSYTHPN HIPAAPsyNotes"),
        (_ACT, "PSY", "PSY", "PSY PSYTHPN HIPAAPsyNotes"),
        (_TYPES, "MH", "MH", "MH"),
        (_REASON, "MH", "MH", "MH"),
    ],
)
def test_a_code_stands_for_itself_and_what_it_contains(system: str, named: str, permitted: str, refused: str) -> None:
    """A refusal reaches what is near as well; a permission never breaks the glass unless it says so."""
    wanted = Coding(system, named)

    assert permitted_by(wanted) == {Coding(system, it) for it in permitted.split()}
    assert refused_by(wanted) == {Coding(system, it) for it in refused.split()}


def test_a_class_may_be_a_type_by_its_address_or_a_profile() -> None:
    """The address of a type is the type; any other address stays one."""
    types = {
        plain(URI, "http://hl7.org/fhir/StructureDefinition/Condition"),
        plain("http://hl7.org/fhir/fhir-types", "condition"),
        plain("https://hl7.org/fhir/resource-types|4.0.1", "Condition"),
    }

    assert types == {Coding(_TYPES, "Condition")}
    assert plain(URI, "https://profiles.example/plan").system == URI
    assert plain("http://loinc.org|2.7|x", "1").system == LOINC
    assert plain("http://loinc.org/", "1").system == LOINC
    assert plain("https://codes.example/X", "1").system == "https://codes.example/X"
    assert plain(f"{_PROFILES}/Observation", "Observation") == Coding(_TYPES, "Observation")


def test_the_end_of_the_calendar_is_for_ever() -> None:
    """The last year that a date can name, as some systems write `no end`, and the first."""
    found = period({"start": "0001-01-01", "end": "9999-12-31"})

    assert found.narrow.holds(datetime(1, 1, 3, tzinfo=UTC))
    assert found.narrow.holds(datetime(9999, 12, 30, tzinfo=UTC))


def test_two_stretches_that_share_one_moment_touch() -> None:
    """Both ends are inside, from either side."""
    first = period({"end": "2026-05-04T12:00:00.000Z"}).wide
    second = period({"start": "2026-05-04T12:00:00.000Z"}).wide

    assert first.touches(second)
    assert second.touches(first)
    assert first.covers(first)


def test_a_consent_about_two_other_things_refuses_no_sharing(consent: Make) -> None:
    """Treatment and an advance decision together are as little about sharing as either."""
    codes = [
        {"system": "http://terminology.hl7.org/CodeSystem/consentscope", "code": it} for it in ("treatment", "adr")
    ]
    parsed = read(consent({"type": "deny"}, scope={"coding": codes}))
    request = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)

    assert listen([parsed], request) == ()


_MOMENT = "2026-02-01T09:00:00.000Z"


@pytest.mark.parametrize(
    ("refused", "permitted", "stand"),
    [
        ("2026-01-01", "2026-02-01", "permit"),
        ("2026-02-01", "2026-01-01", "deny"),
        (None, "2026-02-01", "deny permit"),
        ("2026-01-01", None, "deny permit"),
        (_MOMENT, _MOMENT, "deny permit"),
        (_MOMENT, "2026-02-01T09:00:00.001Z", "permit"),
        ("2026", "2025-03-01", "deny"),
        ("2026", "2026-12-31", "deny permit"),
    ],
)
def test_what_is_surely_newer_stands_alone(
    consent: Make, refused: str | None, permitted: str | None, stand: str
) -> None:
    """As a refusal does a permission; without a date, of the same moment or in one year neither replaces the other."""
    refuses, permits = (
        {name: it for name, it in consent({"type": kind}, dateTime=at).items() if it is not None}
        for kind, at in (("deny", refused), ("permit", permitted))
    )
    request = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)
    item = Item("X/1", "X", frozenset(), Confidentiality.N)

    found = standing(voices(listen([read(refuses), read(permits)], request), item))

    assert " ".join(it.kind.value for it in found) == stand


@pytest.mark.parametrize(("kind", "counts"), [("permit", False), ("deny", True)])
def test_a_consent_that_ends_in_a_year_may_have_ended(consent: Make, kind: str, counts: bool) -> None:
    """On the second of January its permission is over, its refusal at the end of December."""
    parsed = read(consent({"type": kind, "period": {"end": "2026"}}))

    assert in_force(parsed, Span(NOW, NOW)) is counts


@pytest.mark.parametrize(
    ("when", "ongoing", "refused"),
    [("2024-03", True, True), ("2024-03", False, False), ("2025-06", False, True), ("2026-01", True, False)],
)
def test_what_is_going_on_is_of_every_date_since_it_began(when: str, ongoing: bool, refused: bool) -> None:
    """A refusal by date reaches it; a permission by date looks at its beginning."""
    year = Filters(data_period=period({"start": "2025-01-01", "end": "2025-12-31"}))
    item = Item("Condition/k", "Condition", frozenset(), None, when=span(when), ongoing=ongoing)

    assert speaks_of_item(Kind.DENY, year, item) is refused
    assert speaks_of_item(Kind.PERMIT, year, item) is when.startswith("2025")


def test_a_place_that_nobody_names_is_none_to_permit_at() -> None:
    """A refusal at a place counts wherever the question may come from."""
    there = Filters(places=frozenset({"Location/x"}))
    asked = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)

    assert not speaks_of_request(Kind.PERMIT, there, asked)
    assert speaks_of_request(Kind.DENY, there, asked)
