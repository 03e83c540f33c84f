"""Character sets: MSH-18 names one of table 0211, and the bytes must be what it says."""

from adapters.hl7v2.faults import Unreadable
from adapters.hl7v2.tree import DELETE, Delimiters

CHARSETS = {
    "": "utf-8",
    "ASCII": "ascii",
    "8859/1": "iso-8859-1",
    "8859/15": "iso-8859-15",
    "UNICODE": "utf-8",
    "UNICODE UTF-8": "utf-8",
    "UTF-8": "utf-8",
}
"""MSH-18 to Python's name; `UNICODE` is what UK systems write for UTF-8."""

_LATIN = "iso-8859-"
_CONTROLS = bytes(range(0x80, 0xA0))


def named(raw: bytes, delimiters: Delimiters) -> str:
    """MSH-18, first repetition, as it stands."""
    header = raw.split(b"\r", 1)[0].split(b"\n", 1)[0].split(delimiters.field.encode())
    value = header[17].decode("latin-1") if len(header) > 17 else ""
    found = value.split(delimiters.repetition)[0].split(delimiters.component)[0].strip().upper()
    return "" if found == DELETE else found


def decoded(raw: bytes, delimiters: Delimiters, fallback: str) -> tuple[str, str]:
    """The text and the charset it was in; raises `Unreadable`."""
    charset = CHARSETS.get(named(raw, delimiters))
    if charset is None and fallback:
        return _fallen_back(raw, fallback)
    if charset is None:
        raise Unreadable(
            "not-supported", "MSH-18", "names a character set that is not read here; send UNICODE UTF-8 or 8859/1"
        )
    try:
        charset = _really(raw, charset, fallback)
        return raw.decode(charset), charset
    except UnicodeDecodeError as error:
        if fallback:
            return _fallen_back(raw, fallback)
        place = segment_at(raw, error.start)
        raise Unreadable(
            "value", place, f"has bytes that are not {charset}; name the right character set in MSH-18"
        ) from error


def segment_at(raw: bytes, offset: int) -> str:
    """The name of the segment that an offset lies in, as far as it can be told."""
    line = raw[:offset].replace(b"\n", b"\r").rsplit(b"\r", 1)[-1]
    name = line[:3].decode("latin-1")
    return name if name.isascii() and name.isalnum() and len(name) == 3 else "MSH"


def is_other(declared: str, read_as: str) -> bool:
    """True where MSH-18 names a Latin alphabet and the bytes were read as what they are."""
    said = CHARSETS.get(declared.upper(), "")
    return said.startswith(_LATIN) and read_as != said


def _really(raw: bytes, charset: str, fallback: str) -> str:
    """What calls itself Latin and is UTF-8, or has the quotation marks of Windows, where that alphabet has controls."""
    if not charset.startswith(_LATIN) or raw.isascii():
        return charset
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return (fallback or "cp1252") if len(raw) != len(raw.translate(None, _CONTROLS)) else charset
    return "utf-8"


def _fallen_back(raw: bytes, fallback: str) -> tuple[str, str]:
    try:
        return raw.decode(fallback), fallback
    except (UnicodeDecodeError, LookupError) as error:
        raise Unreadable(
            "value", "MSH-18", "the bytes are neither what it says nor the charset of the sender's profile"
        ) from error
