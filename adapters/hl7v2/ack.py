"""Acknowledgements: original and enhanced mode (HL7 v2.4 section 2.9), with the sender's own MSH-10 in MSA-2."""

import re
from datetime import UTC, datetime
from uuid import UUID, uuid5

from adapters.contract import Issue, Outcome, Severity, Verdict
from adapters.hl7v2.charset import CHARSETS
from adapters.hl7v2.escape import escape
from adapters.hl7v2.header import Header
from schemas import ids

_PLACE = re.compile(r"([A-Z][A-Z0-9]{2})(?:\[(\d+)\])?(?:-(\d+)(?:\[(\d+)\])?(?:\.(\d+)(?:\.(\d+))?)?)?")
_ERRORS = {
    "required": ("101", "Required field missing"),
    "value": ("102", "Data type error"),
    "not-supported": ("103", "Table value not found"),
    "structure": ("100", "Segment sequence error"),
    "duplicate": ("205", "Duplicate key identifier"),
}
_UNSUPPORTED = {
    "MSH-9.2": ("201", "Unsupported event code"),
    "MSH-9": ("200", "Unsupported message type"),
    "MSH-11": ("202", "Unsupported processing id"),
    "MSH-12": ("203", "Unsupported version id"),
}
_BEFORE_CONTENT = frozenset({"MSH", "MSH-1", "MSH-2", "MLLP frame"})
"""What is wrong there leaves nothing that can be read."""
_INTERNAL = ("207", "Application internal error")
_LONGEST_TEXT = 80

BETWEEN_FRAMES = b"\x1c\r\x0b"
"""What stands between two answers to one message, so that framing the whole makes two frames."""


def replies(header: Header, verdict: Verdict) -> tuple[bytes, ...]:
    """Every answer that the sender has asked for; none when it has asked for none, and never one to an answer.

    After CE or CR nothing more is said of the message: it was not committed (HL7 v2.4 section 2.9.3.2).
    """
    if header.type.split(header.encoding[0])[0].upper() == "ACK":
        return ()
    taken = verdict.outcome is not Outcome.REFUSED
    commit, application = ("CA", "AA") if taken else ("CE", "AE")
    if not taken and _is_rejection(verdict.issues):
        commit, application = "CR", "AR"
    if not header.accept_ack and not header.application_ack:
        return (_written(header, verdict, application),)
    wanted = ((commit, header.accept_ack), (application, header.application_ack))
    due = [code for code, when in wanted if _is_due(when, taken=taken)]
    return tuple(_written(header, verdict, code) for code in (due if taken else due[:1]))


def _is_rejection(issues: tuple[Issue, ...]) -> bool:
    """Only what MSH says, or what cannot be read at all, is rejected; content is an error (HL7 v2.4 section 2.9.2)."""
    faults = [it for it in issues if it.severity in {Severity.ERROR, Severity.FATAL}]
    return bool(faults) and all(
        it.where in _BEFORE_CONTENT or (it.code == "not-supported" and it.where.startswith("MSH-")) for it in faults
    )


def _is_due(when: str, *, taken: bool) -> bool:
    return {"": False, "NE": False, "ER": not taken, "SU": taken}.get(when.strip().upper(), True)


def _written(header: Header, verdict: Verdict, code: str) -> bytes:
    faults = [it for it in verdict.issues if it.severity in {Severity.ERROR, Severity.FATAL}]
    shown = faults if code not in {"AA", "CA"} else []
    lines = [_header(header, verdict, code), _answer(header, code, shown)]
    lines += [_error(header, it) for it in shown]
    return ("\r".join(lines) + "\r").encode(header.read_as, "replace")


def _header(header: Header, verdict: Verdict, code: str) -> str:
    kind = ["ACK", header.trigger] if header.trigger else ["ACK"]
    if header.is_modern and header.trigger:
        kind.append("ACK")
    values = [
        "MSH", header.encoding, header.receiver, header.receiver_facility, header.sender, header.sender_facility,
        _instant(verdict.at), "", header.encoding[0].join(kind), _control_id(header, verdict, code),
        header.processing_id or "P", header.version or "2.4",
    ]  # fmt: skip
    if header.charset.strip().upper() in CHARSETS and header.charset:
        values += ["", "", "", "", "", header.charset]
    return header.field.join(values)


def _control_id(header: Header, verdict: Verdict, code: str) -> str:
    reference: UUID = verdict.reference or uuid5(ids.NAMESPACE, f"{header.control_id} {_instant(verdict.at)}")
    return ids.hl7_control_id(reference, f"ack {code}")


def _answer(header: Header, code: str, faults: list[Issue]) -> str:
    values = ["MSA", code, header.control_id]
    if faults and not header.is_modern:
        values.append(_cut(f"{faults[0].where}: {faults[0].message}", header))
    return header.field.join(values)


def _cut(text: str, header: Header) -> str:
    while len(written := escape(text, header.delimiters)) > _LONGEST_TEXT:
        text = text[: len(text) - max(1, (len(written) - _LONGEST_TEXT) // 3)]
    return written


def _error(header: Header, issue: Issue) -> str:
    number, meaning = _error_of(issue)
    component, subcomponent = header.encoding[0], header.encoding[3]
    found = _PLACE.fullmatch(issue.where)
    segment, ordinal, field, repetition, part, piece = found.groups() if found else (None,) * 6
    place = [segment or "", (ordinal or "1") if segment else "", field or ""]
    if not header.is_modern:
        code = subcomponent.join((number, meaning, "HL70357"))
        return header.field.join(("ERR", component.join((*place, code))))
    finer = [repetition or ("1" if field else ""), part or "", piece or ""]
    location = component.join((*place, *finer)).rstrip(component)
    text = escape(f"{issue.where}: {issue.message}", header.delimiters)
    code = component.join((number, meaning, "HL70357"))
    return header.field.join(("ERR", "", location, code, "E", "", "", "", text))


def _error_of(issue: Issue) -> tuple[str, str]:
    if issue.code == "not-supported" and issue.where.startswith("MSH"):
        return _UNSUPPORTED.get(issue.where, _UNSUPPORTED["MSH-9"])
    return _ERRORS.get(issue.code, _INTERNAL)


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%d%H%M%S+0000")
