"""How codes, dates, scopes and interactions are read, to the last second and the last level."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.asking import read_request
from consent.codes import permitted_by, plain, refused_by
from consent.matching import Request, speaks_of_request
from consent.parsed import Filters, Kind
from consent.periods import period
from consent.precedence import listen, voices
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
_TYPES = "http://hl7.org/fhir/resource-types"
_ALL = frozenset({"org-a", "org-b"})


def test_a_permission_of_an_unknown_scope_has_no_voice(consent: Make) -> None:
    """It can permit nothing, and what it would permit is not said by anybody."""
    scope = {"coding": [{"system": "https://scopes.example", "code": "other"}]}
    parsed = read(consent({"type": "permit"}, scope=scope))
    request = Request(frozenset({"Organization/a"}), frozenset(), frozenset(), NOW)
    item = Item("X/1", "X", frozenset(), Confidentiality.N)

    assert not narrow(parsed, request).can_permit
    assert voices(listen([parsed], request), item) == ()


def test_text_alone_never_meets_text_alone(consent: Make) -> None:
    """A permission for a purpose in words is not met by a question in words."""
    words = frozenset({Coding("", "")})
    asked = Request(frozenset({"Organization/a"}), words, words, NOW)

    assert not speaks_of_request(Kind.PERMIT, Filters(purposes=words), asked)
    assert speaks_of_request(Kind.DENY, Filters(purposes=words), asked)


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
