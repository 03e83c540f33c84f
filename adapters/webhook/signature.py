"""Signatures by the Standard Webhooks specification 1.0, section "Signature scheme" (symmetric, `v1`)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

PREFIX = "whsec_"
_MEND = 'make one: echo "whsec_$(openssl rand -base64 32)"'
_SHORTEST, _LONGEST = 24, 64


class SecretUnusable(ValueError):
    """This is not a secret to sign with; the text never holds the secret."""


@dataclass(frozen=True, slots=True)
class Secret:
    """One shared key; it never shows itself when printed."""

    key: bytes = field(repr=False)


def secret(text: str) -> Secret:
    """Read `whsec_` and 24 to 64 random bytes in base64; raises `SecretUnusable`."""
    try:
        key = base64.b64decode(text.strip().removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError) as error:
        raise SecretUnusable(f"webhook secret is not `{PREFIX}` and base64; {_MEND}") from error
    if not text.strip().startswith(PREFIX) or not _SHORTEST <= len(key) <= _LONGEST:
        told = f"webhook secret must be `{PREFIX}` and {_SHORTEST} to {_LONGEST} bytes in base64"
        raise SecretUnusable(f"{told}; {_MEND}")
    return Secret(key)


def headers(secrets: Sequence[Secret], *, message_id: str, at_seconds: int, body: bytes) -> dict[str, str]:
    """The three headers of one attempt; while keys rotate, one signature for each key, newest first."""
    signatures = " ".join(f"v1,{_sign(it, message_id, at_seconds, body)}" for it in secrets)
    return {"webhook-id": message_id, "webhook-timestamp": str(at_seconds), "webhook-signature": signatures}


def _sign(secret: Secret, message_id: str, at_seconds: int, body: bytes) -> str:
    signed = f"{message_id}.{at_seconds}.".encode() + body
    return base64.b64encode(hmac.digest(secret.key, signed, hashlib.sha256)).decode()
