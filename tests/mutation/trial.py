"""Tries one mutant: the corpus of its adapter, then the adapter's own tests, in a process of its own."""

import contextlib
import importlib
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.mutation.mutants import Mutant

_COPIED = ("adapters", "consent", "schemas", "gateway", "tests", "pyproject.toml")
_NEEDED_FIRST = ("schemas.fhir.check", "consent.judge", "pytest", "hypothesis", "fhir.resources.R4B", "orjson")
_SECONDS = 60
"""Of processor time: on a busy machine a sound test that waits its turn is no mutant that hangs."""


@contextmanager
def workshop(root: Path, needed_first: tuple[str, ...] = _NEEDED_FIRST) -> Iterator[Path]:
    """A copy of the sources in which lines may be deleted, first on the path of this process."""
    with TemporaryDirectory() as folder:
        copied = Path(folder)
        for name in _COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, copied / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(root / name, copied / name)
        sys.path[:0] = [folder]
        sys.dont_write_bytecode = True
        os.chdir(folder)
        for name in needed_first:
            importlib.import_module(name)
        yield copied


def survives(workshop: Path, mutant: Mutant, adapter: str, tests: str) -> bool:
    """True when nothing notices that the line is gone; a mutant that hangs has been noticed."""
    target = workshop / mutant.path
    sound = target.read_text()
    target.write_text(mutant.source)
    try:
        child = os.fork()
        if child == 0:
            _judge(adapter, tests)
        _, status = os.waitpid(child, 0)
    finally:
        target.write_text(sound)
    return os.waitstatus_to_exitcode(status) == 0


def _judge(adapter: str, tests: str) -> None:
    """In the child: leave with 0 only if every expectation holds."""
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    signal.alarm(10 * _SECONDS)
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    held = False
    with contextlib.suppress(BaseException):
        held = _corpus_holds(adapter) and _tests_hold(tests)
    os._exit(0 if held else 1)


def _corpus_holds(adapter: str) -> bool:
    cases = importlib.import_module("tests.corpus.cases")
    return all(it.told() == it.expect and it.bundle() == it.expected for it in cases.cases() if it.adapter == adapter)


def _tests_hold(tests: str) -> bool:
    pytest = importlib.import_module("pytest")
    return int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", "--assert=plain", tests])) == 0
