"""`python -m tests.mutation [--sample N] [--adapter NAME] [--module NAME]` deletes mapping lines one at a time.

It names those that no test noticed.
"""

import argparse
import random
import sys
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import survives, workshop

MAPPERS = {
    "hl7v2": (
        *("ack", "adt", "answer", "answers", "attachment", "bundle", "clinical", "codec", "mdm", "mdm_out", "merge"),
        *("numbers", "oru", "paper", "person", "plan_text", "ref", "ref_out", "route", "rri", "siu", "times"),
        *("values", "visit", "wording", "written"),
    ),
    "fhir_r4": (
        *("addressee", "codec", "entries", "happened", "meaning", "needs", "outcome", "person", "plan_answers"),
        *("proxy", "references", "released", "transaction"),
    ),
    "json": ("agreed", "people", "told", "translate", "views"),
    "csv": ("beside", "columns", "message", "row", "rows", "split"),
}
"""The modules of each adapter that say what becomes what."""
FOLDERS = {"hl7v2": "hl7v2", "fhir_r4": "fhir_r4", "json": "forms", "csv": "csv"}
ELSEWHERE = {"views": "json_api"}
TESTS = {"hl7v2": "hl7v2", "fhir_r4": "fhir_r4", "json": "json_api", "csv": "csv"}
"""Where the sources of each stand, and its own tests."""


def main() -> int:
    """Try every mutant, or a sample of each adapter's; print the survivors and the figures."""
    asked = _arguments()
    root, survivors = Path.cwd(), 0
    with workshop(root) as copied:
        for adapter in asked.adapter or MAPPERS:
            every, tests = list(_every(root, adapter, asked.module)), f"tests/unit/{TESTS[adapter]}"
            if not every:
                continue
            if not survives(copied, _untouched(root, every[0]), adapter, tests):
                print(f"{adapter}: the tests fail on the untouched sources; mend that first")
                return 2
            tried = _chosen(every, asked.sample)
            alive = []
            for it in tried:
                if survives(copied, it, adapter, tests):
                    alive.append(it)
                    print(f"survived  {it.path}:{it.line}  {it.gone}", flush=True)
            print(f"{adapter}: {len(tried)} lines deleted, {len(tried) - len(alive)} noticed, {len(alive)} survived")
            survivors += len(alive)
    return 1 if survivors else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="try only so many lines of each adapter, the same ones each time")
    parser.add_argument("--adapter", action="append", choices=list(MAPPERS), help="try only this adapter")
    parser.add_argument("--module", action="append", help="try only this module")
    return parser.parse_args()


def _every(root: Path, adapter: str, chosen: list[str] | None) -> list[Mutant]:
    names = [it for it in MAPPERS[adapter] if chosen is None or it in chosen]
    paths = [f"adapters/{ELSEWHERE.get(name, FOLDERS[adapter])}/{name}.py" for name in names]
    return [it for path in paths for it in mutants(path, (root / path).read_text())]


def _untouched(root: Path, mutant: Mutant) -> Mutant:
    return Mutant(mutant.path, 0, "", (root / mutant.path).read_text())


def _chosen(every: list[Mutant], sample: int | None) -> list[Mutant]:
    if sample is None or sample >= len(every):
        return every
    return random.Random(20260301).sample(every, sample)


if __name__ == "__main__":
    sys.exit(main())
