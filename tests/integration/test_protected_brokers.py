"""Brokers that demand TLS and a name: the settings get us in, wrong ones are told, and the rules we print suffice."""

import asyncio
import os
import secrets
import sys
from collections.abc import Iterator
from pathlib import Path

import aiohttp
import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.errors import GroupAuthorizationFailedError, TopicAuthorizationFailedError

from adapters.kafka.connection import Connection, Login
from gateway.settings.brokers import connection_of
from gateway.settings.loading import parse
from gateway.topics.acls import acls
from tests.certificates import Authority
from tests.faults.receivers import receiving
from tests.faults.rig import Rig
from tests.faults.senders import Sender
from tests.faults.senders import referral as sent
from tests.faults.settings import settings
from tests.integration.test_kafka_gateway import BEFORE_HOOK, instead_of_hook
from tests.kafka_broker import NoBroker
from tests.kafka_topics import made
from tests.patience import SECONDS
from tests.protected_broker import USERS, Protected, all_hung_up, allow, protected
from tests.town import referral, town

pytestmark = pytest.mark.kafka
_TABLES = """
[backbone]
kind = "kafka"
topic = "{topic}"
timeout_seconds = 10
[backbone.keep]
replication = 1
min_insync = 1
[kafka]
servers = ["{servers}"]
{login}
"""
_SASL = 'sasl = {{ mechanism = "{mechanism}", user = "{user}", password_env = "NWD_KAFKA_PASSWORD" }}'


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Protected]:
    try:
        made_up = protected(tmp_path_factory.mktemp("protected"))
    except NoBroker as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error), pytrace=False)
        pytest.skip(f"NO KAFKA, NOT TESTED: {error}")
    yield made_up
    made_up.cluster.kill()


@pytest.fixture
def topic() -> str:
    return f"events.{secrets.token_hex(4)}"


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "NWD_KAFKA_PASSWORD", USERS["nwd"])


def tables(broker: Protected, topic: str, *, way: str, authority: Authority | None = None) -> str:
    """The settings that get in by a SASL mechanism, or by a certificate of this name."""
    tls = f"tls.ca_file = '{(authority or broker.authority).file}'"
    if way.startswith(("SCRAM", "PLAIN")):
        login = f"{tls}\n{_SASL.format(mechanism=way, user='nwd')}"
        return _TABLES.format(topic=topic, servers=broker.sasl, login=login)
    certificate, key = broker.authority.sign(way)
    login = f"{tls}\ntls.certificate_file = '{certificate}'\ntls.key_file = '{key}'"
    return _TABLES.format(topic=topic, servers=broker.certificates, login=login)


def ours(topic: str) -> list[str]:
    """The rules by which the gateway itself may use its topic, as `nwd topics acls` prints them."""
    text = FIRST + _TABLES.format(topic=topic, servers="b:1", login="")
    return list(acls(parse(text, folder=Path())))


FIRST = """
[gateway]
name = "town"
data_dir = "data"
mode = "test"
[keys]
master_key_file = "master.key"
"""


async def asked(folder: Path, tables: str, do: str) -> tuple[int | None, str]:
    """The exit code of `nwd topics` with these settings, and what it says of faults."""
    (folder / "nwd.toml").write_text(FIRST + tables)
    order = ("-m", "gateway.cli.main", "topics", do, "--config", str(folder / "nwd.toml"))
    process = await asyncio.create_subprocess_exec(sys.executable, *order, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    return process.returncode, said.decode()


@pytest.mark.parametrize("way", ["SCRAM-SHA-512", "SCRAM-SHA-256", "PLAIN", "nwd"])
async def test_whoever_shows_a_name_gets_in(way: str, broker: Protected, topic: str, tmp_path: Path) -> None:
    """By password of either kind or by certificate, always over TLS: the topic is made with the rules we print."""
    await allow(broker.cluster.servers, ours(topic))

    assert (await asked(tmp_path, tables(broker, topic, way=way), "apply"))[0] == 0


async def test_a_wrong_password_is_told(
    broker: Protected, topic: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit 2 and why, without the password."""
    monkeypatch.setitem(os.environ, "NWD_KAFKA_PASSWORD", "not-the-password")

    code, said = await asked(tmp_path, tables(broker, topic, way="SCRAM-SHA-512"), "plan")

    assert code == 2
    assert f"the brokers at `{broker.sasl}` refused" in said
    assert "not-the-password" not in said


async def test_brokers_of_another_authority_are_not_spoken_to(broker: Protected, topic: str, tmp_path: Path) -> None:
    """A certificate that the settings do not trust ends it before any password is sent."""
    stranger = Authority(tmp_path, "stranger")

    code, said = await asked(tmp_path, tables(broker, topic, way="PLAIN", authority=stranger), "plan")

    assert (code, "CERTIFICATE_VERIFY_FAILED" in said) == (2, True)


async def test_without_our_certificate_the_door_stays_shut(broker: Protected, topic: str, tmp_path: Path) -> None:
    """The port for certificates takes nobody without one."""
    login = f"tls.ca_file = '{broker.authority.file}'"
    text = _TABLES.format(topic=topic, servers=broker.certificates, login=login)

    assert (await asked(tmp_path, text, "plan"))[0] == 2


async def test_a_referral_goes_through_and_each_reads_only_its_own(
    broker: Protected, topic: str, tmp_path: Path
) -> None:
    """With nothing but the printed rules the gateway works, the café reads its own topic, and nothing else."""
    theirs = await made(broker.cluster.servers, f"cafe.{secrets.token_hex(4)}")
    await made(broker.cluster.servers, topic)
    change = {"[http]": tables(broker, topic, way="SCRAM-SHA-512") + "[http]", BEFORE_HOOK: instead_of_hook(theirs)}
    async with all_hung_up(), town(tmp_path, change=change) as place:
        read = parse(place.settings, folder=tmp_path)
        await allow(broker.cluster.servers, acls(read))
        cafe = connection_of(read)
        cafe = Connection(cafe.servers, "cafe", cafe.tls, Login("SCRAM-SHA-512", "cafe", USERS["cafe"]))

        assert "MSA|AA" in await place.send(referral(1))

        assert await may_read(cafe, theirs, group="cafe-app") == 1
        with pytest.raises(TopicAuthorizationFailedError):
            await may_read(cafe, topic, group="cafe-app")
        with pytest.raises(GroupAuthorizationFailedError):
            await may_read(cafe, theirs, group="town.fan-out")


async def test_brokers_that_refuse_us_stop_no_intake(broker: Protected, topic: str, tmp_path: Path) -> None:
    """With a wrong password messages are taken in and told all the same, and readiness says what is wrong."""
    more = tables(broker, topic, way="SCRAM-SHA-512").replace("timeout_seconds = 10", "direct_after_seconds = 0")
    async with receiving() as receiver:
        gateway = Rig(
            settings(tmp_path, receiver.port, "cafe", more=more), environment={"NWD_KAFKA_PASSWORD": "not-the-password"}
        )
        assert await gateway.start()

        await Sender().send(gateway.ports["mllp.engine"], [sent(1, to="CAFE")])

        await receiver.until(lambda: len(receiver.came) == 1)
        async with aiohttp.ClientSession() as session, session.get(f"{gateway.ports['http']}/readyz") as answer:
            assert answer.status == 200
            assert "backbone: " in await answer.text()
        await gateway.end()


async def may_read(connection: Connection, topic: str, *, group: str) -> int:
    """How many records of the topic come to a reader in this group, at least one."""
    options = connection.options() | {"group_id": group, "auto_offset_reset": "earliest"}
    consumer = AIOKafkaConsumer(topic, **options)
    try:
        await consumer.start()
        found = await consumer.getmany(timeout_ms=SECONDS * 1000)
        return sum(map(len, found.values()))
    finally:
        await consumer.stop()
