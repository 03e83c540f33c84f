"""Asks the reference validator, HAPI FHIR 7.6 with UK Core: a small Java program beside this file."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.deploy.toolbox import alone
from tests.published.standards import folder

_HERE = Path(__file__).parent
_VERSION = "7.6.0"
_UK_CORE = ("structuredefinitions", "valuesets", "codesystems")


def ask(messages: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The errors that it finds in each message (name, JSON text), as `where: message`."""
    uk_core = folder("uk-core-r4")
    lines = "".join(json.dumps({"name": name, "resource": text}) + "\n" for name, text in messages)
    command = ["java", "-Xmx1500m", "-cp", f"{_libraries()}/*", str(_HERE / "Oracle.java")]
    done = subprocess.run(
        [*command, *(str(uk_core / it) for it in _UK_CORE)], input=lines, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    answers = [json.loads(it) for it in done.stdout.splitlines()]
    return {it["name"]: [f"{one['where']}: {one['message']}" for one in it["issues"]] for it in answers}


def _libraries() -> Path:
    """The jars, fetched once into a cache outside the tree."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "nowrongdoor" / f"hapi-fhir-{_VERSION}"
    with alone(cache.with_name("maven")):
        if not (cache / "complete").exists():
            _fetch(cache)
    return cache


def _fetch(cache: Path) -> None:
    if not (shutil.which("java") and shutil.which("mvn")):
        _absent("install Java 17 and Maven to hold our FHIR against the reference validator")
    target = cache.with_name(f"{cache.name}.{os.getpid()}")
    done = subprocess.run(
        ["mvn", "-q", "-B", "-f", str(_HERE / "pom.xml"), "dependency:copy-dependencies", "-DincludeScope=runtime",
         f"-DoutputDirectory={target}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        _absent(f"Maven could not fetch HAPI FHIR {_VERSION}: {done.stdout[-300:]}")
    (target / "complete").touch()
    shutil.rmtree(cache, ignore_errors=True)
    target.rename(cache)


def _absent(what: str) -> None:
    """Where our own checks run, its absence is a failure; elsewhere a loud skip."""
    if os.environ.get("CI") == "true":
        pytest.fail(what)
    pytest.skip(what)
