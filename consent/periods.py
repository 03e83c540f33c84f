"""Moments and periods as FHIR writes them: whole days are London days, and doubt never opens anything."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from consent.errors import ConsentUnreadable
from schemas.clock import LONDON

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_LEAP_SECOND = re.compile(r"(T\d\d:\d\d:)60")
EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, both ends inside it."""

    first: datetime
    last: datetime

    def holds(self, moment: datetime) -> bool:
        """True when the moment lies inside."""
        return self.first <= moment <= self.last

    def touches(self, other: "Span") -> bool:
        """True when the two share a moment."""
        return self.first <= other.last and other.first <= self.last

    def covers(self, other: "Span") -> bool:
        """True when the other lies wholly inside."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class Period:
    """A FHIR Period read twice: as little as it can mean for a permission, as much as it can for a refusal."""

    narrow: Span
    wide: Span


ALWAYS = Period(Span(EARLIEST, LATEST), Span(EARLIEST, LATEST))


def span(text: object) -> Span:
    """The stretch of time that a FHIR date or dateTime names."""
    if not isinstance(text, str):
        raise ConsentUnreadable("a date is not text; write it as FHIR does, `2026-01-31`")
    return _read(text)


def _read_span(text: str) -> Span:
    days = _days(text)
    if days is None:
        moment = _instant(text)
        return Span(moment, moment if "." in text else moment + timedelta(microseconds=999_999))
    return Span(_midnight(days[0]), _last_moment(days[1]))


_read = lru_cache(maxsize=4096)(_read_span)


def period(raw: object) -> Period:
    """The two readings of a FHIR Period; partial dates widen a refusal and narrow a permission."""
    if not isinstance(raw, dict) or set(raw) - {"start", "end", "id"}:
        raise ConsentUnreadable("a period has parts other than `start` and `end`; give one of these")
    if not all(raw[it] for it in ("start", "end") if it in raw):
        raise ConsentUnreadable("a period has an empty start or end; leave out what you do not say")
    start, end = raw.get("start"), raw.get("end")
    wide = Span(span(start).first if start else EARLIEST, span(end).last if end else LATEST)
    narrow = Span(_latest_start(start) if start else EARLIEST, _earliest_end(end) if end else LATEST)
    return Period(narrow, wide)


def stated(raw: object) -> Period:
    """The same of a Consent: one that ends before it begins (FHIR per-1) permits never, and may refuse at any time."""
    found = period(raw)
    return Period(found.narrow, ALWAYS.wide) if is_reversed(found.wide) else found


def is_reversed(span: Span) -> bool:
    """True when it ends before it begins."""
    return span.last < span.first


def _latest_start(text: str) -> datetime:
    days = _days(text)
    return _midnight(days[1]) if days else span(text).first


def _earliest_end(text: str) -> datetime:
    days = _days(text)
    return _last_moment(days[0]) if days else span(text).last


def _days(text: str) -> tuple[date, date] | None:
    """The first and last day that a date of any precision names; None when it has a time."""
    found = _PARTIAL.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else 0 for part in found.groups())
    try:
        first = date(year, month or 1, day or 1)
        last_month = month or 12
        return first, date(year, last_month, day or monthrange(year, last_month)[1])
    except ValueError as error:
        raise ConsentUnreadable("a date is not in the calendar; write it as `2026-01-31`") from error


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(_LEAP_SECOND.sub(r"\g<1>59", text))
    except ValueError as error:
        raise ConsentUnreadable("a date cannot be read; write it as `2026-01-31T09:30:00Z`") from error
    if found.tzinfo is None:
        raise ConsentUnreadable("a time has no zone; add `Z` or an offset such as `+01:00`")
    return found.astimezone(UTC)


def _midnight(day: date) -> datetime:
    if day.year >= 9999:
        return LATEST
    return datetime.combine(day, time(), LONDON).astimezone(UTC) if day.year > 1 else EARLIEST


def _last_moment(day: date) -> datetime:
    if day.year >= 9999:
        return LATEST
    return _midnight(day + timedelta(days=1)) - timedelta(microseconds=1)
