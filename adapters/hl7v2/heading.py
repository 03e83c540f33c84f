"""What every message that goes out begins with, MSH and EVN, and its bytes."""

from collections.abc import Iterable
from datetime import datetime

from adapters.contract import Released, Rendition
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.written import DELIMITERS, raw, safe
from schemas import ids

CONTENT_TYPE = "application/hl7-v2+er7"


def message(kind: str, released: Released, profile: SenderProfile, segments: Iterable[str]) -> Rendition:
    """A message of one kind, such as `MDM^T02`, from us to its recipient: MSH and these segments."""
    name = control_id(released)
    body = "\r".join((_heading(kind, released, profile, name), *segments)) + "\r"
    return Rendition(CONTENT_TYPE, body.encode(), name)


def control_id(released: Released) -> str:
    """MSH-10: the same for every repeat, another for every recipient."""
    return ids.hl7_control_id(released.rendition_id, released.recipient.service)


def _heading(kind: str, released: Released, profile: SenderProfile, name: str) -> str:
    recipient = released.recipient
    facility = profile.receiving_facility or recipient.ods_code or recipient.organisation
    ends = [profile.application, profile.facility, profile.receiving_application, facility]
    return "|".join([
        "MSH", DELIMITERS.encoding, *map(safe, ends), local(released.released_at, profile), "", kind, name, "P",
        "2.4", "", "", "", "", "GBR", "UNICODE UTF-8",
    ])  # fmt: skip


def event(trigger: str, released: Released, profile: SenderProfile) -> str:
    """EVN: when it was written (EVN-2) and when it happened (EVN-6)."""
    written, happened = (local(it, profile) for it in (released.released_at, released.occurred_at))
    return raw("EVN", trigger, written, "", "", "", happened)


def local(moment: datetime, profile: SenderProfile) -> str:
    """A time stamp in the recipient's zone, with its offset."""
    return moment.astimezone(profile.zone).strftime("%Y%m%d%H%M%S%z")
