"""The same gateway on PostgreSQL: the first path holds there too."""

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from gateway.bootstrap import opened
from gateway.settings.loading import parse
from tests.postgres_server import fresh, server
from tests.town import referral, town

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


async def test_what_one_process_applies_the_others_take_up(
    dsn: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second process starts with another file; the first follows within seconds, without a restart."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
    async with town(tmp_path, change={"[http]": '[store]\nkind = "postgres"\n[http]'}) as place:
        text = place.settings.replace('addresses = ["HAVEN"]', 'addresses = ["HAVEN", "NEWPLACE"]')
        async with opened(parse(text, folder=tmp_path), text.encode()):
            operator = await place.token("cmht", "operator")
        await place.send(referral(1, to="NEWPLACE"))
        async with asyncio.timeout(30):
            for number in count(2):
                found = await place.until(f"/ops/messages?id={number - 1:016d}", operator)
                if found[0]["outcome"] == "accepted":
                    break
                await asyncio.sleep(0.05)
                await place.send(referral(number, to="NEWPLACE"))
        await place.hook("/cafe", "referral.received")
