"""The backbone that the settings name."""

from gateway.backbone.kafka import KafkaBackbone
from gateway.backbone.outbox import OutboxBackbone
from gateway.backbone.port import Backbone
from gateway.house import House
from gateway.settings.brokers import connection_of
from gateway.settings.model import Settings


def backbone_of(settings: Settings, house: House) -> Backbone:
    """The backbone; nothing is connected yet. Raises `NotReady` where servers or secrets are missing."""
    if settings.backbone.kind == "outbox":
        return OutboxBackbone(house.store, house.bell)
    chosen = settings.backbone
    connection = connection_of(settings)
    return KafkaBackbone(connection, chosen.topic, gateway=house.name, timeout_seconds=chosen.timeout_seconds)
