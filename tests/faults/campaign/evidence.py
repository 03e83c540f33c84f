"""One run as the checker sees it: what the harness wrote down, beside what the gateway says of itself."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from uuid import UUID, uuid5

from tests.faults.campaign.journal import Entry, read_lines
from tests.faults.campaign.town import SOURCE

NAMESPACE = UUID("6f0c2d0e-6c5b-5f0e-9a52-0d3b1d3f7a11")
_RENDITIONS = 8


@dataclass(frozen=True, slots=True)
class Delivery:
    """One row of the gateway's ledger: one event to one recipient."""

    event: str
    recipient: str
    state: str
    attempts: int
    message: Entry
    place: int
    """The message's place in the ledger: the order of commit."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One arrival at a recipient, of a known delivery and its n-th rendition."""

    at: float
    delivery: Delivery
    rendition: int
    entry: Entry


@dataclass(slots=True)
class Evidence:
    """Everything of one run, joined by the ids that the gateway promises to make."""

    journal: list[Entry]
    ledger: list[Entry]
    audit: list[Entry]
    messages: dict[str, Entry] = field(default_factory=dict)
    """What was sent, by message id: the sender can work it out beforehand."""
    deliveries: list[Delivery] = field(default_factory=list)
    arrivals: list[Arrival] = field(default_factory=list)
    strange: list[Entry] = field(default_factory=list)
    """What came to a recipient under an id that no delivery explains."""

    def of(self, what: str) -> Iterator[Entry]:
        """The journal's entries of one kind."""
        return (one for one in self.journal if one["what"] == what)

    def acked(self) -> list[str]:
        """The ids of the messages that were answered positively."""
        return sorted({message_id(one["id"], one["sha"]) for one in self.of("answered") if one["good"]})

    def said(self, action: str, outcome: str) -> dict[tuple[str, str], int]:
        """How many audit lines there are of one kind, by event and actor."""
        found: defaultdict[tuple[str, str], int] = defaultdict(int)
        for one in self.audit:
            if (one["action"], one["outcome"]) == (action, outcome):
                found[str(one["event_id"]), one["actor"]] += 1
        return found


def load(folder: Path) -> Evidence:
    """The evidence in a run's folder."""
    made = Evidence(*(read_lines(folder / f"{name}.ndjson") for name in ("journal", "ledger", "audit")))
    made.messages = {message_id(one["id"], one["sha"]): one for one in made.of("message")}
    made.deliveries = list(_deliveries(made))
    names = {(one.recipient, name): (one, number) for one in made.deliveries for number, name in enumerate(_names(one))}
    for entry in made.of("came"):
        known = names.get((entry["to"], entry["id"]))
        if known is None:
            made.strange.append(entry)
        else:
            made.arrivals.append(Arrival(entry["at"], *known, entry))
    return made


def _deliveries(evidence: Evidence) -> Iterator[Delivery]:
    ours = (one for one in evidence.ledger if one["source"] == SOURCE)
    for place, row in enumerate(sorted(ours, key=lambda one: one["number"])):
        message = evidence.messages.get(row["message_id"], {})
        for one in row["deliveries"]:
            yield Delivery(one["event_id"], one["recipient"], one["state"], one["attempts"], message, place)


def message_id(control_id: str, sha: str) -> str:
    """UUIDv5 of source, control id and body hash, as docs/api.md promises."""
    return str(uuid5(NAMESPACE, "\x1f".join((SOURCE, control_id, sha))))


def _names(delivery: Delivery) -> Iterator[str]:
    """The id of each rendition as the recipient counts it."""
    event = UUID(delivery.event)
    for number in range(_RENDITIONS):
        rendition = event if number == 0 else uuid5(event, f"rendition-{number}")
        if delivery.recipient == "pas":
            hashed = hashlib.sha256(rendition.bytes + b"\x1f" + delivery.recipient.encode()).digest()
            yield base64.b32encode(hashed)[:20].decode()
        else:
            yield str(rendition)
