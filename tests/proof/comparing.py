"""Puts every case to the judge's table, to the judge with nothing remembered, and to the oracle; lists differences."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from consent.decide import decide
from consent.judge import UkJudge
from consent.question import Decision, Extent
from tests.proof.oracle import Case, expected
from tests.proof.staging import item, scene, scene_key

_LETTERS = {Extent.FULL: "F", Extent.EXTRACT: "m", Extent.KNOWN: "k", Extent.NONE: "0"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One case on which two of the three disagree, and what each said."""

    case: Case
    table: str
    walked: str
    oracle: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many cases were tried, and those that differ."""

    tried: int
    differences: tuple[Difference, ...]


def compare(judge: UkJudge, cases: Iterable[Case]) -> Comparison:
    """Try each case three ways."""
    tried, found = 0, []
    for _, alike in groupby(cases, key=scene_key):
        together = list(alike)
        staged = scene(together[0])
        sitting = judge.sit(staged.question, staged.facts)
        for case in together:
            thing = item(case)
            quick = sitting.decide(thing)
            slow = decide(replace(staged.question, item=thing), staged.facts, judge.policy)
            letters = (_letter(quick), _letter(slow), expected(case))
            if len(set(letters)) > 1 or quick != slow:
                found.append(Difference(case, *letters))
        tried += len(together)
    return Comparison(tried, tuple(found))


def _letter(decision: Decision) -> str:
    return _LETTERS[decision.extent] if decision.releases else "0"
