"""Text as somebody reads it, whatever it is written in: HTML, accents, signs that nobody sees, a file."""

import base64
import binascii
import html
import re
import unicodedata
from typing import Any

_MARKS = re.compile(r"[\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufeff]")
"""Accents that stand by themselves, and signs that nobody sees."""
_TAG = re.compile(r"<[^<>]*>")
_READ_IN_TAG = re.compile(r"""\b(?:alt|title)\s*=\s*["']([^"']*)""")
_KIND_OF_TEXT = re.compile(r"text/|.*\b(?:xml|json|rtf|x?html)\b", re.IGNORECASE)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def plain(text: str) -> str:
    """The words as they are read, without signs of HTML and without accents, which not everybody writes."""
    return bare(html.unescape(_TAG.sub(_read_in, text)) if "<" in text or "&" in text else text)


def bare(text: str) -> str:
    """The same without accents and signs that nobody sees, and in the usual letters."""
    return text if text.isascii() else _MARKS.sub("", unicodedata.normalize("NFKD", text))


def of_file(attachment: dict[str, Any]) -> str:
    """The words of a file that is text; of any other what stands in it cannot be looked through."""
    if not _KIND_OF_TEXT.match(str(attachment.get("contentType"))):
        return ""
    try:
        read = base64.b64decode(attachment["data"])
        return plain(read.decode("utf-16" if read.startswith(_UTF_16) else "utf-8", "replace"))
    except (binascii.Error, TypeError, ValueError):
        return ""


def _read_in(tag: re.Match[str]) -> str:
    """What is shown or read out of a tag itself."""
    return " ".join(["", *_READ_IN_TAG.findall(tag[0]), ""])
