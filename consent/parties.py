"""Who somebody is by other names: the groups, teams, roles and identifiers that a Bundle proves."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from consent.errors import ConsentUnreadable
from consent.names import identifier_name, numbers, reference_names
from consent.periods import period
from schemas.codes.systems import NHS_NUMBER, ODS, SDS_ROLE_PROFILE, SDS_USER
from schemas.fhir import Resource

PARTIES = frozenset(["Practitioner", "PractitionerRole", "Organization", "RelatedPerson", "Patient"])
"""Resources that are somebody by themselves."""


def every_name(names: frozenset[str], resources: Iterable[Resource], at: datetime) -> frozenset[str]:
    """The names given and all that follow from them at this moment; each step must be proved by a resource."""
    return naming(resources, at)(names)


def naming(resources: Iterable[Resource], at: datetime) -> Callable[[frozenset[str]], frozenset[str]]:
    """The same for whoever is asked about, one after the other: what the resources prove is looked up once."""
    known = _with_proof([_with_current_numbers(it, at) for it in resources])
    return cache(lambda names: _closed(names, known, at))


def _closed(names: frozenset[str], known: Sequence[Resource], at: datetime) -> frozenset[str]:
    while True:
        found = names.union(*(_follows(it, names, at) for it in known))
        if found == names:
            return names
        names = found


def _with_current_numbers(resource: Resource, at: datetime) -> Resource:
    """The resource without the numbers that it had before: they prove nothing now."""
    listed = resource.get("identifier")
    if not isinstance(listed, list):
        return resource
    kept = [it for it in listed if not isinstance(it, dict) or (it.get("use") != "old" and _now(it, at))]
    return resource if len(kept) == len(listed) else {**resource, "identifier": kept}


def _with_proof(resources: Sequence[Resource]) -> list[Resource]:
    """The resources without the numbers that two of one type bear: an insurance's, say, may be that of a family."""
    bearers: dict[tuple[object, str], set[object]] = {}
    for it in resources:
        for number in numbers(it):
            bearers.setdefault((it.get("resourceType"), number), set()).add(it.get("id"))
    shared = {number for (_, number), ids in bearers.items() if len(ids) > 1 and not number.startswith(_UNIQUE)}
    return [_without(it, shared) for it in resources] if shared else list(resources)


def _without(resource: Resource, shared: set[str]) -> Resource:
    listed = resource.get("identifier")
    if not isinstance(listed, list) or numbers(resource).isdisjoint(shared):
        return resource
    return {**resource, "identifier": [it for it in listed if numbers({"identifier": it}).isdisjoint(shared)]}


_UNIQUE = tuple(f"{it}|" for it in (NHS_NUMBER, ODS, SDS_USER, SDS_ROLE_PROFILE))
"""Systems whose number is of one party, though two records have it."""


def possible_names(names: frozenset[str], resources: Iterable[Resource], at: datetime) -> frozenset[str]:
    """The names given and all that may follow: whom a worker works for, if nothing says, in whose team that is, what
    it is part of or runs for, who else the same human being is, and by what numbers it went."""
    known = list(resources)
    says = any(it.partition("/")[0] in _EMPLOYERS for it in names)
    works = frozenset() if says else frozenset(_name(it) for it in known if _is_job_of(it, names))
    found = _closed(names.union(works, _trusts(names)), known, at)
    while True:
        wholes = (_runs_for(it) for it in known if _name(it) in found)
        same = linked_names(found, known)
        loose = (part(it, found) for it in known for part in (_team_of, _affiliated_with))
        more = _closed(found.union(same, *wholes, *loose), known, at)
        if more == found:
            return found
        found = more


def _trusts(names: frozenset[str]) -> Iterator[str]:
    """The trusts of sites: the code of a site begins with that of its trust."""
    sites = (it for it in names if _SITE.fullmatch(it))
    yield from (it[:-_MORE_IN_A_SITE] for it in sites)


_SITE = re.compile(re.escape(ODS) + r"\|[RT][A-Z0-9]{4}")
_MORE_IN_A_SITE = 2


def linked_names(names: frozenset[str], resources: Iterable[Resource]) -> frozenset[str]:
    """Further records that are said to be of the same human being: merged with these, or linked with them."""
    groups = [found for it in _with_proof(list(resources)) if len(found := _linked(it)) > 1]
    known = names
    while True:
        found = known.union(*(it for it in groups if it & known))
        if found == known:
            return known - names
        known = found


def _linked(resource: Resource) -> frozenset[str]:
    key, part = _LINKS.get(resource.get("resourceType", ""), ("", ""))
    links = resource.get(key)
    targets = (it.get(part) for it in links if isinstance(it, dict)) if isinstance(links, list) else ()
    own = own_names(resource)
    return own.union(*(reference_names(it) for it in targets if isinstance(it, dict))) if key else frozenset()


_LINKS = {"Patient": ("link", "other"), "Person": ("link", "target"), "Linkage": ("item", "resource")}


def _runs_for(resource: Resource) -> frozenset[str]:
    """What an organisation is part of, and whose a job, a service, a device, a place or an address is."""
    keys = _WHOLES.get(resource.get("resourceType", ""), ())
    return frozenset().union(*(reference_names(resource[key]) for key in keys if isinstance(resource.get(key), dict)))


_WHOLES = {
    "Organization": ("partOf",),
    "PractitionerRole": ("practitioner", "organization"),
    "HealthcareService": ("providedBy",),
    "Device": ("owner",),
    "Location": ("managingOrganization", "partOf"),
    "Endpoint": ("managingOrganization",),
}


def _team_of(resource: Resource, names: frozenset[str]) -> frozenset[str]:
    """The team in which somebody acts on behalf of one of these."""
    parts = resource.get("participant") if resource.get("resourceType") == "CareTeam" else None
    behalf = (it.get("onBehalfOf") for it in parts if isinstance(it, dict)) if isinstance(parts, list) else ()
    acts = any(reference_names(it) & names for it in behalf if isinstance(it, dict))
    return frozenset({_name(resource)}) if acts else frozenset()


def _affiliated_with(resource: Resource, names: frozenset[str]) -> frozenset[str]:
    """For whom one of these organisations works without being part of it, and in whose networks."""
    if resource.get("resourceType") != "OrganizationAffiliation":
        return frozenset()
    joins = reference_names(resource.get("participatingOrganization", {})) & names
    others = (resource.get("organization", {}), *resource.get("network", ())) if joins else ()
    return frozenset().union(*map(reference_names, others))


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


def own_names(resource: Resource) -> frozenset[str]:
    """The names of the party that a resource is about."""
    return _numbers(resource) | {_name(resource)}


def is_over(resource: Resource, at: datetime) -> bool:
    """True for a worker, a job, a service or a relative of whom the record says that they are none any more."""
    return resource.get("resourceType") in _ENDING and (resource.get("active") is False or not _now(resource, at))


_ENDING = frozenset({"Practitioner", "PractitionerRole", "Organization", "HealthcareService", "RelatedPerson"})


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
            runs = own and resource.get("active") is not False
            return own | (reference_names(resource.get("providedBy", {})) if runs else frozenset())
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
    own = own_names(resource)
    return own if own & names else frozenset()


def _now(raw: Mapping[str, Any], at: datetime) -> bool:
    try:
        return "period" not in raw or period(raw["period"]).narrow.holds(at)
    except ConsentUnreadable:
        return False


def _name(resource: Resource) -> str:
    return f"{resource.get('resourceType')}/{resource.get('id')}"
