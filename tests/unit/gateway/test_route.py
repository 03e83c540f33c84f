"""Who is told of an event."""

from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from gateway.parties import directory
from gateway.relay.route import router
from gateway.settings.loading import parse
from gateway.store.verbs.delivery import EventRow
from schemas.events import EventType

SETTINGS = """
[gateway]
name = "g"
data_dir = "d"
mode = "test"
[keys]
master_key_file = "k"
[operations]
owner = "ops"
[[organisation]]
id = "trust"
name = "Trust"
[[organisation]]
id = "haven"
name = "Haven"
[[service]]
id = "cmht"
organisation = "trust"
name = "CMHT"
class = "cmht"
[[service]]
id = "cafe"
organisation = "haven"
name = "Café"
class = "cafe"
[[subscription]]
id = "cafe-hook"
service = "cafe"
events = ["referral.received", "care-plan.updated", "sharing.stopped"]
webhook = { url = "http://127.0.0.1:9/x", secret_env = "S" }
[[subscription]]
id = "cafe-second"
service = "cafe"
events = ["care-plan.updated"]
webhook = { url = "http://127.0.0.1:9/y", secret_env = "S" }
[[subscription]]
id = "cmht-hook"
service = "cmht"
events = ["referral.opened", "care-plan.updated", "contact.recorded"]
webhook = { url = "http://127.0.0.1:9/z", secret_env = "S" }
"""
EVENT = EventRow(UUID(int=1), EventType.CARE_PLAN_UPDATED, 1, 1, (), None, "cmht", 0, False, b"{}", None)
LINKED = ("cafe", "cmht")


def routes(event: EventRow) -> list[tuple[str, str]]:
    parties = directory(parse(SETTINGS, folder=Path()))
    return [(one.recipient, one.subscription) for one in router(parties)(event)]


def test_one_delivery_for_a_service_with_two_subscriptions() -> None:
    """One delivery an (event, recipient), not a subscription; the origin is not told what it said."""
    assert routes(replace(EVENT, linked=LINKED)) == [("cafe", "cafe-hook")]


def test_a_service_without_a_link_is_not_told() -> None:
    """A subscription alone entitles to nothing."""
    assert routes(EVENT) == []


@pytest.mark.parametrize(
    ("event", "to"),
    [
        (replace(EVENT, type=EventType.REFERRAL_RECEIVED, addressee="cafe"), [("cafe", "cafe-hook")]),
        (replace(EVENT, type=EventType.REFERRAL_RECEIVED, addressee=None), [("ops", "")]),
        (replace(EVENT, type=EventType.REFERRAL_RECEIVED, addressee="cmht"), [("ops", "")]),
        (replace(EVENT, type=EventType.REFERRAL_OPENED, origin="cmht"), [("cmht", "cmht-hook")]),
        (replace(EVENT, type=EventType.REFERRAL_OPENED, origin="trust"), [("cmht", "cmht-hook")]),
        (replace(EVENT, type=EventType.REFERRAL_UNOPENED, origin="cmht"), [("ops", "")]),
        (replace(EVENT, type=EventType.REFERRAL_HELD, origin="cmht"), []),
        (replace(EVENT, type=EventType.SHARING_STOPPED, holders=("cafe",)), [("cafe", "cafe-hook")]),
        (replace(EVENT, type=EventType.CONTACT_RECORDED, origin="cafe", linked=LINKED), [("cmht", "cmht-hook")]),
    ],
    ids=[
        "addressee",
        "nobody",
        "no-subscription",
        "origin",
        "origin-organisation",
        "no-route",
        "held",
        "holders",
        "contact",
    ],
)
def test_every_event_has_its_audience(event: EventRow, to: list[tuple[str, str]]) -> None:
    """What must reach somebody is held by the operations owner when nobody can be reached."""
    assert routes(event) == to
