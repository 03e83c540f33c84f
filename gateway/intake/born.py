"""What is born in the gateway itself: acts of named people and notices, as messages of the source `nwd`."""

from dataclasses import dataclass, replace
from uuid import UUID

from adapters.contract import Outcome
from gateway.house import House
from gateway.store.verbs.intake import Acceptance, AuditDraft, Draft, EventDraft, KnownPatient, OnConflict
from gateway.telemetry.trace import current_parent
from schemas.clock import micros
from schemas.ids import GATEWAY_SOURCE, event_id, message_id


@dataclass(frozen=True, slots=True)
class Born(Acceptance):
    """An acceptance under construction."""

    def with_events(self, *events: EventDraft) -> "Born":
        """The same with these events."""
        return replace(self, events=events)

    def with_drafts(self, *drafts: Draft) -> "Born":
        """The same with these resources."""
        return replace(self, drafts=drafts)

    def answering(self, timer: int) -> "Born":
        """The same, which ends a timer."""
        return replace(self, fires_timer=timer)


def born(
    house: House, patient: int, control_id: str, body: bytes, *, kind: str, actor: str, detail: bytes = b"{}"
) -> Born:
    """A message of the gateway's own about a known person; the same control id and body have one effect."""
    name: UUID = message_id(GATEWAY_SOURCE, control_id, body)
    return Born(
        message_id=name,
        source=GATEWAY_SOURCE,
        control_id=control_id,
        kind=kind,
        adapter=GATEWAY_SOURCE,
        raw=body,
        received_at=micros(house.clock.now()),
        outcome=Outcome.ACCEPTED,
        reply=b"",
        who=KnownPatient(patient),
        on_conflict=OnConflict.REFUSE,
        audit=(AuditDraft(kind, actor, "done", detail, event_id(name, 0)),),
        trace_parent=current_parent(),
    )
