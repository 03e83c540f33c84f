"""What an adapter is: a pure codec from a partner's bytes to FHIR and back, and a sink that sends.

An adapter neither decides nor stores. The gateway hands it bytes and takes back FHIR and a reply; it hands
it what the gate has released and takes back the bytes to send.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable
from uuid import UUID

from pydantic import BaseModel

from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.retold import Telling


class Outcome(StrEnum):
    """What becomes of a message at intake.

    accepted: taken. flagged: taken, and put before a person. quarantined: answered positively, kept sealed,
    without effect, owned by a person. refused: answered negatively, a sealed copy kept.
    """

    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    QUARANTINED = "quarantined"
    REFUSED = "refused"


class Severity(StrEnum):
    """FHIR IssueSeverity."""

    FATAL = "fatal"
    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"


@dataclass(frozen=True, slots=True)
class Issue:
    """One thing that is wrong or doubtful, where it stands and how to mend it; never patient data."""

    severity: Severity
    code: str
    """FHIR IssueType code: `required`, `value`, `structure`, `not-supported`, `duplicate`, ..."""
    where: str
    """The place in the partner's own terms: `PID-3[2].1`, `ServiceRequest.status`, `row 4, column dob`."""
    message: str
    """What is wrong and how to mend it."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """Something that the message says has happened, to be told to those entitled."""

    type: EventType
    focus: tuple[str, ...]
    """fullUrls, in the Bundle, of the resources it is about; the first is the main one."""
    urgent: bool = False


class LinkEffect(StrEnum):
    """What a message does to the link between a person and a service (who has them on its books)."""

    LINK = "link"
    UNLINK = "unlink"
    STEP_DOWN = "step-down"
    ADMITTED = "admitted"


@dataclass(frozen=True, slots=True)
class LinkChange:
    """A person comes onto, or leaves, the books of a service that this gateway knows."""

    service: str
    effect: LinkEffect


@dataclass(frozen=True, slots=True)
class Merge:
    """The sender has made two of its records one: these identifiers were the record that goes away.

    Who stays is the Patient of the Bundle.
    """

    identifiers: tuple[tuple[str, str], ...]
    """Pairs (system, value), as they would stand on the Patient that goes away."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a message says that it is going: candidates in order of trust, resolved by the gateway."""

    codes: tuple[tuple[str, str], ...] = ()
    """Pairs (where it stood, the code): (`PRD-7`, `G4H1A`), (`RF1-3`, `CAFE`), (`MSH-6`, `HAVEN`)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """What one message says, in FHIR, and what the codec thinks of it."""

    outcome: Outcome
    kind: str
    """The partner's name for the message: `REF^I12`, `CarePlan`, `contact`."""
    control_id: str
    """The sender's id of the message; empty when none could be read."""
    bundle: Resource | None = None
    """A FHIR R4 Bundle with urn:uuid fullUrls about exactly one Patient; None when nothing was readable."""
    occurrences: tuple[Occurrence, ...] = ()
    addressee: Address = field(default_factory=Address)
    links: tuple[LinkChange, ...] = ()
    merges: tuple[Merge, ...] = ()
    only_if_linked: bool = False
    """Firehose content: when the person has no live link here, keep the id and destroy the body."""
    telling: Telling = Telling.WHOLE
    """Whether what is left out about the person stays as it was told before."""
    is_test: bool = False
    """Marked by its sender as training or debugging: answered in kind, never in a live record."""
    sent_at: datetime | None = None
    issues: tuple[Issue, ...] = ()
    envelope: Mapping[str, str] = field(default_factory=dict)
    """What the codec needs to write its reply; opaque to the gateway."""
    answers_each_entry: bool = False
    """The reply names what each entry became, so it is written once more when that is on disk."""
    if_known: "IfKnown | None" = None
    """What a refused message says if its sender may know whom it names by an id of this gateway."""


@dataclass(frozen=True, slots=True)
class IfKnown:
    """The reading of a message that brings no Patient, for the case that the gateway lets its sender know this one."""

    reference: str
    """`Patient/<id>`, as the message has it."""
    decoded: Decoded
    """Its Bundle holds no Patient and refers to this one."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the gateway made of a decoded message; the codec turns it into the partner's reply."""

    outcome: Outcome
    issues: tuple[Issue, ...]
    at: datetime
    reference: UUID | None = None
    """The message id; None when nothing was kept."""
    written: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """fullUrl of each entry to its outside reference and the version that it became; empty before the commit."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a file that holds many."""

    raw: bytes
    """Its own bytes, which `decode` reads; the same content gives the same bytes in whatever file it comes."""
    where: str
    """Its place in the file: `row 4`."""
    fault: Issue | None = None
    """Why it may not be taken though it reads well: the file says it twice, or throws doubt on it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """A file of many messages, taken apart; with an error in `issues` nothing of it could be read."""

    parts: tuple[Part, ...]
    issues: tuple[Issue, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """What the file calls a place that the issues of its messages call otherwise."""


@dataclass(frozen=True, slots=True)
class Returned:
    """What could not be taken of a file, to be mended and sent again."""

    suffix: str
    """`.csv`, `.xlsx`"""
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Recipient:
    """The party a rendition is for, as the wire needs to name it."""

    service: str
    name: str
    organisation: str
    ods_code: str | None = None


@dataclass(frozen=True, slots=True)
class Released:
    """What one recipient may see of one event, now. Only `gateway.gate.release` makes one."""

    event_id: UUID
    rendition_id: UUID
    event_type: EventType
    occurred_at: datetime
    released_at: datetime
    recipient: Recipient
    patient: Resource | None
    """The Patient as this recipient may see it, with the recipient's own record numbers only; None in a
    notice without content."""
    resources: tuple[Resource, ...]
    """The focus resources, each already redacted for this recipient, the main one first."""
    references: tuple[str, ...]
    """`Type/id` of what the recipient may fetch."""
    attribution: str
    """Who says so, in words that can be filed: `Haven Crisis Café (non-clinical source, ...)`."""
    warnings: tuple[str, ...] = ()
    """Plain sentences that must travel with it: `identity unverified`, `this person has died`."""
    correlation: Mapping[str, str] = field(default_factory=dict)
    """What the recipient sent earlier and needs for filing: its referral number, its message id."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """The exact bytes for one recipient; kept sealed, so that every repeat carries the same ones."""

    content_type: str
    body: bytes
    control_id: str
    """The id that the recipient echoes or counts: MSH-10, `webhook-id`."""
    key: str = ""
    """The person's pseudonym for this recipient alone, for wires that keep order by a key."""


class SendFate(StrEnum):
    """How one attempt ended.

    delivered: the recipient said yes to this very message. later: try again. never: the recipient refused it
    for good, a person must look. unknown: it may or may not have arrived; the same id and bytes go again.
    """

    DELIVERED = "delivered"
    LATER = "later"
    NEVER = "never"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Sent:
    """The result of one attempt; `detail` is a fixed word or code, never what the partner wrote."""

    fate: SendFate
    detail: str
    retry_after_seconds: float | None = None


class Unsendable(Exception):
    """This content does not fit the format of the partner; the text names the place, not the data."""


class Codec(Protocol):
    """Turns a partner's bytes into FHIR and back. Pure: same input, same output; no I/O, no clock."""

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """Read one message. Never raises for bad input: what is wrong stands in `issues`."""
        ...

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """The answer to give the sender, in its own format, once the commit is on disk."""
        ...

    def encode(self, released: Released) -> Rendition:
        """The bytes for one recipient. Raises `Unsendable` when the format cannot carry it."""
        ...


@runtime_checkable
class FileCodec(Codec, Protocol):
    """A codec of files that hold many messages; each is taken by itself, so that one bad one loses no other."""

    def split(self, raw: bytes) -> Parts:
        """Take a file apart. Never raises for bad input: what is wrong stands in the issues."""
        ...

    def returned(self, raw: bytes, reasons: Mapping[int, str]) -> Returned:
        """A file of the same shape with these parts only (by their place in `split`), each with its reason.

        A file that was returned once may be asked for with fewer parts: an empty reason leaves the one that it bears.
        """
        ...


class Sink(Protocol):
    """Sends renditions to one endpoint; opened once, used by one lane at a time, closed at the end."""

    async def send(self, rendition: Rendition, *, start_seconds: float, timeout_seconds: float) -> Sent:
        """Make one attempt and tell how it ended. Must not raise for anything the partner does.

        What cannot begin to leave within `start_seconds` must not leave at all, for the decision behind it is old by
        then: that is `later`. `timeout_seconds` bounds the whole attempt, the wait for the answer included.
        """
        ...

    async def close(self) -> None:
        """Give back what is held open."""
        ...


@runtime_checkable
class NamesServices(Protocol):
    """A profile with ids of services in it: a settings file in which one of them is unknown is refused."""

    def services_named(self) -> Iterable[tuple[tuple[str | int, ...], str]]:
        """The place of each in the profile, and the id."""
        ...


@runtime_checkable
class NamesAddressees(Protocol):
    """A profile that says whom messages are addressed to: a settings file in which that is no service is refused."""

    def addressees_named(self) -> Iterable[tuple[tuple[str | int, ...], str]]:
        """The place of each in the profile, and the id or code."""
        ...


class Adapter(Protocol):
    """One installed partner protocol, found by name in `adapters.registry`."""

    name: str
    profile: type[BaseModel]
    """The options of a sender or recipient in `nwd.toml`, each field with a description."""

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner's profile."""
        ...
