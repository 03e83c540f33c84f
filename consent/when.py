"""What time a resource is about, by whichever elements its type has for it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from consent.errors import ConsentUnreadable
from consent.names import listed
from consent.periods import EARLIEST, LATEST, Span, span
from schemas.fhir import Resource

_DATES = (
    *("effectiveDateTime", "effectivePeriod", "effectiveInstant", "authoredOn", "recordedDate", "sent", "date"),
    *("created", "dateTime", "issued", "performedDateTime", "performedPeriod", "occurrenceDateTime", "period"),
    *("onsetDateTime", "dateAsserted", "start", "authored", "started", "startDate", "createdDateTime"),
    *("createdPeriod", "collectedDateTime", "collectedPeriod", "receivedTime", "whenHandedOver", "whenPrepared"),
    *("timingDateTime", "timingPeriod", "identifiedDateTime", "identifiedPeriod", "occurrencePeriod", "onsetPeriod"),
    *("statusDate", "dateWritten", "enteredDate", "recordedOn", "servicePeriod"),
)
"""The first that a resource has says when it was; a refusal looks at all of them."""
_MORE = (
    *("abatementDateTime", "abatementPeriod", "recorded", "received", "detected", "servicedPeriod", "billablePeriod"),
    *("effectiveTiming", "occurrenceTiming", "timingTiming", "lastModified", "executionPeriod", "lastOccurrence"),
)
_EVERY = frozenset((*_DATES, *_MORE))
_ANY = Span(EARLIEST, LATEST)


def when(resource: Resource) -> tuple[Span | None, bool]:
    """The time that the resource is about, and whether that has begun and not ended."""
    dated = _dated(resource)
    for key in _DATES:
        if key not in dated:
            continue
        value = dated[key]
        ends = isinstance(value, dict) and "start" in value and "end" not in value
        if isinstance(value, str) or (isinstance(value, dict) and "start" in value):
            found = _span(value)
            return found, ends and found is not None
    return None, False


def every_time(resource: Resource) -> tuple[Span, ...]:
    """Every time that the resource tells, and the stretch from the onset of a problem to its end.

    What cannot be read may be any time.
    """
    dated = _dated(resource)
    found = {key: _span(it, unsaid=EARLIEST) or _ANY for key, it in dated.items() if key in _EVERY}
    begun, over = found.get("onsetDateTime"), found.get("abatementDateTime")
    lasted = (Span(begun.first, over.last),) if begun and over else ()
    return (*found.values(), *lasted, *_events(resource))


def _events(resource: Resource) -> Iterator[Span]:
    """The care that a document is about, where it says so event by event."""
    periods = (it["period"] for it in listed(resource.get("event")) if isinstance(it, dict) and "period" in it)
    yield from (_span(it, unsaid=EARLIEST) or _ANY for it in periods)


def updated(meta: Mapping[str, Any]) -> datetime | None:
    """When the resource was changed, if it says so in a way that can be read."""
    found = _span(meta.get("lastUpdated"))
    return found.first if found else None


_INSIDE = {"Specimen": "collection", "DocumentReference": "context"}


def _dated(resource: Resource) -> Mapping[str, Any]:
    """A sample says when it was taken, and a document of what time it tells, one step further in."""
    inner = resource.get(_INSIDE.get(resource.get("resourceType", ""), ""))
    return {**inner, **resource} if isinstance(inner, dict) else resource


def _span(value: object, *, unsaid: datetime | None = None) -> Span | None:
    """A date, or a Period with a start, and whatever its order both its ends; None for what cannot be read.

    `unsaid` stands for the start of a Period that has only an end.
    """
    try:
        if isinstance(value, str):
            return span(value)
        ends = [span(value[key]) for key in ("start", "end") if key in value] if isinstance(value, dict) else []
    except ConsentUnreadable:
        return None
    if not isinstance(value, dict) or not ends or ("start" not in value and unsaid is None):
        return None
    first = min(it.first for it in ends) if "start" in value else unsaid or EARLIEST
    return Span(first, max(it.last for it in ends))
