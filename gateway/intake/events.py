"""The events that a message gives rise to, in the order in which it tells them."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

import orjson

from adapters.contract import Decoded, Occurrence
from gateway.parties import Directory
from gateway.settings.model import Partner
from gateway.store.verbs.intake import EventDraft
from schemas.clock import micros
from schemas.events import EventType
from schemas.ids import event_id


def speaker(parties: Directory, decoded: Decoded, partner: Partner) -> str | None:
    """The service whose words a message is: the one whose books it changes, else the one that the system is of."""
    named = [one.service for one in decoded.links if one.service in parties.services]
    return named[0] if named else partner.service


def events(
    parties: Directory, decoded: Decoded, partner: Partner, *, name: UUID, addressee: str | None, at: int
) -> tuple[EventDraft, ...]:
    """What happened, who it is addressed to and who is owed an answer.

    A referral that names no service we know becomes `referral.unroutable` as well, and one to a service that is closed
    `referral.held`, so that its sender is told; a refusal becomes `sharing.stopped` as well, for those who hold
    something already.
    """
    moment = at if decoded.sent_at is None else min(at, micros(decoded.sent_at))
    origin = speaker(parties, decoded, partner) or partner.organisation
    closed = _closed(parties, addressee, at)
    told = (it for one in decoded.occurrences for it in _told(one, addressee=addressee, closed=closed))
    return tuple(
        EventDraft(
            event_id=event_id(name, ordinal),
            type=kind,
            focus=focus,
            occurred_at=moment,
            addressee=addressee,
            origin=origin,
            urgent=urgent,
            detail=detail,
        )
        for ordinal, (kind, focus, urgent, detail) in enumerate(told)
    )


def _told(
    one: Occurrence, *, addressee: str | None, closed: datetime | None
) -> Iterator[tuple[EventType, tuple[str, ...], bool, bytes]]:
    """What is told of one thing that happened: its type, what it is about, whether it is urgent, and details."""
    yield one.type, one.focus, one.urgent, b"{}"
    if one.type is EventType.REFERRAL_RECEIVED and addressee is None:
        yield EventType.REFERRAL_UNROUTABLE, one.focus, True, b"{}"
    if one.type is EventType.REFERRAL_RECEIVED and closed is not None:
        yield EventType.REFERRAL_HELD, one.focus, True, orjson.dumps({"closed_until": closed})
    if one.type is EventType.CONSENT_REVOKED:
        yield EventType.SHARING_STOPPED, one.focus, True, b"{}"


def _closed(parties: Directory, addressee: str | None, at: int) -> datetime | None:
    """Until when the addressed service is closed; None while it is open."""
    service = parties.services.get(addressee or "")
    until = service.closed_until if service is not None else None
    return until if until is not None and micros(until) > at else None
