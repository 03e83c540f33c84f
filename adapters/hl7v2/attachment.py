"""The content of a document: text lines joined, and files checked to be what they say."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass

from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.clinical import WITHDRAWN, encoded_in, is_file
from adapters.hl7v2.faults import Refused, note
from adapters.hl7v2.results import TEXT_TYPES
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
    "HTML": _Kind("text/html"),
    "XML": _Kind("application/xml"),
    "PLAIN": _Kind("text/plain"),
}
NAMES = {it.name: said for said, it in _TYPES.items()}
"""The type of a file to what OBX-5.3 calls it."""
_SPELLINGS = {"JPG": "JPEG", "TIF": "TIFF", "TXT": "PLAIN", "TEXT": "PLAIN", "X-RTF": "RTF", "HTM": "HTML",
              "XHTML+XML": "HTML"}  # fmt: skip


_TAGS = {b"<!DOCTYPE HTML": "HTML", b"<HTML": "HTML", b"<?XML": "XML"}
"""How a file begins that has no sign of its own."""
_HEAD = 256
_PDF_IN_BASE64 = "JVBERi0"
_NONE = "A"
"""Table 0299: the content stands there as it is."""


def kind(obx: Segment) -> str:
    """OBX-2; but what is written as a file is `ED` whatever stands there."""
    return "ED" if is_file(obx) else obx.text(2).upper()


def standing(draft: Draft, lines: Sequence[Segment]) -> list[Segment]:
    """The lines without those that their sender took back (OBX-11); none when all were."""
    taken_back = [it for it in lines if it.text(11).upper() in WITHDRAWN]
    draft.issues += [note("informational", it.where(11), "was taken back by its sender") for it in taken_back]
    return [it for it in lines if it not in taken_back]


def text(lines: Sequence[Segment], delimiters: Delimiters) -> str:
    """The OBX lines of text, joined; an empty line stays one. Raises `Refused` when they are a file."""
    told = [it for it in lines if kind(it) in TEXT_TYPES]
    found = "\n".join(words(it, 5, delimiters) for it in told).strip("\n")
    if found.startswith(_PDF_IN_BASE64):
        raise Refused("value", told[0].where(2), "says text of what is a file; send it as ED, with Base64 in OBX-5.4")
    return found


def files(draft: Draft, lines: Sequence[Segment]) -> list[Resource]:
    """An Attachment for each OBX of type ED. Raises `Refused` when one is not, or not wholly, what it says."""
    found = []
    for obx in lines:
        written = kind(obx)
        if written == "ED":
            found += [_file(obx, it) for it in obx.repeats(5)]
        elif written not in TEXT_TYPES:
            draft.issues.append(note("not-supported", obx.where(2), "is not read here; kept in the original"))
    return found


def plain(said: str) -> Resource:
    """Text as an Attachment, by what it begins as where it has tags or is Rich Text."""
    content = said.encode()
    named = _begun_as(content, _TYPES["PLAIN"]).name
    kind = named if named == "application/rtf" else f"{named}; charset=utf-8"
    return {"contentType": kind, "data": base64.b64encode(content).decode()}


def _file(obx: Segment, repetition: Repetition) -> Resource:
    place = encoded_in(repetition) or 4
    content = _content(obx, repetition, place)
    said = _kind(repetition, content)
    if not content.startswith(said.starts):
        raise Refused("value", obx.where(5, 3), "the content is not of this type; send the file as it is")
    if said.ends not in content[-said.within :]:
        raise Refused("value", obx.where(5, place + 1), "the file has no end; it was cut short: send it whole")
    return {"contentType": _called(said, content), "data": base64.b64encode(content).decode(), "size": len(content)}


def _called(said: _Kind, content: bytes) -> str:
    """Words beyond ASCII that are sound UTF-8 are so, whatever they were wrapped in."""
    if said is not _TYPES["PLAIN"] or content.isascii():
        return said.name
    try:
        content.decode()
    except UnicodeDecodeError:
        return said.name
    return f"{said.name}; charset=utf-8"


def _kind(repetition: Repetition, content: bytes) -> _Kind:
    """What it is said to be; what is said to be nothing known, or plain text, is known by its beginning."""
    said = [at(repetition, part).upper().rpartition("/")[2] for part in (3, 2)]
    named = next((it for it in (_SPELLINGS.get(one, one) for one in said) if it in _TYPES), "")
    found = _TYPES.get(named, _OTHER)
    return _begun_as(content, found) if found in (_OTHER, _TYPES["PLAIN"]) else found


def _begun_as(content: bytes, otherwise: _Kind) -> _Kind:
    marked = (it for it in _TYPES.values() if any(it.starts) and content.startswith(it.starts))
    head = content[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().upper()
    tagged = (_TYPES[name] for sign, name in _TAGS.items() if head.startswith(sign))
    return next(marked, None) or next(tagged, otherwise)


def _content(obx: Segment, repetition: Repetition, place: int) -> bytes:
    encoding, content = at(repetition, place).upper(), "".join(at(repetition, place + 1).split())
    if not content:
        raise Refused("required", obx.where(5, place + 1), "is empty; send the content of the document")
    if encoding == _NONE and not content.startswith(_PDF_IN_BASE64):
        return at(repetition, place + 1).encode()
    try:
        if encoding == "BASE64":
            return base64.b64decode(content, validate=True)
        if encoding == "HEX":
            return bytes.fromhex(content)
    except (binascii.Error, ValueError) as error:
        message = f"is not in the encoding of OBX-5.{place}; send it as Base64"
        raise Refused("value", obx.where(5, place + 1), message) from error
    raise Refused("not-supported", obx.where(5, place), "is not an encoding that is read here; send Base64")
