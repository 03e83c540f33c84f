"""A Consent that is dated ahead of when it came: it permits nothing before its date, and refuses at once."""

from dataclasses import replace
from datetime import datetime, timedelta

from consent.parsed import ParsedConsent, Provision
from consent.periods import ALWAYS, EARLIEST, Period, Span

_CLOCKS_DIFFER = timedelta(minutes=5)
"""By so much the clock of whoever wrote a date may be ahead of ours."""


def is_ahead(consent: ParsedConsent, at: datetime) -> bool:
    """True where it is surely of later than this moment, by more than clocks differ."""
    return consent.written is not None and at < _reached(consent.written)


def as_kept(consent: ParsedConsent, kept_at: datetime | None) -> ParsedConsent:
    """What may rest on it, kept at this moment; None takes its date as it stands."""
    if kept_at is None or consent.written is None or not is_ahead(consent, kept_at):
        return consent
    return replace(consent, root=_from_then_on(consent.root, _reached(consent.written)))


def _from_then_on(node: Provision, since: datetime) -> Provision:
    """A refusal has its period read widely and keeps it; a permission begins no sooner."""
    whole = node.filters.period or ALWAYS
    narrow = Span(max(whole.narrow.first, since), whole.narrow.last)
    filters = replace(node.filters, period=Period(narrow, whole.wide))
    return Provision(node.kind, filters, tuple(_from_then_on(child, since) for child in node.children))


def _reached(written: Period) -> datetime:
    return max(written.wide.first, EARLIEST) - _CLOCKS_DIFFER
