"""What the gate and the API load, in one snapshot, and how they commit that something was shown."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from gateway.store.verbs.intake import AuditDraft, Identity
from schemas.nhs_number import masked

MARK = re.compile(r"~[0-9a-f]{20}\Z")
"""What stands behind an id that is not kept as it was sent."""


@dataclass(frozen=True, slots=True)
class Held:
    """One resource as it stands, unsealed."""

    reference: str
    """Outside reference, `Type/id`."""
    row: int
    type: str
    version: int
    body: bytes
    label: bytes
    label_version: str
    written_by_service: str | None
    written_by_organisation: str | None
    addressed_to: str | None
    status: str | None
    stored_at: int
    home: int = 0
    """Under whose key it was sealed first: after a merge, the record from which it came."""
    by_act: bool = False
    """A Task that stands as an act at this gateway left it; what a message says of it last is nobody's act here."""


@dataclass(frozen=True, slots=True)
class HeldLink:
    """A link with its times; `until` None means that it is open."""

    service: str
    basis: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class HeldOverride:
    """A break-glass grant on record."""

    id: str
    person: str
    service: str
    ground: str
    reason: bytes
    until: int
    released_by: str | None = None


@dataclass(frozen=True, slots=True)
class HeldCircumstance:
    """What was recorded of how somebody's information may be used, and holds now."""

    kind: str
    subject: str
    item: str
    service: str
    person: str
    since: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything on one person that a decision needs, with the epochs that it was read at."""

    patient: int
    patient_epoch: int
    gate_epoch: int
    identity: Identity
    restricted: bool
    deceased: bool
    resources: tuple[Held, ...]
    """The current version of each resource asked for."""
    consents: tuple[Held, ...]
    links: tuple[HeldLink, ...]
    overrides: tuple[HeldOverride, ...] = ()
    candidates: tuple["Dossier", ...] = ()
    """Whom an unverified person might be: their consents and restriction, nothing else."""
    merged_at: int | None = None
    """When the last other record was made one with this; None when none ever was."""
    circumstances: tuple[HeldCircumstance, ...] = ()
    tells_where: tuple[bytes, ...] = ()
    """Of whoever is or may be restricted, and of who they may be: every version of each record that holds a place."""
    relatives: tuple[Held, ...] = ()
    """Each RelatedPerson, whatever was asked for: whose names no text may tell to whoever may not see them."""


@dataclass(frozen=True, slots=True)
class Located:
    """Where an outside reference leads."""

    row: int
    type: str
    patient: int


@dataclass(frozen=True, slots=True)
class InboxEntry:
    """One referral addressed to a service."""

    patient: int
    reference: str
    status: str | None
    received_at: int


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Something about to be shown or refused: binding only while both epochs still hold."""

    patient: int | None
    patient_epoch: int
    gate_epoch: int
    at: int
    service: str
    references: tuple[str, ...]
    audit: tuple[AuditDraft, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """At which epochs something was decided on a person."""

    patient: int
    patient_epoch: int
    gate_epoch: int


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One received message, as an operator may see it: structure, times and states, no content."""

    message_id: UUID
    source: str
    control_id: str
    kind: str
    outcome: str
    received_at: int
    issues: bytes
    """Where and why, never patient data."""
    deliveries: tuple["DeliveryRow", ...]

    @property
    def shown_id(self) -> str:
        """What its sender calls it, as an operator may see it: some senders use the number of the person."""
        return masked(MARK.sub("", self.control_id))


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """One delivery as an operator may see it."""

    id: str
    """Outside id."""
    event_id: UUID
    event_type: str
    recipient: str
    state: str
    reason: str
    attempts: int
    created_at: int
    changed_at: int
    next_at: int | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Config:
    """A configuration as it was applied, and the gate's epoch since."""

    version: int
    digest: str
    toml: bytes
    applied_by: str
    applied_at: int
    gate_epoch: int


@dataclass(frozen=True, slots=True)
class StuckRow:
    """Something past its deadline, and who owns it."""

    what: str
    id: str
    since: int
    owner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts by state and the age of the oldest open thing of each kind, for metrics."""

    by_state: dict[str, int]
    oldest_at: dict[str, int]
    past_deadline: dict[str, int] = field(default_factory=dict)
    """By kind, how many stand on the list of what is stuck."""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One link of the audit chain as it is exported: the hash runs over ciphertext."""

    writer: str
    number: int
    at: int
    action: str
    actor: str
    outcome: str
    event_id: UUID | None
    sealed_detail: bytes
    previous: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class AuditHead:
    """The end of one writer's chain."""

    writer: str
    number: int
    hash: bytes
    closed: bool
