"""What bounds a whole Consent from outside its provisions: to whom it was granted, for how long, of what kind."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from consent.codes import SENSITIVE
from consent.parsed import Actor, Filters, Kind, Provision
from consent.periods import ALWAYS, Period, Span

_REGULAR = "http://hl7.org/fhir/us/davinci-hrex/StructureDefinition-hrex-consent.html#regular"
"""A published policy: everything that is not considered sensitive."""
_TO_WHOM = frozenset({"recipient", "unsaid", "unknown"})


def bounded(root: Provision, consent: Mapping[str, Any], *, granted: Actor | None, term: Period | None) -> Provision:
    """The tree, held to whom the Consent was granted, to its term and to the policy that it names."""
    whole = _held(root, granted, term or ALWAYS) if granted or term else root
    names_regular = any(it.get("uri") == _REGULAR for it in consent.get("policy", ()))
    return _without_sensitive(whole) if names_regular and whole.kind is Kind.PERMIT else whole


def _held(node: Provision, granted: Actor | None, term: Period) -> Provision:
    filters = replace(node.filters, period=_both(node.filters.period or ALWAYS, term))
    if granted and node.kind is Kind.PERMIT and not _says_to_whom(filters):
        filters = replace(filters, actors=(*(filters.actors or ()), granted))
    return Provision(node.kind, filters, tuple(_held(child, granted, term) for child in node.children))


def _says_to_whom(filters: Filters) -> bool:
    return any(it.part in _TO_WHOM for it in filters.actors or ())


def _both(one: Period, other: Period) -> Period:
    return Period(_overlap(one.narrow, other.narrow), _overlap(one.wide, other.wide))


def _overlap(one: Span, other: Span) -> Span:
    return Span(max(one.first, other.first), min(one.last, other.last))


def _without_sensitive(root: Provision) -> Provision:
    """A refusal of every sensitive label beside the other exceptions, of the same parties and times."""
    apart = replace(root.filters, labels=SENSITIVE, labels_said_in=Kind.DENY)
    return replace(root, children=(*root.children, Provision(Kind.DENY, apart)))
