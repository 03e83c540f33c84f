"""`nwd topics` on a real Apache Kafka: what is missing is made, what is wrong is said and mended."""

import asyncio
import secrets
from pathlib import Path

import pytest

from gateway.cli.main import main
from tests.kafka_topics import made

pytestmark = pytest.mark.kafka
_TABLES = """
[backbone]
kind = "kafka"
topic = "{name}"
[backbone.keep]
partitions = {partitions}
replication = {replication}
min_insync = 1
[kafka]
servers = ["{servers}"]
"""

_TO_CAFE = """
[[subscription]]
id = "cafe"
service = "cafe"
events = ["referral.opened"]
[subscription.topic]
name = "{name}"
reader = "User:cafe"
reader_group = "cafe"
partitions = 3
replication = 1
min_insync = 1
"""


class Town:
    """A settings file and its command."""

    def __init__(self, folder: Path, servers: str) -> None:
        main(["init", str(folder)])
        self.path, self.servers, self.name = folder / "nwd.toml", servers, f"test.{secrets.token_hex(4)}"
        self.first = self.path.read_text()

    def ask(self, partitions: int = 3, replication: int = 1) -> None:
        tables = _TABLES.format(name=self.name, servers=self.servers, partitions=partitions, replication=replication)
        self.path.write_text(self.first + tables)

    def topics(self, do: str) -> int:
        return main(["topics", do, "--config", str(self.path)])


@pytest.fixture
def place(tmp_path: Path, kafka: str) -> Town:
    town = Town(tmp_path, kafka)
    town.ask()
    return town


def test_what_is_missing_is_planned_made_and_then_sound(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Plan says what would be made and makes nothing; apply makes it; then there is nothing to do."""
    capsys.readouterr()
    assert [place.topics("plan"), place.topics("plan"), place.topics("apply"), place.topics("plan")] == [1, 1, 0, 0]

    said = capsys.readouterr().out
    assert said.count(f"to do: {place.name}: create with 3 partitions, replication 1, cleanup.policy=delete") == 2
    assert f"doing: {place.name}: create" in said
    assert "topics are as the settings say" in said


def test_settings_that_lose_records_are_said_and_mended(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """A topic made by hand with unsafe settings is not taken as it is; what else stands on it stays."""
    unsafe = {"unclean.leader.election.enable": "true", "retention.ms": "1000", "segment.ms": "60000"}
    asyncio.run(made(place.servers, place.name, partitions=1, settings=unsafe))
    capsys.readouterr()

    assert place.topics("plan") == 1
    said = capsys.readouterr().out
    assert "unclean.leader.election.enable: true -> false (as it is, a copy that lags may become the leader" in said
    assert "retention.ms: 1000 -> 604800000" in said
    assert "add partitions: 1 -> 3" in said
    assert place.topics("apply") == 0


def test_a_recipients_topic_takes_no_old_record(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Made by hand it would take any; apply mends it, and the gateway's own topic is left as it is."""
    name = f"{place.name}.cafe"
    asyncio.run(made(place.servers, name))
    place.first += _TO_CAFE.format(name=name)
    place.ask()
    capsys.readouterr()

    assert [place.topics("plan"), place.topics("apply"), place.topics("plan")] == [1, 0, 0]

    said = capsys.readouterr().out
    assert f"{name}: set message.timestamp.before.max.ms: 9223372036854775807 -> 5000 (as it is, a record that" in said
    assert f"{name}: set message.timestamp.after.max.ms: 3600000 -> 5000" in said
    assert f"{place.name}: set message" not in said


@pytest.mark.parametrize(
    ("change", "said"), [({"partitions": 2}, "they can only grow"), ({"replication": 2}, "has 1 copies")]
)
def test_what_no_command_can_mend_is_refused(
    change: dict[str, int], said: str, place: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    """Fewer partitions or more copies need a hand: said, and exit 1 even after apply."""
    assert place.topics("apply") == 0
    place.ask(**change)
    capsys.readouterr()

    assert place.topics("apply") == 1

    assert f"by hand: {place.name}" in (told := capsys.readouterr().out)
    assert said in told


def test_brokers_that_are_away_are_said(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit 2 and where it looked, so that nobody takes silence for agreement."""
    place.servers = "127.0.0.1:1"
    place.ask()

    assert place.topics("plan") == 2

    assert "the brokers at `127.0.0.1:1` refused" in capsys.readouterr().err


def test_before_a_gateway_starts_it_holds_nothing_up(place: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Workers that start while brokers are away work all the same: events go round them."""
    place.servers = "127.0.0.1:1"
    place.ask()

    assert main(["topics", "apply", "--go-on", "--config", str(place.path)]) == 0

    assert "the brokers at `127.0.0.1:1` refused" in capsys.readouterr().err
