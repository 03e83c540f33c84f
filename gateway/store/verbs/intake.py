"""`accept`: everything that one received message, or one act at the API, commits in one transaction.

Instants are whole microseconds since 1970 UTC. Identity travels as keyed hashes (blind indexes) only. Bodies are
JSON bytes; the store seals them under the patient's data key and makes references internal.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from adapters.contract import LinkEffect, Outcome
from schemas.events import EventType
from schemas.fhir.retold import Telling


@dataclass(frozen=True, slots=True)
class IdentityClaim:
    """What a message says of who it is about, as blind indexes; None where it does not say or says it wrongly."""

    organisation: str
    nhs_number: bytes | None = None
    birth_date: bytes | None = None
    family_name: bytes | None = None
    given_name: bytes | None = None
    local: tuple[bytes, ...] = ()
    """Record numbers, each hashed with the system that issued it."""
    told: bytes | None = None
    """The whole of it by this sender, where it is whole: the sender's own unverified record is found by it."""
    apart: bool = False
    """Whoever it is, join nobody."""


@dataclass(frozen=True, slots=True)
class KnownPatient:
    """The act is about a person whom the gateway already holds, by row."""

    patient: int


class Identity(StrEnum):
    """How sure the gateway is of whom a patient row stands for.

    certain: number, birth date and name agree. unverified: reaches its addressee, joined to nothing else.
    """

    CERTAIN = "certain"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A patient row that shares something with a claim, for the matcher to judge."""

    patient: int
    identity: Identity
    nhs_number: bytes | None
    birth_date: bytes | None
    family_name: bytes | None
    given_name: bytes | None
    local: frozenset[bytes]
    told: frozenset[bytes] = frozenset()
    """Who has told all of this, number, birth date and name, of an unverified row: a hash for each sender."""


@dataclass(frozen=True, slots=True)
class Match:
    """The matcher's answer: join this row, or make a new one; and whom an unverified person might be."""

    joins: int | None
    identity: Identity
    candidates: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """One resource to be stored as a new version.

    With a `key` that the same writer has used for the same patient, it is the next version of that resource;
    otherwise it is a new resource. A `resource` row id names the one to follow outright.
    """

    full_url: str
    type: str
    body: bytes
    """JSON without `id`; references to others of this acceptance stand as their full_url."""
    label: bytes
    """The judge's facts on it (`gateway.gate.facts`), opaque to the store."""
    label_version: str
    key: bytes | None = None
    resource: int | None = None
    written_by_service: str | None = None
    written_by_organisation: str | None = None
    addressed_to: str | None = None
    status: str | None = None
    expected_version: int | None = None
    """The version that the writer believes current (If-Match); another one makes the acceptance stale."""
    telling: Telling = Telling.WHOLE
    """Whether what it leaves out is as in the version before."""
    review_by: "ReviewBy | None" = None
    """Of a Consent in force."""


@dataclass(frozen=True, slots=True)
class ReviewBy:
    """Whom a Consent is about, by full_url or reference, and its last moment; None where it has none."""

    whom: tuple[str, ...]
    until: int | None


@dataclass(frozen=True, slots=True)
class EventDraft:
    """An event to be put in the outbox; its `patient.seq` is given under the patient's row lock."""

    event_id: UUID
    type: EventType
    focus: tuple[str, ...]
    """full_urls of drafts, or `Type/id` references already held."""
    occurred_at: int
    addressee: str | None = None
    """The service that a referral is addressed to."""
    origin: str | None = None
    """The service or organisation whose message it was: the one owed an answer."""
    urgent: bool = False
    detail: bytes = b"{}"
    """Facts without patient data that a notice needs (minutes waited, reason code)."""
    gathers: int | None = None
    """A digest timer: the focus is what its deliveries were about, read as the timer ends."""


CANCELLED = "cancelled"
"""The basis of a link draft that ends what referrals began, while none of them is open any more."""
VISIT = "walk-in"
"""The basis of a link whose end lies ahead from its beginning; one that is ended before then has another."""


@dataclass(frozen=True, slots=True)
class LinkDraft:
    """A link to begin or end between the person and a service."""

    service: str
    effect: LinkEffect
    basis: str
    until: int | None = None
    over: tuple[int, ...] = ()
    """The rows of the referrals by which it ends; while another one of it is open it stays."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An event that answers a referral, from a system of who was asked: which referral it may be about."""

    event: UUID
    to: frozenset[str]
    """The services that may answer here: the referral is to one of them."""
    reference: str
    """`ServiceRequest/id` as we gave it, or empty."""
    keys: tuple[frozenset[bytes], ...]
    """The keys under which its writer may have told of it: those of whose number it is said to be before all others."""
    copy: str = ""
    """The full_url of the copy of the referral that it brings along; empty where it brings none."""
    instead: EventDraft | None = None
    """What the event is where the copy is of a referral on record; of none, the event stands as it is."""


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """A break-glass grant to be put on record: to whom, on what ground, in what words, until when."""

    person: str
    service: str
    ground: str
    reason: bytes
    until: int
    released_by: str | None = None
    """The clinician who released it to somebody who asked; None for a professional's own."""
    answers: str | None = None
    """The request that it answers, `Request/<id>`: answered already makes the acceptance stale."""


class CircumstanceKind(StrEnum):
    """What a named person may record of how somebody's information may be used.

    unsafe-carer: contact with this carer is not safe. lacks-capacity: they cannot decide on sharing now.
    known-to-carer: this carer knows this item already. escalated: this note goes to the referrer whole.
    shown-to-person: a professional has looked at this version of this item, and the person may see it.
    """

    UNSAFE_CARER = "unsafe-carer"
    LACKS_CAPACITY = "lacks-capacity"
    KNOWN_TO_CARER = "known-to-carer"
    ESCALATED = "escalated"
    SHOWN_TO_PERSON = "shown-to-person"


@dataclass(frozen=True, slots=True)
class CircumstanceDraft:
    """Something to be put on record, or, where it no longer `holds`, to be ended."""

    kind: CircumstanceKind
    subject: str
    """The carer as `RelatedPerson/<id>`; empty where it is about the person."""
    item: str
    """What the carer knows, as `Type/<id>`, or the person may see, as `Type/<id>/_history/<version>`; else empty."""
    service: str
    person: str
    reason: bytes
    holds: bool = True
    until: int | None = None


@dataclass(frozen=True, slots=True)
class ReviewDraft:
    """Something that a privacy officer may look at afterwards; of `permit`s a part is drawn, of `override`s all."""

    kind: str
    subject: str
    """full_url of a draft, or empty for an override."""
    service: str
    person: str
    drawn: bool


@dataclass(frozen=True, slots=True)
class TimerDraft:
    """Something to look at again at a moment: `unopened` for a referral, `digest` for a summary."""

    kind: str
    focus: str
    service: str
    due_at: int


@dataclass(frozen=True, slots=True)
class AuditDraft:
    """What is to be remembered of this act; `detail` is JSON and is sealed under the patient's key."""

    action: str
    actor: str
    """A service, client, partner or process; a person stands in `detail`."""
    outcome: str
    detail: bytes = b"{}"
    event_id: UUID | None = None


class OnConflict(StrEnum):
    """What to do with the same id and another body: never merged silently, always flagged."""

    TAKE = "take"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Tie:
    """One of these services has a live link, or the organisation brought the person or has a Consent on record."""

    services: frozenset[str]
    organisation: str
    issues: bytes = b"[]"
    """The issues of the message with this one: it was kept apart."""
    lets_in: bool = False
    """The sender's own organisation would see more: that it brought the person is not enough where others told too."""


@dataclass(frozen=True, slots=True)
class Acceptance:
    """All that one message leaves behind, committed together or not at all."""

    message_id: UUID
    source: str
    control_id: str
    kind: str
    adapter: str
    raw: bytes
    received_at: int
    outcome: Outcome
    reply: bytes
    who: IdentityClaim | KnownPatient | None
    """None for what names nobody or is refused: the raw bytes get a key of their own."""
    conflict_reply: Callable[[], bytes] | None = None
    """The reply in case that the id came before with another body; None: the same."""
    on_conflict: OnConflict = OnConflict.TAKE
    issues: bytes = b"[]"
    tie: "Tie | None" = None
    """What the sender must have with a person known here for this to be joined to them; None: nothing."""
    drafts: tuple[Draft, ...] = ()
    events: tuple[EventDraft, ...] = ()
    links: tuple[LinkDraft, ...] = ()
    answers: tuple[AnswerDraft, ...] = ()
    echoes: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """full_url of each copy that an answer brought to the referral on record and its version: it is not kept again."""
    timers: tuple[TimerDraft, ...] = ()
    fires_timer: int | None = None
    """The timer row that this act answers; already fired makes the acceptance stale."""
    override: OverrideDraft | None = None
    circumstances: tuple[CircumstanceDraft, ...] = ()
    review: ReviewDraft | None = None
    merges: tuple[tuple[bytes, ...], ...] = ()
    """Record numbers of this sender that now stand for the person of this message, hashed as in a claim."""
    merge_tie: "Tie | None" = None
    """What the sender must have with both people for its merge to join them; None: nothing."""
    replays: UUID | None = None
    """A held message that this one is put through in the place of: its hold and its unroutable deliveries end."""
    cancels_timers: tuple[str, ...] = ()
    """References whose waiting timers end with this act."""
    audit: tuple[AuditDraft, ...] = ()
    only_if_linked: bool = False
    is_test: bool = False
    raises_epoch: bool = False
    """Consent, restriction, link or merge: decisions made before it no longer hold."""
    restricted: bool | None = None
    deceased: bool | None = None
    trace_parent: str | None = None


class Fate(StrEnum):
    """What became of an acceptance.

    new: committed. repeated: same id and body as before, answered as before. conflict: same id, other body
    (then taken as new and flagged, or refused). stale: an expectation failed, nothing committed.
    unlinked: id kept, body destroyed.
    """

    NEW = "new"
    REPEATED = "repeated"
    CONFLICT_TAKEN = "conflict-taken"
    CONFLICT_REFUSED = "conflict-refused"
    STALE = "stale"
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What `accept` gives back once the commit is on disk."""

    fate: Fate
    message_id: UUID
    reply: bytes
    patient: int | None = None
    identity: Identity | None = None
    references: Mapping[str, str] = field(default_factory=dict)
    """full_url of each draft to its outside reference `Type/id`."""
    versions: Mapping[str, int] = field(default_factory=dict)
    """Outside reference to the version committed."""
    epoch: int | None = None
    """The epoch from which a consent, link, restriction or override binds; None where no decision rests on it."""
