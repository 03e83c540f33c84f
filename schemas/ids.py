"""The ids that stand for a message, an event, a delivery and a rendition, the same wherever they appear."""

import base64
import hashlib
from uuid import UUID, uuid5

NAMESPACE = UUID("6f0c2d0e-6c5b-5f0e-9a52-0d3b1d3f7a11")
"""The namespace of every id the gateway makes by UUIDv5; part of the public contract."""

GATEWAY_SOURCE = "nwd"
"""The source of messages that are born in the gateway itself."""

_UNIT_SEPARATOR = "\x1f"
_VARIANT = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
"""The digit of a UUID that has its variant in two bits, by the digit of the digest."""


def body_hash(raw: bytes) -> str:
    """SHA-256 of the raw bytes without framing, in lower-case hex."""
    return hashlib.sha256(raw).hexdigest()


def message_id(source: str, control_id: str, raw: bytes) -> UUID:
    """The id of one received message: the same source, control id and bytes always give the same id."""
    return uuid5(NAMESPACE, _UNIT_SEPARATOR.join((source, control_id, body_hash(raw))))


def entry_url(name: str) -> str:
    """`urn:uuid:` and the UUIDv5 of a name: what an entry of a Bundle is called.

    Written out, for a message has many and `uuid.uuid5` takes three times as long.
    """
    said = hashlib.sha1(NAMESPACE.bytes + name.encode(), usedforsecurity=False).hexdigest()
    return f"urn:uuid:{said[:8]}-{said[8:12]}-5{said[13:16]}-{_VARIANT[said[16]]}{said[17:20]}-{said[20:32]}"


def event_id(message: UUID, ordinal: int) -> UUID:
    """The id of the `ordinal`-th event of a message; the first (0) carries the message's own id."""
    return message if ordinal == 0 else uuid5(message, str(ordinal))


def rendition_id(event: UUID, number: int) -> UUID:
    """What a recipient counts: the event's id for the first rendition (0), a new one for each later.

    The name is prefixed, so that rendition 1 of event 0 never equals event 1 of the same message.
    """
    return event if number == 0 else uuid5(event, f"rendition-{number}")


def hl7_control_id(rendition: UUID, recipient: str) -> str:
    """MSH-10 of what is sent to `recipient`: 20 base32 characters, the limit of HL7 v2.4."""
    digest = hashlib.sha256(rendition.bytes + _UNIT_SEPARATOR.encode() + recipient.encode()).digest()
    return base64.b32encode(digest[:15])[:20].decode()
