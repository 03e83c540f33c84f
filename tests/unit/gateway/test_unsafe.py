"""Which records of carers may be of one who is unsafe."""

from typing import Any

import pytest

from gateway.gate.unsafe import unsafe

MARKED = "RelatedPerson/1"
KNOWN = {"name": [{"family": "EXAMPLE", "given": ["ALEX", "LEE"]}], "telecom": [{"value": "01632 960011"}]}


@pytest.mark.parametrize(
    ("other", "may_be"),
    [
        ({"name": [{"family": "Example", "given": ["Alex"]}]}, True),
        ({"name": [{"family": "EXAMPLE"}]}, True),
        ({"name": [{"given": ["ALEX"]}]}, True),
        ({"name": [{"family": "OTHER"}, {"family": "EXAMPLE", "given": ["ALEX"]}]}, True),
        ({}, True),
        ({"name": [{"family": "OTHER", "given": ["ALEX"]}], "telecom": [{"value": "+44 (0)1632 960011"}]}, True),
        ({"name": [{"family": "EXAMPLE", "given": ["ROBIN"]}]}, False),
        ({"name": [{"family": "OTHER", "given": ["ALEX"]}], "telecom": [{"value": "01632 960012"}]}, False),
    ],
    ids=["same", "no given name", "no family name", "an earlier name", "nameless", "number", "sibling", "namesake"],
)
def test_whoever_may_be_the_unsafe_carer_is_unsafe(other: dict[str, Any], may_be: bool) -> None:
    """What is not said may be the same; a name that is said and differs is somebody else's, unless a number agrees."""
    found = unsafe(frozenset({MARKED}), {MARKED: KNOWN, "RelatedPerson/2": other})

    assert ("RelatedPerson/2" in found) is may_be and MARKED in found


def test_a_mark_on_a_record_that_is_not_at_hand_stands() -> None:
    """It says nothing of others."""
    assert unsafe(frozenset({MARKED}), {"RelatedPerson/2": KNOWN}) == {MARKED}
