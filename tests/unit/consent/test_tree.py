"""The tree of a Consent and the table made of it: what each says of an Observation and of a Condition."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from consent.codes import plain
from consent.matching import Request
from consent.parsed import Kind
from consent.question import Coding, Item
from consent.read_fhir import read
from consent.walk import ask, narrow, walk

Make = Callable[..., dict[str, Any]]
NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
_CONF = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_PART = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
_AUTHORS = {"Observation": "Practitioner/jo", "Condition": "Practitioner/sam"}
_ITEMS = [Item(f"{it}/x", it, frozenset(), None, authors=frozenset({author})) for it, author in _AUTHORS.items()]
TREAT = {"purpose": [{"system": _REASON, "code": "TREAT"}]}
RESEARCH = {"purpose": [{"system": _REASON, "code": "HRESCH"}]}
SEEN = {"class": [{"system": "http://hl7.org/fhir/resource-types", "code": "Observation"}]}
ODD = {"purpose": [{"system": _REASON, "code": "ODD"}]}
YEAR = {"period": {"end": "2026"}}
WRITTEN = {
    "actor": [{"role": {"coding": [{"system": _PART, "code": "AUT"}]}, "reference": {"reference": "Practitioner/jo"}}]
}
OPEN = {"securityLabel": [{"system": _CONF, "code": "N"}]}


def permit(*below: dict[str, Any], **filters: Any) -> dict[str, Any]:
    return {"type": "permit", **filters, **({"provision": list(below)} if below else {})}


def deny(*below: dict[str, Any], **filters: Any) -> dict[str, Any]:
    return permit(*below, **filters) | {"type": "deny"}


@pytest.mark.parametrize(
    ("provision", "purpose", "said"),
    [
        (permit(), "TREAT", "permit permit"),
        (deny(), "TREAT", "deny deny"),
        (permit(**SEEN), "TREAT", "permit -"),
        (permit(**RESEARCH), "TREAT", "- -"),
        (permit(**TREAT), None, "- -"),
        (permit(**OPEN), "TREAT", "- -"),
        (deny(**OPEN), "TREAT", "deny deny"),
        (permit(deny(**SEEN)), "TREAT", "deny permit"),
        (permit(deny(**SEEN), **RESEARCH), "HRESCH", "deny permit"),
        (permit(deny(**SEEN), **RESEARCH), "TREAT", "- -"),
        (permit(permit(**TREAT), **RESEARCH), "TREAT", "permit permit"),
        (deny(permit(), deny(**SEEN)), "TREAT", "deny permit"),
        (deny(deny(**SEEN), permit()), "TREAT", "deny permit"),
        (deny(permit(deny(**SEEN))), "TREAT", "deny permit"),
        (deny(permit(deny(permit(**SEEN)))), "TREAT", "permit deny"),
        (deny(**TREAT), None, "deny deny"),
        (deny(**TREAT), "ODD", "deny deny"),
        (deny(**TREAT), "HRESCH", "- -"),
        (deny(**ODD), "TREAT", "deny deny"),
        (permit(**ODD), "ODD", "permit permit"),
        (deny(permit(**YEAR)), "TREAT", "deny deny"),
        (permit(deny(**YEAR)), "TREAT", "deny deny"),
        (permit(**WRITTEN), "TREAT", "permit -"),
        (permit(deny(**WRITTEN)), "TREAT", "deny permit"),
    ],
)
def test_the_deepest_match_counts_and_the_refusal_among_siblings(
    consent: Make, provision: dict[str, Any], purpose: str | None, said: str
) -> None:
    """Walked as a tree or asked as a table, a Consent says the same."""
    parsed = read(consent(provision))
    purposes = frozenset({plain(_REASON, purpose)}) if purpose else frozenset()
    request = Request(frozenset({"Organization/a"}), purposes, frozenset(), NOW)

    walked = [walk(parsed.root, request, it) for it in _ITEMS]
    tabled = [ask(narrow(parsed, request), it) for it in _ITEMS]

    assert walked == tabled
    assert [it.value if it else "-" for it in walked] == said.split()


@pytest.mark.parametrize(("label", "said"), [("MH", Kind.DENY), ("PSY", Kind.DENY), ("HIV", None)])
def test_a_refusal_reads_a_sensitivity_widely_though_a_permission_named_it(
    consent: Make, label: str, said: Kind | None
) -> None:
    """What is near mental health is refused with it, by an exception to what a permission opens of it."""
    parsed = read(consent(permit(deny(**TREAT), securityLabel=[{"system": _ACT, "code": "MH"}])))
    request = Request(frozenset({"Organization/a"}), frozenset({plain(_REASON, "TREAT")}), frozenset(), NOW)
    item = replace(_ITEMS[0], labels=frozenset({Coding(_ACT, label)}))

    assert walk(parsed.root, request, item) is said
    assert ask(narrow(parsed, request), item) is said
