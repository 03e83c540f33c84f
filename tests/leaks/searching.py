"""Looks for words in bytes as they stand and in every wrapping that bytes travel in, one inside the other."""

import base64
import binascii
import hashlib
import html
import io
import quopri
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{10,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_ESCAPED = re.compile(rb"\\u00([0-9a-fA-F]{2})|\\x([0-9a-fA-F]{2})")
_REFERENCED = re.compile(rb"&#?\w+;")
_DEEPEST = 4


def hits(haystack: bytes, words: Iterable[str], *, numbers: Iterable[str] = ()) -> set[str]:
    """The words found in any wrapping, whatever their case, and the numbers found plain or as a known hash."""
    forms = b"\n".join(unwrapped(haystack)).lower()
    found = {word for word in words if word.lower().encode() in forms}
    return found | {number for number in numbers if any(mark in forms for mark in _marks(number))}


def unwrapped(body: bytes) -> list[bytes]:
    """The bytes and everything that can be unwrapped from them."""
    seen: dict[bytes, None] = {}
    waiting = [(body, 0)]
    while waiting:
        one, depth = waiting.pop()
        if not one or one in seen:
            continue
        seen[one] = None
        if depth < _DEEPEST:
            readings = list(dict.fromkeys((one, *_read_otherwise(one))))
            seen |= dict.fromkeys(readings)
            waiting.extend((it, depth + 1) for it in {it for each in readings for it in _packed_in(each)})
    return list(seen)


def _read_otherwise(body: bytes) -> Iterator[bytes]:
    """The same text with its escapes resolved."""
    if b"%" in body:
        yield unquote_to_bytes(body)
    if b"=" in body:
        yield quopri.decodestring(body)
    if b"&" in body:
        yield _REFERENCED.sub(lambda it: html.unescape(it[0].decode("latin-1")).encode(), body)
    if b"\\u" in body or b"\\x" in body:
        yield _ESCAPED.sub(lambda it: bytes.fromhex((it[1] or it[2]).decode()), body)
    if b"\x00" in body:
        yield body.replace(b"\x00", b"")


def _packed_in(body: bytes) -> Iterator[bytes]:
    yield from _unpacked(body)
    yield from filter(_reads, (binascii.unhexlify(run) for run in set(_HEX.findall(body))))
    yield from filter(_reads, (one for run in set(_BASE64.findall(body)) for one in _of_base64(run)))


def _of_base64(run: bytes) -> Iterator[bytes]:
    """A run decoded from each of its four beginnings: a word may stand in the middle of what was encoded."""
    plain = run.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    for start in range(4):
        part = plain[start:]
        whole = part[: len(part) - len(part) % 4] if len(part) % 4 == 1 else part + b"=" * (-len(part) % 4)
        yield base64.b64decode(whole)


def _unpacked(body: bytes) -> Iterator[bytes]:
    if body[:2] in {b"\x1f\x8b", b"\x78\x9c", b"\x78\x01", b"\x78\xda"}:
        try:
            yield zlib.decompressobj(47).decompress(body)
        except zlib.error:
            return
    if body[:2] == b"PK":
        try:
            with zipfile.ZipFile(io.BytesIO(body)) as packed:
                yield from (packed.read(name) for name in packed.namelist())
        except (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, RuntimeError):
            return  # two bytes that happen to begin like an archive


def _reads(body: bytes) -> bool:
    """True for what is text, or packed: the rest of what a run of letters decodes to is noise."""
    text = sum(32 <= one < 127 or one in b"\x00\n\r\t" for one in body)
    return body[:2] in {b"\x1f\x8b", b"\x78\x9c", b"PK"} or (len(body) >= 6 and text >= 0.7 * len(body))


def _marks(number: str) -> Iterator[bytes]:
    for text in (number, f"{number[:3]} {number[3:6]} {number[6:]}", f"{number[:3]}-{number[3:6]}-{number[6:]}"):
        yield text.encode()
    for make in (hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512):
        yield make(number.encode()).hexdigest().encode()
        yield base64.b64encode(make(number.encode()).digest()).lower()
    yield str(zlib.crc32(number.encode())).encode()
