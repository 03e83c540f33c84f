"""What must hold of every mutant: no crash, nobody else's identity, sound FHIR, and a reply to this very message."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from adapters.contract import Decoded, Outcome, Verdict
from adapters.hl7v2.codec import Hl7Codec
from adapters.hl7v2.profile import SenderProfile
from schemas.codes.systems import NHS_NUMBER
from schemas.fhir.check import check

NOW = datetime(2026, 3, 1, 9, 16, tzinfo=UTC)
_CODEC = Hl7Codec(SenderProfile())
_SIGNS = (
    ("\\F\\", "|"), ("\\S\\", "^"), ("\\T\\", "&"), ("\\R\\", "~"), ("\\E\\", "\\"), ("\\.br\\", "\n"),
    ("\\X00\\", "\ufffd"), ("\\H\\", ""), ("\\N\\", ""),
)  # fmt: skip
_TAKEN = frozenset({Outcome.ACCEPTED, Outcome.FLAGGED})


def broken(raw: bytes) -> list[str]:
    """Every law that this message breaks, in words."""
    try:
        decoded = _CODEC.decode(raw, received_at=NOW)
        reply = _CODEC.reply(decoded, Verdict(decoded.outcome, decoded.issues, NOW))
    except Exception as error:  # a crash is what is looked for
        return [f"crash: {type(error).__name__}: {error}"]
    return [*_identity(raw, decoded), *_reply(raw, decoded, reply), *_soundness(decoded)]


def _identity(raw: bytes, decoded: Decoded) -> Iterator[str]:
    """Every number, name and date of the Patient stands in PID, as a reading that knows no rules finds them."""
    if decoded.outcome not in _TAKEN or decoded.bundle is None:
        return
    patients = [it["resource"] for it in decoded.bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    if len(patients) != 1:
        yield f"{len(patients)} patients"
        return
    said = _pid(raw)
    digits = re.sub(r"\D", "", said)
    for one in patients[0].get("identifier", []):
        if one["system"] == NHS_NUMBER and one["value"] not in _bare(said):
            yield "an NHS number that does not stand in PID"
    for name in patients[0].get("name", []):
        for part in (name.get("family", ""), *name.get("given", [])):
            if part and part.casefold() not in said.casefold():
                yield "a name that does not stand in PID"
    born = str(patients[0].get("birthDate", "")).replace("-", "")
    if born and born not in digits:
        yield "a birth date that does not stand in PID"


def _soundness(decoded: Decoded) -> Iterator[str]:
    """Whatever comes of it passes the border that FHIR from outside must pass."""
    for entry in (decoded.bundle or {}).get("entry", []):
        for fault in check(entry["resource"]):
            yield f"FHIR that is not sound: {fault.where} {fault.message}"


def _reply(raw: bytes, decoded: Decoded, reply: bytes) -> Iterator[str]:
    """Each answer names MSH-10 as it came; where there is none, it names none."""
    sent = _control_id(raw)
    for line in re.split(rb"[\r\x1c]", reply):
        if line.startswith(b"MSA"):
            separator = line[3:4]
            fields = line.split(separator)
            said = fields[2] if len(fields) > 2 else b""
            if said.decode("utf-8", "replace") not in sent:
                yield "a reply to another message"
            positive = fields[1] in {b"AA", b"CA"}
            if positive is (decoded.outcome is Outcome.REFUSED):
                yield "a reply that says another outcome"


def _pid(raw: bytes) -> str:
    """The line of PID, unescaped roughly and without anything that is not text, in every charset that it may be in."""
    lines = re.split(rb"[\r\n]+", raw)
    found = next((line for line in lines if line.startswith(b"PID")), b"")
    readings = [found.decode(one, "replace") for one in ("utf-8", "latin-1", "iso8859-15")]
    plain = [_unescaped(one) for one in readings]
    return " ".join([*readings, *plain, *(re.sub(r"\s+", " ", one) for one in plain)])


def _bare(text: str) -> str:
    """Without the spaces and dashes that people write into numbers."""
    return re.sub(r"[\s\-\u2010-\u2015]", "", text)


def _unescaped(text: str) -> str:
    for sign, means in _SIGNS:
        text = text.replace(sign, means)
    return text


def _control_id(raw: bytes) -> list[str]:
    """MSH-10 as a reading that knows no rules finds it."""
    start = raw.lstrip(b"\xef\xbb\xbf\r\n\x0b")
    line = re.split(rb"[\r\n\x1c]", start)[0]
    if not line.startswith(b"MSH") or len(line) < 5:
        return [""]
    fields = line.split(line[3:4])
    found = fields[9] if len(fields) > 9 else b""
    readings = [found.decode(one, "replace") for one in ("utf-8", "latin-1", "iso8859-15")]
    return ["", *readings, *("".join(c for c in one if c >= " ") for one in readings)]
