"""Who somebody is by other names: the groups, teams, roles and identifiers that a Bundle proves."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from consent.errors import ConsentUnreadable
from consent.names import identifier_name, reference_names
from consent.periods import period
from schemas.fhir import Resource

PARTIES = frozenset(["Practitioner", "PractitionerRole", "Organization", "RelatedPerson", "Patient"])
"""Resources that are somebody by themselves."""


def every_name(names: frozenset[str], resources: Iterable[Resource], at: datetime) -> frozenset[str]:
    """The names given and all that follow from them at this moment; each step must be proved by a resource."""
    known = list(resources)
    while True:
        found = names.union(*(_follows(it, names, at) for it in known))
        if found == names:
            return names
        names = found


def possible_names(names: frozenset[str], resources: Iterable[Resource], at: datetime) -> frozenset[str]:
    """The names given and all that may follow: whom a worker works for, if nothing says, and what that is part of."""
    known = list(resources)
    says = any(it.partition("/")[0] in _EMPLOYERS for it in names)
    works = frozenset() if says else frozenset(_name(it) for it in known if _is_job_of(it, names))
    found = every_name(names | works, known, at)
    while True:
        wholes = (it["partOf"] for it in known if "partOf" in it and _name(it) in found)
        more = every_name(found.union(*(reference_names(it) for it in wholes)), known, at)
        if more == found:
            return found
        found = more


def linked_names(names: frozenset[str], resources: Iterable[Resource]) -> frozenset[str]:
    """Further records that are said to be of the same person: merged with theirs, or linked with it."""
    groups = [found for it in resources if len(found := _linked(it)) > 1]
    known = names
    while True:
        found = known.union(*(it for it in groups if it & known))
        if found == known:
            return known - names
        known = found


def _linked(resource: Resource) -> frozenset[str]:
    key, part = _LINKS.get(resource.get("resourceType", ""), ("", ""))
    links = resource.get(key)
    targets = (it.get(part, {}) for it in links if isinstance(it, dict)) if isinstance(links, list) else ()
    own = _numbers(resource) | {_name(resource)}
    return frozenset(it for it in own.union(*map(reference_names, targets)) if "|" in it or "Patient/" in it)


_LINKS = {"Patient": ("link", "other"), "Person": ("link", "target"), "Linkage": ("item", "resource")}
_EMPLOYERS = frozenset({"Organization", "HealthcareService", "PractitionerRole"})


def _is_job_of(resource: Resource, names: frozenset[str]) -> bool:
    return resource.get("resourceType") == "PractitionerRole" and bool(
        reference_names(resource.get("practitioner", {})) & names
    )


def known_groups(resources: Iterable[Resource]) -> frozenset[str]:
    """The groups, teams and jobs whose members we can see; one that is only described has members that we cannot."""
    lists = {"Group": "member", "CareTeam": "participant", "PractitionerRole": "practitioner"}
    seen = (it for it in resources if it.get(lists.get(it.get("resourceType", ""), "")))
    return frozenset().union(*(frozenset({_name(it)}) | _numbers(it) for it in seen))


def _numbers(resource: Resource) -> frozenset[str]:
    whole = (it for it in resource.get("identifier", ()) if it.get("system") and it.get("value"))
    return frozenset(identifier_name(it) for it in whole)


def _follows(resource: Resource, names: frozenset[str], at: datetime) -> frozenset[str]:
    match resource.get("resourceType"):
        case "Group":
            return _joined(resource, "member", "entity", names, at)
        case "CareTeam":
            return _joined(resource, "participant", "member", names, at)
        case "PractitionerRole":
            return _role(resource, names, at) | _identified(resource, names)
        case "HealthcareService":
            own = _identified(resource, names)
            return own | (reference_names(resource.get("providedBy", {})) if own else frozenset())
        case kind if kind in PARTIES:
            return _identified(resource, names)
    return frozenset()


def _joined(resource: Resource, key: str, part: str, names: frozenset[str], at: datetime) -> frozenset[str]:
    """The group itself, when one of those names is a member of it now."""
    members = (it for it in resource.get(key, ()) if part in it and not it.get("inactive") and _now(it, at))
    standing = resource.get("active", True) and resource.get("status", "active") == "active" and _now(resource, at)
    joined = standing and any(reference_names(it[part]) & names for it in members)
    return frozenset({_name(resource)}) if joined else frozenset()


def _role(resource: Resource, names: frozenset[str], at: datetime) -> frozenset[str]:
    """Who asks in a role is that practitioner for that organisation; being one of the two proves no role."""
    sides = [reference_names(resource[key]) for key in ("practitioner", "organization") if key in resource]
    held = _name(resource) in names or (len(sides) > 1 and all(it & names for it in sides))
    if not held or resource.get("active") is False or not _now(resource, at):
        return frozenset()
    services = (reference_names(it) for it in resource.get("healthcareService", ()))
    return frozenset({_name(resource)}).union(*sides, *services)


def _identified(resource: Resource, names: frozenset[str]) -> frozenset[str]:
    own = _numbers(resource) | {_name(resource)}
    return own if own & names else frozenset()


def _now(raw: Mapping[str, Any], at: datetime) -> bool:
    try:
        return "period" not in raw or period(raw["period"]).narrow.holds(at)
    except ConsentUnreadable:
        return False


def _name(resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"
