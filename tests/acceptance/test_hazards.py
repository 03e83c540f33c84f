"""docs/hazards.md: every control names a test that there is."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "hazards.md").read_text()
HAZARDS = dict(re.findall(r"^## (H\d+) (.+?)(?=^## |\Z)", PAGE, re.M | re.S))
NAMED = sorted(set(re.findall(r"`(tests/[^`]+)`", PAGE)))


@pytest.mark.parametrize("name", NAMED)
def test_a_test_that_is_named_is_there(name: str) -> None:
    """In its file, and collected: not in a function, not switched off."""
    file, _, function = name.partition("::")
    tree = ast.parse((ROOT / file).read_text())

    places = [tree.body, *(one.body for one in tree.body if isinstance(one, ast.ClassDef))]
    found = [
        one for body in places for one in body
        if isinstance(one, ast.FunctionDef | ast.AsyncFunctionDef) and one.name == function
    ]  # fmt: skip
    assert len(found) == 1
    assert not any("skip" in ast.unparse(one) for one in found[0].decorator_list)


def test_every_hazard_has_a_harm_a_severity_and_tested_controls() -> None:
    """Numbered without a gap, and no row without a test."""
    assert list(HAZARDS) == [f"H{number}" for number in range(1, 19)]
    for text in HAZARDS.values():
        assert re.search(r"^Harm: .+ Severity: (minor|significant|considerable|major|catastrophic)\.$", text, re.M)
        rows = [line for line in text.splitlines() if line.startswith("|")][2:]
        assert rows
        assert all(row.count("|") == 4 and "`tests/" in row for row in rows)
