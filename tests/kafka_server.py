"""An Apache Kafka for tests: `NWD_KAFKA` if set, else a container where Docker answers, else a process of our own.

One broker serves the whole test run, under xdist too: whoever needs it first starts a keeper, which ends the broker
when the run has ended, however it ended.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.docker_engine import answers
from tests.kafka_broker import NoBroker, cluster

_WAIT_SECONDS = 600


def servers() -> str:
    """The bootstrap servers of the run's broker; where there can be none, the test is skipped or, in CI, fails."""
    given = os.environ.get("NWD_KAFKA")
    if given:
        return given
    try:
        return _shared()
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO KAFKA, NOT TESTED: {error}; or set NWD_KAFKA=host:port")


def _shared() -> str:
    """Ask the run's keeper, or become the one who starts it."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    folder = Path(tempfile.gettempdir()) / f"nwd-kafka-{run}"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "found.json").exists():
            _start_keeper(folder)
        found = json.loads((folder / "found.json").read_text())
    if "servers" not in found:
        raise NoBroker(found["error"])
    return str(found["servers"])


def _start_keeper(folder: Path) -> None:
    run = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
    with (folder / "keeper.log").open("wb") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.kafka_server", str(folder), str(run)],
            cwd=Path(__file__).parent.parent, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + _WAIT_SECONDS
    while not (folder / "found.json").exists():
        if keeper.poll() is not None or time.monotonic() > deadline:
            raise NoBroker(f"the broker's keeper ended; see {folder / 'keeper.log'}")
        time.sleep(0.1)
    keeper.returncode = 0  # it outlives this process on purpose: nobody waits for it


def _keep(folder: Path, run: int) -> None:
    """Start a broker, tell where it is, and end it after the run."""
    end: Callable[[], object] = lambda: None  # noqa: E731
    try:
        found, end = _container() or _process(folder)
    except NoBroker as error:
        _tell(folder, {"error": str(error)})
    else:
        _tell(folder, {"servers": found})
    while _alive(run):
        time.sleep(0.3)
    end()
    shutil.rmtree(folder, ignore_errors=True)


def _tell(folder: Path, found: dict[str, str]) -> None:
    (folder / "found.part").write_text(json.dumps(found))
    (folder / "found.part").rename(folder / "found.json")


def _process(folder: Path) -> tuple[str, Callable[[], object]]:
    made = cluster(folder)
    made.start()
    return made.servers, made.kill


def _container() -> tuple[str, Callable[[], object]] | None:
    """A broker in a container, where a Docker engine answers."""
    if not answers():
        return None
    from testcontainers.community.kafka import KafkaContainer

    started = KafkaContainer().with_kraft().start()
    return started.get_bootstrap_server(), started.stop


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


if __name__ == "__main__":
    _keep(Path(sys.argv[1]), int(sys.argv[2]))
