"""The backbone: what carries committed events from the outbox to those who fan them out, as CloudEvents 1.0."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from gateway.store.verbs.delivery import EventRow
from schemas.clock import from_micros


@dataclass(frozen=True, slots=True)
class Batch:
    """Events to fan out, in order for each patient; `token` is the backbone's own."""

    events: tuple[UUID, ...]
    token: object = None


class Backbone(Protocol):
    """Publishes committed events and hands them out in batches, each at least once."""

    async def publish(self, events: Sequence[EventRow]) -> None:
        """Put events on the backbone; returns when it has them. May be called twice for one event."""
        ...

    def batches(self) -> AsyncIterator[Batch]:
        """Batches as they come; ends when the backbone is closed."""
        ...

    async def done(self, batch: Batch) -> None:
        """The batch is fanned out; it need not come again."""
        ...

    async def close(self) -> None:
        """Stop handing out batches and give back connections."""
        ...


def cloud_event(event: EventRow, *, gateway: str) -> dict[str, object]:
    """The CloudEvents 1.0 attributes of an event; nothing in them tells who it is about."""
    attributes: dict[str, object] = {
        "specversion": "1.0",
        "id": str(event.event_id),
        "source": f"urn:nwd:{gateway}",
        "type": event.type.value,
        "time": from_micros(event.occurred_at).isoformat().replace("+00:00", "Z"),
    }
    if event.trace_parent:
        attributes["traceparent"] = event.trace_parent
    return attributes
