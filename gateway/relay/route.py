"""Who is told of an event: one route for each recipient whose subscription matches."""

from collections.abc import Sequence

from gateway.parties import Directory, subscribed
from gateway.settings.model import Subscription
from gateway.store.verbs.delivery import EventRow, Route, Router
from schemas.events import OWED_TO_ORIGIN, EventType

_TO_ADDRESSEE = frozenset({EventType.REFERRAL_RECEIVED, EventType.REFERRAL_UPDATED, EventType.REFERRAL_CANCELLED})


def router(parties: Directory) -> Router:
    """The routes of an event, by the settings as they are now; a new subscription never replays history."""

    def routes(event: EventRow) -> Sequence[Route]:
        if event.type is EventType.CONTACT_DIGEST:
            return [Route(one.service, one.id) for one in _gathering(parties) if one.service == event.addressee]
        if event.type in _TO_ADDRESSEE:
            return _must_reach(parties, event, event.addressee)
        if event.type is EventType.REFERRAL_HELD:
            return _to_party(parties, event, event.origin)
        if event.type in OWED_TO_ORIGIN:
            return _must_reach(parties, event, event.origin)
        return _all_matching(parties, event, _audience(event))

    return routes


def _audience(event: EventRow) -> frozenset[str]:
    if event.type is EventType.SHARING_STOPPED:
        return frozenset(event.holders) | frozenset(event.linked)
    if event.type is EventType.ACCESS_ASKED:
        return frozenset({event.addressee}) if event.addressee else frozenset()
    others = frozenset(event.linked) - {event.origin}
    return others | ({event.addressee} if event.addressee else frozenset())


def _must_reach(parties: Directory, event: EventRow, party: str | None) -> Sequence[Route]:
    """Somebody must get it: with no route, the operations owner holds it until a person has acted."""
    return _to_party(parties, event, party) or [Route(parties.operations.owner, "")]


def _to_party(parties: Directory, event: EventRow, party: str | None) -> Sequence[Route]:
    """The one route to a party; none to a party that does not ask to be told."""
    return [Route(one.service, one.id) for one in subscribed(parties, event.type, party)[:1]]


def _all_matching(parties: Directory, event: EventRow, audience: frozenset[str]) -> Sequence[Route]:
    chosen: dict[str, Route] = {}
    for one in _matching(parties, event):
        if one.service in audience:
            chosen.setdefault(one.service, Route(one.service, one.id, _wait(one, event)))
    return list(chosen.values())


def _wait(one: Subscription, event: EventRow) -> int | None:
    """How long the event may wait to be told with others; None: not at all."""
    if one.digest is None or event.urgent or event.type not in one.digest.events:
        return None
    return one.digest.every_seconds


def _gathering(parties: Directory) -> list[Subscription]:
    return [one for one in parties.subscriptions.values() if one.digest is not None]


def _matching(parties: Directory, event: EventRow) -> list[Subscription]:
    return [one for one in parties.subscriptions.values() if event.type in one.events]
