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
    writer: tuple[str | None, str | None]
    """The service that told of it, where one did, and its organisation: the answer is owed to them."""
    version: int


def answered(desk: Desk, acceptance: Acceptance, person: Person) -> Steps[Acceptance]:
    """The same, with each answer owed to who referred, and the tie ended by a refusal as if it were made here.

    An answer to what nobody finds, or to one of several, is owed to nobody known: a person looks at it.
    """
    if not acceptance.answers:
        return acceptance
    found: dict[UUID, _Referral | None] = {}
    for answer in acceptance.answers:
        meant = yield from _referral(desk, answer, person)
        if meant or not answer.instead:
            found[answer.event] = meant
    acceptance = _turned(acceptance, found)
    known = ((it.copy, found.get(it.event)) for it in acceptance.answers if it.copy)
    # What the writer of a referral sends along is no copy of it, but what it says of it now.
    writers = {it.full_url: (it.written_by_service, it.written_by_organisation) for it in acceptance.drafts}
    echoes = {copy: (one.reference, one.version) for copy, one in known if one and one.writer != writers.get(copy)}
    acceptance = _without(acceptance, echoes) if echoes else acceptance
    declined = [found.get(it.event_id) for it in acceptance.events if _declines(it)]
    ends = tuple(LinkDraft(it.service, LinkEffect.UNLINK, "declined", over=(it.row,)) for it in declined if it)
    told = tuple(_owed(it, found) for it in acceptance.events)
    return replace(acceptance, events=told, links=acceptance.links + ends)


def _turned(acceptance: Acceptance, found: Mapping[UUID, _Referral | None]) -> Acceptance:
    """The same with what would be new referrals as the answers that they are."""
    turned = {it.event: it.instead for it in acceptance.answers if it.instead and it.event in found}
    return replace(acceptance, events=tuple(turned.get(it.event_id, it) for it in acceptance.events))


def _without(acceptance: Acceptance, echoes: Mapping[str, tuple[str, int]]) -> Acceptance:
    """The same with nothing of what a copy would be if it were a referral: all else names the one on record."""
    events = [it for it in acceptance.events if not it.focus or it.focus[0] not in echoes]
    refers = any(it.type is EventType.REFERRAL_RECEIVED for it in events)
    return replace(
        acceptance,
        echoes=echoes,
        drafts=tuple(it for it in acceptance.drafts if it.full_url not in echoes),
        events=tuple(replace(it, focus=tuple(one for one in it.focus if one not in echoes)) for it in events),
        links=tuple(it for it in acceptance.links if refers or not _begins(it)),
        timers=tuple(it for it in acceptance.timers if it.focus not in echoes),
    )


def _begins(link: LinkDraft) -> bool:
    return link.effect is LinkEffect.LINK and link.basis == "referral"


def _owed(event: EventDraft, found: Mapping[UUID, _Referral | None]) -> EventDraft:
    if event.event_id not in found:
        return event
    referral = found[event.event_id]
    if referral is None:
        # Its sender, who may ask to be told of answers to referrals of its own, is not who is to hear of it.
        return replace(event, origin=None)
    said = orjson.dumps({"by": referral.service})
    return replace(
        event, focus=(referral.reference, *event.focus), origin=referral.writer[0] or referral.writer[1], detail=said
    )


def _declines(event: EventDraft) -> bool:
    return event.type is EventType.REFERRAL_DECLINED


def _referral(desk: Desk, answer: AnswerDraft, person: Person) -> Steps[_Referral | None]:
    """The one referral of this person to one of these services, by our id of it or by the number of its writer.

    Where one goes by the number of whose it is said to be, others that have the same one are not meant.
    """
    keys = tuple(frozenset().union(*answer.keys))
    named = desk.sealer.inside(answer.reference) if answer.reference.startswith("ServiceRequest/") else None
    rows = yield (
        "SELECT id, writer_key, addressed_to, version, written_by_service, written_by_organisation"
        " FROM resource WHERE patient = ? AND type = 'ServiceRequest'"
        f" AND (id = ? OR writer_key IN ({marks((None, *keys))}))",
        (person.row, named, None, *keys),
    )
    asked = [
        (key, _Referral(row, desk.sealer.outside("ServiceRequest", row), service, (by, of), version))
        for row, key, service, version, by, of in rows
        if service in answer.to
    ]
    for likely in answer.keys or (frozenset(),):
        meant = [it for key, it in asked if it.row == named or (key is not None and bytes(key) in likely)]
        if meant:
            return meant[0] if len(meant) == 1 else None
    return None
