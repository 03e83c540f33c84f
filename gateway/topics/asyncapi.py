"""What the topics of the settings carry, as an AsyncAPI 3.0 document made from the types that are written to them."""

from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import msgspec

from gateway.settings.model import Settings, Subscription
from gateway.topics.wanted import Topic, wanted
from schemas.cloud_events import CONTENT_TYPE, CloudEvent, ExtractEvent, ReferencesEvent, SealedEvent
from schemas.events import EventType

_BINDING = "0.5.0"
_REF = "#/components/schemas/{name}"
_KINDS: tuple[type[CloudEvent], ...] = (SealedEvent, ReferencesEvent, ExtractEvent)
_KEY = {"type": "string", "pattern": "^[0-9a-f]{32}$", "description": "Keyed hash of the person, for this topic alone."}
_SECURITY = {"PLAIN": "plain", "SCRAM-SHA-256": "scramSha256", "SCRAM-SHA-512": "scramSha512"}


def document(settings: Settings) -> Mapping[str, Any]:
    """The document: a channel a topic, what may stand in it, and who writes and reads."""
    kinds, schemas = msgspec.json.schema_components(_KINDS, ref_template=_REF)
    told = {one.topic.name: one for one in settings.subscription if one.topic is not None}
    topics = {topic.name: topic for topic in wanted(settings)}
    ours = settings.backbone.topic if settings.backbone.kind == "kafka" else None
    by_kind = dict(zip(_KINDS, kinds, strict=True))
    return {
        "asyncapi": "3.0.0",
        "id": f"urn:nwd:{settings.gateway.name}",
        "info": {"title": f"Topics of {settings.gateway.name}", "version": version("nowrongdoor")},
        "defaultContentType": CONTENT_TYPE,
        "servers": _servers(settings),
        "channels": {name: _channel(one, told.get(name)) for name, one in topics.items()},
        "operations": dict(_operation(name, does) for name in topics for does in _does(name, ours)),
        "components": {
            "schemas": schemas,
            "messages": {name: _message(told.get(name), by_kind) for name in topics},
            "securitySchemes": _schemes(settings),
        },
    }


def _channel(topic: Topic, told: Subscription | None) -> Mapping[str, Any]:
    whose = "the gateway's own; nobody else may read it" if told is None else f"for the service `{told.service}`"
    kept = {
        "cleanup.policy": [topic.settings["cleanup.policy"]],
        "retention.ms": int(topic.settings["retention.ms"]),
    }
    binding = {
        "topic": topic.name, "partitions": topic.partitions, "replicas": topic.replication,
        "topicConfiguration": kept, "bindingVersion": _BINDING,
    }  # fmt: skip
    return {
        "address": topic.name,
        "description": f"Events, {whose}.",
        "messages": {"event": {"$ref": f"#/components/messages/{topic.name}"}},
        "bindings": {"kafka": binding},
    }


def _message(told: Subscription | None, kinds: Mapping[type[CloudEvent], Mapping[str, Any]]) -> Mapping[str, Any]:
    if told is None:
        events: Sequence[EventType] = tuple(EventType)
        payload = kinds[SealedEvent]
    else:
        events = told.events
        payload = kinds[ExtractEvent if told.payload == "extract" else ReferencesEvent]
    only = {"properties": {"type": {"enum": sorted({one.value for one in events})}}}
    return {
        "name": "event",
        "contentType": CONTENT_TYPE,
        "payload": {"allOf": [payload, only]},
        "bindings": {"kafka": {"key": _KEY, "bindingVersion": _BINDING}},
    }


def _does(name: str, ours: str | None) -> tuple[str, ...]:
    return ("send", "receive") if name == ours else ("send",)


def _operation(name: str, does: str) -> tuple[str, Mapping[str, Any]]:
    channel = f"#/channels/{name}"
    return f"{does}-{name}", {
        "action": does,
        "channel": {"$ref": channel},
        "messages": [{"$ref": f"{channel}/messages/event"}],
    }


def _servers(settings: Settings) -> Mapping[str, Any]:
    protocol = "kafka-secure" if settings.kafka.tls else "kafka"
    security = [{"$ref": f"#/components/securitySchemes/{name}"} for name in _schemes(settings)]
    return {
        f"broker-{number}": {"host": host, "protocol": protocol, **({"security": security} if security else {})}
        for number, host in enumerate(settings.kafka.servers, 1)
    }


def _schemes(settings: Settings) -> Mapping[str, Any]:
    sasl, tls = settings.kafka.sasl, settings.kafka.tls
    if sasl is not None:
        return {"login": {"type": _SECURITY[sasl.mechanism]}}
    return {"certificate": {"type": "X509"}} if tls is not None and tls.certificate_file is not None else {}
