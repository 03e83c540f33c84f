"""The bytes of a text file as text: UTF-8, UTF-16 by its mark, or the Windows code page by profile."""

import codecs

from adapters.csv.table import Unreadable

_SIXTEEN = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_THIRTY_TWO = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def text_of(raw: bytes, encoding: str) -> str:
    """The text. Bytes that are sound UTF-8 are read as such whatever the profile says: nobody writes them by chance.

    Raises `Unreadable`.
    """
    if raw.startswith(_THIRTY_TWO):
        raise Unreadable("structure", "file", 'is UTF-32; save it as "CSV UTF-8"')
    if raw.startswith(_SIXTEEN):
        return _checked(_unicode_text(raw))
    try:
        return _checked(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            line = raw.count(b"\n", 0, error.start) + 1
            mend = 'is not UTF-8; save it as "CSV UTF-8", or set encoding = "cp1252" in the profile'
            raise Unreadable("structure", f"line {line}", mend) from error
    try:
        return _checked(raw.decode(encoding))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise Unreadable(
            "structure", f"line {line}", f'is not {encoding} either; save the file as "CSV UTF-8"'
        ) from error


def _unicode_text(raw: bytes) -> str:
    """What spreadsheets call "Unicode text": UTF-16 with its mark."""
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        line = raw[: error.start].decode("utf-16", "ignore").count("\n") + 1
        mend = 'is cut short or broken "Unicode text" (UTF-16); save it again, best as "CSV UTF-8"'
        raise Unreadable("structure", f"line {line}", mend) from error


def _checked(text: str) -> str:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Unreadable("structure", f"line {line}", "holds a NUL character; this is not a text file")
    return text
