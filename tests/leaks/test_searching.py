"""The search for leaks finds what is planted for it: without that, finding nothing would mean nothing."""

import base64
import gzip
import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import pytest

from tests.leaks.searching import hits

WORD, NUMBER = "Zqxaaaabck", "9991234551"


def _zipped(text: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sheet.xml", text)
    return made.getvalue()


WRAPPINGS: dict[str, Callable[[bytes], bytes]] = {
    "plain": lambda it: it,
    "capitals": bytes.upper,
    "base64": base64.b64encode,
    "base64 from the second letter": lambda it: base64.b64encode(b"x" + it),
    "base64 from the third letter": lambda it: base64.b64encode(b"xy" + it),
    "base64 for addresses, unpadded": lambda it: base64.urlsafe_b64encode(b"?>?>" + it).rstrip(b"="),
    "hexadecimal": lambda it: it.hex().encode(),
    "percent": lambda it: "".join(f"%{one:02X}" for one in it).encode(),
    "query": lambda it: quote(it.decode()).encode(),
    "UTF-16 little end first": lambda it: it.decode().encode("utf-16-le"),
    "UTF-16 big end first": lambda it: it.decode().encode("utf-16-be"),
    "gzip": gzip.compress,
    "zlib": zlib.compress,
    "a workbook": _zipped,
    "JSON escapes": lambda it: "".join(f"\\u{one:04x}" for one in it).encode(),
    "character references": lambda it: "".join(f"&#{one};" for one in it).encode(),
    "base64 of gzip in JSON": lambda it: json.dumps({"data": base64.b64encode(gzip.compress(it)).decode()}).encode(),
    "hexadecimal of base64": lambda it: base64.b64encode(it).hex().encode(),
}


@pytest.mark.parametrize("name", WRAPPINGS)
def test_a_planted_word_is_found_in_every_wrapping(name: str) -> None:
    """In the middle of other text, and nothing else is found."""
    body = WRAPPINGS[name](f"said of {WORD} today".encode())
    around = body if name in {"gzip", "zlib", "a workbook"} else b'{"x":"' + body + b'"}'

    assert hits(around, [WORD, "Zqxaaaabdk"]) == {WORD}


@pytest.mark.parametrize("make", [hashlib.md5, hashlib.sha1, hashlib.sha256, hashlib.sha512], ids=lambda it: it().name)
def test_a_number_is_found_as_it_is_written_and_as_its_bare_hash(make: Callable[[bytes], "hashlib._Hash"]) -> None:
    """A hash without a key is the number to whoever counts to ten thousand million."""
    digest = make(NUMBER.encode())

    for body in (b"999 123 4551", b"999-123-4551", digest.hexdigest().encode(), base64.b64encode(digest.digest())):
        assert hits(b"key=" + body + b";", [], numbers=[NUMBER, "9991234500"]) == {NUMBER}


@pytest.mark.parametrize("lost", [1, 3, 20, 40])
def test_what_only_begins_like_an_archive_stops_no_search(lost: int) -> None:
    """Letters of an id may decode to it: the rest of the body is searched all the same."""
    whole = _zipped(b"said of nobody")
    broken = whole[:2] + whole[2 + lost :]

    assert hits(broken, [WORD]) == set()
    assert hits(base64.b64encode(broken) + b" " + WORD.encode(), [WORD]) == {WORD}
