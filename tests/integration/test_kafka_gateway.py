"""The gateway on Apache Kafka and PostgreSQL: the same first path, and recipients that read topics of their own."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import orjson
import pytest

from adapters.kafka.fate import SEALED_AFTER_SECONDS
from gateway import faults
from gateway.cli.operate import ask
from gateway.relay import rebuild
from gateway.store.errors import StoreDown
from gateway.store.store import SqlStore
from tests.integration.test_metrics import scraped
from tests.kafka_topics import lost, made, records
from tests.leaks.searching import hits
from tests.postgres_server import fresh, server
from tests.town import OTHER, PERSON, Town, consent, referral, town

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


@pytest.mark.parametrize("kind", ["kafka", "outbox"])
async def test_one_takes_in_and_two_work(tmp_path: Path, change: dict[str, str], kind: str) -> None:
    """`nwd serve` and two `nwd work` on one database are one gateway: everything comes once."""
    change = {"[http]": change["[http]"].replace('kind = "kafka"', f'kind = "{kind}"')}
    async with town(tmp_path, change=change, roles=("serve", "work", "work")) as place:
        for number in range(1, 9):
            await place.send(referral(number))
        await place.hook("/cafe", "referral.received", number=8)

        told = [orjson.loads(body)["id"] for path, _, body in place.hooks if path == "/cafe"]
        assert len(told) == len(set(told)) == 8
        async with place.session.get(f"{place.http}/readyz") as answer:
            assert (answer.status, "backbone" in await answer.text()) == (200, False)


class TestAwayBrokers:
    """Brokers that do not answer: the database is the truth, and goes on."""

    @pytest.fixture
    async def place(self, tmp_path: Path, change: dict[str, str]) -> AsyncIterator[Town]:
        away = change["[http]"].replace("direct_after_seconds = 3600", "direct_after_seconds = 0\ntimeout_seconds = 1")
        servers = away.split('servers = ["')[1].split('"')[0]
        async with town(tmp_path, change={"[http]": away.replace(servers, "127.0.0.1:1")}) as made_up:
            yield made_up

    async def test_what_was_acknowledged_is_delivered_all_the_same(self, place: Town) -> None:
        """Intake takes messages, events go round the brokers, and readiness says that they are away."""
        await place.referred()

        async with place.session.get(f"{place.http}/readyz") as answer:
            assert answer.status == 200
            assert "backbone: takes nothing" in await answer.text()
        async with place.session.get(f"{place.http}/metrics") as answer:
            assert "nwd_backbone_up 0" in await answer.text()

    async def test_events_do_not_wait_for_brokers_that_give_no_answer(
        self, tmp_path: Path, change: dict[str, str]
    ) -> None:
        """Known to be away they are asked now and then; what comes meanwhile goes round them at once."""
        away = change["[http]"].replace("direct_after_seconds = 3600", "direct_after_seconds = 0\ntimeout_seconds = 5")
        servers = away.split('servers = ["')[1].split('"')[0]
        server = await asyncio.start_server(silent, "127.0.0.1", 0)
        there = "127.0.0.1:" + str(server.sockets[0].getsockname()[1])
        async with server, town(tmp_path, change={"[http]": away.replace(servers, there)}) as place:
            await place.referred()
            begun = asyncio.get_running_loop().time()
            for number in (2, 3, 4, 5):
                await place.referred(number)
            took = asyncio.get_running_loop().time() - begun

        assert took < 5 * 4


class TestPartnerTopic:
    """A café that reads a topic of its own."""

    @pytest.fixture
    async def topic(self, kafka: str) -> str:
        return await made(kafka)

    @pytest.fixture
    async def place(self, tmp_path: Path, change: dict[str, str], topic: str) -> AsyncIterator[Town]:
        async with town(tmp_path, change=change | {BEFORE_HOOK: instead_of_hook(topic)}) as made_up:
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
        own = topic_of(change)

        keys = {record.key for record in await records(kafka, topic, at_least=2)}

        assert len(keys) == 1
        assert keys.isdisjoint({record.key for record in await records(kafka, own, at_least=2)})

    async def test_no_topic_holds_a_word_that_its_reader_may_not_see(
        self, place: Town, kafka: str, topic: str, change: dict[str, str]
    ) -> None:
        """Keys, headers and values, in any wrapping: our own topic names nobody, the café's no more than asked."""
        assert "MSA|AA" in await place.send(referral(1))
        hidden = ["9991234500", "0700001", "MADE UP ROAD", "19900417", "1990-04-17", "LOW MOOD", "nobody else"]

        ours, theirs = [
            b"\n".join([it for one in await records(kafka, name, at_least=1) for it in _bytes_of(one)])
            for name in (topic_of(change), topic)
        ]

        assert hits(ours, [*hidden, "EXAMPLE", "ServiceRequest"], numbers=["9991234500"]) == set()
        assert hits(theirs, [*hidden, "EXAMPLE"], numbers=["9991234500"]) == {"EXAMPLE"}

    async def test_nothing_goes_into_it_late_in_a_lease(
        self, tmp_path: Path, kafka: str, topic: str, change: dict[str, str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A worker that was held up leaves the record to the next attempt: were it to die, another would follow."""
        monkeypatch.setattr(faults, "_DELAY_SECONDS", 4.0)
        short = {'owner = "ops"': 'owner = "ops"\nlease_seconds = 15'}
        way = {BEFORE_HOOK: instead_of_hook(topic).replace("min_insync", "timeout_seconds = 3, min_insync")}
        async with town(tmp_path, change=change | way | short) as place:
            faults.arm("before-release:1:delay", production=False)
            await place.send(referral(1))
            [_] = await records(kafka, topic, at_least=1)
            faults.arm("", production=False)

            assert (await scraped(place))["nwd_deliveries_total cafe later"] >= 1

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


class TestLostTopics:
    """Brokers that lost everything: the topics are filled again from the database, and nothing happens twice."""

    async def test_both_topics_are_filled_again(
        self, tmp_path: Path, change: dict[str, str], kafka: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The gateway's own topic holds every event again, the recipient's every record under its old id.

        It is made once nothing that was on its way can come before what was lost.
        """
        steps: list[object] = []
        monkeypatch.setattr(rebuild, "asyncio", SimpleNamespace(sleep=_told(steps, asyncio.sleep)))
        monkeypatch.setattr(rebuild, "make", _told(steps, rebuild.make))
        own, theirs = topic_of(change), await made(kafka)
        keep = "[backbone.keep]\nreplication = 1\nmin_insync = 1\n[kafka]"
        change = {"[http]": change["[http]"].replace("[kafka]", keep), BEFORE_HOOK: instead_of_hook(theirs)}
        async with town(tmp_path, change=change) as place:
            for number in (1, 2, 3):
                await place.send(referral(number))
            before = await records(kafka, theirs, at_least=3)
            await place.settled()
            await lost(kafka, own, theirs)

            told = await asyncio.to_thread(ask, config(tmp_path), {"do": "rebuild-topics", "by": "jo"})

            assert "answer" in told, told
            assert steps[0] == SEALED_AFTER_SECONDS and len(steps) == 2
            assert told["answer"] | {"created": set(told["answer"]["created"])} == {
                "created": {own, theirs}, "published": 3, "waiting": 0, "sent_again": 3
            }  # fmt: skip
            again = await records(kafka, theirs, at_least=3)
            assert [(one.key, one.value) for one in again] == [(one.key, one.value) for one in before]
            assert len(await records(kafka, own, at_least=3)) == 3
            await place.send(referral(4))
            assert len(await records(kafka, theirs, at_least=4)) == 4

    @pytest.mark.parametrize("topics", ["are gone", "stand empty"])
    async def test_one_that_is_broken_off_goes_on_when_it_is_asked_again(
        self, tmp_path: Path, change: dict[str, str], kafka: str, monkeypatch: pytest.MonkeyPatch, topics: str
    ) -> None:
        """In the middle of the recipients' records, and again of the own ones: what went already does not go twice."""
        own, theirs = topic_of(change), await made(kafka)
        keep = "[backbone.keep]\nreplication = 1\nmin_insync = 1\n[kafka]"
        change = {"[http]": change["[http]"].replace("[kafka]", keep), BEFORE_HOOK: instead_of_hook(theirs)}
        monkeypatch.setattr(rebuild, "_TOGETHER", 1)
        async with town(tmp_path, change=change) as place:
            for number, person in enumerate((PERSON, OTHER, PERSON, OTHER), 1):
                await place.send(referral(number, person))
            before = await records(kafka, theirs, at_least=4)
            await place.settled()
            await lost(kafka, own, theirs)
            if topics == "stand empty":
                await made(kafka, own)
                await made(kafka, theirs)
            order = config(tmp_path), {"do": "rebuild-topics", "by": "jo"}

            told = []
            for verb in ("send_again", "published_again"):
                with monkeypatch.context() as broken:
                    broken.setattr(SqlStore, verb, _breaking(getattr(SqlStore, verb)))
                    told.append(await asyncio.to_thread(ask, *order))
                if topics == "stand empty" or verb == "published_again":
                    await place.settled()
            told.append(await asyncio.to_thread(ask, *order))

            assert ["error" in one for one in told] == [True, True, False], told
            assert told[-1]["answer"] == {"created": [], "published": 3, "waiting": 0, "sent_again": 0}
            again = await records(kafka, theirs, at_least=4)
            assert _by_key(again) == _by_key(before)
            assert len(await records(kafka, own)) == 4
            assert (await asyncio.to_thread(ask, *order))["answer"]["sent_again"] == 0

    async def test_topics_that_hold_what_they_should_are_left_alone(
        self, tmp_path: Path, change: dict[str, str], kafka: str
    ) -> None:
        """Asked by mistake, it publishes nothing and sends nothing."""
        keep = "[backbone.keep]\nreplication = 1\nmin_insync = 1\n[kafka]"
        async with town(tmp_path, change={"[http]": change["[http]"].replace("[kafka]", keep)}) as place:
            await place.referred()
            await place.settled()

            told = await asyncio.to_thread(ask, config(tmp_path), {"do": "rebuild-topics", "by": "jo"})

            assert told["answer"] == {"created": [], "published": 0, "waiting": 0, "sent_again": 0}
            assert len(place.hooks) == 1


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer nothing, for as long as the other side stays."""
    while await reader.read(1000):
        pass
    writer.close()


def _told(steps: list[object], work: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """The same work, of which the first argument is written down."""

    async def done(first: object, *more: object) -> object:
        steps.append(first)
        return await work(first, *more)

    return done


def _breaking(verb: Callable[..., Awaitable[object]]) -> Callable[..., Awaitable[object]]:
    """A verb of the store that is committed, but nobody hears of it any more."""

    async def broken(*asked: object, **more: object) -> object:
        await verb(*asked, **more)
        raise StoreDown("gone")

    return broken


def _by_key(found: Sequence[Any]) -> dict[bytes, list[bytes]]:
    return {key: [one.value for one in found if one.key == key] for key in {one.key for one in found}}


def _bytes_of(record: Any) -> list[bytes]:
    return [
        record.key or b"",
        record.value or b"",
        *(it for pair in record.headers for it in (pair[0].encode(), pair[1])),
    ]


def topic_of(change: dict[str, str]) -> str:
    """The gateway's own topic."""
    return change["[http]"].split('topic = "')[1].split('"')[0]


def instead_of_hook(topic: str) -> str:
    """The café's subscription with a topic instead of its webhook."""
    way = (
        f'topic = {{ name = "{topic}", reader = "User:cafe", reader_group = "cafe",'
        " partitions = 3, replication = 1, min_insync = 1 }"
    )
    return f'{BEFORE_HOOK}{way}\npayload = "extract"\n# instead of: '


def config(folder: Path) -> Path:
    """A settings file that names the data folder of the town, for the command line."""
    path = folder / "ask.toml"
    path.write_text('[gateway]\nname = "town"\ndata_dir = "data"\n[keys]\nmaster_key_file = "master.key"\n')
    return path
