"""Whether dates of what has been can be right. They are as FHIR writes them, of a year, a month, a day or a moment."""

from datetime import datetime, timedelta

_LONGEST_YEARS = 120
_YEAR = 4
_FASTEST = timedelta(hours=1)
"""How far the clock of a sender may be ahead of ours."""


def birth_doubt(born: str, today: str) -> str:
    """What is wrong with a date of birth, and how to mend it; empty when it can be."""
    if born > today[: len(born)]:
        return "is in the future; check the date of birth"
    longest_ago = f"{int(today[:_YEAR]) - _LONGEST_YEARS}{today[_YEAR:]}"
    if born < longest_ago[: len(born)]:
        return f"is more than {_LONGEST_YEARS} years ago; check the date of birth"
    return ""


def death_doubt(died: str, born: str, today: str) -> str:
    """What is wrong with a date of death, and how to mend it; empty when it can be."""
    if died > today[: len(died)]:
        return "is in the future; check the date of death"
    known = min(len(died), len(born))
    return "is before the birth; check both dates" if died[:known] < born[:known] else ""


def event_doubt(said: str, at: datetime) -> str:
    """What is wrong with the time of what has happened; a day alone lies ahead where it does so everywhere."""
    if "T" in said:
        # Python knows no second 60, which FHIR allows.
        is_ahead = datetime.fromisoformat(said.replace(":60", ":59")) > at + _FASTEST
    else:
        is_ahead = said > (at + timedelta(days=1)).isoformat()[: len(said)]
    return "is in the future; check when it was" if is_ahead else ""
