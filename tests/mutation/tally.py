"""`python -m tests.mutation.tally` counts what `mutmut run` found; says which changes of the judge no test noticed."""

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from mutmut.mutation.diff_apply import get_diff_for_mutant

_MUTANTS, _EQUIVALENT = Path("mutants"), Path(__file__).with_name("equivalent.yaml")
_ENOUGH = 0.95
_FOR_EVER = -24
_NOTICED = frozenset({1, 3, -11, -9, _FOR_EVER})
"""How a trial ends when a test fails, pytest breaks, the process falls over or does not come to an end."""
_UNNOTICED = frozenset({0, 5, 33})
"""Every test passed, or none reaches the change."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one mutant changes, in words that outlive its number: the function and its line before and after."""

    function: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Every mutant by how its trial ended, and what is wrong with the list of those that mean the same."""

    killed: int
    for_ever: int
    survived: tuple[Change, ...]
    equivalent: int
    untried: int
    stale: tuple[str, ...]

    @property
    def share(self) -> float:
        """How much of what a test could notice is noticed."""
        return self.killed / max(self.killed + len(self.survived), 1)


def main() -> int:
    """0 when every mutant was tried, enough were killed and each listed equivalent is one."""
    found = tally(_ended(), _listed())
    for it in found.survived:
        print(f"survived  {it.function}\n    - {it.was}\n    + {it.now}")
    for one in found.stale:
        print(one)
    total = found.killed + len(found.survived) + found.equivalent + found.untried
    print(f"{total} mutants: {found.killed} killed ({found.for_ever} of them ran for ever)", end=", ")
    print(f"{len(found.survived)} survived, {found.equivalent} mean the same, {found.untried} not tried", end=": ")
    print(f"{100 * found.share:.1f}%")
    return 1 if found.share < _ENOUGH or found.stale or found.untried else 0


def tally(ended: Iterable[tuple[Change, int | None]], reasons: dict[Change, str]) -> Tally:
    """Set how each trial ended against the list of equivalents with their reasons."""
    trials = list(ended)
    excused = [it for it in trials if it[0] in reasons and it[1] in _UNNOTICED]
    gone = [f"gone      {_shown(it)}" for it in reasons.keys() - {it for it, _ in trials}]
    alike = {it for it, _ in excused}
    noticed = {it for it, code in trials if code in _NOTICED}
    dead = [f"killed    {_shown(it)}" for it in reasons.keys() & (noticed - alike)]
    return Tally(
        killed=sum(code in _NOTICED for _, code in trials),
        for_ever=sum(code == _FOR_EVER for _, code in trials),
        survived=tuple(it for it, code in trials if code in _UNNOTICED and it not in alike),
        equivalent=len(excused),
        untried=sum(code not in _NOTICED | _UNNOTICED for _, code in trials),
        stale=tuple(sorted([*gone, *dead])),
    )


def _shown(change: Change) -> str:
    return f"though listed as meaning the same: {change.function}: {change.was} -> {change.now}"


def _ended() -> Iterator[tuple[Change, int | None]]:
    for meta in sorted(_MUTANTS.rglob("*.meta")):
        path = meta.relative_to(_MUTANTS).with_suffix("")
        for name, code in json.loads(meta.read_text())["exit_code_by_key"].items():
            yield _change(name, path), code


def _change(name: str, path: Path) -> Change:
    diff = get_diff_for_mutant(name, path=path).splitlines()[2:]
    was, now = (" ".join(it[1:].strip() for it in diff if it.startswith(sign)) for sign in "-+")
    mangled = name.rpartition(".")[2].partition("__mutmut_")[0]
    function = mangled.removeprefix("x_").removeprefix("xǁ").replace("ǁ", ".")
    return Change(f"{path.stem}.{function}", was, now)


def _listed() -> dict[Change, str]:
    groups = yaml.safe_load(_EQUIVALENT.read_text())
    return {Change(it["in"], it["was"], it["now"]): group["because"] for group in groups for it in group["mutants"]}


if __name__ == "__main__":
    sys.exit(main())
