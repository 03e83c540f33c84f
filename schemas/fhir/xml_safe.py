"""Parses XML that anyone may have sent: no document type, so no entities and nothing to fetch; UTF-8 only; bounded."""

from xml.etree.ElementTree import Element, ParseError, XMLParser

MOST_TAGS = 500_000
"""A document of the largest size that means anything has fewer."""
_DTD = "<!DOCTYPE"


class Unparsable(ValueError):
    """Not XML that may be read; the text says how to mend it."""

    def __init__(self, where: str, code: str, message: str) -> None:
        super().__init__(message)
        self.where, self.code = where, code


def parsed(raw: bytes) -> Element:
    """The root element. An entity can only be declared in a document type, and that is always written the same way."""
    text = _text(raw)
    if _DTD in text:
        raise Unparsable("body", "security", "has a document type or entities; send neither")
    if text.count("<") > MOST_TAGS:
        raise Unparsable("body", "too-costly", f"has more than {MOST_TAGS} tags")
    parser = XMLParser(encoding="utf-8")  # noqa: S314 (what is dangerous about it needs a document type)
    try:
        parser.feed(text)
        root: Element = parser.close()
    except ParseError as error:
        line, column = error.position
        raise Unparsable(f"line {line} column {column}", "structure", "is not well-formed XML in UTF-8") from None
    return root


def _text(raw: bytes) -> str:
    """As UTF-8, whatever it says of itself: another encoding could hide what is looked for."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unparsable("body", "structure", "is not UTF-8; send UTF-8") from None
    if "\0" in text:
        raise Unparsable("body", "structure", "is not UTF-8; send UTF-8")
    return text
