"""How many deliveries may be in flight at once."""

from pathlib import Path

from gateway.delivery.room import at_once, leased_at_once
from gateway.parties import Directory, directory
from gateway.settings.loading import parse
from tests.unit.gateway.test_route import SETTINGS

_MORE = """
[[partner]]
id = "engine"
organisation = "trust"
service = "cmht"
adapter = "hl7v2"
[partner.send]
host = "127.0.0.1"
port = 9
[[subscription]]
id = "cmht-wire"
service = "cmht"
events = ["referral.opened"]
partner = "engine"
[[subscription]]
id = "cafe-topic"
service = "cafe"
events = ["care-plan.updated"]
topic = { name = "cafe", reader = "User:cafe", reader_group = "cafe" }
[kafka]
servers = ["127.0.0.1:9"]
"""


def parties(workers: int) -> Directory:
    text = SETTINGS.replace('owner = "ops"', f'owner = "ops"\ndelivery_workers = {workers}') + _MORE
    return directory(parse(text, folder=Path()))


def test_whoever_has_a_topic_has_more_in_hand() -> None:
    """Eight times as many; everybody else has as many as the settings say."""
    most = leased_at_once(parties(3))

    assert (most.to("cafe"), most.to("cmht"), most.to("who-is-not-known")) == (24, 3, 3)


def test_a_webhook_beside_a_topic_gets_no_more_at_once() -> None:
    """Only the topic does; a wire takes one message at a time, and what leads nowhere is parked soon enough."""
    found = [at_once(parties(3), name) for name in ("cafe-topic", "cafe-hook", "cmht-wire", "gone")]

    assert found == [24, 3, 1, 3]
