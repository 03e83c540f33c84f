"""Made-up messages and ways to look into what became of them."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from adapters.contract import Decoded
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile

Decode = Callable[..., Decoded]

RECEIVED = datetime(2026, 3, 1, 9, 16, tzinfo=UTC)
PID = (
    "PID|||0700001^^^RXX01^MRN~9991234500^^^^NHS||EXAMPLE^SAM^^^MX||19900417|9|||1 MADE UP ROAD^^TESTTOWN^^ZZ99 9ZZ"
    "^^HOME||01632960001^^^HOME~07700900001^^^MOBILE~sam@example.org^^^EMAIL"
)


def decoded(
    event: str, *segments: str, head: str = "P|2.4", sent: str = "20260301091500", **options: object
) -> Decoded:
    """Decode a message of the given event and segments, with the given profile options."""
    msh = f"MSH|^~\\&|ACME_PAS|RXX01|ENGINE|HAVEN|{sent}||{event}|0000000001000001|{head}"
    raw = "\r".join((msh, *segments)).encode()
    return Hl7Codec(SenderProfile.model_validate(options)).decode(raw, received_at=RECEIVED)


def every(found: Decoded, kind: str) -> list[dict[str, Any]]:
    """Every resource of a type."""
    assert found.bundle is not None, found.issues
    resources = [it["resource"] for it in found.bundle["entry"]]
    return [it for it in resources if it["resourceType"] == kind]


def only(found: Decoded, kind: str) -> dict[str, Any]:
    """The one resource of a type."""
    (resource,) = every(found, kind)
    return resource


def pick(identifiers: list[dict[str, Any]], system: str) -> dict[str, Any]:
    """The one identifier of a system."""
    (found,) = [it for it in identifiers if it["system"] == system]
    return found


def kinds(found: Decoded) -> dict[str, str]:
    """The type of each entry by its fullUrl."""
    assert found.bundle is not None
    return {it["fullUrl"]: it["resource"]["resourceType"] for it in found.bundle["entry"]}
