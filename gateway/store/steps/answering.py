"""What follows from an answer that a service gives from a system of its own to a referral that it was sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from adapters.contract import LinkEffect
from gateway.store.steps.people import Person
from gateway.store.steps.step import Desk, Steps, marks
from gateway.store.verbs.intake import Acceptance, AnswerDraft, EventDraft, LinkDraft
from schemas.events import EventType


@dataclass(frozen=True, slots=True)
class _Referral:
    row: int
    reference: str
    service: str
    """Who was asked."""
    origin: str | None
    """Who is owed the answer."""


def answered(desk: Desk, acceptance: Acceptance, person: Person) -> Steps[Acceptance]:
    """The same, with each answer owed to who referred, and the tie ended by a refusal as if it were made here.

    An answer to what nobody finds, or to one of several, stays as it is: a person looks at it.
    """
    found: dict[UUID, _Referral] = {}
    for answer in acceptance.answers:
        referral = yield from _referral(desk, answer, person)
        if referral is not None:
            found[answer.event] = referral
    if not found:
        return acceptance
    declined = [found[it.event_id] for it in acceptance.events if it.event_id in found and _declines(it)]
    ends = tuple(LinkDraft(it.service, LinkEffect.UNLINK, "declined", over=(it.row,)) for it in declined)
    told = tuple(_owed(it, found) for it in acceptance.events)
    return replace(acceptance, events=told, links=acceptance.links + ends)


def _owed(event: EventDraft, found: Mapping[UUID, _Referral]) -> EventDraft:
    referral = found.get(event.event_id)
    if referral is None:
        return event
    said = orjson.dumps({"by": referral.service})
    return replace(event, focus=(referral.reference, *event.focus), origin=referral.origin, detail=said)


def _declines(event: EventDraft) -> bool:
    return event.type is EventType.REFERRAL_DECLINED


def _referral(desk: Desk, answer: AnswerDraft, person: Person) -> Steps[_Referral | None]:
    """The one referral of this person to one of these services, by our id of it or by the number of its writer."""
    named = desk.sealer.inside(answer.reference) if answer.reference.startswith("ServiceRequest/") else None
    rows = yield (
        "SELECT id, addressed_to, COALESCE(written_by_service, written_by_organisation) FROM resource"
        " WHERE patient = ? AND type = 'ServiceRequest'"
        f" AND (id = ? OR writer_key IN ({marks((None, *answer.keys))}))",
        (person.row, named, None, *answer.keys),
    )
    asked = [
        _Referral(row, desk.sealer.outside("ServiceRequest", row), service, origin)
        for row, service, origin in rows
        if service in answer.to
    ]
    return asked[0] if len(asked) == 1 else None
