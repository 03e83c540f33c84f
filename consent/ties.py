"""Live relations between a person and whoever asks that a Bundle proves: referrals, episodes, teams, visits."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from consent.errors import ConsentUnreadable
from consent.names import listed, reference_names
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


_CLOSES = ("period", "occurrencePeriod", "executionPeriod", "restriction.period")
"""Where the time stands after which a referral, a task or a stay ties nobody."""
_REFERS = ("focus", "basedOn")


def is_tied(resources: Iterable[Resource], asker: frozenset[str], at: datetime) -> bool:
    """True when one of these resources, all of the one person, ties whoever asks to that person now."""
    record = list(resources)
    declined = frozenset().union(*(_declines(it, asker) for it in record))
    open_still = [it for it in record if f"{it.get('resourceType')}/{it.get('id')}" not in declined]
    closed = frozenset(f"ServiceRequest/{it.get('id')}" for it in open_still if _is_closed(it, at))
    return any(_ties(it, asker, at) for it in open_still if closed.isdisjoint(_referrals(it)))


def is_sound(resource: Resource) -> bool:
    """False where what says whom a resource ties, or of which referral it is, has the wrong shape."""
    _, paths = _LIVE.get(str(resource.get("resourceType")), (frozenset(), ()))
    said = [*(path.partition(".")[0] for path in paths), *(_REFERS if resource.get("resourceType") == "Task" else ())]
    return all(isinstance(it, dict) for key in said if key in resource for it in listed(resource[key]))


def _declines(resource: Resource, asker: frozenset[str]) -> frozenset[str]:
    """The referral that a task says was declined, where its owner is, or may be, whoever asks."""
    if resource.get("resourceType") != "Task" or resource.get("status") not in _DECLINED:
        return frozenset()
    owner = resource.get("owner", {})
    theirs = not isinstance(owner, dict) or reference_names(owner) & asker
    return _referrals(resource) if theirs else frozenset()


def _referrals(task: Resource) -> frozenset[str]:
    """What a task is about and rests on; a name without the Reference around it counts here, for it closes."""
    if task.get("resourceType") != "Task":
        return frozenset()
    said = (it for key in _REFERS for it in listed(task.get(key)))
    return frozenset().union(*(reference_names(it if isinstance(it, dict) else {"reference": it}) for it in said))


def _is_closed(resource: Resource, at: datetime) -> bool:
    """True for a referral that is not open, or not any more."""
    return resource.get("resourceType") == "ServiceRequest" and not _is_open(resource, at)


def _is_open(resource: Resource, at: datetime) -> bool:
    states, _ = _LIVE.get(str(resource.get("resourceType")), (frozenset(), ()))
    meant = resource.get("intent") not in _PROPOSED and resource.get("doNotPerform", False) is False
    over = (it for path in _CLOSES for it in _values(resource, path.split(".")))
    return resource.get("status") in states and meant and all(_holds_still(it, at) for it in over)


def _values(value: Any, path: list[str]) -> Iterable[Any]:
    """The value at a path; what stands there in another shape is a value that cannot be read."""
    if not path or not isinstance(value, dict):
        return [value]
    return _values(value[path[0]], path[1:]) if path[0] in value else []


def _holds_still(raw: Any, at: datetime) -> bool:
    try:
        return at <= period(raw).narrow.last
    except ConsentUnreadable:
        return False


def _ties(resource: Resource, asker: frozenset[str], at: datetime) -> bool:
    if not _is_open(resource, at) or not _now(resource, at) or not is_sound(resource):
        return False
    _, paths = _LIVE[str(resource.get("resourceType"))]
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
