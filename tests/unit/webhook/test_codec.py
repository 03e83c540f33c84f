"""What a webhook carries."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import orjson

from adapters.contract import Outcome, Recipient, Released
from adapters.webhook.codec import WebhookCodec, WebhookProfile
from schemas.events import EventType

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RELEASED = Released(
    event_id=UUID(int=1),
    rendition_id=UUID(int=2),
    event_type=EventType.REFERRAL_RECEIVED,
    occurred_at=NOON,
    released_at=NOON,
    recipient=Recipient(service="haven", name="Haven Crisis Café", organisation="Haven"),
    patient={"resourceType": "Patient", "name": [{"text": "CANARY-NAME"}]},
    resources=({"resourceType": "ServiceRequest", "id": "CANARY-ID"},),
    references=("ServiceRequest/abc",),
    attribution="Northmoor Trust",
    warnings=("identity unverified",),
)


def test_webhook_carries_ids_only():
    """By default nothing about the person is in the body, only what to fetch."""
    rendition = WebhookCodec(WebhookProfile()).encode(RELEASED)

    event = orjson.loads(rendition.body)
    assert b"CANARY" not in rendition.body
    assert event["data"]["references"] == ["ServiceRequest/abc"]
    assert event["data"]["notices"] == ["identity unverified"]


def test_event_is_counted_by_its_rendition():
    """The CloudEvents id and `webhook-id` are the rendition's id."""
    rendition = WebhookCodec(WebhookProfile()).encode(RELEASED)

    assert rendition.control_id == orjson.loads(rendition.body)["id"] == str(UUID(int=2))


def test_same_release_has_the_same_bytes():
    """Nothing in the body changes with the moment of sending."""
    codec = WebhookCodec(WebhookProfile())

    assert codec.encode(RELEASED).body == codec.encode(replace(RELEASED)).body


def test_extract_is_a_choice():
    """A subscription may ask for the released content itself."""
    rendition = WebhookCodec(WebhookProfile(payload="extract")).encode(RELEASED)

    assert orjson.loads(rendition.body)["data"]["patient"]["name"] == [{"text": "CANARY-NAME"}]


def test_nothing_comes_in_by_webhook():
    """A webhook is a way out; what is given to it is refused with a reason."""
    decoded = WebhookCodec(WebhookProfile()).decode(b"{}", received_at=NOON)

    assert decoded.outcome is Outcome.REFUSED
    assert decoded.issues
