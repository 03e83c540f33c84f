"""The same backups on PostgreSQL, from a running gateway into empty databases; nothing beside `nwd` is needed."""

import os
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from tests.integration.test_backup import bring, emptied, nwd, taken
from tests.postgres_server import fresh, server
from tests.town import OTHER, referral, town

pytestmark = pytest.mark.postgres
CHANGE = {"[http]": '[store]\nkind = "postgres"\n[http]'}


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture(autouse=True)
async def places(dsn: str, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The databases of a gateway that is backed up."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
    return data, keys


async def lost(dsn: str, monkeypatch: pytest.MonkeyPatch, *, keys_too: bool = True) -> None:
    """Both servers are new; with a key store left, only the data's is."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    if keys_too:
        monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)


async def test_a_restored_gateway_goes_on(
    tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was there is there under the same names, the audit verifies, and new messages are numbered after it."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        await taken(place, tmp_path)
    await lost(dsn, monkeypatch)

    assert await nwd(tmp_path, *bring(tmp_path)) == 0
    assert "1 people, 1 messages" in capsys.readouterr().out
    async with town(tmp_path, change=CHANGE) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        assert (await place.call("GET", f"/fhir/{reference}", await place.token()))[0] == 200
        assert await nwd(tmp_path, "audit", "verify") == 0
        await place.send(referral(2, OTHER))
        other = str((await place.hook("/cafe", "referral.received"))["data"]["references"][0])
        assert other != reference
        assert (await place.call("GET", f"/fhir/{other}", await place.token()))[0] == 200


async def test_whoever_was_erased_since_the_backup_stays_erased(
    tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The key store that is still there tells which keys may not come back, nor be given out again."""
    async with town(tmp_path, change=CHANGE) as place:
        reference = await place.referred()
        other = await place.referred(2, OTHER)
        await taken(place, tmp_path)
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
        assert await nwd(tmp_path, "erase", seen["subject"]["reference"], "--reason", "asked for") == 0
    await lost(dsn, monkeypatch, keys_too=False)

    assert await nwd(tmp_path, *bring(tmp_path)) == 0
    assert "still erased: 0" not in capsys.readouterr().out
    async with town(tmp_path, change=CHANGE) as place:
        token = await place.token()
        assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404
        assert (await place.call("GET", f"/fhir/{other}", token))[0] == 200
        await place.send(referral(3))
        again = str((await place.hook("/cafe", "referral.received"))["data"]["references"][0])
        assert (await place.call("GET", f"/fhir/{again}", token))[0] == 200


@pytest.mark.parametrize("harm", ["there", "changed", "older keys", "other master", "other kind", "no gateway"])
async def test_what_cannot_be_right_is_refused(
    tmp_path: Path, dsn: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], harm: str
) -> None:
    """With what and the mend; and then both databases are as they were."""
    says = {
        "there": "name a new, empty database", "changed": "its SHA-256 differs", "older keys": "use the later one",
        "other master": "is not the one", "other kind": "is a backup of postgres", "no gateway": "holds no gateway",
    }[harm]  # fmt: skip
    async with town(tmp_path, change=CHANGE) as place:
        await taken(place, tmp_path)
        await place.referred()
        later = ("backup", "--to", str(tmp_path / "b3"), "--keys-to", str(tmp_path / "b4"))
        assert await nwd(tmp_path, *later) == 0
    command = bring(tmp_path)
    if harm != "there":
        await lost(dsn, monkeypatch)
    if harm == "changed":
        (tmp_path / "b1" / "message.copy").write_bytes((tmp_path / "b1" / "message.copy").read_bytes() + b"x")
    if harm == "older keys":
        command = ("restore", "--from", str(tmp_path / "b3"), "--keys-from", str(tmp_path / "b2"))
    if harm == "other master":
        command = ("restore", "--from", str(tmp_path / "b3"), "--keys-from", str(tmp_path / "b4"))
        (tmp_path / "master.key").write_text("A" * 43 + "=")
    if harm == "other kind":
        (tmp_path / "nwd.toml").write_text((tmp_path / "nwd.toml").read_text().replace('"postgres"', '"sqlite"'))
        emptied(tmp_path)
    if harm == "no gateway":
        command = ("backup", "--to", str(tmp_path / "b5"), "--keys-to", str(tmp_path / "b6"))
    capsys.readouterr()

    assert await nwd(tmp_path, *command) == 1

    assert says in capsys.readouterr().err
    if harm not in {"there", "other kind"}:
        line = await asyncpg.connect(os.environ["NWD_POSTGRES"])
        assert await line.fetchval("SELECT to_regclass('meta')") is None
        await line.close()
