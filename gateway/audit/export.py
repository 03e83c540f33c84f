"""The audit as others read it: one JSON line a link, and the ends of all chains under one signature."""

import base64

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gateway.house import House
from gateway.store.verbs.reading import AuditLine


def line_json(line: AuditLine) -> dict[str, object]:
    """One link of a chain: its hash runs over `previous` and the array of the fields before it (docs/audit.md)."""
    return {
        "writer": line.writer,
        "number": line.number,
        "at": line.at,
        "action": line.action,
        "actor": line.actor,
        "outcome": line.outcome,
        "event_id": None if line.event_id is None else str(line.event_id),
        "detail": base64.b64encode(line.sealed_detail).decode(),
        "previous": line.previous.hex(),
        "hash": line.hash.hex(),
    }


async def head(house: House) -> dict[str, object]:
    """The ends of all chains now, signed; `signed` is the exact text under the signature."""
    key = Ed25519PrivateKey.from_private_bytes(house.blind("sign", "audit heads"))
    heads = [
        {"writer": one.writer, "number": one.number, "hash": one.hash.hex(), "closed": one.closed}
        for one in await house.store.audit_heads()
    ]
    signed = orjson.dumps({"gateway": house.name, "at": house.clock.now().isoformat(), "heads": heads})
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return {
        "heads": heads,
        "signed": signed.decode(),
        "signature": base64.b64encode(key.sign(signed)).decode(),
        "public_key": base64.b64encode(public).decode(),
    }
