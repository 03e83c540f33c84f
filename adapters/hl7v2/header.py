"""The little of MSH that an answer needs, read even from a message that cannot be parsed."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from adapters.hl7v2.charset import CHARSETS
from adapters.hl7v2.tree import DELETE, Delimiters

_LONGEST = 4_096


@dataclass(frozen=True, slots=True)
class Header:
    """MSH as it stands, still escaped, so that it can be echoed byte for byte."""

    field: str = "|"
    encoding: str = "^~\\&"
    sender: str = ""
    sender_facility: str = ""
    receiver: str = ""
    receiver_facility: str = ""
    type: str = ""
    control_id: str = ""
    processing_id: str = ""
    version: str = ""
    accept_ack: str = ""
    application_ack: str = ""
    charset: str = ""
    read_as: str = "utf-8"
    """Python's name of what these bytes could be read as, so that the answer has the same ones."""

    @property
    def delimiters(self) -> Delimiters:
        """The delimiters to answer with."""
        return Delimiters(self.field, self.encoding[0], self.encoding[1], self.encoding[2], self.encoding[3])

    @property
    def trigger(self) -> str:
        """The event, as in `I12`; empty when there is none."""
        parts = self.type.split(self.encoding[0])
        return parts[1] if len(parts) > 1 else ""

    @property
    def is_modern(self) -> bool:
        """True from v2.5 on, where ERR has another shape."""
        major, _, rest = self.version.split(self.encoding[0])[0].partition(".")
        minor = rest.partition(".")[0]
        return major == "2" and minor.isdecimal() and int(minor[:4]) >= 5

    def mapping(self) -> Mapping[str, str]:
        """The header as a `Decoded` carries it."""
        return {name: getattr(self, name) for name in _NAMES}


_PLACES = {
    "sender": 2, "sender_facility": 3, "receiver": 4, "receiver_facility": 5, "type": 8, "control_id": 9,
    "processing_id": 10, "version": 11, "accept_ack": 14, "application_ack": 15, "charset": 17,
}  # fmt: skip
_NAMES = tuple(it.name for it in fields(Header))


def peek(raw: bytes) -> Header:
    """What can be read of MSH; an empty header when there is none."""
    start = raw.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n\x0b")[:_LONGEST]
    line = start.split(b"\r", 1)[0].split(b"\n", 1)[0].split(b"\x1c", 1)[0]
    field, encoding = line[3:4], line[4:8]
    if not line.startswith(b"MSH") or not _usable(field + encoding):
        return Header()
    values = line.split(field)
    whole, read_as = _text(line, values, encoding)
    text = whole.split(field.decode())
    found = {name: text[place] for name, place in _PLACES.items() if place < len(text) and text[place] != DELETE}
    return Header(field=field.decode(), encoding=encoding.decode(), read_as=read_as, **found)


def restored(mapping: Mapping[str, str]) -> Header:
    """The header that a `Decoded` carries."""
    return Header(**{name: mapping[name] for name in _NAMES if name in mapping})


@lru_cache(maxsize=64)
def _usable(signs: bytes) -> bool:
    text = signs.decode("latin-1")
    return len(set(text)) == 5 and all("!" <= it <= "~" and not it.isalnum() for it in text)


def _text(line: bytes, values: list[bytes], encoding: bytes) -> tuple[str, str]:
    named = values[17].split(encoding[1:2])[0].decode("latin-1").strip().upper() if len(values) > 17 else ""
    read_as = CHARSETS.get(named, "utf-8")
    try:
        text = line.decode(read_as)
    except UnicodeDecodeError:
        read_as = "latin-1"
        text = line.decode(read_as)
    return (text if text.isprintable() else "".join(it for it in text if it >= " ")), read_as
