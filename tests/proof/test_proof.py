"""A sample of the proof, every time; `make prove` tries the whole."""

from collections.abc import Callable, Iterator
from itertools import islice

import pytest

from consent import judge
from tests.proof.cases import deep, sampled, wide
from tests.proof.comparing import compare
from tests.proof.oracle import Case


def test_cases_drawn_from_every_dimension_agree() -> None:
    """Combinations that the two products keep apart."""
    found = compare(judge.load("uk"), sampled(20_000, seed=20260504))

    assert found.differences == ()


@pytest.mark.parametrize(("cases", "step"), [(wide, 149), (deep, 67)], ids=["wide", "deep"])
def test_the_table_the_walk_and_the_text_agree(cases: Callable[[], Iterator[Case]], step: int) -> None:
    """The remembered answer, the one worked out afresh and the one read from the matrix are the same."""
    found = compare(judge.load("uk"), islice(cases(), 0, None, step))

    assert found.differences == ()
    assert found.tried > 10_000
