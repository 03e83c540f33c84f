"""Escape sequences: HL7 v2.4 section 2.10, read leniently and written so that no value can break out."""

import re
from binascii import unhexlify

from adapters.hl7v2.tree import Delimiters

_UNREADABLE = "\ufffd"
"""Stands for a control character: left out, two halves of a number would become one."""
_NOT_WRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


def unescape(value: str, delimiters: Delimiters, charset: str) -> str:
    """The value that an escaped text stands for; a sequence that nobody knows is kept as it is."""
    sign = delimiters.escape
    if not sign or sign not in value:
        return value
    pieces = value.split(sign)
    said, index = [pieces[0]], 1
    while index < len(pieces):
        meant = _meaning(pieces[index], delimiters, charset) if index + 1 < len(pieces) else None
        if meant is None:
            said.append(sign + pieces[index])
            index += 1
        else:
            said.append(meant + pieces[index + 1])
            index += 2
    return "".join(said)


def escape(value: str, delimiters: Delimiters) -> str:
    """The value written so that it stays inside its field, whatever it holds."""
    signs = {
        delimiters.escape: "E",
        delimiters.field: "F",
        delimiters.component: "S",
        delimiters.subcomponent: "T",
        delimiters.repetition: "R",
    }
    mark = delimiters.escape
    table = {ord(sign): f"{mark}{letter}{mark}" for sign, letter in signs.items()}
    lines = re.split(r"\r\n|\r|\n", value)
    clean = (_NOT_WRITABLE.sub(_UNREADABLE, line.replace("\t", " ")) for line in lines)
    return f"{mark}.br{mark}".join(line.translate(table) for line in clean)


def _meaning(sequence: str, delimiters: Delimiters, charset: str) -> str | None:
    signs = {
        "F": delimiters.field,
        "S": delimiters.component,
        "T": delimiters.subcomponent,
        "R": delimiters.repetition,
        "E": delimiters.escape,
        "H": "",
        "N": "",
    }
    if sequence in signs:
        return signs[sequence]
    if sequence.startswith("X"):
        return _hexadecimal(sequence[1:], charset)
    return _formatted(sequence)


def _hexadecimal(digits: str, charset: str) -> str | None:
    try:
        text = unhexlify(digits).decode(charset)
    except ValueError:
        return None
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(it if it >= " " or it in "\n\t" else _UNREADABLE for it in lines)


def _formatted(sequence: str) -> str | None:
    if re.fullmatch(r"\.(br|sp|ce)[+]?\d*", sequence, re.IGNORECASE):
        return "\n"
    if re.fullmatch(r"\.(in|ti|sk|fi|nf)[+-]?\d*", sequence, re.IGNORECASE):
        return ""
    return None
