"""What people write in cells, and what it means: dates, times, yes and no, and the words of each column."""

import re
from datetime import UTC, date, datetime, time

from adapters.forms.fields import Mend
from schemas.clock import LONDON

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})([/.\- ])(\d{1,2})\2(\d{4})\Z")
_SHORT_YEAR = re.compile(r"\d{1,2}([/.\- ])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{2}\Z")
_NAMED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-/]([A-Za-z]{3,9})\.?,?[ \-/](\d{4})\Z")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap]m)?\Z", re.IGNORECASE)
_WITH_TIME = re.compile(r"(.*?\S)[ ,]+(\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\s*(?:[ap]m)?)\Z", re.IGNORECASE)
_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T")
_COUNT = re.compile(r"\d{5}(?:\.\d+)?\Z")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_NO_DATE = "is not a date that exists: DD/MM/YYYY"

_LONGEST_DATE = 60
_MIDNIGHT = frozenset({"", "00:00", "00:00:00"})

INVISIBLE = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
"""Signs without width, and those that turn the direction of writing: they come along when something is copied."""
_SPACED = str.maketrans(dict.fromkeys(".:*_?()[]'\"’", " ") | dict.fromkeys(INVISIBLE))
_EDGES = re.compile(rf"\A[\s{INVISIBLE}]+|[\s{INVISIBLE}]+\Z")
ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?\d{1,2}")
"""A number as spreadsheets show a long one: two people's may look the same."""

YES = frozenset({"y", "yes"})
NO = frozenset({"n", "no"})
UNSAID = frozenset({"-", "--", "n/a", "na", "n/k", "nk", "none", "not known", "unknown", "tbc", "?"})
"""Words that stand for an empty cell in columns of numbers and addresses."""
DELETE = "delete"
"""Takes away what was told before; an empty cell says nothing."""

URGENCY = {
    "routine": "routine", "normal": "routine", "standard": "routine", "3": "routine",
    "urgent": "urgent", "soon": "urgent", "2": "urgent",
    "very urgent": "very-urgent", "same day": "very-urgent", "4": "very-urgent",
    "emergency": "emergency", "immediate": "emergency", "1": "emergency",
}  # fmt: skip
"""The numbers are MHSDS clinical response priorities."""
GENDER = {
    "m": "male", "male": "male", "man": "male", "1": "male",
    "f": "female", "female": "female", "woman": "female", "2": "female",
    "other": "other", "non-binary": "other", "nonbinary": "other", "nb": "other", "9": "other",
    "unknown": "unknown", "not known": "unknown", "not stated": "unknown", "prefer not to say": "unknown",
    "0": "unknown", "x": "unknown", "u": "unknown",
}  # fmt: skip
ATTENDED = {
    "y": True, "yes": True, "true": True, "attended": True, "came": True, "seen": True,
    "n": False, "no": False, "false": False, "dna": False, "did not attend": False, "did not come": False,
    "not seen": False,
}  # fmt: skip
OUTCOME = {
    "01": "01", "1": "01", "disconnected": "01",
    "02": "02", "2": "02", "advice": "02", "advice given": "02",
    "03": "03", "3": "03", "signposted": "03",
    "04": "04", "4": "04", "non-urgent referral": "04", "referred on": "04",
    "05": "05", "5": "05", "urgent referral": "05",
    "06": "06", "6": "06", "emergency services": "06", "999": "06", "ambulance": "06",
    "98": "98", "other": "98",
}  # fmt: skip
"""MHSDS drop-in contact outcomes."""
RELATIONSHIP = {
    "carer": "carer", "unpaid carer": "carer",
    "spouse": "spouse", "husband": "spouse", "wife": "spouse", "partner": "partner", "civil partner": "spouse",
    "parent": "parent", "mother": "parent", "mum": "parent", "father": "parent", "dad": "parent",
    "child": "child", "son": "child", "daughter": "child",
    "sibling": "sibling", "brother": "sibling", "sister": "sibling",
    "friend": "friend", "other": "other", "neighbour": "other", "aunt": "other", "uncle": "other",
    "grandparent": "other", "grandmother": "other", "grandfather": "other",
}  # fmt: skip
STATUS = {
    "new": False, "open": False, "active": False, "sent": False, "referred": False,
    "cancelled": True, "canceled": True, "withdrawn": True, "closed in error": True,
}  # fmt: skip
"""True: the referral is taken back."""
CATEGORY = {
    "demographics": "demographics", "contact details": "demographics",
    "referral": "referral-reason", "referral reason": "referral-reason", "referral-reason": "referral-reason",
    "risk": "risk-summary", "risk summary": "risk-summary", "risk-summary": "risk-summary",
    "crisis plan": "crisis-plan", "crisis-plan": "crisis-plan", "safety plan": "crisis-plan",
    "care plan": "care-plan-summary", "care plan summary": "care-plan-summary",
    "care-plan-summary": "care-plan-summary",
    "medication": "medication", "medicines": "medication", "meds": "medication",
    "diagnosis": "diagnosis",
    "appointments": "nhs-appointment", "appointment": "nhs-appointment", "nhs-appointment": "nhs-appointment",
    "discharge": "discharge", "discharge plans": "discharge",
    "visits": "third-sector-contact", "contacts": "third-sector-contact",
    "third-sector-contact": "third-sector-contact",
}  # fmt: skip
"""What a carer may know; therapy notes, safeguarding and third parties are not to be had by a sheet."""


def folded(text: str) -> str:
    """A cell or a heading without what people vary: case, dots, colons, stars and spaces."""
    return " ".join(text.casefold().translate(_SPACED).split())


def trimmed(cell: str) -> str:
    """A cell without what nobody sees at its ends."""
    return _EDGES.sub("", cell)


def day(text: str) -> date:
    """A date as it is written here, at most with midnight behind it as exports write it. Raises `Mend`."""
    written, behind = _parts(text)
    return _day(written if behind in _MIDNIGHT else text)


def _day(text: str) -> date:
    if found := _ISO.match(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_FIRST.match(text):
        first, second = int(found[1]), int(found[3])
        if second > 12 >= first >= 1:
            raise Mend("has its month first; write DD/MM/YYYY")
        return _date(int(found[4]), second, first)
    if found := _NAMED.match(text):
        return _date(int(found[3]), _month(found[2]), int(found[1]))
    if _SHORT_YEAR.match(text):
        raise Mend("has a year of two digits, which could be another century; write DD/MM/YYYY")
    if _COUNT.match(text):
        raise Mend("is a spreadsheet's count of days; format the column as a date and save again")
    raise Mend("is not a date: DD/MM/YYYY")


def either_way(text: str) -> bool:
    """True for a date that a reader of month-first dates reads as another day."""
    found = _DAY_FIRST.match(_parts(text)[0])
    return found is not None and int(found[1]) <= 12 and int(found[3]) <= 12 and int(found[1]) != int(found[3])


def month_first(text: str) -> bool:
    """True for a date that can only be read with its month first."""
    found = _DAY_FIRST.match(_parts(text)[0])
    return found is not None and int(found[3]) > 12 >= int(found[1]) >= 1


def clock_time(text: str) -> time:
    """A time of day. Raises `Mend`."""
    found = _TIME.match(text)
    if found is None:
        raise Mend("is not a time: HH:MM")
    hour, minute, second, half = int(found[1]), int(found[2]), int(found[3] or 0), (found[4] or "").casefold()
    if half:
        if not 1 <= hour <= 12:
            raise Mend("is not a time: HH:MM")
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Mend("is not a time: HH:MM")
    return time(hour, minute, second)


def moment(text: str, at: str) -> tuple[datetime, bool]:
    """A date with the time in its own cell or behind it, in UTC; and whether a time was given. Raises `Mend`."""
    if _STAMP.match(text):
        return _instant(text), True
    written, behind = _parts(text)
    which, when = _day(written), at or behind
    if when in _MIDNIGHT:
        return datetime.combine(which, time(), LONDON).astimezone(UTC), False
    return _local(datetime.combine(which, clock_time(when))), True


def date_part(text: str) -> str:
    """The date of a cell that may have a time behind it."""
    return _parts(text)[0]


def _parts(text: str) -> tuple[str, str]:
    """The date, and the time behind it or nothing."""
    found = _WITH_TIME.match(text.strip()) if len(text) <= _LONGEST_DATE else None
    return (found[1], found[2]) if found else (text.strip(), "")


def _instant(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise Mend("is not a date and time: DD/MM/YYYY HH:MM") from error
    return found.astimezone(UTC) if found.tzinfo else _local(found)


def _local(naive: datetime) -> datetime:
    """A wall-clock time here; refused in the hours that the clock change takes out or gives twice."""
    first, second = (naive.replace(tzinfo=LONDON, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second:
        raise Mend("is in the hour of the clock change; write it as YYYY-MM-DDThh:mmZ")
    return first


def _month(name: str) -> int:
    plain = name.casefold()
    if plain in _FULL_MONTHS:
        return _FULL_MONTHS.index(plain) + 1
    short = "sep" if plain == "sept" else plain
    if short not in _MONTHS:
        raise Mend(_NO_DATE)
    return _MONTHS.index(short) + 1


def _date(year: int, month: int, of_month: int) -> date:
    try:
        return date(year, month, of_month)
    except ValueError as error:
        raise Mend(_NO_DATE) from error
