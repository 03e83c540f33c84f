"""The same gateway on PostgreSQL: the first path holds there too."""

import asyncio
import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from gateway.bootstrap import opened
from gateway.cli.operate import ask
from gateway.erasure import erase
from gateway.settings.loading import parse
from tests.faults.campaign.database import database
from tests.patience import SECONDS, eventually
from tests.postgres_server import fresh, server
from tests.town import Town, referral, town

pytestmark = pytest.mark.postgres
ON_POSTGRES = {"[http]": '[store]\nkind = "postgres"\n[http]'}


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
async def databases(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings find two of their own, for data and for keys."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)


@pytest.mark.usefixtures("databases")
async def test_a_referral_reaches_the_cafe_and_the_answer_comes_back(tmp_path: Path) -> None:
    """In by MLLP, out by webhook, opened by a named person, told to the sender."""
    async with town(tmp_path, change=ON_POSTGRES) as place:
        reference = await place.referred()
        token = await place.token()

        status, _, _ = await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", token)

        assert status == 200
        await place.hook("/cmht", "referral.opened")
        assert (await place.call("GET", f"/fhir/{reference}", await place.token("club")))[0] == 404
        async with place.session.get(f"{place.http}/metrics") as answer:
            assert "nwd_disk_free_bytes" not in await answer.text()


@pytest.mark.usefixtures("databases")
async def test_what_one_process_applies_the_others_take_up(tmp_path: Path) -> None:
    """A second process starts with another file; the first follows within seconds, without a restart."""
    async with town(tmp_path, change=ON_POSTGRES) as place:
        text = place.settings.replace('addresses = ["HAVEN"]', 'addresses = ["HAVEN", "NEWPLACE"]')
        async with opened(parse(text, folder=tmp_path), text.encode()):
            operator = await place.token("cmht", "operator")
        await place.send(referral(1, to="NEWPLACE"))
        async with asyncio.timeout(SECONDS):
            for number in count(2):
                found = await place.until(f"/ops/messages?id={number - 1:016d}", operator)
                if found[0]["outcome"] == "accepted":
                    break
                await asyncio.sleep(0.05)
                await place.send(referral(number, to="NEWPLACE"))
        await place.hook("/cafe", "referral.received")


@pytest.mark.usefixtures("databases")
async def test_what_one_process_erases_no_other_can_show(tmp_path: Path) -> None:
    """It has the key in memory, from the message that it took; within moments it has not."""
    async with town(tmp_path, change=ON_POSTGRES) as place:
        (tmp_path / "nwd.toml").write_text(place.settings)
        await place.referred()
        operator = await place.token("cmht", "operator")
        [message] = await place.until("/ops/messages?id=0000000000000001", operator)
        order = {"do": "show", "message": message["message_id"], "by": "Jo", "reason": "a look"}

        async def shown() -> str | None:
            return (await asyncio.to_thread(ask, tmp_path / "nwd.toml", order))["answer"]

        assert "EXAMPLE" in (await shown() or "")
        async with opened(parse(place.settings, folder=tmp_path), place.settings.encode()) as other:
            [person] = await other.store.people_of(other.blind("nhs", "9991234500"))
            assert (await erase(other, person, by="Jo", reason="asked for")).keys_destroyed == 1

        async def gone() -> bool:
            return await shown() is None

        await eventually(gone, told=lambda: "it still shows the message")


async def test_readiness_tells_the_truth_about_the_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While it is away: not ready, and no message is acknowledged. Once it is back: ready, and messages are taken."""
    with database() as server_of_ours:
        for name, value in (await server_of_ours.places()).items():
            monkeypatch.setitem(os.environ, name, value)
        async with town(tmp_path, change=ON_POSTGRES) as place:
            assert await readiness(place) == 200
            await server_of_ours.stop_at_once()

            assert await readiness(place) == 503
            assert await place.send(referral(1)) == ""

            await server_of_ours.start()
            async with asyncio.timeout(SECONDS):
                while await readiness(place) != 200:
                    pass
            assert "MSA|AA" in await place.send(referral(1))
            await place.hook("/cafe", "referral.received")


async def readiness(place: Town) -> int:
    """The status of `/readyz`."""
    async with place.session.get(f"{place.http}/readyz") as answer:
        return answer.status
