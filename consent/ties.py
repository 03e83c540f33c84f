"""Live relations between a person and whoever asks that a Bundle proves: referrals, episodes, teams, visits."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from consent.errors import ConsentUnreadable
from consent.names import reference_names
from consent.periods import period
from schemas.fhir import Resource

_LIVE: Mapping[str, tuple[frozenset[str], tuple[str, ...]]] = {
    "ServiceRequest": (frozenset({"active"}), ("performer",)),
    "Task": (frozenset({"requested", "received", "accepted", "ready", "in-progress"}), ("owner",)),
    "EpisodeOfCare": (frozenset({"active"}), ("managingOrganization", "careManager", "team")),
    "CareTeam": (frozenset({"active"}), ("managingOrganization", "participant.member", "participant.onBehalfOf")),
    "Encounter": (frozenset({"arrived", "triaged", "in-progress"}), ("serviceProvider", "participant.individual")),
}
"""By type: the states in which it ties, and the elements that name to whom."""
_DECLINED = frozenset({"rejected", "cancelled", "failed"})
_PROPOSED = frozenset({"proposal", "plan"})


def is_tied(resources: Iterable[Resource], asker: frozenset[str], at: datetime) -> bool:
    """True when one of these resources, all of the one person, ties whoever asks to that person now."""
    listed = list(resources)
    declined = frozenset().union(*(_declines(it, asker) for it in listed))
    open_still = (it for it in listed if f"{it.get('resourceType')}/{it.get('id')}" not in declined)
    return any(_ties(it, asker, at) for it in open_still)


def _declines(resource: Resource, asker: frozenset[str]) -> frozenset[str]:
    """The referral that a task says was declined, where whoever asks is its owner."""
    declined = resource.get("resourceType") == "Task" and resource.get("status") in _DECLINED
    if not declined or not reference_names(resource.get("owner", {})) & asker:
        return frozenset()
    return reference_names(resource.get("focus", {})).union(*map(reference_names, resource.get("basedOn", ())))


def _ties(resource: Resource, asker: frozenset[str], at: datetime) -> bool:
    states, paths = _LIVE.get(str(resource.get("resourceType")), (frozenset(), ()))
    if resource.get("status") not in states or resource.get("intent") in _PROPOSED or not _now(resource, at):
        return False
    return any(reference_names(it) & asker for path in paths for it in _at(resource, path.split("."), at))


def _at(value: Any, path: list[str], at: datetime) -> Iterable[Mapping[str, Any]]:
    """The References at a path; a member whose time is over is passed by."""
    if isinstance(value, list):
        for it in value:
            yield from _at(it, path, at)
    elif isinstance(value, dict) and not path:
        yield value
    elif isinstance(value, dict) and path[0] in value and _now(value, at):
        yield from _at(value[path[0]], path[1:], at)


def _now(raw: Mapping[str, Any], at: datetime) -> bool:
    try:
        return "period" not in raw or period(raw["period"]).narrow.holds(at)
    except ConsentUnreadable:
        return False
