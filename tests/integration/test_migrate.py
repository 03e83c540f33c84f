"""`nwd migrate`: the database is brought to this version before any process of it starts."""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.cli.main import main
from gateway.store.sqlite.opening import SCHEMA
from tests.integration.test_closed_when_broken import change
from tests.postgres_server import fresh, server
from tests.town import town

ON_POSTGRES = {"[http]": '[store]\nkind = "postgres"\n[http]'}


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


async def migrated(folder: Path) -> int:
    """The exit status of the command."""
    return await asyncio.to_thread(main, ["migrate", "--config", str(folder / "nwd.toml")])


async def test_a_file_is_made_and_a_gateway_starts_on_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice is once, and so it is beside the gateway; a file of an older version that a gateway owns nobody changes."""
    assert main(["init", str(tmp_path)]) == 0

    assert [await migrated(tmp_path), await migrated(tmp_path)] == [0, 0]

    assert capsys.readouterr().out.count("schema ") == 2
    async with town(tmp_path) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        await place.referred()
        assert (await migrated(tmp_path), capsys.readouterr().out) == (0, f"schema {SCHEMA}\n")
        change(tmp_path, "UPDATE meta SET value = 8 WHERE name = 'schema'")
        assert await migrated(tmp_path) == 1
    told = capsys.readouterr().err
    assert f"has schema `8`, this version needs `{SCHEMA}`, and a gateway runs on it; stop that, then" in told


@pytest.mark.postgres
async def test_two_at_once_make_one_database(dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither collides with the other, and a gateway starts on what they made."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
    main(["init", str(tmp_path)])
    config = tmp_path / "nwd.toml"
    config.write_text(config.read_text() + '\n[store]\nkind = "postgres"\n')

    assert await asyncio.gather(*(migrated(tmp_path) for _ in range(4))) == [0] * 4

    async with town(tmp_path, change=ON_POSTGRES) as place:
        await place.referred()


async def test_a_database_that_is_away_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In one line with status 1, for whoever tries again later."""
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", "postgresql://nwd@127.0.0.1:1/nwd")
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", "postgresql://nwd@127.0.0.1:1/nwd_keys")
    main(["init", str(tmp_path)])
    config = tmp_path / "nwd.toml"
    config.write_text(config.read_text() + '\n[store]\nkind = "postgres"\n')

    assert await migrated(tmp_path) == 1

    assert "the database did not commit" in capsys.readouterr().err
