"""Whether anybody would see anything of a text."""

import unicodedata

_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs by their kind, of which nothing is seen."""


def is_seen(text: str) -> bool:
    """True where a reader sees something: not for spaces, control and format signs and blank letters alone."""
    return any(unicodedata.category(it)[0] not in "ZC" and it not in _BLANK_LETTERS for it in text)
