"""For mutmut: every test meets the judge with nothing remembered but the proof of the policy."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path

import pytest

from consent import judge

judge.load("uk")
"""Proved once, before the processes part: it takes half a second."""


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Each process writes below a folder of its own, in the copy that mutmut made."""
    scratch = Path("scratch")
    scratch.mkdir(exist_ok=True)
    config.option.basetemp = scratch / str(os.getpid())


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few tests come first: each of these says more than one case of a long table."""
    sizes = Counter(it.path for it in items)
    items.sort(key=lambda it: sizes[it.path])


def pytest_runtest_setup() -> None:
    """An answer worked out by the unchanged judge, or for an earlier test, would hide a change."""
    for remembered in _remembered():
        remembered.cache_clear()


def _remembered() -> Iterator[_lru_cache_wrapper[object]]:
    modules = [module for name, module in sys.modules.items() if name.startswith("consent.") and module is not judge]
    found = [it for module in modules for it in vars(module).values()]
    yield from (it for it in found if isinstance(it, _lru_cache_wrapper))
