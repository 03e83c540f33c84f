"""The content of a document: text lines joined, and files checked to be what they say."""

import base64
import binascii

from adapters.hl7v2.bundle import Draft
from adapters.hl7v2.clinical import TEXT_TYPES
from adapters.hl7v2.faults import Refused, note
from adapters.hl7v2.tree import Repetition, Segment, at, words
from schemas.fhir import Resource

_TYPES = {
    "PDF": ("application/pdf", b"%PDF-"),
    "RTF": ("application/rtf", b"{\\rtf"),
    "JPEG": ("image/jpeg", b"\xff\xd8\xff"),
    "PNG": ("image/png", b"\x89PNG"),
    "TIFF": ("image/tiff", b""),
    "PLAIN": ("text/plain", b""),
}
_OTHER = ("application/octet-stream", b"")


def text(draft: Draft) -> str:
    """The OBX lines of text, joined; an empty line stays one."""
    lines = [
        words(it, 5, draft.message.delimiters) for it in draft.message.all("OBX") if it.text(2).upper() in TEXT_TYPES
    ]
    return "\n".join(lines).strip("\n")


def files(draft: Draft) -> list[Resource]:
    """An Attachment for each OBX of type ED. Raises `Refused` when one is not what it says."""
    found = []
    for obx in draft.message.all("OBX"):
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
    named = at(repetition, 3).upper() or at(repetition, 2).upper()
    kind, start = _TYPES.get(named, _OTHER)
    if not content.startswith(start):
        raise Refused("value", obx.where(5, 3), "the content is not of this type; send the file as it is")
    return {"contentType": kind, "data": base64.b64encode(content).decode(), "size": len(content)}


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
