"""Whether plain text tells of somebody close to the person: names them, quotes them, or says what they confided."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from consent import kin_patterns as patterns
from consent import kin_words as words
from consent.plain_text import bare

_AROUND, _MOST_KIN = 250, 1_000
"""How far from a word for kin what they said or are called can stand, and how many such words are looked at."""


@dataclass(frozen=True, slots=True)
class Others:
    """Whom the record knows besides the person, and whose names are no third party's."""

    known: frozenset[tuple[str, str]] = frozenset()
    """Given name and family name of each."""
    exempt: frozenset[str] = frozenset()
    """In lower case the names of the person, and of a carer who asks."""


def tells(text: str, others: Others) -> bool:
    """That somebody close to the person is named, quoted or confided something."""
    known = _known(others)
    if known.whole is not None and known.whole.search(text):
        return True
    return _near_kin(text, lambda *part: _is_quoted(*part) or _is_named(known, *part)) or _has_confidence(text)


def quotes(text: str) -> bool:
    """That somebody close to the person is quoted, or that something in the text was told in confidence."""
    return _near_kin(text, _is_quoted) or _has_confidence(text)


def confides(text: str) -> bool:
    """That somebody close to the person told something in confidence."""
    return _near_kin(text, lambda *part: patterns.CONFIDED.search(*part) is not None)


def may_tell(json: str) -> bool:
    """A quick look at a whole resource; wrong only in seeing somebody where nobody is."""
    text = patterns.ESCAPED.sub(" ", bare(json).lower())
    return patterns.GLANCE.search(text) is not None or patterns.DISGUISED.search(text) is not None


def may_confide(json: str) -> bool:
    """The same for what was told in confidence."""
    text = bare(json).lower()
    return words.CONFID in text or words.WANT in text or patterns.DISGUISED.search(text) is not None


@dataclass(frozen=True, slots=True)
class _Known:
    whole: re.Pattern[str] | None
    """Whole names, wherever they stand."""
    beside: re.Pattern[str] | None
    """Given names beside a word for kin."""
    exempt: frozenset[str]


def _is_quoted(text: str, start: int, end: int) -> bool:
    return patterns.QUOTED.search(text, start, end) is not None


def _is_named(known: _Known, text: str, start: int, end: int) -> bool:
    if known.beside is not None and known.beside.search(text, start, end):
        return True
    found = (it for one in (patterns.KIN_NAMED, patterns.NAMED_KIN) for it in one.finditer(text, start, end))
    return any(it["name"].casefold() not in known.exempt for it in found)


def _has_confidence(text: str) -> bool:
    """Anywhere in a text that has a word for kin."""
    return (
        words.CONFID in text.lower()
        and patterns.KIN.search(text) is not None
        and patterns.IN_CONFIDENCE.search(text) is not None
    )


def _near_kin(text: str, finds: Callable[[str, int, int], bool]) -> bool:
    """True where it finds something around a word for kin; of more such words than anybody writes, without a look.

    So long a text costs no more than it would without them.
    """
    start, end = -1, -1
    for number, kin in enumerate(patterns.KIN.finditer(text)):
        if number == _MOST_KIN:
            return True
        if kin.start() - _AROUND > end:
            if end >= 0 and finds(text, start, end):
                return True
            start = max(0, kin.start() - _AROUND)
        end = kin.end() + _AROUND
    return end >= 0 and finds(text, start, end)


@lru_cache(maxsize=256)
def _known(others: Others) -> _Known:
    people = sorted((bare(name[0]), bare(name[1])) for name in others.known if not _is_exempt(name, others))
    return _Known(_whole(people), _beside(people), frozenset(map(bare, others.exempt)))


def _is_exempt(name: tuple[str, str], others: Others) -> bool:
    return all(part.casefold() in others.exempt for part in name)


def _whole(people: list[tuple[str, str]]) -> re.Pattern[str] | None:
    """Whole names in either order."""
    written = [tuple(map(_as_written, name)) for name in people if all(name)]
    forms = [rf"{given}\W+(?:\w+\W+)?{family}|{family}\W+{given}" for given, family in written]
    return re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE) if forms else None


def _beside(people: list[tuple[str, str]]) -> re.Pattern[str] | None:
    """A given name beside a word for kin."""
    given = sorted({_as_written(given) for given, _ in people if given})
    name, kin, gap = rf"\b(?:{'|'.join(given)})\b", patterns.SOMEBODY, patterns.within(30)
    return re.compile(f"{kin}{gap}{name}|{name}{gap}{kin}", re.IGNORECASE) if given else None


def _as_written(name: str) -> str:
    """A name with any apostrophe or none, and its parts joined by a hyphen, a space or nothing."""
    return re.sub(r"\\?['’]", "[’']?", re.sub(r"\\[- ]", r"[-\\s]?", re.escape(name)))
