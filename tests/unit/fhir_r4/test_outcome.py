"""The OperationOutcome that answers a message."""

from uuid import UUID

import pytest

from adapters.contract import Issue, Outcome, Severity, Verdict
from adapters.fhir_r4.outcome import issue, operation_outcome
from tests.unit.fhir_r4.conftest import AT

ISSUE_TYPES = (
    "invalid structure required value invariant security login unknown expired forbidden suppressed processing"
    " not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension too-costly"
    " business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational"
)
"""http://hl7.org/fhir/R4/valueset-issue-type.html"""


@pytest.mark.parametrize("code", ISSUE_TYPES.split())
def test_every_code_of_fhir_is_told_as_it_is(code: str) -> None:
    """A sender's software goes by it."""
    assert issue(Issue(Severity.ERROR, code, "Consent.status", "is wrong"))["code"] == code


def test_a_code_that_fhir_does_not_have_is_told_as_processing() -> None:
    """An adapter of another house may know codes of its own; the answer stays FHIR."""
    assert issue(Issue(Severity.ERROR, "odd", "Consent.status", "is wrong"))["code"] == "processing"


@pytest.mark.parametrize(
    ("where", "expression"), [("Bundle.entry[1].resource.status", True), ("Consent", True), ("row 2", False)]
)
def test_a_place_in_the_message_is_an_expression(where: str, expression: bool) -> None:
    """And any place stands in the words."""
    told = issue(Issue(Severity.WARNING, "value", where, "is wrong"))

    assert (told["severity"], told["details"]) == ("warning", {"text": f"{where} is wrong"})
    assert told.get("expression", []) == [where] * expression


@pytest.mark.parametrize(
    ("outcome", "severity", "code", "text"),
    [
        (Outcome.ACCEPTED, "information", "informational", "the message was accepted"),
        (Outcome.FLAGGED, "warning", "informational", "the message was accepted and put before a person"),
        (Outcome.QUARANTINED, "warning", "informational", "the message was received and waits for a person"),
        (Outcome.REFUSED, "error", "processing", "the message was refused"),
    ],
)
def test_the_first_issue_says_what_became_of_the_message(outcome: Outcome, severity: str, code: str, text: str) -> None:
    """Then every issue by itself."""
    said = operation_outcome(Verdict(outcome, (Issue(Severity.WARNING, "value", "Consent", "is odd"),), AT))

    assert said["issue"][0] == {"severity": severity, "code": code, "details": {"text": text}}
    assert [it["code"] for it in said["issue"][1:]] == ["value"]


def test_the_answer_names_the_message_by_our_reference() -> None:
    """What a sender reads out on the telephone; without one nothing stands there."""
    reference = UUID(int=7)
    verdicts = [Verdict(Outcome.ACCEPTED, (), AT, reference), Verdict(Outcome.ACCEPTED, (), AT)]

    told, untold = (operation_outcome(one)["issue"][0] for one in verdicts)

    assert told["diagnostics"] == f"reference {reference}"
    assert "diagnostics" not in untold
