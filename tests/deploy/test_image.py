"""The image: linted, locked, and what its steps build runs as nobody in particular."""

import re
import subprocess
from pathlib import Path

from tests.deploy.toolbox import run

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
_PIN = re.compile(r"^([a-zA-Z0-9_.-]+)==(\S+)", re.M)


def test_the_dockerfile_is_sound() -> None:
    """hadolint finds nothing to mend."""
    assert run("hadolint", DOCKERFILE) == ""


def test_it_runs_as_a_user_without_rights_and_tells_its_health() -> None:
    """A numeric user, so that a cluster can see that it is not root; no shell between the signal and the process."""
    last = DOCKERFILE.read_text().rpartition("\nFROM ")[2]

    assert "USER 10001:10001" in last
    assert "HEALTHCHECK" in last
    assert 'ENTRYPOINT ["nwd"]' in last


def test_what_the_image_installs_is_what_is_tested() -> None:
    """Every package of its lock stands in the lock of the tests with the same version, hashes and all."""
    tested = dict(_PIN.findall((ROOT / "requirements.lock").read_text()))
    locked = (ROOT / "deploy" / "requirements.lock").read_text()
    shipped = dict(_PIN.findall(locked))

    assert shipped.items() <= tested.items()
    assert len(re.findall(r"--hash=sha256:", locked)) >= len(shipped)
    assert shipped.keys().isdisjoint({"pytest", "playwright", "mypy", "testcontainers"})


def test_nothing_but_the_product_gets_into_the_build() -> None:
    """Whatever is not named stays out: no tests, no settings, no secrets, no history."""
    lines = (ROOT / ".dockerignore").read_text().splitlines()

    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE.read_text(), re.M) for word in line.split()
    }
    assert lines[0] == "*"
    assert copied == {line[1:] for line in lines if line.startswith("!")}
    listed = subprocess.run(["git", "ls-files", *copied], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert not re.search(r"(^|/)(tests?|secrets?)/|\.(pem|key)$", listed, re.M)
