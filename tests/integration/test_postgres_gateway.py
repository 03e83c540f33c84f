"""The same gateway on PostgreSQL: the first path holds there too."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres_server import fresh, server
from tests.town import town

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


async def test_a_referral_reaches_the_cafe_and_the_answer_comes_back(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In by MLLP, out by webhook, opened by a named person, told to the sender."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
    async with town(tmp_path, change={"[http]": '[store]\nkind = "postgres"\n[http]'}) as place:
        reference = await place.referred()
        token = await place.token()

        status, _, _ = await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", token)

        assert status == 200
        await place.hook("/cmht", "referral.opened")
        assert (await place.call("GET", f"/fhir/{reference}", await place.token("club")))[0] == 404
