"""Several Consents and one answer: a refusal wins, unless a newer consent in its own words takes its place."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from consent.matching import Request, is_within
from consent.parsed import UNTOLD, Kind, ParsedConsent
from consent.periods import Span
from consent.question import Item
from consent.walk import Live, ask, may_say, narrow


@dataclass(frozen=True, slots=True)
class Voice:
    """One Consent that says something of an item, and what."""

    kind: Kind
    consent: ParsedConsent


def in_force(consent: ParsedConsent, during: Span) -> bool:
    """True for an active consent of a verified grantor, inside its period; a refusal's period is read widely."""
    return consent.active and consent.verified and is_within(consent.root.kind, consent.in_force, during)


def listen(consents: Iterable[ParsedConsent], request: Request) -> tuple[Live, ...]:
    """The consents that can speak on this request, narrowed to it."""
    heard = (it for it in consents if any(may_say(kind, it) for kind in Kind))
    return tuple(live for it in heard if (live := _now(it, request)).alive)


def _now(consent: ParsedConsent, request: Request) -> Live:
    """What of it can speak now: where it is not sure that the whole has begun or still holds, its refusals alone."""
    if in_force(consent, request.during):
        return narrow(consent, request)
    may_be = consent.active and consent.verified and consent.in_force.wide.touches(request.during)
    live = narrow(consent, request) if may_be else Live(consent, (), ())
    return Live(consent, live.rows, tuple(at for at in live.alive if live.rows[at].kind is Kind.DENY))


def voices(lives: Sequence[Live], item: Item) -> tuple[Voice, ...]:
    """What each consent says of the item; those that say nothing are left out."""
    return tuple(
        Voice(kind, live.consent) for live in lives if (kind := ask(live, item)) and may_say(kind, live.consent)
    )


def standing(spoken: Sequence[Voice]) -> tuple[Voice, ...]:
    """The voices that no newer one replaces."""
    if len(spoken) < 2:
        return tuple(spoken)
    return tuple(it for it in spoken if not any(_replaces(other.consent, it.consent) for other in spoken))


def unreplaced(lives: Sequence[Live]) -> tuple[Live, ...]:
    """The consents of which something stands: those that no newer one replaces whatever is asked about."""
    whole = [it.consent for it in lives if _speaks_of_all(it)]
    return tuple(it for it in lives if not any(_replaces(newer, it.consent) for newer in whole))


def _speaks_of_all(live: Live) -> bool:
    rows = [live.rows[at] for at in live.alive]
    return any(not it.by_item for it in rows) and all(may_say(it.kind, live.consent) for it in rows)


def answer(heard: Iterable[Voice]) -> Kind | None:
    """A refusal wins over any permission; silence is neither."""
    kinds = {it.kind for it in heard}
    return next((it for it in (Kind.DENY, Kind.PERMIT) if it in kinds), None)


def _replaces(newer: ParsedConsent, older: ParsedConsent) -> bool:
    """Both speak of the item: the newer stands alone if the same person says it in that scope of that party."""
    if newer is older or older.only_research:
        return older.only_research and _is_of_one_study(newer)
    same = (newer.scope, newer.recipients, _grantor(newer)) == (older.scope, older.recipients, _grantor(older))
    told = UNTOLD not in older.recipients
    return same and told and (_is_later(newer, older) or (_names(newer, older) and not _is_later(older, newer)))


def _is_of_one_study(consent: ParsedConsent) -> bool:
    """Explicit consent to named researchers: the National Data Opt-out leaves it alone, whichever came first."""
    return {it.code for it in consent.scope} == {"research"} and bool(consent.recipients) and not consent.only_research


def _is_later(one: ParsedConsent, other: ParsedConsent) -> bool:
    if one.written is None or other.written is None:
        return False
    return one.written.narrow.first > other.written.narrow.last


def _names(newer: ParsedConsent, older: ParsedConsent) -> bool:
    """True when the one says that it replaces the other; two that say it of each other say nothing."""
    return f"Consent/{older.id}" in newer.replaces and f"Consent/{newer.id}" not in older.replaces


def _grantor(consent: ParsedConsent) -> frozenset[str]:
    """Whoever granted it; nobody stands for the person themself, by whichever of their names."""
    return consent.grantors - consent.patient if consent.grantors <= consent.patient else consent.grantors
