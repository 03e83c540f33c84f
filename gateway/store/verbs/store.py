"""The store's door: each verb is one whole transaction, over a batch where there are many."""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from gateway.store.verbs.asking import Access, HeldRequest, HeldReview, RequestDraft
from gateway.store.verbs.delivery import (
    EventRow,
    Lease,
    Most,
    Outgoing,
    Release,
    ReleaseFate,
    Router,
    Settlement,
    Timer,
)
from gateway.store.verbs.erasing import Erasure, Nobody, Remains
from gateway.store.verbs.intake import Acceptance, AuditDraft, Candidate, IdentityClaim, Match, Receipt
from gateway.store.verbs.reading import (
    AuditHead,
    AuditLine,
    Config,
    Counts,
    Decided,
    DeliveryRow,
    Disclosure,
    Dossier,
    InboxEntry,
    Located,
    MessageRow,
    StuckRow,
)

Matcher = Callable[[IdentityClaim, Sequence[Candidate]], Match]


class Store(Protocol):
    """What the house remembers. Any verb may raise `StoreDown`; then nothing of it was committed.

    Verbs called at the same time may share one commit; none returns before its commit is on disk.
    """

    async def accept(self, acceptance: Acceptance) -> Receipt:
        """Commit a message: dedupe, match, number and seal, all or nothing."""
        ...

    async def unrouted(self, limit: int) -> Sequence[EventRow]:
        """Committed events that have not been fanned out, by row status, oldest first per patient."""
        ...

    async def outgoing(self, *, now: int, until: int, limit: int) -> Sequence[Outgoing]:
        """Events to put on the backbone, promised to the caller; one not fanned out by `until` comes again."""
        ...

    async def begin_rebuild(self, parts: Sequence[str], lost: Sequence[str]) -> Mapping[str, int]:
        """Before topics are filled again: those of the parts that are lost start from nothing.

        Returns how far each part is that is not done, also of one that was broken off; `end_rebuild` ends it.
        """
        ...

    async def end_rebuild(self, part: str) -> None:
        """Nothing of a part is left."""
        ...

    async def republish(self, after: int, *, limit: int) -> Sequence[int]:
        """Let the next events behind row `after` that are not fanned out go out at once; returns their rows."""
        ...

    async def history(self, after: int, *, since: int, limit: int) -> Sequence[tuple[int, Outgoing]]:
        """Events fanned out already and committed since then, in order from row `after`, to be published again."""
        ...

    async def published_again(self, part: str, at: int) -> None:
        """The backbone has the history as far as this row."""
        ...

    async def delivered(self, subscription: str, after: int, *, since: int, limit: int) -> Sequence[tuple[int, int]]:
        """Rows and lanes of what was delivered by a subscription since then, in order from row `after`."""
        ...

    async def send_again(self, part: str, lanes: Mapping[int, Sequence[int]], *, now: int) -> int:
        """Queue again the deliveries of whole lanes, lane by lane upwards; each is decided again, under its own id.

        Of a lane that the part has reached before nothing is queued.
        """
        ...

    async def not_gone(self, events: Sequence[UUID]) -> None:
        """These could not be published: let them come again at once."""
        ...

    async def fan_out(self, events: Sequence[UUID], router: Router, *, now: int) -> int:
        """Make one delivery for each (event, recipient); twice has one effect.

        What was committed earlier about the same person and is not fanned out yet goes first, so that the order
        of a person's events never depends on the order in which the backbone brings them.
        """
        ...

    async def claim(
        self, worker: str, *, now: int, until: int, most: Most, without: Sequence[str] = ()
    ) -> Sequence[Lease]:
        """Lease lanes whose head is due, up to so many of each recipient, each under a higher fence than any before."""
        ...

    async def due(self, *, now: int, without: Sequence[str] = ()) -> bool:
        """True when some lane is due; reads only, so that idle workers write nothing."""
        ...

    async def release(self, releases: Sequence[Release]) -> Sequence[ReleaseFate]:
        """Compare epochs and fences, then commit attempts, decisions and audit together."""
        ...

    async def settle(self, settlements: Sequence[Settlement]) -> None:
        """Record how attempts ended and give the lanes back; a lost fence settles nothing."""
        ...

    async def timers_due(self, worker: str, *, now: int, until: int, limit: int) -> Sequence[Timer]:
        """Lease timers that have come due; `accept` with `fires_timer` ends one."""
        ...

    async def locate(self, reference: str) -> Located | None:
        """Where an outside reference `Type/id` leads; None for anything that never was."""
        ...

    async def find(self, claim: IdentityClaim, matcher: Matcher) -> str | None:
        """`Patient/<id>` of the certain patient whom a claim names; None otherwise."""
        ...

    async def load(self, patient: int, references: Sequence[str] | None, *, now: int) -> Dossier:
        """One snapshot of a person: the named resources (None: all current ones) and all that decides.

        Of nobody (row 0) it is empty, by the same work: what a refusal of somebody on record costs.
        """
        ...

    async def versions(self, reference: str) -> Sequence[int]:
        """The version numbers of a resource, oldest first."""
        ...

    async def inbox(self, service: str, *, limit: int, before: int | None) -> Sequence[InboxEntry]:
        """Referrals addressed to a service, newest first, older than the row `before`."""
        ...

    async def disclose(self, disclosures: Sequence[Disclosure]) -> Sequence[bool]:
        """Commit the audit of answers; False where an epoch has moved and the answer must be made again."""
        ...

    async def stand(self, decided: Sequence[Decided]) -> Sequence[bool]:
        """Whether each decision stands as it was made: no epoch of it has moved since."""
        ...

    async def note(self, audit: Sequence[AuditDraft], *, now: int, patient: int | None = None) -> None:
        """Commit audit entries that no other change comes with; of a patient, sealed under the patient's key."""
        ...

    async def first_use(self, token_id: str, *, expires_at: int) -> bool:
        """True the first time that a client assertion's id is seen."""
        ...

    async def join(
        self, loser: int, keeper: int, *, audit: AuditDraft, now: int, tells: Acceptance | None = None
    ) -> int:
        """Join two patient rows as one person; returns the keeper's epoch. Nothing widens by it.

        `tells` is committed with it where a refusal under one may stop what was shared of the other: it tells so.
        """
        ...

    async def holders(self, patient: int, *, by: str, reference: str) -> Sequence[tuple[str, int]]:
        """The services that were sent or shown something of a person, and since when; asking is audited."""
        ...

    async def ask(self, draft: RequestDraft, *, now: int) -> str:
        """Keep a request to a clinical team; returns `Request/<id>`, also for one about nobody whom we know."""
        ...

    async def requests(self, team: str) -> Sequence[HeldRequest]:
        """Requests to a team that nobody has answered, oldest first."""
        ...

    async def request(self, reference: str) -> HeldRequest | None:
        """One request as it stands; None for anything that never was."""
        ...

    async def decline(self, reference: str, note: AuditDraft, *, by: str, now: int) -> bool:
        """Answer a request with no; False when it was answered before. A release is an `accept` that answers it."""
        ...

    async def reviews(self, organisation: str) -> Sequence[HeldReview]:
        """What is drawn for review and open, of people of whom this organisation wrote something."""
        ...

    async def end_review(self, reference: str, note: AuditDraft, *, by: str, finding: str, now: int) -> bool:
        """An officer has looked; False when it is over already."""
        ...

    async def accesses(self, patient: int, note: AuditDraft, *, limit: int) -> Sequence[Access]:
        """Every time that something of a person was shown, sent or opened, newest first; asking is audited."""
        ...

    async def people_of(self, nhs_number: bytes) -> Sequence[str]:
        """Outside references of the certain people who have this number (a keyed hash)."""
        ...

    async def people(self, after: int, *, limit: int) -> Sequence[int]:
        """The rows of everybody on record, a page after this one; who was merged or erased is not among them."""
        ...

    async def identifiers(self, patient: int) -> set[bytes]:
        """A person's numbers as keyed hashes."""
        ...

    async def of_nobody(self, after: int, *, limit: int) -> Sequence[Nobody]:
        """Messages kept of which it was never decided whom they are about."""
        ...

    async def legal_hold(self, patient: int, *, reason: str, by: str, release: bool, now: int) -> int:
        """Place a legal hold on a person, or release every one; returns how many were placed or released."""
        ...

    async def erase(self, erasure: Erasure, *, now: int) -> int | None:
        """Erase a person; returns how many keys were destroyed, None while a legal hold forbids it."""
        ...

    async def erasures(self) -> int:
        """How many erasures there were; when it grows, what is kept beside the store is to be looked through."""
        ...

    async def forget(self) -> None:
        """Let go of what this process remembers of keys that another has destroyed."""
        ...

    async def erased(self, messages: Sequence[UUID]) -> set[UUID]:
        """Those of these messages that were about people who were erased."""
        ...

    async def remains(self, subscriptions: Sequence[str]) -> Sequence[Remains]:
        """When these subscriptions last sent something about whoever was erased."""
        ...

    async def sweep(self, *, now: int, limit: int) -> int:
        """End what has outlived its retention, so many rows of a kind; returns how many kinds have more."""
        ...

    async def gate_epoch(self) -> int:
        """The epoch that policy, agreement, label and client changes raise."""
        ...

    async def apply_config(self, digest: str, toml: bytes, *, by: str, now: int) -> int:
        """Store a configuration version; returns the gate's epoch, raised if the digest is new."""
        ...

    async def config(self) -> Config | None:
        """The configuration applied last; None before the first."""
        ...

    async def messages(
        self, source: str | None, control_id: str | None, *, limit: int, message_id: UUID | None = None
    ) -> Sequence[MessageRow]:
        """Received messages, newest first, with what became of them."""
        ...

    async def raw(self, message_id: UUID) -> bytes | None:
        """A message as it was received; the caller audits first."""
        ...

    async def ledger(self, after: int, *, limit: int) -> Sequence[tuple[int, MessageRow]]:
        """Every message in order of arrival from row `after`, with states, for reconciliation."""
        ...

    async def parked(self) -> Sequence[DeliveryRow]:
        """Deliveries that wait for a person."""
        ...

    async def replay(self, delivery: str, *, by: str, now: int) -> bool:
        """Put a parked delivery back at the head of its lane; it is decided again. False: not parked."""
        ...

    async def peek(self, reference: str) -> Lease | None:
        """A parked delivery as a worker would get it, with nothing leased; None when it is not parked."""
        ...

    async def resolve(self, message_id: UUID, *, by: str, reason: str, now: int) -> bool:
        """A person has looked at a flagged or quarantined message; False when it is not held."""
        ...

    async def skip(self, delivery: str, *, by: str, reason: str, now: int) -> bool:
        """End a parked delivery unsent, by a named person, so that its lane moves on."""
        ...

    async def stuck(self, *, now: int) -> Sequence[StuckRow]:
        """Everything past its deadline."""
        ...

    async def counts(self, *, now: int) -> Counts:
        """Counts by state, oldest ages, and how many are past their deadline."""
        ...

    async def audit_lines(self, writer: str | None, after: int, *, limit: int) -> Sequence[AuditLine]:
        """The audit chain, in order, for export and checking."""
        ...

    async def audit_heads(self) -> Sequence[AuditHead]:
        """The end of every writer's chain."""
        ...

    async def unseal_audit(self, line: AuditLine) -> bytes:
        """The detail of one audit line; the caller audits first."""
        ...

    async def explain(self, message_or_event: UUID) -> Sequence[AuditLine]:
        """The audit lines of decisions on one event, oldest first."""
        ...

    async def addressed(self, message_or_event: UUID) -> frozenset[str]:
        """The services that whoever sent an event or message named as addressees."""
        ...

    async def ping(self) -> None:
        """Raise `StoreDown` unless a write could commit now."""
        ...

    async def close(self) -> None:
        """Finish what is committed and give back the file or the connections."""
        ...
