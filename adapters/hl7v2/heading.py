"""What every message that goes out begins with, MSH and EVN, and its bytes."""

from collections.abc import Iterable
from datetime import datetime

from adapters.contract import Released, Rendition
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.written import DELIMITERS, raw, safe

CONTENT_TYPE = "application/hl7-v2+er7"


def message(segments: Iterable[str], control_id: str) -> Rendition:
    """The bytes of a message of these segments."""
    return Rendition(CONTENT_TYPE, ("\r".join(segments) + "\r").encode(), control_id)


def heading(kind: str, released: Released, profile: SenderProfile, control_id: str) -> str:
    """MSH of one kind of message, such as `MDM^T02`, from us to its recipient."""
    recipient = released.recipient
    facility = profile.receiving_facility or recipient.ods_code or recipient.organisation
    ends = [profile.application, profile.facility, profile.receiving_application, facility]
    return "|".join([
        "MSH", DELIMITERS.encoding, *map(safe, ends), local(released.released_at, profile), "", kind, control_id, "P",
        "2.4", "", "", "", "", "GBR", "UNICODE UTF-8",
    ])  # fmt: skip


def event(trigger: str, released: Released, profile: SenderProfile) -> str:
    """EVN: when it was written (EVN-2) and when it happened (EVN-6)."""
    written, happened = (local(it, profile) for it in (released.released_at, released.occurred_at))
    return raw("EVN", trigger, written, "", "", "", happened)


def local(moment: datetime, profile: SenderProfile) -> str:
    """A time stamp in the recipient's zone, with its offset."""
    return moment.astimezone(profile.zone).strftime("%Y%m%d%H%M%S%z")
