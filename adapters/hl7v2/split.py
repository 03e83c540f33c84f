"""Bytes of one message to its full tree, strictly: what is not HL7 v2 is refused with the place named.

Fields without separators stay plain strings; only the others are split further. That is what makes it fast.
"""

from dataclasses import dataclass

from adapters.hl7v2.charset import decoded
from adapters.hl7v2.escape import unescape
from adapters.hl7v2.faults import Unreadable
from adapters.hl7v2.tree import Component, Delimiters, Field, Message, Parts, Row

_CONTROLS = bytes(code for code in range(0x20) if code not in b"\r\n\t") + b"\x7f"
_BATCH = ("FHS", "BHS", "BTS", "FTS")
_IN_A_BATCH = (
    "is in a batch; send each message by itself, from its MSH on, in a frame, a request or a file of its own, without "
    "FHS, BHS, BTS and FTS"
)
_CROWDED = 65_536
_USUAL_HEAD = b"MSH|^~\\&|"
_USUAL = ("OBX", "NTE", "NK1", "PRD", "PID", "MSH", "EVN", "PV1", "PD1", "RF1", "TXA", "AL1", "DG1")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one message may hold; beyond, it is refused."""

    octets: int = 16_777_216
    segments: int = 5_000
    fields: int = 500
    separators: int = 250_000


def parse(raw: bytes, *, fallback: str = "", limits: Limits | None = None) -> Message:
    """The tree of one message; raises `Unreadable`.

    `fallback` is the charset to try when the bytes are not what MSH-18 says; empty means refuse.
    """
    bounds = limits or Limits()
    raw = raw.lstrip(b"\r\n").rstrip(b" \t\r\n").removeprefix(b"\xef\xbb\xbf")
    _bounded(raw, bounds)
    delimiters = _declared(raw)
    text, charset = decoded(raw, delimiters, fallback)
    lines = _lines(text)
    _alone(text, lines, delimiters)
    if len(lines) > bounds.segments:
        raise Unreadable("too-long", "MSH", f"more than {bounds.segments} segments; send fewer in one message")
    rows = _rows(lines, delimiters, charset)
    _named(rows, bounds)
    return Message(rows, delimiters, charset)


def _bounded(raw: bytes, limits: Limits) -> None:
    if not raw.startswith(b"MSH"):
        if raw[:3].decode("latin-1") in _BATCH:
            raise Unreadable("not-supported", "MSH", _IN_A_BATCH)
        raise Unreadable("structure", "MSH", "does not begin with MSH; send one message in each frame")
    if len(raw) > limits.octets:
        raise Unreadable("too-long", "MSH", f"more than {limits.octets} bytes; send a smaller message")
    if len(raw) != len(raw.translate(None, _CONTROLS)):
        raise Unreadable("structure", "MSH", "holds control characters; send them as escape sequences")
    if len(raw) > _CROWDED and sum(raw.count(sign) for sign in raw[3:8]) > limits.separators:
        raise Unreadable("too-long", "MSH", f"more than {limits.separators} separators; send a smaller message")


def _declared(raw: bytes) -> Delimiters:
    if raw.startswith(_USUAL_HEAD):
        return Delimiters()
    field = raw[3:4].decode("latin-1")
    if not _usable(field):
        raise Unreadable("structure", "MSH-1", "is not a separator; expected `|`")
    signs = raw[4:16].split(field.encode("latin-1"))[0].split(b"\r")[0].decode("latin-1")
    if len(signs) not in {4, 5} or len({field, *signs}) != len(signs) + 1 or not all(map(_usable, signs)):
        raise Unreadable("structure", "MSH-2", "is not four different separators; expected `^~\\&`")
    return Delimiters(field, signs[0], signs[1], signs[2], signs[3])


def _usable(sign: str) -> bool:
    return len(sign) == 1 and "!" <= sign <= "~" and not sign.isalnum() and sign != '"'


def _lines(text: str) -> list[str]:
    if "\n" not in text:
        return text.split("\r")
    plain = text.replace("\r\n", "\r")
    if "\n" in plain and "\r" in plain:
        raise Unreadable("structure", "MSH", "mixes CR and LF as segment ends; end every segment with CR")
    return plain.replace("\n", "\r").split("\r")


def _alone(text: str, lines: list[str], delimiters: Delimiters) -> None:
    start = "MSH" + delimiters.field
    if text.find("MSH", 3) < 0:
        return
    if any(line.startswith("MSH") for line in lines[1:]) or text.find(start + delimiters.encoding, 3) >= 0:
        raise Unreadable("structure", "MSH[2]", "a second MSH in one frame; send each message in its own frame")


def _rows(lines: list[str], delimiters: Delimiters, charset: str) -> list[Row]:
    signs = (delimiters.field, delimiters.repetition, delimiters.component, delimiters.subcomponent)
    declared, head = lines[0][4:].partition(delimiters.field)[::2]
    rows = [_fields(head, signs), *(_fields(line, signs) for line in lines[1:] if line)]
    mark = delimiters.escape
    if mark in head or any(mark in line for line in lines[1:]):
        rest = [_named_as_it_is(row, delimiters, charset) for row in rows[1:]]
        rows = [[_unescaped(it, delimiters, charset) for it in rows[0]], *rest]
    rows[0] = ["MSH", delimiters.field, declared, *rows[0]]
    return rows


def _named_as_it_is(row: Row, delimiters: Delimiters, charset: str) -> Row:
    """A segment's name has no escapes: what only becomes `PID` by one is no PID."""
    return [row[0], *(_unescaped(it, delimiters, charset) for it in row[1:])]


def _fields(line: str, signs: tuple[str, str, str, str]) -> Row:
    field, repetition, component, subcomponent = signs
    values = line.split(field)
    if subcomponent in line:
        return [_deep(it, signs) for it in values]
    if repetition in line:
        return [
            [again.split(component) for again in it.rstrip(repetition).split(repetition)]
            if component in it or repetition in it
            else it
            for it in values
        ]
    if component in line:
        return [[it.split(component)] if component in it else it for it in values]
    return [*values]


def _deep(value: str, signs: tuple[str, str, str, str]) -> Field:
    _, repetition, component, subcomponent = signs
    if not (subcomponent in value or repetition in value or component in value):
        return value
    told = value.rstrip(repetition).split(repetition)  # an empty repetition at the end says nothing
    return [[_parts(it, subcomponent) for it in again.split(component)] for again in told]


def _parts(value: str, subcomponent: str) -> Component:
    return Parts(value.split(subcomponent), subcomponent) if subcomponent in value else value


def _unescaped(field: Field, delimiters: Delimiters, charset: str) -> Field:
    if isinstance(field, str):
        return unescape(field, delimiters, charset)
    return [[_leaf(it, delimiters, charset) for it in again] for again in field]


def _leaf(component: Component, delimiters: Delimiters, charset: str) -> Component:
    if isinstance(component, str):
        return unescape(component, delimiters, charset)
    return Parts((unescape(it, delimiters, charset) for it in component), component.sign)


def _named(rows: list[Row], limits: Limits) -> None:
    for number, row in enumerate(rows, start=1):
        name = row[0]
        if name not in _USUAL and not _is_name(name):
            raise Unreadable(
                "structure", f"segment {number}", "does not begin with a segment name of three capital letters"
            )
        if len(row) > limits.fields:
            raise Unreadable("too-long", str(name), f"more than {limits.fields} fields; send fewer")


def _is_name(name: Field) -> bool:
    return isinstance(name, str) and len(name) == 3 and name.isascii() and name.isalnum() and name.isupper()
