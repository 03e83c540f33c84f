"""Tries one mutant: the corpus of its adapter, then the adapter's own tests, in a process of its own."""

import compileall
import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from tests.mutation.mutants import Mutant

_COPIED = ("adapters", "consent", "schemas", "gateway", "tests", "pyproject.toml")
_NEEDED_FIRST = (
    *("schemas.fhir.check", "consent.judge", "pytest", "hypothesis", "fhir.resources.R4B", "orjson", "aiokafka"),
    *("anyio.pytest_plugin", "pytest_asyncio", "adapters.registry", "tests.corpus.cases"),
    *(f"adapters.{it}.adapter" for it in ("hl7v2", "fhir_r4", "json_api", "csv")),
)
_READERS = {
    "hl7v2": ("hl7v2",),
    "fhir_r4": ("fhir_r4", "forms", "json_api", "csv"),
    "forms": ("forms", "json_api", "csv"),
    "json_api": ("json_api", "csv"),
    "csv": ("csv",),
}
"""Each folder of adapters, and those that are built on it: a child reads them anew when a line of it is gone."""
_CPU_SECONDS, _SECONDS = 60, 600
"""Of the processor, so that a busy machine notices nothing by itself; of the wall, for whoever waits for ever."""
_QUIET = ("-x", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "--assert=plain")
_LEFT_OUT = "--ignore-glob=*/test_sink.py"
"""It goes by the clock of the machine, and there is no mapping in a sink."""
_SLOW_SECONDS = 0.1
_REMEMBERED = 4


@contextmanager
def workshop(root: Path) -> Iterator[Path]:
    """A copy of the sources in which lines may be deleted, first on the path of this process."""
    with TemporaryDirectory() as folder:
        copied = Path(folder)
        for name in _COPIED:
            if (root / name).is_dir():
                shutil.copytree(root / name, copied / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(root / name, copied / name)
        compileall.compile_dir(folder, quiet=2)
        sys.path[:0] = [folder]
        sys.dont_write_bytecode = True
        os.chdir(folder)
        for name in _NEEDED_FIRST:
            importlib.import_module(name)
        gc.collect()
        gc.freeze()
        yield copied


@dataclass
class Trial:
    """The corpus and the tests of one adapter; who noticed lately is asked first, who takes long is asked last."""

    adapter: str
    tests: str
    cases: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    slow: set[str] = field(default_factory=set)

    def survives(self, workshop: Path, mutant: Mutant) -> bool:
        """True when nothing notices that the line is gone; a mutant that hangs has been noticed."""
        target = workshop / mutant.path
        sound = target.read_text()
        target.write_text(mutant.source)
        try:
            told = self._told(mutant.path.split("/")[1])
        finally:
            target.write_text(sound)
        self.cases = _remembered(told.get("case"), self.cases)
        self.files = _remembered(told.get("file"), self.files)
        self.slow |= set(told.get("slow", ()))
        return "slow" in told

    def _told(self, folder: str) -> dict[str, Any]:
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(reading)
            _silence()
            told: dict[str, Any] = {}
            with contextlib.suppress(BaseException):
                _forget(folder)
                told = self._noticed()
            os.write(writing, json.dumps(told).encode())
            os._exit(0)
        os.close(writing)
        with os.fdopen(reading, "rb") as pipe:
            said = pipe.read()
        os.waitpid(child, 0)
        return dict(json.loads(said or b"{}"))

    def _noticed(self) -> dict[str, Any]:
        """In the child: the case or the file of tests that noticed, or the slow tests when nothing did."""
        corpus, order = importlib.import_module("tests.corpus.cases"), _Order(self.slow)
        lately = (corpus.Case(corpus.HERE / it) for it in self.cases)
        if case := next((it for it in lately if not _holds(it)), None):
            return {"case": case.name}
        if self.files and not _hold(order, *self.files):
            return {"file": order.failed}
        if case := next((it for it in corpus.cases() if it.adapter == self.adapter and not _holds(it)), None):
            return {"case": case.name}
        return {"slow": sorted(order.slow)} if _hold(order, self.tests) else {"file": order.failed}


def _remembered(name: str | None, before: list[str]) -> list[str]:
    return [name, *(it for it in before if it != name)][:_REMEMBERED] if name else before


def _holds(case: Any) -> bool:
    with contextlib.suppress(Exception):
        return bool(case.told() == case.expect and case.bundle() == case.expected)
    return False


def _forget(folder: str) -> None:
    old = tuple(f"adapters.{it}" for it in _READERS[folder])
    for name in [it for it in sys.modules if it.startswith(old)]:
        del sys.modules[name]


def _silence() -> None:
    signal.setitimer(signal.ITIMER_PROF, _CPU_SECONDS)
    signal.alarm(_SECONDS)
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)


def _hold(order: "_Order", *tests: str) -> bool:
    return int(importlib.import_module("pytest").main([*_QUIET, _LEFT_OUT, *tests], plugins=[order])) == 0


class _Order:
    """A pytest plugin: the same examples each time, the slow tests last; remembers which are slow and which failed."""

    def __init__(self, slow: set[str]) -> None:
        self.slow, self.failed, self._begun = set(slow), "", 0.0

    def pytest_sessionstart(self) -> None:
        """A line that only a lucky example notices counts as noticed every time or never."""
        settings = importlib.import_module("hypothesis").settings
        settings.register_profile("mutation", deadline=None, derandomize=True)
        settings.load_profile("mutation")

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        """The quick ones first."""
        items.sort(key=lambda it: it.nodeid in self.slow)

    def pytest_runtest_logstart(self) -> None:
        """By the processor: on a busy machine every test takes long."""
        self._begun = process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Behind all parts of a test."""
        if process_time() - self._begun > _SLOW_SECONDS:
            self.slow.add(nodeid)

    def pytest_runtest_logreport(self, report: Any) -> None:
        """Each part of each test."""
        if report.failed:
            self.failed = report.nodeid.partition("::")[0]
