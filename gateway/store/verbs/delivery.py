"""From a committed event to a settled delivery: `fan_out`, `claim`, `release`, `settle`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from gateway.store.verbs.intake import Acceptance, AuditDraft
from schemas.events import EventType


@dataclass(frozen=True, slots=True)
class EventRow:
    """A committed event as the relay and the router see it: no content, no identity."""

    event_id: UUID
    type: EventType
    patient: int
    seq: int
    focus: tuple[str, ...]
    addressee: str | None
    origin: str | None
    occurred_at: int
    urgent: bool
    detail: bytes
    trace_parent: str | None
    holders: tuple[str, ...] = ()
    """For `sharing.stopped`: the services that were sent or shown something of this person."""
    linked: tuple[str, ...] = ()
    """The services with a live link to the person; filled for the router, at fan-out."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A committed event on its way to the backbone."""

    event: EventRow
    pseudonym: bytes
    """Keyed hash of the person: what is about one person has one, and nothing can be turned back from it."""
    content: tuple["SealedBody", ...]
    """What the event is about, as it is stored."""


@dataclass(frozen=True, slots=True)
class SealedBody:
    """One stored resource version: AES-256-GCM under the person's data key, worthless once that is destroyed."""

    place: bytes
    """Where it is stored; bound into the ciphertext."""
    key_id: int
    sealed: bytes


@dataclass(frozen=True, slots=True)
class Route:
    """One recipient of an event, by one of its subscriptions."""

    recipient: str
    subscription: str
    digest_seconds: int | None = None
    """Not by itself: gathered, and told with others after this long."""


Router = Callable[[EventRow], Sequence[Route]]


class DeliveryState(StrEnum):
    """Where a delivery stands. The first four are final; parked is open, and somebody owns it."""

    DELIVERED = "delivered"
    WITHHELD = "withheld"
    SUPERSEDED = "superseded"
    SKIPPED = "skipped"
    QUEUED = "queued"
    SENDING = "sending"
    RETRYING = "retrying"
    PARKED = "parked"


@dataclass(frozen=True, slots=True)
class SentBefore:
    """The rendition that earlier attempts carried: its number, and the exact bytes to repeat."""

    number: int
    content_type: str
    control_id: str
    body: bytes
    basis: bytes
    """Hash of what the decision let through; another basis makes a new rendition."""


@dataclass(frozen=True, slots=True)
class Most:
    """How many lanes to lease at once of each recipient, and of those who may have another number."""

    each: int
    of: Mapping[str, int] = field(default_factory=dict)

    def to(self, recipient: str) -> int:
        """The number of one recipient."""
        return self.of.get(recipient, self.each)


@dataclass(frozen=True, slots=True)
class Lease:
    """The head of one lane, held until `until` under a fence that only grows."""

    lane: int
    fence: int
    until: int
    delivery: int
    recipient: str
    subscription: str
    event: EventRow
    attempts: int
    first_tried_at: int | None
    before: SentBefore | None


@dataclass(frozen=True, slots=True)
class RenditionDraft:
    """The bytes about to leave, kept sealed so that a repeat is the same."""

    number: int
    content_type: str
    control_id: str
    body: bytes
    basis: bytes
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """The decision on one leased delivery, to be committed only while its epochs and fence still hold.

    With a rendition, an attempt begins; without one the delivery ends as `ends_as` for `reason`, or is parked.
    """

    delivery: int
    lane: int
    fence: int
    patient: int
    patient_epoch: int
    gate_epoch: int
    at: int
    rendition: RenditionDraft | None
    ends_as: DeliveryState | None = None
    reason: str = ""
    owner: str | None = None
    """Who must look at one that is parked."""
    audit: tuple[AuditDraft, ...] = ()
    tells: Acceptance | None = None
    """A message of the gateway's own that becomes true with this release, and is committed with it."""


class ReleaseFate(StrEnum):
    """released: go on and send. stale: decide again. fenced: another worker holds the lane."""

    RELEASED = "released"
    STALE = "stale"
    FENCED = "fenced"


@dataclass(frozen=True, slots=True)
class Settlement:
    """How one attempt ended, and when the lane may try again."""

    delivery: int
    lane: int
    fence: int
    state: DeliveryState
    detail: str
    at: int
    next_at: int | None = None
    """Not before then; of what is parked, when its lane may go on at the earliest, whatever a person does with it."""
    owner: str | None = None
    """Who must look at a parked delivery."""
    audit: tuple[AuditDraft, ...] = ()
    tells: Acceptance | None = None
    """As in a release: committed with it."""


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that has come due, leased to one process."""

    id: int
    kind: str
    patient: int
    focus: str
    service: str
    due_at: int
