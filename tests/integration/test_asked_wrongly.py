"""What the command line says to a running gateway that has nothing of that name: what is wrong, and where to look."""

import asyncio
import json
import socket
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.cli import operate
from gateway.cli.main import main
from tests.town import Town, town

NOBODY = "00000000-0000-4000-8000-000000000000"
ASKED = [
    (["explain", "x"], "`x` is no id of a message"),
    (["show", "x", "--reason", "ticket 1"], "`x` is no id of a message"),
    (["resolve", "x", "--reason", "ticket 1"], "`x` is no id of a message"),
    (["replay", "x"], "`x` is no id of a message"),
    (["explain", NOBODY], "`nwd messages` lists"),
    (["show", NOBODY, "--reason", "ticket 1"], "`nwd messages` lists"),
    (["resolve", NOBODY, "--reason", "ticket 1"], "`nwd stuck` lists"),
    (["replay", NOBODY], "`nwd parked` lists deliveries"),
    (["replay", NOBODY, "--preview"], "`nwd parked` lists deliveries"),
    (["replay", "Delivery/x"], "`nwd parked` lists deliveries"),
    (["skip", "Delivery/x", "--reason", "ticket 1"], "`nwd parked` lists"),
    (["messages", "--source", "engin"], "no partner `engin`, and nothing of it on record; partners: "),
    (["erase", "Patient/x", "--reason", "ticket 1"], "nobody on record has this id"),
    (["hold", "Patient/x", "--reason", "ticket 1"], "nobody on record has this id"),
]


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        (tmp_path / "nwd.toml").write_text(made.settings)
        yield made


async def test_what_is_not_there_is_said_in_words(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1, a sentence on standard error with the command that finds the right name, and nothing printed."""
    for words, says in ASKED:
        status = await asyncio.to_thread(main, [*words, "--config", str(tmp_path / "nwd.toml")])

        shown = capsys.readouterr()
        assert (status, shown.out) == (1, ""), words
        assert says in shown.err, words


async def test_a_partner_who_sent_nothing_yet_is_no_slip(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nor is the gateway itself, whose own events have a source too."""
    for source in ("engine", "nwd"):
        asked = ["messages", "--source", source, "--config", str(tmp_path / "nwd.toml")]

        assert await asyncio.to_thread(main, asked) == 0
        assert capsys.readouterr().out == "[]\n"


@pytest.mark.parametrize("command", [["show", NOBODY], ["resolve", NOBODY], ["skip", "Delivery/x"], ["erase", "-"]])
def test_a_reason_of_no_words_is_none(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """It stands in the audit, where somebody will look for it."""
    with pytest.raises(SystemExit) as ended:
        main([*command, "--reason", " "])

    assert ended.value.code == 2
    assert "say why, in words" in capsys.readouterr().err


def test_a_slow_gateway_is_not_one_that_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who waits is told so, and nobody is told to start what runs."""
    monkeypatch.setattr(operate, "_WORD_SECONDS", 0.05)
    monkeypatch.setattr(operate, "_SECONDS", 0.2)
    main(["init", str(tmp_path)])
    (tmp_path / "data").mkdir()
    with socket.socket(socket.AF_UNIX) as desk:
        desk.bind(str(tmp_path / "data" / "nwd.sock"))
        desk.listen()

        status = main(["parked", "--config", str(tmp_path / "nwd.toml")])

    said = capsys.readouterr().err
    assert status == 2
    assert "is at it for" in said and "look before you ask again" in said and "nwd serve" not in said


def test_a_long_answer_comes_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """However many pieces it comes in."""
    main(["init", str(tmp_path)])
    (tmp_path / "data").mkdir()
    lines = ["x" * 100] * 50_000
    with socket.socket(socket.AF_UNIX) as desk:
        desk.bind(str(tmp_path / "data" / "nwd.sock"))
        desk.listen()
        answering = threading.Thread(target=_answer, args=(desk, {"answer": lines}))
        answering.start()

        found = operate.ask(tmp_path / "nwd.toml", {"do": "messages"})
        answering.join()

    assert found["answer"] == lines


def _answer(desk: socket.socket, answer: object) -> None:
    line, _ = desk.accept()
    with line:
        line.makefile("rb").readline()
        line.sendall(json.dumps(answer).encode() + b"\n")
