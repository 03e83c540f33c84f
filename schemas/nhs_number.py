"""NHS numbers: clean them, check the check digit, and know the ones that stand for nobody.

Source: NHS Data Dictionary, NHS NUMBER (modulus 11, weights 10 to 2).
"""

import re
from enum import StrEnum
from operator import mul

PLACEHOLDERS = frozenset({"1000000001", *(digit * 10 for digit in "0123456789")})
"""Numbers that pass the check digit, as any ten equal digits do, and are typed to get past a form: nobody's."""

_WRITTEN = re.compile(r"(?<![0-9])[0-9](?:[ -]?[0-9]){9}(?![0-9])")


class NhsNumberFault(StrEnum):
    """Why ten typed characters are not somebody's NHS number."""

    NOT_TEN_DIGITS = "not-ten-digits"
    CHECK_DIGIT = "check-digit"
    PLACEHOLDER = "placeholder"


def clean(typed: str) -> str:
    """The number without the spaces and hyphens that people put into it."""
    return "".join(typed.split()).replace("-", "")


def fault(number: str) -> NhsNumberFault | None:
    """What is wrong with a cleaned number, or None when it can be a person's."""
    if len(number) != 10 or not (number.isascii() and number.isdigit()):
        return NhsNumberFault.NOT_TEN_DIGITS
    if number in PLACEHOLDERS:
        return NhsNumberFault.PLACEHOLDER
    total = sum(map(mul, map(int, number[:9]), range(10, 1, -1)))
    expected = (11 - total % 11) % 11
    return None if expected == int(number[9]) else NhsNumberFault.CHECK_DIGIT


def masked(text: str) -> str:
    """The same text, in which no number that can be a person's may be read."""
    return _WRITTEN.sub(lambda it: it[0] if fault(clean(it[0])) else "*" * 10, text)
