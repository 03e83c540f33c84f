"""A changed settings file is compared, applied without a restart, and binds when the call returns."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from gateway.cli.main import main
from tests.town import OTHER, Town, referral, town

_LOGGED = re.compile(r"\d{4}-|\{\"")
"""How a line of the log begins: with its moment, or as JSON."""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def config(what: str, path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """Exit status and output of `nwd config <what>`, without the log of the gateway in this same process."""
    capsys.readouterr()
    status = await asyncio.to_thread(main, ["config", what, "--config", str(path), "--by", "Jo"])
    said = capsys.readouterr()
    lines = (said.out + said.err).splitlines(keepends=True)
    return status, "".join(line for line in lines if not _LOGGED.match(line))


def changed(place: Town, folder: Path, *pairs: tuple[str, str]) -> Path:
    """A settings file with parts replaced."""
    text = place.settings
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    path = folder / "nwd.toml"
    path.write_text(text)
    return path


async def test_an_address_is_added_without_a_restart(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`diff` says it and changes nothing; `apply` says it again, and the next referral arrives."""
    path = changed(place, tmp_path, ('addresses = ["HAVEN"]', 'addresses = ["HAVEN", "NEWPLACE"]'))
    line = "~ service `cafe`: addresses: ['HAVEN'] -> ['HAVEN', 'NEWPLACE']"

    assert await config("diff", path, capsys) == (0, f"{line}\n")
    await place.send(referral(1, to="NEWPLACE"))
    assert await config("apply", path, capsys) == (0, f"{line}\n")
    assert await config("apply", path, capsys) == (0, "nothing changes\n")
    await place.send(referral(2, OTHER, to="NEWPLACE"))
    await place.hook("/cafe", "referral.received")

    assert sum(where == "/cafe" for where, _, _ in place.hooks) == 1


async def test_an_ended_agreement_binds_when_apply_returns(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The café reads a referral; the agreement ends; the same read finds nothing."""
    reference = await place.referred()
    token = await place.token()
    before = await place.call("GET", f"/fhir/{reference}", token)
    await config(
        "apply", changed(place, tmp_path, ("since = 2026-01-01", "since = 2026-01-01\nuntil = 2026-02-01")), capsys
    )
    after = await place.call("GET", f"/fhir/{reference}", token)

    assert (before[0], after[0]) == (200, 404)


async def test_listeners_come_and_go(place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A partner that is taken out is no longer heard."""
    host, port = place.mllp.split(":")
    listen = "[partner.listen]\nport = 0\nframe_limit = 100000\n"
    await config("apply", changed(place, tmp_path, (listen, "")), capsys)

    with pytest.raises(OSError):
        await asyncio.open_connection(host, int(port))


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('class = "cafe"', 'class = "pub"', "line 29: service[2].class: input should be"),
        ('name = "town"', 'name = "city"', "changes [gateway], which only a restart can"),
    ],
)
async def test_what_cannot_be_applied_is_refused_with_the_reason(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, says: str
) -> None:
    """Nothing changes."""
    status, said = await config("apply", changed(place, tmp_path, (old, new)), capsys)
    await place.referred()

    assert status == 1 and says in said


async def test_the_settings_in_force_are_shown_without_secrets(
    place: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With a digest, who applied them and when; the webhook secret is named by its file only."""
    status, said = await config("show", changed(place, tmp_path), capsys)

    assert status == 0 and '"applied_by": "serve"' in said and '"digest": "' in said
    assert "whsec_" not in said
