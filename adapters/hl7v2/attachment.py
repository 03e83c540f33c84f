"""The content of a document: text lines joined, and files checked to be what they say."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.clinical import TEXT_TYPES
from adapters.hl7v2.faults import Refused, note
from adapters.hl7v2.tree import Delimiters, Repetition, Segment, at, words
from schemas.fhir import Resource


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a file of a kind begins and ends; both empty where nothing can be told by them."""

    name: str
    starts: tuple[bytes, ...] = (b"",)
    ends: bytes = b""
    within: int = 0
    """How many bytes before the end of the file the ending may stand."""


_OTHER = _Kind("application/octet-stream")
_TYPES = {
    "PDF": _Kind("application/pdf", (b"%PDF-",), b"%%EOF", 1_024),
    "RTF": _Kind("application/rtf", (b"{\\rtf",), b"}", 8),
    "JPEG": _Kind("image/jpeg", (b"\xff\xd8\xff",), b"\xff\xd9", 64),
    "PNG": _Kind("image/png", (b"\x89PNG",), b"IEND", 64),
    "TIFF": _Kind("image/tiff", (b"II*\x00", b"MM\x00*")),
    "PLAIN": _Kind("text/plain"),
}
_SPELLINGS = {"JPG": "JPEG", "TIF": "TIFF", "TXT": "PLAIN", "TEXT": "PLAIN", "X-RTF": "RTF"}


def text(lines: Sequence[Segment], delimiters: Delimiters) -> str:
    """The OBX lines of text, joined; an empty line stays one."""
    found = [words(it, 5, delimiters) for it in lines if it.text(2).upper() in TEXT_TYPES]
    return "\n".join(found).strip("\n")


def files(draft: Draft, lines: Sequence[Segment]) -> list[Resource]:
    """An Attachment for each OBX of type ED. Raises `Refused` when one is not, or not wholly, what it says."""
    found = []
    for obx in lines:
        kind = obx.text(2).upper()
        if kind == "ED":
            found += [_file(obx, it) for it in obx.repeats(5)]
        elif kind not in TEXT_TYPES:
            draft.issues.append(note("not-supported", obx.where(2), "is not read here; kept in the original"))
    return found


def plain(said: str) -> Resource:
    """Text as an Attachment."""
    return {"contentType": "text/plain; charset=utf-8", "data": base64.b64encode(said.encode()).decode()}


def _file(obx: Segment, repetition: Repetition) -> Resource:
    content = _content(obx, repetition)
    kind = _kind(repetition, content)
    if not content.startswith(kind.starts):
        raise Refused("value", obx.where(5, 3), "the content is not of this type; send the file as it is")
    if kind.ends not in content[-kind.within :]:
        raise Refused("value", obx.where(5, 5), "the file has no end; it was cut short: send it whole")
    return {"contentType": kind.name, "data": base64.b64encode(content).decode(), "size": len(content)}


def _kind(repetition: Repetition, content: bytes) -> _Kind:
    """What it is said to be; a PDF is known by its beginning, whatever it is said to be."""
    said = [at(repetition, part).upper().rpartition("/")[2] for part in (3, 2)]
    named = next((it for it in (_SPELLINGS.get(one, one) for one in said) if it in _TYPES), "")
    found = _TYPES.get(named, _OTHER)
    return _TYPES["PDF"] if found is _OTHER and content.startswith(b"%PDF-") else found


def _content(obx: Segment, repetition: Repetition) -> bytes:
    encoding, content = at(repetition, 4).upper(), "".join(at(repetition, 5).split())
    if not content:
        raise Refused("required", obx.where(5, 5), "is empty; send the content of the document")
    try:
        if encoding == "BASE64":
            return base64.b64decode(content, validate=True)
        if encoding == "HEX":
            return bytes.fromhex(content)
    except (binascii.Error, ValueError) as error:
        raise Refused("value", obx.where(5, 5), "is not in the encoding of OBX-5.4; send it as Base64") from error
    raise Refused("not-supported", obx.where(5, 4), "is not an encoding that is read here; send Base64")
