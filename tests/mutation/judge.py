"""`python -m tests.mutation.judge [--sample N] [--part I/N] [FILE ...]` changes the judge and says what goes unseen."""

import argparse
import random
import sys
from pathlib import Path

from tests.mutation.changes import changes
from tests.mutation.equivalent import EQUIVALENT
from tests.mutation.jury import NEEDED_FIRST, survives
from tests.mutation.mutants import Mutant
from tests.mutation.trial import workshop

FILES = ("bars", "codes", "decide", "hearing", "matching", "override", "periods", "precedence", "sitting", "walk")
"""The files of the judge on which an answer rests; what reads and shows stands beside them."""


def main() -> int:
    """Try every mutant, or a sample; print the survivors and the figures."""
    asked, root = _arguments(), Path.cwd()
    every = [it for name in asked.file or FILES for it in _mutants(root, name)]
    tried = _chosen(every, asked.sample, asked.part)
    alive, excused = [], 0
    with workshop(root, NEEDED_FIRST) as copied:
        if not survives(copied, Mutant(tried[0].path, 0, "", (root / tried[0].path).read_text())):
            print("the tests fail on the untouched sources; mend that first")
            return 2
        for it in tried:
            if (Path(it.path).stem, it.gone) in EQUIVALENT:
                excused += 1
            elif survives(copied, it):
                alive.append(it)
                print(f"survived  {it.path}:{it.line}  {it.gone}", flush=True)
    counted = len(tried) - excused
    killed = counted - len(alive)
    print(f"{len(tried)} of {len(every)} mutants; {excused} mean the same; {killed} of {counted} killed", end=" ")
    print(f"({100 * killed / max(counted, 1):.1f}%)")
    return 1 if killed < _ENOUGH * counted else 0


_ENOUGH = 0.95


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation.judge", description=__doc__)
    parser.add_argument("--sample", type=int, help="try only so many, the same ones each time")
    parser.add_argument("--part", default="1/1", help="try the first of two parts with 1/2, the second with 2/2")
    parser.add_argument("file", nargs="*", help="only these files of consent/, without .py")
    return parser.parse_args()


def _mutants(root: Path, name: str) -> list[Mutant]:
    path = f"consent/{name}.py"
    return list(changes(path, (root / path).read_text()))


def _chosen(every: list[Mutant], sample: int | None, part: str) -> list[Mutant]:
    number, _, of = part.partition("/")
    chosen = every if sample is None or sample >= len(every) else random.Random(20260301).sample(every, sample)
    return chosen[int(number) - 1 :: int(of)]


if __name__ == "__main__":
    sys.exit(main())
