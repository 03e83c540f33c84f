"""An adapter of another distribution: written by the scaffold, installed through its entry point, held by the suite."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from gateway.cli.main import main
from gateway.cli.scaffold import files

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "docs" / "example-adapter"
SAMPLE = "number: 7\nnhs number: 9991234500\nfamily: EXAMPLE\ngiven: SAM\nborn: 1990-04-17\nnote: Rang twice\n"


def environment(site: Path) -> dict[str, str]:
    """Where packages are installed into a folder, offline."""
    return os.environ | {
        "PYTHONPATH": f"{ROOT}:{site}", "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0",
        "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_TARGET": str(site),
    }  # fmt: skip


def ran(site: Path, *words: str, folder: Path) -> str:
    """What Python printed, with the installed distribution on its path."""
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment(site), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("name", ["helpline", "night_line"])
def test_a_scaffolded_adapter_is_installed_listed_tried_and_passes_the_suite(name: str, tmp_path: Path) -> None:
    """Without a change, in an environment that has never seen it."""
    site = tmp_path / "site"
    assert main(["adapters", "new", name, "--dir", str(tmp_path)]) == 0
    (tmp_path / "slip.txt").write_text(SAMPLE)

    ran(site, "-m", "pip", "install", "--quiet", str(tmp_path / name), folder=tmp_path)

    nwd = ("-m", "gateway.cli.main", "adapters")
    assert f"{name}\n  separator: What stands between" in ran(site, *nwd, "list", folder=tmp_path)
    tried = ran(site, *nwd, "try", "slip.txt", "--adapter", name, folder=tmp_path)
    assert "message      accepted     contact, contact.recorded" in tried
    held = ran(site, "-m", "pytest", "-p", "no:cacheprovider", f"{name}/test_nwd_{name}.py", folder=tmp_path)
    assert "9 passed" in held


def test_the_commands_of_the_page_run(tmp_path: Path) -> None:
    """In order, as they stand in docs/adapters.md; the last one takes the message."""
    script = re.findall(r"^```bash\n(.*?)^```$", (ROOT / "docs" / "adapters.md").read_text(), re.MULTILINE | re.DOTALL)
    tools = {"nwd": "gateway.cli.main", "pip": "pip", "pytest": "pytest -p no:cacheprovider"}
    (tmp_path / "bin").mkdir()
    for name, words in tools.items():
        (tmp_path / "bin" / name).write_text(f'#!/bin/sh\nexec {sys.executable} -m {words} "$@"\n')
        (tmp_path / "bin" / name).chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"

    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script[0]],
        cwd=tmp_path, env=environment(tmp_path / "site") | {"PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout + done.stderr
    assert "1 accepted" in done.stdout


def test_the_example_is_what_the_scaffold_writes_and_short() -> None:
    """One text, under a hundred lines."""
    written = {it.name: it.read_text() for it in EXAMPLE.iterdir() if it.is_file()}

    assert written == files("helpline")
    assert sum(it.count("\n") for it in written.values()) < 100
