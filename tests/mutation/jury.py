"""Tries one mutant of the judge: a slice of the proof, the consent cases, its own tests and laws, in a child."""

import contextlib
import importlib
import os
import signal
from pathlib import Path

from tests.mutation.mutants import Mutant

NEEDED_FIRST = ("pytest", "hypothesis", "orjson", "yaml", "jiter", "schemas.fhir.read", "schemas.fhir.legal")
"""Loaded once by the parent: whatever does not import the judge."""
_TESTS = ("tests/unit/consent/test_edges.py", "tests/consent_cases", "tests/proof/test_trees.py", "tests/unit/consent")
"""The quick ones first: most changes are noticed by them."""
_SECONDS = 240
_CASES = 6_000


def survives(workshop: Path, mutant: Mutant) -> bool:
    """True when nothing notices the change; a mutant that hangs has been noticed."""
    target = workshop / mutant.path
    sound = target.read_text()
    target.write_text(mutant.source)
    try:
        child = os.fork()
        if child == 0:
            _judge()
        _, status = os.waitpid(child, 0)
    finally:
        target.write_text(sound)
    return os.waitstatus_to_exitcode(status) == 0


def _judge() -> None:
    """In the child: leave with 0 only if every expectation holds."""
    signal.alarm(_SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    held = False
    with contextlib.suppress(BaseException):
        held = _proof_holds() and all(_tests_hold(it) for it in _TESTS)
    os._exit(0 if held else 1)


def _proof_holds() -> bool:
    uk = importlib.import_module("consent.judge").load("uk")
    cases, comparing = importlib.import_module("tests.proof.cases"), importlib.import_module("tests.proof.comparing")
    return not comparing.compare(uk, cases.sampled(_CASES, seed=1)).differences


def _tests_hold(tests: str) -> bool:
    pytest = importlib.import_module("pytest")
    quiet = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "--assert=plain", "-p", "no:randomly")
    return int(pytest.main([*quiet, tests])) == 0
