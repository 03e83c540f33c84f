"""Numbers that are kept as they were written: `1.10` says more than `1.1`, and some say more than a float can hold.

Source: FHIR R4 4.0.1, Data Types, decimal: the precision of a decimal has significance and is to be kept. A number that
orjson would write otherwise than it came is a `Written`; all others are plain numbers.
"""

import json
from enum import Enum
from math import isfinite
from typing import Any

import msgspec
import orjson

_MARK = b"\t"
"""Stands before such a number in JSON that we write, where a tab stands nowhere else: so one look finds out."""
_FLOAT = b"\xcb"
"""How a float begins in MessagePack; of all other bytes only a few rare letters have it."""


class Written(float, Enum):
    """A number with the text that it came as.

    It counts as the float nearest to it. To orjson it is an enumeration, which is written as its value is: so it goes
    out as it came wherever a resource is written.
    """

    _value_: Any
    text: str

    def __str__(self) -> str:
        return self.text

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        return float.__format__(float(self), spec) if spec else self.text

    def __deepcopy__(self, _: object) -> "Written":
        return self

    def __reduce_ex__(self, _: object) -> tuple[Any, ...]:
        return written, (self.text,)


def written(text: str) -> float:
    """The number that this text is, in the grammar of JSON; with the text where that would be lost."""
    number = _number(text)
    return number if not isfinite(number) or orjson.dumps(number).decode() == text else _kept(text)


def load(body: bytes) -> Any:
    """Compact JSON that we wrote, with its numbers as they were written; raises what orjson raises."""
    return _exactly(body) if holds_written(body) else orjson.loads(body)


def holds_written(body: bytes) -> bool:
    """Whether there is a number in JSON that we wrote which is more than a number."""
    return _MARK in body


def as_written(body: bytes, read: dict[str, Any]) -> dict[str, Any]:
    """What was read of these bytes, with its numbers as they are written; the same where it has no fractions."""
    try:
        may_differ = _FLOAT in msgspec.msgpack.encode(read)
    except OverflowError:
        may_differ = True
    return _exactly(body) if may_differ else read


def _exactly(body: bytes) -> Any:
    return json.loads(body, parse_float=written, parse_int=_whole)


def _whole(text: str) -> float:
    number = _number(text)
    return number if isinstance(number, int) or not isfinite(number) else _kept(text)


def _number(text: str) -> float:
    """Infinite where it is too large, which no rule lets pass."""
    try:
        number: float = orjson.loads(text)
    except orjson.JSONDecodeError:
        return float(text)
    return number


def _kept(text: str) -> float:
    number = float.__new__(Written, text)
    number.text = text
    number._value_ = orjson.Fragment(f"\t{text}")
    return number
