"""A backup is restored and works; whoever was erased since stays erased; nothing is restored over what is there."""

import asyncio
from pathlib import Path

import pytest

from gateway.cli.main import main
from tests.town import OTHER, Town, referral, town


async def nwd(folder: Path, *arguments: str) -> int:
    """One command with the settings of the town."""
    return await asyncio.to_thread(main, [*arguments, "--config", str(folder / "nwd.toml")])


async def taken(place: Town, folder: Path) -> None:
    """Take a backup of a running town in which nothing is on its way, so that nothing is told again out of it."""
    await place.settled()
    (folder / "nwd.toml").write_text(place.settings)
    assert await nwd(folder, "backup", "--to", str(folder / "b1"), "--keys-to", str(folder / "b2")) == 0


def emptied(folder: Path, *, keys_too: bool = True) -> None:
    """The disk is new; with a key store left, only that one is."""
    for file in (folder / "data").iterdir():
        if keys_too or not file.name.startswith("keys.db"):
            file.unlink()


def bring(folder: Path) -> tuple[str, ...]:
    """The restore command."""
    return ("restore", "--from", str(folder / "b1"), "--keys-from", str(folder / "b2"))


async def test_a_restored_gateway_answers_and_its_audit_verifies(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was there is there again, under the same names."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        await taken(place, tmp_path)
    emptied(tmp_path)

    assert await nwd(tmp_path, *bring(tmp_path)) == 0
    assert "1 people, 1 messages" in capsys.readouterr().out
    async with town(tmp_path) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        assert (await place.call("GET", f"/fhir/{reference}", await place.token()))[0] == 200
        assert await nwd(tmp_path, "audit", "verify") == 0


async def test_whoever_was_erased_since_the_backup_stays_erased(tmp_path: Path) -> None:
    """The key store that is still there tells which keys may not come back."""
    async with town(tmp_path) as place:
        reference = await place.referred()
        other = await place.referred(2, OTHER)
        await taken(place, tmp_path)
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
        assert await nwd(tmp_path, "erase", seen["subject"]["reference"], "--reason", "asked for") == 0
    emptied(tmp_path, keys_too=False)

    assert await nwd(tmp_path, *bring(tmp_path)) == 0
    async with town(tmp_path) as place:
        token = await place.token()
        assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404
        assert (await place.call("GET", f"/fhir/{other}", token))[0] == 200
        await place.send(referral(3))
        again = str((await place.hook("/cafe", "referral.received"))["data"]["references"][0])
        assert (await place.call("GET", f"/fhir/{again}", token))[0] == 200


@pytest.mark.parametrize("harm", ["there", "changed", "older keys", "other master", "one place", "not empty"])
async def test_what_cannot_be_right_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], harm: str) -> None:
    """With what and the mend, and nothing half-way."""
    says = {
        "there": "move it away first", "changed": "its SHA-256 differs", "older keys": "use the later one",
        "other master": "is not the one", "one place": "must be two places", "not empty": "name a new folder",
    }[harm]  # fmt: skip
    async with town(tmp_path) as place:
        await taken(place, tmp_path)
        await place.referred()
        later = ("backup", "--to", str(tmp_path / "b3"), "--keys-to", str(tmp_path / "b4"))
        assert await nwd(tmp_path, *later) == 0
        command = bring(tmp_path)
        if harm == "one place":
            command = ("backup", "--to", str(tmp_path / "b5"), "--keys-to", str(tmp_path / "b5"))
        if harm == "not empty":
            command = later
    if harm != "there":
        emptied(tmp_path)
    if harm == "changed":
        (tmp_path / "b1" / "nwd.db").write_bytes((tmp_path / "b1" / "nwd.db").read_bytes() + b"x")
    if harm == "older keys":
        command = ("restore", "--from", str(tmp_path / "b3"), "--keys-from", str(tmp_path / "b2"))
    if harm == "other master":
        command = ("restore", "--from", str(tmp_path / "b3"), "--keys-from", str(tmp_path / "b4"))
        (tmp_path / "master.key").write_text("A" * 43 + "=")
    capsys.readouterr()

    assert await nwd(tmp_path, *command) == 1
    assert says in capsys.readouterr().err
