"""Until when a carer may hear what a Consent says: looked at again before that day, with the person."""

from collections.abc import Iterator

from consent.errors import ConsentUnreadable
from consent.periods import span
from gateway.store.verbs.intake import ReviewBy
from schemas.clock import micros
from schemas.fhir import Resource


def review_by(consent: Resource) -> ReviewBy | None:
    """Whom the Consent lets know, or no more, and its last moment; None for one that is no longer in force.

    Of several ends the first counts; one that cannot be read is none, for the Consent opens nothing by it either.
    """
    nodes = [*_provisions(consent.get("provision", {}))]
    if consent.get("status") != "active":
        return None
    actors = [actor.get("reference", {}).get("reference") for one in nodes for actor in one.get("actor", ())]
    return ReviewBy(tuple(filter(None, actors)), min((end for one in nodes for end in _ends(one)), default=None))


def _provisions(node: Resource) -> Iterator[Resource]:
    yield node
    for child in node.get("provision", ()):
        yield from _provisions(child)


def _ends(node: Resource) -> Iterator[int]:
    end = node.get("period", {}).get("end")
    if end is None or node.get("type") == "deny":
        return
    try:
        yield micros(span(end).last)
    except ConsentUnreadable:
        return
