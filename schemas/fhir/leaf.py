"""What is wrong with one primitive value, in words that never hold the value."""

import re
from math import isfinite
from typing import Final

from msgspec import inspect

from schemas.fhir import primitives

Wrong = tuple[str, str]
"""FHIR IssueType code, and how to mend it."""

_PATTERNS: Final = {
    primitives.ID: "is not an id: 1 to 64 letters, digits, `-` or `.`",
    primitives.CODE: "is not a code: no space at either end, no double space",
    primitives.URI: "is not a URI: no spaces",
    primitives.DATE: "is not a date that exists: YYYY, YYYY-MM or YYYY-MM-DD",
    primitives.DATE_TIME: "is not a dateTime: YYYY, YYYY-MM, YYYY-MM-DD or YYYY-MM-DDThh:mm:ss and a time zone",
    primitives.INSTANT: "is not an instant: YYYY-MM-DDThh:mm:ss and a time zone",
    primitives.TIME: "is not a time: hh:mm:ss",
    primitives.BASE64: "is not base64 in whole groups of four characters",
    primitives.MEDIA_TYPE: "is not a media type, such as application/pdf",
}
_OPEN: Final[dict[type, inspect.StrType]] = {
    primitives.Code: inspect.StrType(pattern=primitives.CODE),
    primitives.System: inspect.StrType(pattern=primitives.URI),
}
"""Open enumerations, which msgspec shows as types that it does not know."""
_SHOWN_CODES = 24
_LARGEST = 2**63 - 1


def leaf_fault(value: object, kind: inspect.Type) -> Wrong | None:
    """The first thing wrong with `value` as a primitive of `kind`, or None."""
    if value is None:
        return "structure", "is null; leave the element out"
    if isinstance(kind, inspect.StrType):
        return _string(value, kind)
    if isinstance(kind, inspect.CustomType):
        return _string(value, _OPEN[kind.cls])
    if isinstance(kind, inspect.LiteralType):
        return _literal(value, kind)
    if isinstance(kind, inspect.IntType):
        return _integer(value, kind)
    return _other(value, kind)


def _other(value: object, kind: inspect.Type) -> Wrong | None:
    if isinstance(kind, inspect.BoolType):
        return None if isinstance(value, bool) else ("structure", "is not true or false without quotes")
    if isinstance(kind, inspect.FloatType):
        return None if _is_number(value) else ("structure", "is not a number without quotes, or is too large")
    return None if isinstance(value, dict) and value else ("structure", "is not an object with content")


def _string(value: object, kind: inspect.StrType) -> Wrong | None:
    if not isinstance(value, str):
        return "structure", "is not a string; put it in quotes"
    if not value:
        return "value", "is empty; leave the element out"
    if kind.max_length is not None and len(value) > kind.max_length:
        return "too-long", f"is longer than {kind.max_length} characters"
    if kind.pattern is not None and not re.search(kind.pattern, value):
        return "value", _PATTERNS.get(kind.pattern, "is not written as this type is written")
    return None


def _literal(value: object, kind: inspect.LiteralType) -> Wrong | None:
    if isinstance(value, str) and value in kind.values:
        return None
    listed = ", ".join(f"`{it}`" for it in kind.values[:_SHOWN_CODES])
    more = ", ..." if len(kind.values) > _SHOWN_CODES else ""
    return "code-invalid", f"is not one of {listed}{more}"


def _integer(value: object, kind: inspect.IntType) -> Wrong | None:
    if not isinstance(value, int) or isinstance(value, bool):
        return "structure", "is not a whole number without quotes"
    if (kind.ge is not None and value < kind.ge) or (kind.le is not None and value > kind.le):
        return "value", f"is not between {kind.ge} and {kind.le}"
    return None


def _is_number(value: object) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return -_LARGEST <= value <= _LARGEST
    return isinstance(value, float) and isfinite(value)
