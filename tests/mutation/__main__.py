"""`python -m tests.mutation [--sample N] [--part I/N] [--adapter NAME] [--module NAME]` deletes mapping lines.

One at a time; it names those that no test noticed.
"""

import argparse
import random
import sys
from pathlib import Path

from tests.mutation.mutants import Mutant, mutants
from tests.mutation.trial import Trial, workshop

MAPPERS = {
    "hl7v2": (
        *("ack", "adt", "adt_out", "answer", "answers", "attachment", "beside_out", "bundle", "clinical"),
        *("code_systems", "codec", "heading", "letters", "mdm", "mdm_out", "merge", "numbers", "oru", "paper", "pdf"),
        *(
            "person",
            "plan_text",
            "ref",
            "ref_out",
            "results",
            "results_out",
            "route",
            "rri",
            "rri_out",
            "siu",
            "times",
            "told",
            "values",
        ),
        *("visit", "wording", "written"),
    ),
    "fhir_r4": (
        *("addressee", "codec", "entries", "happened", "meaning", "needs", "outcome", "person", "plan_answers"),
        *("proxy", "references", "released", "transaction"),
    ),
    "json": ("agreed", "notice", "people", "told", "translate", "views"),
    "csv": ("beside", "columns", "message", "row", "rows", "split", "words"),
}
"""The modules of each adapter that say what becomes what."""
FOLDERS = {"hl7v2": "hl7v2", "fhir_r4": "fhir_r4", "json": "forms", "csv": "csv"}
ELSEWHERE = {"notice": "json_api", "views": "json_api"}
TESTS = {"hl7v2": "hl7v2", "fhir_r4": "fhir_r4", "json": "json_api", "csv": "csv"}
"""Where the sources of each stand, and its own tests."""


def main() -> int:
    """Try every mutant, or a sample of each adapter's; print the survivors and the figures."""
    asked, root, survivors = _arguments(), Path.cwd(), 0
    with workshop(root) as copied:
        for adapter in asked.adapter or MAPPERS:
            every = list(_every(root, adapter, asked.module))
            tried = _chosen(every, asked.sample, asked.part)
            if not tried:
                continue
            trial = Trial(adapter, f"tests/unit/{TESTS[adapter]}")
            if not trial.survives(copied, _untouched(root, every[0])):
                print(f"{adapter}: the tests fail on the untouched sources; mend that first")
                return 2
            survivors += _try(trial, copied, tried)
    return 1 if survivors else 0


def _try(trial: Trial, copied: Path, tried: list[Mutant]) -> int:
    alive = 0
    for it in tried:
        if trial.survives(copied, it):
            alive += 1
            print(f"survived  {it.path}:{it.line}  {it.gone}", flush=True)
    told = f"{len(tried)} lines deleted, {len(tried) - alive} noticed, {alive} survived"
    print(f"{trial.adapter}: {told}", flush=True)
    return alive


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--sample", type=int, help="try only so many lines of each adapter, the same ones each time")
    parser.add_argument("--part", default="1/1", help="try the first half of the lines with 1/2, the other with 2/2")
    parser.add_argument("--adapter", action="append", choices=list(MAPPERS), help="try only this adapter")
    parser.add_argument("--module", action="append", help="try only this module")
    return parser.parse_args()


def _every(root: Path, adapter: str, chosen: list[str] | None) -> list[Mutant]:
    names = [it for it in MAPPERS[adapter] if chosen is None or it in chosen]
    paths = [f"adapters/{ELSEWHERE.get(name, FOLDERS[adapter])}/{name}.py" for name in names]
    return [it for path in paths for it in mutants(path, (root / path).read_text())]


def _untouched(root: Path, mutant: Mutant) -> Mutant:
    return Mutant(mutant.path, 0, "", (root / mutant.path).read_text())


def _chosen(every: list[Mutant], sample: int | None, part: str) -> list[Mutant]:
    """A part is one stretch of the lines, since whoever noticed one line is likely to notice the next."""
    number, of = (int(it) for it in part.split("/"))
    chosen = every if sample is None or sample >= len(every) else random.Random(20260301).sample(every, sample)
    return chosen[len(chosen) * (number - 1) // of : len(chosen) * number // of]


if __name__ == "__main__":
    sys.exit(main())
