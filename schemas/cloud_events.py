"""What is written to Kafka topics and webhooks, as types: CloudEvents 1.0 in structured JSON.

What is sent is made from these types, and so is the AsyncAPI document that describes it.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from schemas.events import EventType

CONTENT_TYPE = "application/cloudevents+json"
Instant = Annotated[str, Meta(description="RFC 3339, UTC.", extra_json_schema={"format": "date-time"})]
EventId = Annotated[str, Meta(description="Count by it.", extra_json_schema={"format": "uuid"})]


class CloudEvent(msgspec.Struct, frozen=True, kw_only=True):
    """The attributes of CloudEvents 1.0; nothing in them tells who it is about."""

    specversion: Literal["1.0"] = "1.0"
    id: EventId
    source: Annotated[str, Meta(description="The gateway.")]
    type: EventType
    time: Instant
    traceparent: Annotated[str, Meta(description="W3C trace context.")] | UnsetType = UNSET
    datacontenttype: Literal["application/json"] = "application/json"


class Sealed(msgspec.Struct, frozen=True):
    """One stored resource version, sealed with AES-256-GCM under the person's own data key."""

    place: Annotated[str, Meta(description="Where it is stored; bound into the ciphertext.")]
    key: Annotated[int, Meta(description="The number of the data key.")]
    body: Annotated[bytes, Meta(description="12 bytes of nonce, then the ciphertext with its tag.")]


class SealedContent(msgspec.Struct, frozen=True):
    """What an event is about, for the gateway's own keys alone."""

    sealed: tuple[Sealed, ...]


class SealedEvent(CloudEvent, frozen=True, kw_only=True):
    """An event on the gateway's own topic."""

    data: SealedContent


class References(msgspec.Struct, frozen=True):
    """What a recipient may fetch."""

    service: Annotated[str, Meta(description="The recipient service.")]
    references: Annotated[tuple[str, ...], Meta(description="`Type/id` of FHIR resources.")]
    notices: Annotated[tuple[str, ...], Meta(description="Plain sentences that must travel with it.")]


class Extract(References, frozen=True):
    """What a recipient may fetch, with what it may see of it."""

    attribution: Annotated[str, Meta(description="Who says so, in words that can be filed.")]
    patient: Annotated[Mapping[str, Any] | None, Meta(description="FHIR R4 Patient, as this recipient may see it.")]
    resources: Annotated[tuple[Mapping[str, Any], ...], Meta(description="FHIR R4, the main one first.")]


class ReferencesEvent(CloudEvent, frozen=True, kw_only=True):
    """An event told to a recipient by ids alone."""

    data: References


class ExtractEvent(CloudEvent, frozen=True, kw_only=True):
    """An event told to a recipient with what it may see of it."""

    data: Extract


def written(event: CloudEvent) -> bytes:
    """The event in structured JSON."""
    return msgspec.json.encode(event)
