"""The corpus: made-up messages, what each becomes in FHIR, and what each class of recipient sees of it."""

from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from consent import judge
from consent.judge import UkJudge
from schemas.policy_words import ServiceClass
from tests.corpus.cases import Case, cases
from tests.corpus.views import seen

CASES = [pytest.param(it, id=it.name) for it in cases()]


@pytest.fixture(scope="module")
def uk() -> UkJudge:
    """The judge of the policy that comes with the gateway."""
    return judge.load("uk")


HL7_EVENTS = {
    *(f"REF^{it}" for it in ("I12", "I13", "I14")), "RRI^I12",
    *(f"ADT^{it}" for it in ("A01", "A03", "A04", "A05", "A08", "A28", "A31", "A34", "A40")),
    *(f"SIU^{it}" for it in ("S12", "S14", "S15", "S26")), "MDM^T02", "ORU^R01",
}  # fmt: skip
MAPS = {"referral", "contact-log", "carer-consent", "day-provider"}
FORMS = {"referral", "care-plan", "carer-consent", "contact-note", "carer-concern", "discharge"}


def test_the_corpus_covers_what_it_says() -> None:
    """A hundred inputs and more, of every format that is read."""
    adapters = [it.adapter for it in cases()]

    assert len(adapters) >= 135
    assert set(adapters) == {"hl7v2", "fhir_r4", "json", "csv"}


def test_the_corpus_has_every_event_of_hl7_v2_that_is_taken() -> None:
    """And each of them at least once with something that comes of it."""
    taken = {it.expect["kind"] for it in cases() if it.adapter == "hl7v2" and it.expect["outcome"] != "refused"}

    assert HL7_EVENTS - taken == set()


def test_the_corpus_has_every_ready_map_in_every_kind_of_file() -> None:
    """Commas, tabs and workbooks."""
    seen_in = {
        (it.about["profile"].get("map", "referral"), next(it.folder.glob("input.*")).suffix)
        for it in cases()
        if it.adapter == "csv" and it.expect["outcome"] != "refused"
    }

    assert {(name, kind) for name in MAPS for kind in (".csv", ".tsv", ".xlsx")} - seen_in == set()


def test_the_corpus_has_every_form_of_plain_json() -> None:
    """Each taken at least once."""
    assert FORMS - {it.expect["kind"] for it in cases() if it.adapter == "json"} == set()


@pytest.mark.parametrize("case", CASES)
def test_a_message_is_taken_as_stated(case: Case) -> None:
    """Outcome, issues with their places, events, addressee, links and reply are the stated ones."""
    assert case.told() == case.expect


@pytest.mark.parametrize("case", CASES)
def test_a_message_becomes_the_stated_fhir(case: Case) -> None:
    """The whole Bundle, every element of every resource, is the one written by hand."""
    assert case.bundle() == case.expected


@pytest.mark.parametrize("case", CASES)
def test_the_stated_fhir_is_sound(case: Case) -> None:
    """Another implementation of FHIR R4 reads every expected Bundle."""
    for entry in case.expected.get("entry", []):
        resource: dict[str, Any] = entry["resource"]
        get_fhir_model_class(resource["resourceType"]).model_validate(resource)


@pytest.mark.parametrize("case", CASES)
def test_each_class_of_recipient_sees_what_is_stated(case: Case, uk: UkJudge) -> None:
    """Full, the named elements of the extract, or nothing: by the default matrix, link and agreement in force."""
    found = {name: seen(uk, case, column) for column in ServiceClass for name in [column.value]}

    assert found == case.views


@pytest.mark.parametrize("case", CASES)
def test_no_extract_carries_what_it_must_not(case: Case, uk: UkJudge) -> None:
    """The free words of a message stand in no extract."""
    for column in ServiceClass:
        said = seen(uk, case, column, words=True)
        leaked = [it for it in case.never_in_an_extract if it in said]
        assert not leaked, column
