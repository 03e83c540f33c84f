"""The demo tells the truth: it ends well when everything happened, and says which step did not when one is broken."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from functools import partial
from pathlib import Path

import pytest

from gateway.demo.partners.process import written
from gateway.demo.story import STEPS
from tests.patience import SECONDS
from tests.postgres_server import server

SHOWN = {
    "A worker at the café": ('"searchset"', '"resourceType":"Task"', "cafe"),
    "A clinician at the trust": ("REF78", "LOW MOOD"),
    "The person": ('"Patient"', "EXAMPLE"),
    "An integration engineer": ('"outcome":"accepted"', '"number":1', "nwd_count{"),
    "An information-governance lead": ('"service":"cafe"', "the person has refused this", '"heads"', "0 faults"),
}
"""What each audience's calls give, among other things."""


async def begun(*arguments: str, **environment: str) -> asyncio.subprocess.Process:
    """Started as from a terminal: a shell that runs the tests in the background has Ctrl-C ignored by all of them."""
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "gateway.cli.main", "demo", *arguments,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, env=os.environ | environment,
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )  # fmt: skip


async def played(*arguments: str) -> tuple[int, str]:
    process = await begun(*arguments)
    output, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    return process.returncode or 0, output.decode()


async def until(process: asyncio.subprocess.Process, words: str) -> str:
    """What it prints up to the line that holds these words."""
    assert process.stdout is not None
    told = ""
    async with asyncio.timeout(SECONDS):
        while words not in told:
            line = await process.stdout.readline()
            assert line, told
            told += line.decode()
    return told


async def pasted(calls: str) -> dict[str, str]:
    """Each audience's lines pasted into a shell of its own, and what that printed."""
    answers = {}
    for block in calls.split("# ")[1:]:
        title, _, lines = block.partition("\n")
        shell = await asyncio.create_subprocess_exec(
            "bash", "-euo", "pipefail", "-c", lines.replace("curl -sSw", "curl --fail-with-body -sSw"),
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd="/",
        )  # fmt: skip
        output, _ = await asyncio.wait_for(shell.communicate(), SECONDS)
        answers[re.split(r"[,:]", title)[0]] = output.decode()
        assert shell.returncode == 0, (title, output.decode())
    return answers


@pytest.mark.slow
async def test_the_story_happens_as_told_and_its_calls_work(tmp_path: Path) -> None:
    """Eight steps, well under a minute; left running, every printed line works as pasted; exit 0 when told to stop."""
    folder = tmp_path / "a folder of $HOME's"
    folder.mkdir()
    process = await begun("--serve", TMPDIR=str(folder))
    told = await until(process, "pasted into another terminal")
    calls = await until(process, "audit verify")

    answers = await pasted(calls)
    process.send_signal(signal.SIGINT)

    assert await asyncio.wait_for(process.wait(), SECONDS) == 0
    assert re.findall(r"^(\d)\. ", told, re.MULTILINE) == [str(number) for number in range(1, 9)]
    assert int(re.search(r"in (\d+) seconds", told)[1]) < 60  # type: ignore[index]
    for audience, expected in SHOWN.items():
        assert all(one in answers[audience] for one in expected), (audience, answers[audience])


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


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT], ids=["TERM", "INT"])
async def test_who_stops_it_in_the_middle_finds_nothing_left(tmp_path: Path, name: signal.Signals) -> None:
    """No traceback, no folder, no partner that still runs."""
    process = await begun(TMPDIR=str(tmp_path))
    await until(process, "1. A trust refers")
    assert left(tmp_path) != []

    process.send_signal(name)
    told, _ = await asyncio.wait_for(process.communicate(), SECONDS)

    assert process.returncode == 130
    assert b"Traceback" not in told and told.endswith(b"stopped\n")
    assert left(tmp_path) == []


def test_a_line_that_is_still_written_is_not_in_the_ledger_yet(tmp_path: Path) -> None:
    """A partner is a process of its own: half of what it writes may be there when somebody looks."""
    (tmp_path / "ledger").write_text('{"what": "sent"}\n{"what": "docu')

    assert written(tmp_path / "ledger") == [{"what": "sent"}]


def left(place: Path) -> list[str]:
    """Folders that the demo made there, and the processes that have one on their command line."""
    found = [one.name for one in place.iterdir()]
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str(place).encode() in (process / "cmdline").read_bytes():
                found.append(process.name)
    return found
