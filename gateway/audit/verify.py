"""Checks an exported audit: every hash, every number, and the ends that were kept outside."""

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

_FIELDS = ("writer", "number", "at", "action", "actor", "outcome", "event_id", "detail")


def faults(lines: Iterable[bytes], heads: Iterable[Mapping[str, Any]] = ()) -> Iterator[str]:
    """What is wrong with an export: nothing when every chain holds and reaches every head that was kept.

    Of a long export no more is held than the ends of its chains.
    """
    kept = list(heads)
    asked = {(head["writer"], head["number"]) for head in kept}
    ends: dict[str, tuple[int, str]] = {}
    seen: dict[tuple[str, int], str] = {}
    for place, text in enumerate(lines, 1):
        line, made = _read(text)
        if line is None:
            yield f"line {place} is no line of an audit"
            continue
        writer = str(line["writer"])
        number, last = ends.get(writer, (0, "00" * 32))
        if line["number"] != number + 1:
            yield f"{writer}: number {line['number']} follows {number}; lines are missing or moved"
        if line["previous"] != last or line["hash"] != made:
            yield f"{writer}: number {line['number']} was changed, or what stands before it was"
        ends[writer] = (line["number"], line["hash"])
        if (writer, line["number"]) in asked:
            seen[writer, line["number"]] = line["hash"]
    yield from _missing(kept, seen)


def _read(text: bytes) -> tuple[dict[str, Any] | None, str]:
    """One line and the hash that it should have; None where it is no JSON, or a member is missing or no such thing."""
    try:
        line: dict[str, Any] = orjson.loads(text)
        return (line if line["number"] > 0 and line["hash"] else None), _hash(line)
    except (ValueError, KeyError, TypeError):
        return None, ""


def _hash(line: Mapping[str, Any]) -> str:
    text = orjson.dumps([line[name] for name in _FIELDS])
    return hashlib.sha256(bytes.fromhex(line["previous"]) + text).hexdigest()


def _missing(heads: Iterable[Mapping[str, Any]], seen: Mapping[tuple[str, int], str]) -> Iterator[str]:
    for head in heads:
        if seen.get((head["writer"], head["number"])) != head["hash"]:
            place = f"{head['writer']}: the kept head at number {head['number']}"
            yield f"{place} is not in the export; it was cut off or rewritten"


def signature_holds(head: Mapping[str, Any]) -> bool:
    """True when a signed head is what its key signed."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(head["public_key"]))
        key.verify(base64.b64decode(head["signature"]), str(head["signed"]).encode())
        return bool(orjson.loads(head["signed"])["heads"] == head["heads"])
    except (InvalidSignature, ValueError, KeyError, TypeError):
        return False
