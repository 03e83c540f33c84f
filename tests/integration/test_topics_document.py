"""`nwd topics asyncapi`: the document is sound, and the records on the topics are as it says."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from gateway.cli.main import main
from gateway.settings.loading import parse
from gateway.topics.asyncapi import document
from tests.asyncapi import schema
from tests.integration.test_kafka_gateway import BEFORE_HOOK, TABLES, instead_of_hook
from tests.kafka_topics import made, records
from tests.postgres_server import fresh, server
from tests.town import referral, town

_FIRST = """
[gateway]
name = "town"
data_dir = "data"
[keys]
master_key_file = "master.key"
[backbone]
kind = "kafka"
[kafka]
servers = ["one.example:9093", "two.example:9093"]
tls = {}
sasl = { user = "nwd", password_env = "NWD_KAFKA_PASSWORD" }
[[organisation]]
id = "haven"
name = "Haven"
[[service]]
id = "cafe"
organisation = "haven"
name = "Haven Café"
class = "cafe"
[[subscription]]
id = "cafe-topic"
service = "cafe"
events = ["referral.received"]
topic = { name = "for-cafe", reader = "User:cafe", reader_group = "cafe" }
"""


def test_the_document_keeps_to_the_published_schema(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """AsyncAPI 3.0, with a channel a topic, how each is kept, and how to get in."""
    (tmp_path / "nwd.toml").write_text(_FIRST)

    assert main(["topics", "asyncapi", "--config", str(tmp_path / "nwd.toml")]) == 0

    printed = json.loads(capsys.readouterr().out)
    jsonschema_rs.validator_for(schema()).validate(printed)
    assert set(printed["channels"]) == {"nwd.events", "for-cafe"}
    assert printed["channels"]["for-cafe"]["bindings"]["kafka"]["topicConfiguration"]["retention.ms"] == 604_800_000
    assert {one["protocol"] for one in printed["servers"].values()} == {"kafka-secure"}


def test_a_reference_that_leads_nowhere_would_be_seen() -> None:
    """Every `$ref` of the document leads to something in it."""
    printed = document(parse(_FIRST, folder=Path()))

    for reference in references(printed):
        found: Any = printed
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]
        assert found


@pytest.mark.kafka
@pytest.mark.postgres
async def test_the_records_are_as_the_document_says(
    tmp_path: Path, kafka: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a referral puts on the two topics passes the schema of each, and not that of the other."""
    own, theirs = await made(kafka), await made(kafka)
    with server() as dsn:
        data, keys = await fresh(dsn)
        monkeypatch.setitem(os.environ, "NWD_POSTGRES", data)
        monkeypatch.setitem(os.environ, "NWD_POSTGRES_KEYS", keys)
        change = {"[http]": TABLES.format(name=own, servers=kafka), BEFORE_HOOK: instead_of_hook(theirs)}
        async with town(tmp_path, change=change) as place:
            await place.send(referral(1))
            [sealed], [told] = await records(kafka, own, at_least=1), await records(kafka, theirs, at_least=1)
            printed = document(parse(place.settings, folder=tmp_path))

    payload = {name: payload_of(printed, name) for name in (own, theirs)}
    for name, record in ((own, sealed), (theirs, told)):
        jsonschema_rs.validator_for(payload[name]).validate(json.loads(record.value))
        key = printed["components"]["messages"][name]["bindings"]["kafka"]["key"]
        jsonschema_rs.validator_for(key).validate(record.key.decode())
    assert not jsonschema_rs.validator_for(payload[own]).is_valid(json.loads(told.value))
    assert not jsonschema_rs.validator_for(payload[theirs]).is_valid(json.loads(sealed.value))


def payload_of(printed: Any, topic: str) -> dict[str, Any]:
    """The schema of one topic's records, with whatever it refers to."""
    return {**printed["components"]["messages"][topic]["payload"], "components": printed["components"]}


def references(part: Any) -> Iterator[str]:
    """Every `$ref` in the document."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name == "$ref":
                yield value
            yield from references(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from references(value)
