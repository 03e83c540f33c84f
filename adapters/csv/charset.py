"""The bytes of a text file as text: UTF-8 with or without its mark, or the Windows code page by profile."""

import codecs

from adapters.csv.table import Unreadable

_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE)


def text_of(raw: bytes, encoding: str) -> str:
    """The text. Bytes that are sound UTF-8 are read as such whatever the profile says: nobody writes them by chance.

    Raises `Unreadable`.
    """
    if raw.startswith(_WIDE):
        raise Unreadable("structure", "file", 'is "Unicode text" (UTF-16); save it as "CSV UTF-8"')
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


def _checked(text: str) -> str:
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise Unreadable("structure", f"line {line}", "holds a NUL character; this is not a text file")
    return text
