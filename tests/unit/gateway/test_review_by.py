"""Until when a carer may hear what a Consent says, however it is written."""

from typing import Any

import pytest

from gateway.intake.carers import review_by
from gateway.store.verbs.intake import ReviewBy
from schemas.clock import from_micros

ANN = {"reference": {"reference": "RelatedPerson/ann"}}


def told(provision: dict[str, Any], **more: Any) -> ReviewBy | None:
    return review_by({"resourceType": "Consent", "status": "active", "provision": provision} | more)


def test_the_last_day_is_whole_and_in_london() -> None:
    """In summer it ends an hour before midnight by the clock of the world."""
    found = told({"type": "permit", "period": {"end": "2026-06-30"}, "actor": [ANN]})

    assert found is not None and found.whom == ("RelatedPerson/ann",)
    assert from_micros(found.until or 0).isoformat() == "2026-06-30T22:59:59.999999+00:00"


def test_of_several_ends_the_first_counts() -> None:
    """Also where it is nested, and not that of a refusal."""
    ends = [("permit", "2026-08-01"), ("permit", "2026-07-01"), ("deny", "2026-05-01")]
    nested = [{"type": kind, "period": {"end": end}, "actor": [ANN]} for kind, end in ends]
    found = told({"type": "deny", "provision": nested})

    assert found is not None and from_micros(found.until or 0).date().isoformat() == "2026-07-01"


@pytest.mark.parametrize("end", [None, "soon", 7], ids=str)
def test_an_end_that_nobody_can_read_is_none(end: object) -> None:
    """No worker could say when to ask."""
    found = told({"type": "permit", "period": {"end": end}, "actor": [ANN, {"role": {}}]})

    assert found == ReviewBy(("RelatedPerson/ann",), None)


def test_a_consent_that_is_over_is_of_nobody() -> None:
    """It was withdrawn, or never in force."""
    assert told({"type": "permit", "actor": [ANN]}, status="inactive") is None
