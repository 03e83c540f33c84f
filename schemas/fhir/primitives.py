r"""FHIR R4's primitive types as msgspec sees them; every pattern ends in `\Z`, which a newline cannot slip past.

Source: FHIR R4 4.0.1, Data Types, regular expressions; dates tightened to days that exist.
"""

import re
import sys
from enum import EnumType, StrEnum
from typing import Annotated, TypeAlias, TypeVar

from msgspec import Meta as _Limit

from schemas.fhir.vocabulary import CODES, SYSTEMS

_T = TypeVar("_T")

_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29"
_YEAR = r"(?!0000)[0-9]{4}"
_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|1[0-9]|2[0-8]))"
)
_FULL = rf"(?:{_YEAR}-{_DAY}|{_LEAP})"
_CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+|)"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_MONTH = rf"{_YEAR}(?:-(?:0[1-9]|1[0-2]))?"

DAY = rf"\A{_FULL}\Z"
DATE = rf"\A(?:{_FULL}|{_MONTH})\Z"
DATE_TIME = rf"\A(?:{_FULL}(?:T{_CLOCK}{_ZONE}|)|{_MONTH})\Z"
INSTANT = rf"\A{_FULL}T{_CLOCK}{_ZONE}\Z"
TIME = rf"\A{_CLOCK}\Z"
ID = r"\A[A-Za-z0-9.-]{1,64}\Z"
CODE = r"\A\S++(?:\s\S++)*+\Z"
URI = r"\A\S+\Z"

MEDIA_TYPE = r"\A[\w!#$&.+^-]+/[\w!#$&.+^-]+(?:\s*;.*)?\Z"
BASE64 = r"\A(?=\S)(?:[0-9A-Za-z+/]{4}|\s)*+(?:[0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?\s*\Z"
"""Whole groups of four; white space may stand between them."""

_MOST_WORDS = 4_096
_LONGEST_WORD = 128

String: TypeAlias = Annotated[str, _Limit(min_length=1, max_length=1_048_576)]
Markdown: TypeAlias = Annotated[str, _Limit(min_length=1, max_length=1_048_576)]
Xhtml: TypeAlias = Annotated[str, _Limit(min_length=1)]
Base64Binary: TypeAlias = Annotated[str, _Limit(pattern=BASE64)]
MediaType: TypeAlias = Annotated[str, _Limit(pattern=MEDIA_TYPE)]
Id: TypeAlias = Annotated[str, _Limit(pattern=ID)]
Uri: TypeAlias = Annotated[str, _Limit(pattern=URI)]
Oid: TypeAlias = Annotated[str, _Limit(pattern=r"\Aurn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+\Z")]
Uuid: TypeAlias = Annotated[
    str, _Limit(pattern=r"\Aurn:uuid:[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\Z")
]
Date: TypeAlias = Annotated[str, _Limit(pattern=DATE)]
DateTime: TypeAlias = Annotated[str, _Limit(pattern=DATE_TIME)]
Instant: TypeAlias = Annotated[str, _Limit(pattern=INSTANT)]
Time: TypeAlias = Annotated[str, _Limit(pattern=TIME)]
Integer: TypeAlias = Annotated[int, _Limit(ge=-2_147_483_648, le=2_147_483_647)]
UnsignedInt: TypeAlias = Annotated[int, _Limit(ge=0, le=2_147_483_647)]
PositiveInt: TypeAlias = Annotated[int, _Limit(ge=1, le=2_147_483_647)]
Decimal: TypeAlias = Annotated[float, _Limit(ge=-sys.float_info.max, le=sys.float_info.max)]
"""Not infinite, as a number is read that is too large."""
Boolean: TypeAlias = bool
Nested: TypeAlias = Annotated[dict[str, object], _Limit(min_length=1)]
"""A resource inside a resource; checked on its own."""
Many: TypeAlias = Annotated[list[_T], _Limit(min_length=1)]
"""A repeating element; FHIR has no empty lists. Where null may stand in one, the long look tells."""


class _WellWritten(dict[str, str]):
    """Words of vocabularies that were found well written; to look one up is cheaper than to read it again."""

    def __init__(self, pattern: str) -> None:
        super().__init__()
        self._search = re.compile(pattern).search

    def __missing__(self, word: str) -> str:
        if self._search(word) is None:
            raise KeyError
        if len(self) >= _MOST_WORDS:
            self.clear()
        if len(word) <= _LONGEST_WORD:
            self[word] = word
        return word


class Open(EnumType):
    """Of open enumerations: what reads a word that is not known is found without the hook that Python 3.11 asks first.

    `EnumType.__getattr__` takes as long as the reading itself.
    """

    __getattribute__ = object.__getattribute__


class Code(StrEnum, metaclass=Open):
    """Any code. To msgspec an open enumeration is a set of known words, and a function for all others."""

    vars().update((f"WORD_{at}", it) for at, it in enumerate(CODES))
    _missing_ = _WellWritten(CODE).__getitem__  # type: ignore[assignment]


class System(StrEnum, metaclass=Open):
    """A URI that names a code system, a profile or an extension: the same few come again and again."""

    vars().update((f"WORD_{at}", it) for at, it in enumerate(SYSTEMS))
    _missing_ = _WellWritten(URI).__getitem__  # type: ignore[assignment]
