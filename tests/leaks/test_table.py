"""The page of leaks that were tried names tests that are there."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
_ROW = re.compile(r"^\| (?P<leak>[^|]+) \| `(?P<file>tests/[\w/]+\.py)::(?P<test>\w+)` \|$")


def test_every_leak_of_the_page_has_its_test() -> None:
    """Each row names a file and a test in it, and no row is anything else."""
    rows = [one for one in (ROOT / "docs" / "leaks.md").read_text().splitlines() if one.startswith("| ")]
    told = [one for one in rows if not one.startswith("| Leak |")]
    named = [found for one in told if (found := _ROW.match(one))]

    missing = [f"{it['file']}::{it['test']}" for it in named if it["test"] not in _tests(ROOT / it["file"])]

    assert len(named) == len(told) > 40
    assert missing == []


def _tests(path: Path) -> set[str]:
    tree = ast.parse(path.read_text()) if path.exists() else ast.Module([], [])
    return {node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
