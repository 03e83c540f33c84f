"""What the image's build steps make, made here without Docker: each COPY and RUN of the first stage, in order."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.deploy.toolbox import kept

ROOT = Path(__file__).parents[2]
NOBODY = 10001
_SECONDS = 600
_PRODUCT = "pyproject.toml"
_QUIET = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_ROOT_USER_ACTION": "ignore",
    "PIP_QUIET": "1",
    "PIP_NO_COMPILE": "1",
}


def built(folder: Path) -> Path:
    """The folder that the second stage copies, as `/opt/nwd`, made in `folder`.

    As with Docker's own cache, the steps before the product's first COPY run once for a Dockerfile and a lock.
    """
    steps = list(_steps())
    first = next(number for number, (word, rest) in enumerate(steps) if word == "COPY" and _PRODUCT in rest)
    locked = (ROOT / "deploy" / "requirements.lock").read_bytes() + repr((steps[:first], sys.version)).encode()
    ground = kept("image", locked, lambda part: _do(steps[:first], part))
    shutil.copytree(ground, folder, symlinks=True, copy_function=os.link, dirs_exist_ok=True)
    _do(steps[first:], folder)
    return folder / "nwd"


def _steps() -> Iterator[tuple[str, str]]:
    first = (ROOT / "deploy" / "Dockerfile").read_text().split("\nFROM ")[1]
    for line in first.replace("\\\n", " ").splitlines()[1:]:
        word, _, rest = line.partition(" ")
        if word in {"COPY", "RUN"}:
            yield word, rest


def _do(steps: Iterable[tuple[str, str]], folder: Path) -> None:
    source = folder / "src"
    source.mkdir(exist_ok=True)
    for word, rest in steps:
        if word == "COPY":
            *what, where = rest.split()
            for one in what:
                _copied(ROOT / one, source / where, into=where.endswith("/"))
        else:
            _run(rest, folder)


def _copied(source: Path, target: Path, *, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        return
    if into:
        target.mkdir(parents=True, exist_ok=True)
    shutil.copy(source, target)


def _run(command: str, folder: Path) -> None:
    """Programs of the environment go by its Python: their own first line names the place where it was made."""
    python = shlex.quote(str(Path(sys.base_prefix) / "bin" / "python3"))
    command = re.sub(r"^python ", f"{python} ", command).replace("/opt/nwd/bin/pip", "/opt/nwd/bin/python -m pip")
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(
        command.replace("/opt/nwd", str(folder / "nwd")), shell=True, check=False, cwd=folder / "src",
        capture_output=True, text=True, timeout=_SECONDS, env=clean | _QUIET,
    )  # fmt: skip
    assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
