"""Cells that a spreadsheet program would run: refused when they come in, made harmless when they go out."""

import re

_LEADING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_HARMLESS = re.compile(r"(?:[+-][\d\s().\-]*|-+\s+[^\W\d][^|]*)\Z")
_CALL = re.compile(r"\w\(")


def is_formula(cell: str) -> bool:
    """True for a cell that would be run; a telephone number, a dash and a point of a list are none."""
    text = cell.strip()
    if not text.startswith(_LEADING):
        return False
    return _HARMLESS.match(text) is None or _CALL.search(text) is not None


def neutral(text: str) -> str:
    """The text as a cell that is shown and never run."""
    return f"'{text}" if text.lstrip("' ").startswith(_LEADING) else text


def plain(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("' ").startswith(_LEADING) else cell
