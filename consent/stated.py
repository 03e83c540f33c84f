"""What a request states besides who and what for, weighed: a link, an agreement, a grant to break the glass."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from consent.asking import Asked, party
from consent.errors import ConsentUnreadable
from consent.label import label
from consent.names import leads_somewhere, listed
from consent.on_file import is_theirs
from consent.override import GROUNDS, MINUTES
from consent.parties import every_name
from consent.periods import span
from consent.question import Agreement, Override
from consent.service_words import stated_role, texts
from consent.told import Told, folded
from schemas.codes.systems import NHS_NUMBER, ODS
from schemas.fhir import Resource
from schemas.policy_words import Category, Role

SERVICE = "asking-service"
ORGANISATION = "asking-organisation"
PERSON = "asking-person"


def is_linked(asked: Asked) -> bool:
    """True with a stated link of whoever asks to this person; one that names others is theirs."""
    told = asked.told
    link = told.part("link")
    ours = _may_name(link, _OUR_SIDE, asked.request.names) and _may_name(link, _THEIR_SIDE, asked.patient)
    return told.holds("link") and ours


def agreements(asked: Asked, resources: Sequence[Resource], since: datetime) -> tuple[Agreement, ...]:
    """The stated agreement, if it is in force: with everybody whose data is in the file, or as it limits itself."""
    if not _is_agreed(asked):
        return ()
    limits = asked.told.part("agreement")
    written = filter(None, map(_written_by, resources))
    categories = frozenset(Category(it) for it in texts(limits.get("categories")))
    purposes = frozenset(texts(limits.get("purposes")))
    return (Agreement("stated", frozenset({ORGANISATION, *written}), categories, purposes, since, None),)


def _is_agreed(asked: Asked) -> bool:
    """True with an agreement in force; one between others, or whose list of categories is empty, covers nothing."""
    limits = asked.told.part("agreement")
    parties = all(listed(limits[it]) for it in _PARTIES if it in limits)
    covers = all(texts(limits[it]) for it in ("categories", "purposes") if it in limits)
    return asked.told.holds("agreement") and parties and covers and _may_name(limits, _PARTIES, asked.request.names)


_OUR_SIDE = ("service", "organisation", "organization", "team", "provider", "owner", "performer", "recipient")
_THEIR_SIDE = ("patient", "person", "subject", "for")
_PARTIES = ("parties", "between", "organisations", "organizations", "signatories")


def _may_name(fact: Mapping[str, Any], keys: Iterable[str], names: frozenset[str]) -> bool:
    """True unless the fact names parties, and none of them is one of these; words that are no names name nobody."""
    named = (party(it) for key in keys for it in listed(fact.get(key)))
    known = [some for it in named if (some := frozenset(filter(leads_somewhere, it)))]
    return not known or any(it & names for it in known)


def _written_by(resource: Resource) -> str | None:
    try:
        return label(resource, ()).written_by_organisation
    except (AttributeError, TypeError, KeyError, ValueError):
        return None


def override(asked: Asked, resources: Sequence[Resource]) -> Override | None:
    """A break-glass grant that the request states: its ground, its reason in words, and its end."""
    given = asked.told.part("override")
    if not given:
        return None
    ground = next((folded(given[key]) for key in ("ground", "basis", "reason_code") if given.get(key)), "")
    holders = listed(given.get("holder"))
    released = (_releases(it, asked, resources) for it in listed(given.get("released_by")))
    return Override(
        id="stated",
        person=_over(given, asked),
        reason=" ".join(texts(given.get("reason") or given.get("text"))),
        until=_end(given, asked),
        ground=_GROUNDS.get(ground, ""),
        holder=PERSON if all(party(it) & asked.request.names for it in holders) else None,
        released_by=next(filter(None, released), None),
    )


def _over(given: Mapping[str, Any], asked: Asked) -> str:
    """The patient of the request, unless the grant is over somebody else, or over nobody."""
    patient = sorted(asked.patient)[0]
    people = [_as_patient(it) for it in listed(given.get("patient", patient))]
    return patient if people and all(is_theirs(party(it), asked) for it in people) else ""


def _as_patient(raw: Any) -> Any:
    return f"Patient/{raw}" if isinstance(raw, str) and not set(raw) & set("/|:") else raw


def _releases(raw: Any, asked: Asked, resources: Sequence[Resource]) -> str | None:
    """The name of a worker who may release: not whoever asks, and in no part but a registered professional's."""
    role = raw.get("role") if isinstance(raw, dict) else None
    registered = role is None or stated_role(texts(role)) is Role.REGISTERED_PROFESSIONAL
    names = party(raw)
    own = every_name(names, resources, asked.request.at) & asked.request.names
    typed = [it for it in names if "|" not in it]
    workers = sorted(it for it in typed or names if is_worker(it))
    return workers[0] if workers and registered and not own and not any(it.startswith(_CLOSE) for it in typed) else None


_CLOSE = ("RelatedPerson/", "Patient/", "Person/")


def _end(given: Mapping[str, Any], asked: Asked) -> datetime:
    """When a grant ends: as it says, an hour after it began at the latest; one that says more, no date, or that it was
    used or withdrawn, is over."""
    at = asked.request.at
    try:
        return at if _is_spent(Told(given, at)) else _stated_end(given, at)
    except (ConsentUnreadable, TypeError, ValueError, OverflowError):
        return at


def _is_spent(grant: Told) -> bool:
    """True when a grant says that it was used or withdrawn, or is in a state that is not a word for yes."""
    in_force = "status" not in grant.facts or grant.holds("status")
    return not in_force or any(map(grant.may_hold, _SPENT))


def _stated_end(given: Mapping[str, Any], at: datetime) -> datetime:
    begun = next((span(given[key]).first for key in ("granted_at", "since", "start", "from") if key in given), at)
    latest = begun + timedelta(minutes=MINUTES)
    minutes = given.get("minutes", MINUTES)
    until = span(given["until"]).last if "until" in given else begun + timedelta(minutes=float(minutes))
    return until if begun <= at and until <= latest else at


_SPENT = (
    "used",
    "revoked",
    "withdrawn",
    "cancelled",
    "expired",
    "ended",
    "declined",
    "rejected",
    "used_at",
    "revoked_at",
)
_GROUNDS = {
    **{folded(it): it for it in GROUNDS},
    **dict.fromkeys(("vital", "vital_interest", "best_interests", "emergency", "life_at_risk"), "vital-interests"),
    **dict.fromkeys(("incapacity", "no_capacity", "lacks_capacity", "capacity_lacking"), "lack-of-capacity"),
    **dict.fromkeys(("serious_harm", "harm_to_others", "risk_of_harm_to_others", "public_interest"), "risk-to-others"),
    **dict.fromkeys(("legal", "law", "court_order", "statutory_duty", "legal_duty"), "lawful-duty"),
}


def is_worker(name: str) -> bool:
    """True for a reference to a worker, and for a number that is neither an organisation's nor a patient's."""
    number = "|" in name and not name.startswith((f"{ODS}|", f"{NHS_NUMBER}|"))
    return number or name.startswith(("Practitioner/", "PractitionerRole/"))
