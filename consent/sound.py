"""Resources of a record that cannot be read: shown to nobody and named, while all else is judged."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from consent.alone import Answer, Word, is_asked_for
from consent.asking import Asked
from consent.question import Reason
from schemas.fhir import Resource

_TEXTS = ("resourceType", "id", "status", "intent")


def is_readable(resource: Resource) -> bool:
    """True when a resource says of what type it is, and what tells it from others is text."""
    return "resourceType" in resource and all(isinstance(resource[it], str) for it in _TEXTS if it in resource)


def unreadable(name: str) -> Reason:
    """Why a resource of a record is left out."""
    return Reason("unreadable", f"`{name}` has a part of the wrong shape: it is not shown, and it proves no link", name)


def who_it_may_be(asked: Asked, broken: Iterable[Resource]) -> Asked:
    """The request beside unreadable records of people: each may be the person's, and closes what it may close."""
    people = (it for it in broken if it.get("resourceType") == "Patient")
    return replace(asked, records=(*asked.records, *people))


def with_hidden(answer: Answer, broken: Sequence[Resource], asked: Asked) -> Answer:
    """The answer, with what could not be read among what is hidden."""
    names = [f"{it.get('resourceType')}/{it.get('id', '')}" for it in broken]
    hidden = tuple(it for it in names if is_asked_for(it, asked))
    word = Word.REDACTED if hidden and answer.decision is Word.PERMIT else answer.decision
    reasons = (*map(unreadable, names), *answer.reasons)
    return replace(answer, decision=word, hidden=(*answer.hidden, *hidden), reasons=reasons)
