"""The demo tells the truth: it ends well when everything happened, and says which step did not when one is broken."""

import asyncio
import re
import sys

import pytest

from gateway.demo.story import STEPS
from tests.postgres_server import server


async def played(*arguments: str) -> tuple[int, str]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.cli.main", "demo", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    output, _ = await asyncio.wait_for(process.communicate(), 100)
    return process.returncode or 0, output.decode()


@pytest.mark.slow
async def test_the_story_happens_as_told() -> None:
    """Eight steps, exit 0, well under a minute."""
    status, told = await played()

    assert status == 0, told
    assert re.findall(r"^(\d)\. ", told, re.MULTILINE) == [str(number) for number in range(1, 9)]
    assert int(re.search(r"in (\d+) seconds", told)[1]) < 60  # type: ignore[index]


@pytest.mark.slow
@pytest.mark.kafka
@pytest.mark.postgres
async def test_the_same_story_is_told_on_kafka_and_postgresql(kafka: str) -> None:
    """The eight steps, with the events over real brokers and the truth in a real database."""
    with server() as dsn:
        engines = ("--backbone", "kafka", "--kafka-servers", kafka, "--store", "postgres", "--postgres", dsn)

        status, told = await played(*engines)

    assert status == 0, told
    assert len(re.findall(r"^(\d)\. ", told, re.MULTILINE)) == 8


@pytest.mark.parametrize("engine", [("--backbone", "kafka"), ("--store", "postgres")])
async def test_without_an_engine_the_demo_says_how_to_get_one(
    engine: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2, and a command to run."""
    for name in ("NWD_KAFKA", "NWD_POSTGRES"):
        monkeypatch.delenv(name, raising=False)

    status, told = await played(*engine)

    assert status == 2
    assert "docker run" in told


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, len(STEPS) + 1))
async def test_a_broken_step_is_noticed_there(step: int) -> None:
    """Exit 1, and the last step told is the broken one."""
    status, told = await played("--break", str(step))

    assert status == 1, told
    assert "NOT AS TOLD" in told
    assert re.findall(r"^(\d)\. ", told, re.MULTILINE)[-1] == str(step)
