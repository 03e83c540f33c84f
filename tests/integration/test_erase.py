"""Erasing a person: no key of theirs is left in any file, the audit still verifies, everybody else is as before."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import apsw
import pytest

from gateway.cli.main import main
from tests.town import OTHER, Town, referral, town

TWICE = "0700001^^^RXX01^MRN~9991234500^^^^NHS~9991234519^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        (tmp_path / "nwd.toml").write_text(made.settings)
        yield made


async def command(folder: Path, *arguments: str) -> int:
    """`nwd` with the settings of the town."""
    return await asyncio.to_thread(main, [*arguments, "--config", str(folder / "nwd.toml"), "--by", "Jo"])


def wrapped(folder: Path) -> dict[int, bytes]:
    """Every data key in the key store, by its id."""
    found = apsw.Connection(str(folder / "data" / "keys.db"), flags=apsw.SQLITE_OPEN_READONLY)
    keys = {int(str(row)): bytes(key) for row, key in found.execute("SELECT id, wrapped FROM data_key")}  # type: ignore[arg-type]
    found.close()
    return keys


async def test_no_key_of_an_erased_person_is_left_and_nobody_else_is_touched(place: Town, tmp_path: Path) -> None:
    """Also not those of a message that was never joined to them."""
    reference = await place.referred()
    await place.send(referral(2, TWICE))
    other = await place.referred(2, OTHER)
    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    before = wrapped(tmp_path)

    assert await command(tmp_path, "erase", seen["subject"]["reference"], "--reason", "asked for") == 0

    after = wrapped(tmp_path)
    gone = {before[row] for row in before.keys() - after.keys()}
    assert len(gone) >= 2
    for file in (tmp_path / "data").iterdir():
        if file.is_file():
            content = file.read_bytes()
            assert not any(key in content for key in gone), file.name
    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404
    assert (await place.call("GET", f"/fhir/{other}", token))[0] == 200
    assert await asyncio.to_thread(main, ["audit", "verify", "--config", str(tmp_path / "nwd.toml")]) == 0


async def test_whoever_was_erased_can_come_again(place: Town, tmp_path: Path) -> None:
    """As somebody new, of whom nothing earlier is known."""
    reference = await place.referred()
    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    await command(tmp_path, "erase", seen["subject"]["reference"], "--reason", "asked for")

    again = await place.referred(2)

    _, now, _ = await place.call("GET", f"/fhir/{again}", token)
    assert now["subject"] != seen["subject"]
    _, everything, _ = await place.call("GET", f"/fhir/{now['subject']['reference']}/$everything", token)
    assert reference not in str(everything)


async def test_a_legal_hold_comes_first(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command says so, and works when it is released; the number comes by standard input."""
    import io

    def number() -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO("999 123 4500\n"))

    await place.referred()
    number()
    assert await command(tmp_path, "hold", "-", "--reason", "claim 12") == 0
    number()
    assert await command(tmp_path, "erase", "-", "--reason", "asked for") == 1
    assert "a legal hold forbids it" in capsys.readouterr().err
    number()
    assert await command(tmp_path, "hold", "-", "--release", "--reason", "settled") == 0
    number()
    assert await command(tmp_path, "erase", "-", "--reason", "asked for") == 0


@pytest.mark.parametrize("whom", ["Patient/aaaaaaaaaaaaaaaaaaaaaaaaaa", "9991234519", "nobody"])
async def test_nobody_is_erased_by_mistake(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], whom: str
) -> None:
    """Exit 1 and what to give instead."""
    await place.referred()

    assert await command(tmp_path, "erase", whom, "--reason", "asked for") == 1
    assert "Patient/<id>" in capsys.readouterr().err
