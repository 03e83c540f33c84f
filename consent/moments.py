"""A request that names a day, a month or a year is judged at every moment of it at which something may change."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from consent.alone import Answer, Word
from consent.asking import RequestUnreadable
from consent.errors import ConsentUnreadable
from consent.periods import Span, span

_BEGIN_OR_END = frozenset(
    [
        *("start", "begins", "since", "from", "valid_from", "granted_at"),
        *("end", "ends", "until", "to", "valid_to", "valid_until", "expires", "expiry"),
    ]
)
"""Keys under which a Consent, a record or a request says from when or until when something holds."""
_AFTER = timedelta(microseconds=1)
_AN_INSTANT = timedelta(seconds=1)
_MOST = 200
_LEAST_FIRST = (Word.DENY, Word.NOT_APPLICABLE, Word.REDACTED, Word.PERMIT)


def requests_at(raw: Mapping[str, Any], told: object) -> list[Mapping[str, Any]]:
    """The request as it stands; and, where it names no instant, for each moment at which the answer may differ."""
    body = raw.get("normalised", raw)
    whole = _whole(body.get("at")) if isinstance(body, dict) else None
    if whole is None:
        return [raw]
    edges = {it for one in _dates([raw, told]) for it in (one.first, one.last, one.last + _AFTER)}
    moments = sorted({whole.first, whole.last, *filter(whole.holds, edges)})
    if len(moments) > _MOST:
        raise RequestUnreadable("the request names so long a time that too much changes in it; give a moment")
    return [raw, *({**body, "at": it.isoformat()} for it in moments)]


def at_every(answers: Sequence[Answer]) -> Answer:
    """What every one of these answers shows, in the word of the least of them."""
    first = answers[0]
    visible = tuple(it for it in first.visible if all(it in one.visible for one in answers))
    hidden = (*first.hidden, *(it for it in first.visible if it not in visible))
    least = min((one.decision for one in answers), key=_LEAST_FIRST.index)
    word = Word.REDACTED if visible and least is not Word.PERMIT else least
    reasons = tuple(dict.fromkeys(it for one in answers for it in one.reasons))
    obligations = {key: text for one in answers for key, text in one.obligations.items()}
    return replace(first, decision=word, visible=visible, hidden=hidden, reasons=reasons, obligations=obligations)


def _whole(at: object) -> Span | None:
    """The stretch of time that a day, a month or a year is; None for an instant, and for what cannot be read."""
    try:
        found = span(at)
    except ConsentUnreadable:
        return None
    return found if found.last - found.first >= _AN_INSTANT else None


def _dates(told: object) -> Iterator[Span]:
    waiting: list[Any] = [told]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += value.values()
            yield from (found for key, it in value.items() if key in _BEGIN_OR_END and (found := _read(it)))
        elif isinstance(value, list | tuple):
            waiting += value


def _read(value: object) -> Span | None:
    try:
        return span(value)
    except ConsentUnreadable:
        return None
