"""The gateway on Apache Kafka and PostgreSQL: the same first path, and recipients that read topics of their own."""

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import orjson
import pytest

from tests.kafka_topics import made, records
from tests.postgres_server import fresh, server
from tests.town import PERSON, Town, consent, referral, town

pytestmark = [pytest.mark.kafka, pytest.mark.postgres]
BEFORE_HOOK = "opened_within_seconds = 3600\n"
TABLES = """
[store]
kind = "postgres"
[backbone]
kind = "kafka"
topic = "{name}"
direct_after_seconds = 3600
[kafka]
servers = ["{servers}"]
[http]"""


@pytest.fixture(scope="module")
def dsn() -> Iterator[str]:
    with server() as found:
        yield found


@pytest.fixture
async def change(dsn: str, kafka: str, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """The change of settings that puts a town on Kafka and PostgreSQL."""
    data, keys = await fresh(dsn)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
    monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
    return {"[http]": TABLES.format(name=await made(kafka), servers=kafka)}


async def test_a_referral_reaches_the_cafe_and_the_answer_comes_back(tmp_path: Path, change: dict[str, str]) -> None:
    """In by MLLP, over the brokers, out by webhook, opened by a named person, told to the sender."""
    async with town(tmp_path, change=change) as place:
        reference = await place.referred()
        token = await place.token()

        status, _, _ = await place.call("POST", f"/referrals/{reference.partition('/')[2]}/open", token)

        assert status == 200
        await place.hook("/cmht", "referral.opened")


class TestPartnerTopic:
    """A café that reads a topic of its own."""

    @pytest.fixture
    async def topic(self, kafka: str) -> str:
        return await made(kafka)

    @pytest.fixture
    async def place(self, tmp_path: Path, change: dict[str, str], topic: str) -> AsyncIterator[Town]:
        way = f'topic = {{ name = "{topic}", reader = "User:cafe", reader_group = "cafe" }}\npayload = "extract"'
        async with town(tmp_path, change=change | {BEFORE_HOOK: f"{way}\n# instead of: "}) as made_up:
            yield made_up

    async def test_it_holds_what_the_cafe_may_see_and_no_more(self, place: Town, kafka: str, topic: str) -> None:
        """One CloudEvent of what was decided at the moment of sending; the note for nobody else is not in it."""
        assert "MSA|AA" in await place.send(referral(1))

        [record] = await records(kafka, topic, at_least=1)

        event = orjson.loads(record.value)
        assert event["type"] == "referral.received"
        assert event["data"]["resources"][0]["resourceType"] == "ServiceRequest"
        assert dict(record.headers) == {"content-type": b"application/cloudevents+json"}
        assert b"a note for nobody else" not in record.value

    async def test_its_keys_are_of_no_use_elsewhere(
        self, place: Town, kafka: str, topic: str, change: dict[str, str]
    ) -> None:
        """One person has one key in it; in the gateway's own topic the same person has another."""
        for number in (1, 2):
            await place.send(referral(number))
        own = change["[http]"].split('topic = "')[1].split('"')[0]

        keys = {record.key for record in await records(kafka, topic, at_least=2)}

        assert len(keys) == 1
        assert keys.isdisjoint({record.key for record in await records(kafka, own, at_least=2)})

    async def test_after_a_refusal_nothing_more_goes_into_it(self, place: Town, kafka: str, topic: str) -> None:
        """What comes after the person has refused is withheld; the topic is told once, without content."""
        await place.send(referral(1, PERSON))
        [first] = await records(kafka, topic, at_least=1)
        about = orjson.loads(first.value)["data"]["resources"][0]["subject"]["reference"]
        token = await place.token("cmht", "registered-professional")
        status, told, _ = await place.call("POST", "/consents", token, json=consent(about))
        assert status == 201, told

        await place.send(referral(2, PERSON))
        await place.hook("/cmht", "delivery.withheld")

        kinds = [orjson.loads(one.value)["type"] for one in await records(kafka, topic, at_least=2)]
        assert kinds == ["referral.received", "sharing.stopped"]
