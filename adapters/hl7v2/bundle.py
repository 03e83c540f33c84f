"""The Bundle that a message becomes, entry by entry."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, lru_cache, partial
from urllib.parse import quote
from zoneinfo import ZoneInfo

from adapters.contract import Address, Issue, LinkChange, Merge, Occurrence
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.times import Moment, read
from adapters.hl7v2.tree import Message, Repetition, Segment
from adapters.hl7v2.values import pruned
from schemas import ids
from schemas.codes import systems
from schemas.fhir import Resource


@dataclass
class Draft:
    """One message on its way to FHIR: what was read, and what has been made of it so far."""

    message: Message
    profile: SenderProfile
    received_at: datetime
    entries: list[Resource] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    occurrences: list[Occurrence] = field(default_factory=list)
    links: list[LinkChange] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    addressee: Address = field(default_factory=Address)
    only_if_linked: bool = False
    is_sealed: bool = False
    """True when nothing may come of it until a person has looked."""

    @cached_property
    def control_id(self) -> str:
        """MSH-10."""
        return self.message.header.text(10)

    @cached_property
    def trigger(self) -> str:
        """The event: MSH-9.2, else EVN-1."""
        event = self.message.first("EVN")
        return self.message.header.text(9, 2) or (event.text(1) if event else "")

    @cached_property
    def organisation(self) -> str:
        """The sender's organisation, as the systems of its ids name it."""
        named = self.profile.organisation or self.message.header.text(4) or self.message.header.text(3)
        return re.sub(r"[^a-z0-9-]+", "-", named.lower()).strip("-") or "unknown-sender"

    def system(self, kind: str) -> str:
        """The system of the sender's own ids of a kind."""
        return systems.local(self.organisation, kind)

    def add(self, label: str, resource: Resource) -> str:
        """Put a resource into the Bundle; gives its fullUrl."""
        url = ids.entry_url(f"{self.organisation}|{self.control_id}|{label}")
        self.entries.append({"fullUrl": url, "resource": pruned(resource)})
        return url

    def only(self, segment: Segment, place: int) -> Repetition:
        """The one repetition that is read of a field, empty when there is none; a second one flags."""
        found = segment.repeats(place)
        if any(part for it in found[1:] for part in it):
            message = "is repeated where one is read; the first counts: send the others in segments of their own"
            self.issues.append(warning("structure", segment.where(place, repetition=2), message))
        return found[0] if found else []

    def moment(self, segment: Segment, place: int, component: int = 1) -> Moment | None:
        """The time in a field; one that cannot be is flagged and left out, for the rest of the message counts."""
        try:
            return self.sure_moment(segment, place, component)
        except Refused as fault:
            it = fault.issue
            self.issues.append(warning(it.code, it.where, f"{it.message}; left out here, kept in the original"))
            return None

    def sure_moment(self, segment: Segment, place: int, component: int = 1) -> Moment | None:
        """The time in a field without which the message means nothing; raises `Refused` naming it."""
        written = segment.text(place, component)
        if not written:
            return None
        where = segment.where(place, component if component > 1 else 0)
        precision = segment.text(place, 2).upper() if component == 1 else ""
        found = read(written, ZoneInfo(self.profile.timezone), where, precision=precision)
        if found.doubt:
            self.issues.append(warning("value", where, found.doubt))
        return found


def finished(draft: Draft, focus: list[str]) -> Resource:
    """The Bundle of type `message`, with its MessageHeader first."""
    header = draft.message.header
    sent = draft.moment(header, 7)
    stamp = sent.instant if sent and sent.instant else draft.received_at
    event = {"system": systems.table("0003"), "code": draft.trigger}
    draft.add("MessageHeader", {
        "resourceType": "MessageHeader",
        "eventCoding": event,
        "source": _end(header, draft.organisation, 3),
        "destination": [_end(header, "nwd", 5)],
        "focus": [{"reference": it} for it in focus],
    })  # fmt: skip
    return {
        "resourceType": "Bundle",
        "identifier": {"system": draft.system("message"), "value": draft.control_id},
        "type": "message",
        "timestamp": stamp.isoformat(timespec="milliseconds"),
        "entry": [draft.entries[-1], *draft.entries[:-1]],
    }


def reference(url: str) -> Resource:
    """A Reference to an entry."""
    return {"reference": url}


def _end(header: Segment, organisation: str, place: int) -> Resource:
    application = header.text(place)
    return {"name": application, "endpoint": f"urn:nwd:{organisation}:{_quoted(application or 'unnamed')}"}


_quoted = lru_cache(maxsize=1024)(partial(quote, safe=""))
"""Remembered, for a sender names the same applications in every message."""
