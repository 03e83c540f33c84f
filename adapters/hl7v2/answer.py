"""What a partner's acknowledgement says, and what it means for the delivery."""

import re
from dataclasses import dataclass

from adapters.contract import SendFate, Sent

_HEADER_FAULTS = frozenset({"200", "201", "202", "203"})
_PASSING_FAULTS = frozenset({"206", "207"})


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What a partner's answer says."""

    code: str
    control_id: str
    errors: tuple[str, ...] = ()


def read(raw: bytes) -> Acknowledgement | None:
    """A partner's answer, read leniently; None when it holds no MSA."""
    text = raw.decode("utf-8", "replace").replace("\r\n", "\r").replace("\n", "\r")
    if not text.startswith("MSH") or len(text) < 8:
        return None
    field, component = text[3], text[4]
    rows = [line.split(field) for line in text.split("\r")]
    answer = next((row for row in rows if row[0] == "MSA" and len(row) > 2), None)
    if answer is None:
        return None
    errors = [_error_code(row, component) for row in rows if row[0] == "ERR"]
    return Acknowledgement(answer[1].strip(), answer[2], tuple(it for it in errors if it))


def _error_code(row: list[str], component: str) -> str:
    modern = row[3].split(component)[0] if len(row) > 3 else ""
    old = row[1].split(component) if len(row) > 1 else []
    return modern or (re.split(r"\W", old[3])[0] if len(old) > 3 else "")


def judged(answer: Acknowledgement) -> Sent:
    """What the answer means for the delivery: AE is for good unless the fault passes, AR is tried again."""
    match answer.code:
        case "AA" | "CA":
            return Sent(SendFate.DELIVERED, answer.code)
        case "AE" | "CE":
            passing = bool(answer.errors) and _PASSING_FAULTS.issuperset(answer.errors)
            return Sent(SendFate.LATER if passing else SendFate.NEVER, answer.code)
        case "AR" | "CR":
            final = not _HEADER_FAULTS.isdisjoint(answer.errors)
            return Sent(SendFate.NEVER if final else SendFate.LATER, answer.code)
    return Sent(SendFate.UNKNOWN, "ack-unreadable")
