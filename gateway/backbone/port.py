"""The backbone: what carries committed events from the outbox to those who fan them out, as CloudEvents 1.0."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from msgspec import UNSET

from gateway.store.verbs.delivery import Outgoing
from schemas.clock import from_micros
from schemas.cloud_events import Sealed, SealedContent, SealedEvent


@dataclass(frozen=True, slots=True)
class Batch:
    """Events to fan out, in order for each patient; `token` is the backbone's own."""

    events: tuple[UUID, ...]
    token: object = None


class BackboneDown(Exception):
    """The backbone did not take the events, or may not have: they are to be published again."""


class Backbone(Protocol):
    """Publishes committed events and hands them out in batches, each at least once."""

    async def publish(self, events: Sequence[Outgoing]) -> None:
        """Put events on the backbone; returns when it has them. May be called twice for one event.

        Raises `BackboneDown`; the caller then publishes the same events again, later.
        """
        ...

    def batches(self) -> AsyncIterator[Batch]:
        """Batches as they come; ends when the backbone is closed. What was not done comes again."""
        ...

    async def done(self, batch: Batch) -> None:
        """The batch is fanned out; it need not come again. Called only after that is committed."""
        ...

    def trouble(self) -> str | None:
        """What keeps it from carrying events now, in fixed words; None when nothing does."""
        ...

    async def close(self) -> None:
        """Stop handing out batches and give back connections."""
        ...


def sealed_event(outgoing: Outgoing, *, gateway: str) -> SealedEvent:
    """The CloudEvent with what it is about, sealed as it is stored: only the gateway's own keys open it."""
    event = outgoing.event
    return SealedEvent(
        id=str(event.event_id),
        source=f"urn:nwd:{gateway}",
        type=event.type,
        time=from_micros(event.occurred_at).isoformat().replace("+00:00", "Z"),
        traceparent=event.trace_parent or UNSET,
        data=SealedContent(tuple(Sealed(one.place.decode(), one.key_id, one.sealed) for one in outgoing.content)),
    )
