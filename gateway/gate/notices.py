"""The plain words that travel with a delivery: who says so, what must be known, what it answers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from consent.question import Asker
from gateway.gate.doubt import is_whole
from gateway.gate.facts import resource_of
from gateway.gate.judging import Judged
from gateway.parties import Directory
from gateway.store.verbs.delivery import EventRow
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier
from schemas.clock import LONDON
from schemas.codes.systems import local
from schemas.events import OWED_TO_ORIGIN, WITHOUT_CONTENT, EventType
from schemas.policy_words import Category, ServiceClass

NON_CLINICAL = frozenset({ServiceClass.CAFE, ServiceClass.HELPLINE, ServiceClass.SOCIAL_PRESCRIBING})
_LAWFUL = frozenset({Category.STAFF_SAFETY, Category.SAFEGUARDING})
_GATEWAY = "No Wrong Door gateway"
_SENTENCES = {
    EventType.SHARING_STOPPED: "sharing has stopped, contact the referrer",
    EventType.ACCESS_ASKED: "somebody asks your team to open a record; see /consent/override/requests, and ring",
    EventType.REFERRAL_UNROUTABLE: "this referral names no service that this gateway knows; a person is looking at it",
    EventType.DELIVERY_WITHHELD: "this referral could not be passed on; contact the person, or refer another way",
}


def attribution(parties: Directory, event: EventRow) -> str:
    """Who says so, in words that can be filed: the one who acted, which for an answer is not the one it is owed to.

    That sharing has stopped nobody in particular says: by whom it was written down tells who looks after the person.
    """
    if event.type is EventType.SHARING_STOPPED:
        return _GATEWAY
    acted: str | None = orjson.loads(event.detail).get("by")
    origin = acted or (None if event.type in OWED_TO_ORIGIN else event.origin)
    service = parties.services.get(origin or "")
    if service is not None:
        mark = " (non-clinical source, not clinically verified)" if service.service_class in NON_CLINICAL else ""
        return f"{service.name}{mark}"
    organisation = parties.organisations.get(origin or "")
    return organisation.name if organisation is not None else _GATEWAY


def warnings(event: EventRow, dossier: Dossier, asker: Asker) -> tuple[str, ...]:
    """Plain sentences that must be read with it."""
    found: list[str] = []
    if event.type not in WITHOUT_CONTENT:
        found += standing(dossier, asker)
    if event.type is EventType.REFERRAL_UNOPENED:
        found.append(_unopened(event))
    if event.type is EventType.REFERRAL_HELD:
        found.append(_held(event))
    if event.type in _SENTENCES:
        found.append(_SENTENCES[event.type])
    return tuple(found)


def standing(dossier: Dossier, asker: Asker) -> list[str]:
    """What must be known of the person whatever it is about.

    That the identity is in doubt is for whoever was asked to help; a sender who told number, birth date and name would
    learn by it that the number is known, and its organisation, that somebody with this number is protected.
    """
    found = []
    if dossier.identity is Identity.UNVERIFIED and not _told_first(dossier, asker):
        found.append("identity unverified")
    if dossier.restricted or _may_be_restricted(dossier, asker):
        found.append("the whereabouts of this person are protected; pass on nothing that tells where they are")
    if dossier.deceased:
        found.append("this person has died")
    return found


def _may_be_restricted(dossier: Dossier, asker: Asker) -> bool:
    """True where somebody who may be the person is restricted, for all but the organisation that told of them."""
    told = {one.written_by_organisation for one in dossier.resources if one.type == "Patient"}
    return asker.organisation not in told and any(one.restricted for one in dossier.candidates)


def _told_first(dossier: Dossier, asker: Asker) -> bool:
    """True for the service that told the whole of somebody, and for those of its organisation that were not asked."""
    first = next((one for one in dossier.resources if one.type == "Patient"), None)
    if first is None or not is_whole(resource_of(first)):
        return False
    linked = any(one.service == asker.service for one in dossier.links)
    ours = first.written_by_organisation == asker.organisation and not linked
    return ours or first.written_by_service == asker.service


def correlation(judged: Sequence[Judged], organisation: str) -> Mapping[str, str]:
    """The recipient's own numbers for what this answers: what it needs for filing."""
    for one in judged:
        if one.held.type == "ServiceRequest" and one.held.written_by_organisation == organisation:
            for number in resource_of(one.held).get("identifier", ()):
                if number.get("system") == local(organisation, "referral"):
                    return {"referral": number["value"]}
    return {}


def tells_sharing(one: Judged, asker: Asker) -> bool:
    """True when the decision lets through something that only a live sharing lets through."""
    own = asker.organisation == one.item.written_by_organisation or asker.service == one.item.written_by_service
    return one.shown is not None and not own and not one.item.categories & _LAWFUL


def _held(event: EventRow) -> str:
    until = orjson.loads(event.detail).get("closed_until")
    if until is None:
        return "this referral waits here for a person; ring the receiving service if it cannot wait"
    moment = datetime.fromisoformat(until).astimezone(LONDON)
    return f"the receiving service is closed until {moment:%d %B %Y, %H:%M}; the referral waits there"


def _unopened(event: EventRow) -> str:
    seconds = int(orjson.loads(event.detail).get("seconds", 0))
    waited = f"{seconds // 60} minutes" if seconds >= 120 else f"{seconds} seconds"
    return f"nobody at the receiving service has opened this referral within {waited}"
