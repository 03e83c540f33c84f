"""The fields that the plain JSON forms share."""

import re
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, Strict, StringConstraints
from pydantic_core import PydanticKnownError
from pydantic_core.core_schema import ErrorType

from schemas import nhs_number
from schemas.visible import is_seen

_FIRST_YEAR, _LAST_YEAR = 1850, 2200
_SECONDS = re.compile(r"[-+]?[0-9.]+\Z")
_DAY_LENGTH = 10


class Form(BaseModel):
    """A JSON object of which every field is known."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, use_enum_values=False)


class Mend(ValueError):
    """What is wrong with a field, in words that hold no data."""


def _number(typed: str) -> str:
    """Ten digits; one that is mistyped or stands for nobody is taken, and flagged when the form is read as FHIR."""
    cleaned = nhs_number.clean(typed)
    if nhs_number.fault(cleaned) is nhs_number.NhsNumberFault.NOT_TEN_DIGITS:
        raise Mend("is not ten digits")
    return cleaned


def _day(given: object) -> str:
    return _written(given, "date_type", "date_parsing", has_time=False)


def _moment(given: object) -> str:
    return _written(given, "datetime_type", "datetime_parsing", has_time=True)


def _written(given: object, no_text: ErrorType, misread: ErrorType, *, has_time: bool) -> str:
    """Digits alone would be read as seconds since 1970: `20261101` is a day of that year."""
    if not isinstance(given, str):
        raise PydanticKnownError(no_text)
    if _SECONDS.match(given) or (len(given) > _DAY_LENGTH) is not has_time:
        raise PydanticKnownError(misread, {"error": "digits alone"})
    return given


def _with_zone(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Mend("has no time zone; end it with `Z` or `+01:00`")
    _in_our_times(moment.date())
    return moment.astimezone(UTC)


def _in_our_times(day: date) -> date:
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise Mend(f"is not between {_FIRST_YEAR} and {_LAST_YEAR}")
    return day


def _seen(text: str) -> str:
    if not is_seen(text):
        raise Mend("holds nothing that anybody could see; leave it out")
    return text


_PRINTABLE = StringConstraints(strip_whitespace=True, min_length=1, max_length=200)
Line = Annotated[str, _PRINTABLE, AfterValidator(_seen)]
"""A name or a short phrase."""
_PAGE = StringConstraints(strip_whitespace=True, min_length=1, max_length=10_000)
Text = Annotated[str, _PAGE, AfterValidator(_seen)]
Identity = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._:-]{1,64}$")]
NhsNumber = Annotated[str, StringConstraints(max_length=20), AfterValidator(_number)]
Day = Annotated[
    date, Strict(False), BeforeValidator(_day), AfterValidator(_in_our_times), Field(description="YYYY-MM-DD")
]
Moment = Annotated[
    datetime, Strict(False), BeforeValidator(_moment), AfterValidator(_with_zone),
    Field(description="YYYY-MM-DDThh:mm:ss and a time zone"),
]  # fmt: skip


class Gender(StrEnum):
    """Administrative gender as FHIR has it."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


_OR_NOT = "Left out: as told before. null: taken away."
_PLACE = "Address and postcode are told together. Both left out: as told before. null: taken away."


class Person(Form):
    """Whom the message is about; without an NHS number, name and date of birth are needed."""

    nhs_number: NhsNumber | None = Field(None, description="Left out or null: as told before.")
    family_name: Line
    given_name: Line
    birth_date: Day
    gender: Gender | None = Field(None, description=_OR_NOT)
    phone: Line | None = Field(None, description=_OR_NOT)
    email: Line | None = Field(None, description=_OR_NOT)
    address: Line | None = Field(None, description=_PLACE)
    postcode: Line | None = Field(None, description=_PLACE)


class Relationship(StrEnum):
    """What a carer is to the person."""

    CARER = "carer"
    SPOUSE = "spouse"
    PARTNER = "partner"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    FRIEND = "friend"
    OTHER = "other"


class Carer(Form):
    """A carer, named so that the worker who answers the telephone knows who may be told."""

    family_name: Line
    given_name: Line
    relationship: Relationship = Relationship.CARER
    phone: Line | None = None
    email: Line | None = None
    reference: Identity | None = Field(None, description="The sender's own id of this carer.")
