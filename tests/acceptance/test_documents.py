"""What the documents show runs, and what they list is what there is."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.settings.loading import parse
from gateway.settings.table import page
from tests.contracts.store_samples import message
from tests.contracts.test_sqlite_store import opened

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Path]:
    """A folder with `nwd` on the path and the README's first adapter in it."""
    site, tools = tmp_path / "site", tmp_path / "bin"
    tools.mkdir()
    for name, words in {"nwd": "-m gateway.cli.main", "pip": "-m pip"}.items():
        (tools / name).write_text(f'#!/bin/sh\nexec {sys.executable} {words} "$@"\n')
        (tools / name).chmod(0o755)
    folder = tmp_path / "work"
    (folder / "call-slip").mkdir(parents=True)
    (folder / "call-slip" / "pyproject.toml").write_text(blocks(README, "toml")[0])
    (folder / "call-slip" / "call_slip.py").write_text(blocks(README, "python")[0])
    yield folder
    assert not site.exists() or (site / "call_slip.py").exists()


def run(folder: Path, script: str) -> str:
    site = folder.parent / "site"
    environment = os.environ | {
        "PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": f"{ROOT}:{site}",
        "PIP_TARGET": str(site),
        "PIP_NO_INDEX": "1",
        "PIP_NO_DEPS": "1",
        "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    }
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_shell_blocks_of_the_readme_run(shell: Path) -> None:
    """In order, as they stand; each translation is accepted."""
    shown = [run(shell, block) for block in blocks(README, "bash")]

    assert "is sound" in shown[0]
    assert [json.loads(one)["outcome"] for one in shown[1:]] == ["accepted", "accepted"]


def test_the_configuration_page_is_made_from_the_code() -> None:
    """Nobody forgets an option: `python -m gateway.settings.table` writes it anew."""
    assert (ROOT / "docs" / "configuration.md").read_text() == page()


def test_the_example_to_deploy_is_sound() -> None:
    """`nwd check` finds nothing to mend."""
    text = (ROOT / "deploy" / "nwd.example.toml").read_text()

    assert parse(text, folder=Path("/etc/nwd")).gateway.mode == "production"


def test_every_page_that_the_readme_names_is_there() -> None:
    """No dead links."""
    assert all((ROOT / path).exists() for path in re.findall(r"\]\(([^)#]+)\)", README) if "://" not in path)


def test_every_row_of_a_table_stands_under_its_heading() -> None:
    """A blank line in between shows the rest as bars."""
    loose = [
        f"{page}: {block.splitlines()[0]}"
        for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")), ROOT / "deploy" / "README.md")
        for block in re.findall(r"(?:^\|.*\n?)+", page.read_text(), re.MULTILINE)
        if not re.match(r"\|.*\n\|[-| :]+\n", block)
    ]

    assert loose == []


async def test_the_outside_verifier_of_the_audit_page_works(tmp_path: Path) -> None:
    """The program in docs/audit.md accepts a real chain, and refuses one that was edited."""
    import orjson

    from gateway.audit.export import line_json

    store = await opened(tmp_path)
    await store.accept(message())
    lines = [orjson.dumps(line_json(line)) for line in await store.audit_lines(None, 0, limit=100)]
    await store.close()
    program = blocks((ROOT / "docs" / "audit.md").read_text(), "python")[0]

    good = verified(program, b"\n".join(lines))
    bad = verified(program, b"\n".join(lines).replace(b"accepted", b"refused!"))

    assert good.stdout == b"holds\n"
    assert bad.returncode != 0


def verified(program: str, lines: bytes) -> "subprocess.CompletedProcess[bytes]":
    return subprocess.run([sys.executable, "-c", program], input=lines, capture_output=True, check=False)
