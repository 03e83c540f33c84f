"""HL7 v2 time stamps: as precise as they were written, in the sender's zone when they name none."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo

from adapters.hl7v2.faults import Refused

_SHAPE = re.compile(
    r"(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)(?:(?P<second>\d\d)"
    r"(?:(?:\.(?=\d)|(?=\d{3}(?!\d)))(?P<fraction>\d{1,6}))?)?)?)?)?)?(?P<offset>[+-]\d{4})?",
    re.ASCII,
)
"""As the standard has it; the three digits of a fraction also without their point, as some engines write them."""
_DASHED = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(\.\d{1,6})?)?)?([+-]\d\d:?\d\d|Z)?", re.ASCII
)
_EARLIEST, _LATEST, _OPEN_ENDED = 1900, 2200, "9999"
_FURTHEST = timedelta(hours=14)
"""The furthest offset from UTC that a FHIR dateTime can have."""
_DIGITS = {"Y": 4, "L": 6, "D": 8, "H": 10, "M": 12, "S": 14}
"""Degree of precision (TS-2, up to v2.4) to the digits of the time stamp that count."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date or time as FHIR writes it."""

    text: str
    """FHIR dateTime, as precise as the source."""
    instant: datetime | None
    """None when only a date is known."""
    doubt: str = ""
    """What is wrong with how it was written, as a sentence that says how to mend it."""

    @property
    def date(self) -> str:
        """The date alone, as FHIR writes it."""
        return self.text[:10]

    @property
    def has_time(self) -> bool:
        """True when there is a time of day."""
        return self.instant is not None


@lru_cache(maxsize=4096)
def read(value: str, zone: ZoneInfo, where: str, *, precision: str = "") -> Moment:
    """The moment that a time stamp means. Raises `Refused`, naming the place.

    A sign with no offset behind it, as in `20000101+`, says nothing and is passed over. A date with dashes can be
    read in one way only, so that it is read, with a doubt. Remembered, for the same time stands in a message several
    times, and a birth date in every message about somebody.
    """
    if dashed := _DASHED.fullmatch(value):
        plain = "".join(part or "" for part in dashed.groups()).replace(":", "").replace("Z", "+0000")
        meant = read(plain, zone, where)
        return replace(meant, doubt=meant.doubt or "is written with dashes; send YYYYMMDD or YYYYMMDDHHMMSS")
    if precision in _DIGITS:
        at = next((at for at, it in enumerate(value) if it in "+-"), len(value))
        value = value[: min(at, _DIGITS[precision])] + value[at:]
    found = _SHAPE.fullmatch(value.rstrip("+-"))
    if found is None:
        raise Refused("value", where, "is not a time stamp; send YYYYMMDD or YYYYMMDDHHMMSS")
    try:
        return _moment(found, zone)
    except ValueError as error:
        raise Refused("value", where, "is not a date of the calendar; send YYYYMMDD or YYYYMMDDHHMMSS") from error


def _moment(found: re.Match[str], zone: ZoneInfo) -> Moment:
    year, month, day = found["year"], found["month"], found["day"]
    date = datetime(int(year), int(month or 1), int(day or 1))
    if year != _OPEN_ENDED and not _EARLIEST <= date.year <= _LATEST:
        raise ValueError("year")
    if year == _OPEN_ENDED or found["hour"] is None:
        return Moment("-".join(part for part in (year, month, day) if part), None)
    naive = date.replace(
        hour=int(found["hour"]),
        minute=int(found["minute"] or 0),
        second=int(found["second"] or 0),
        microsecond=int((found["fraction"] or "").ljust(6, "0")),
    )
    return _placed(naive, found["offset"], zone)


def _placed(naive: datetime, offset: str | None, zone: ZoneInfo) -> Moment:
    if offset:
        known = naive.replace(tzinfo=_offset(offset))
        return Moment(_written(known), known)
    local = naive.replace(tzinfo=zone)
    return Moment(_written(local), local, _doubt(local))


def _doubt(local: datetime) -> str:
    before, after = local.utcoffset(), local.replace(fold=1).utcoffset()
    if before is None or after is None or before == after:
        return ""
    what = "exists twice" if before > after else "does not exist"
    return f"{what} on the night when the clocks change; send an offset from UTC"


def _offset(text: str) -> timezone:
    hours, minutes = int(text[1:3]), int(text[3:5])
    span = timedelta(hours=hours, minutes=minutes)
    if minutes > 59 or span > _FURTHEST:
        raise ValueError("offset")
    return timezone(-span if text[0] == "-" else span)


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
