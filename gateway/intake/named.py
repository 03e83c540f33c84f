"""Whom a Consent names: a party that the message brings along is known by its number; who is not known is told."""

from collections.abc import Iterator, Mapping
from typing import Any

from consent.names import reference_names
from gateway.parties import Directory, resolve_code
from schemas.codes.nwd import SERVICE_ID
from schemas.codes.systems import ODS, SDS_ROLE_PROFILE, SDS_USER
from schemas.fhir import Resource

_PARTIES = frozenset(
    {"Organization", "HealthcareService", "PractitionerRole", "CareTeam", "Group", "Location", "Device"}
)
_TRUSTED = (SERVICE_ID, ODS, SDS_USER, SDS_ROLE_PROFILE)
"""Numbers that say who somebody is wherever it is read, the best first."""
UNKNOWN = (
    "names a party that this gateway does not know: a permission does not reach it, a refusal of a job, a group or a"
    " team closes the record to everybody, and a refusal of any other is heeded by nobody here; name a service or an"
    " organisation of this gateway, or give an ODS code"
)


def numbered(bundle: Resource, parties: Directory) -> Resource:
    """The same message, the parties of each of its Consents named by their numbers too."""
    entries = {it["fullUrl"]: it["resource"] for it in bundle["entry"]}
    return bundle | {"entry": [_entry_with_numbers(it, entries, parties) for it in bundle["entry"]]}


def names_unknown(consent: Resource, parties: Directory, entries: Mapping[str, Resource]) -> bool:
    """True when some provision names a party by nothing that is known here."""
    return any(not _is_known(it, parties, entries) for it in _actors(consent.get("provision", {})))


def _entry_with_numbers(entry: Resource, entries: Mapping[str, Resource], parties: Directory) -> Resource:
    told: Resource = entry["resource"]
    is_consent = told["resourceType"] == "Consent"
    return entry | {"resource": _with_numbers(told, entries, parties)} if is_consent else entry


def _with_numbers(consent: Resource, entries: Mapping[str, Resource], parties: Directory) -> Resource:
    """The same Consent, each party that stands in the message named by its number as well as by its place there."""
    if "provision" not in consent:
        return consent
    return consent | {"provision": _numbered(consent["provision"], entries, parties)}


def _numbered(provision: Resource, entries: Mapping[str, Resource], parties: Directory) -> Resource:
    made = dict(provision)
    if "actor" in made:
        made["actor"] = [
            it | {"reference": _with_number(it["reference"], entries, parties)} if "reference" in it else it
            for it in made["actor"]
        ]
    if "provision" in made:
        made["provision"] = [_numbered(it, entries, parties) for it in made["provision"]]
    return made


def _with_number(reference: Resource, entries: Mapping[str, Resource], parties: Directory) -> Resource:
    party = entries.get(str(reference.get("reference", "")))
    if party is None or "identifier" in reference:
        return reference
    numbers = [it for it in party.get("identifier", ()) if it.get("system") and it.get("value")]
    service = _service(numbers, parties) if party["resourceType"] == "HealthcareService" else None
    ours = [{"system": SERVICE_ID, "value": service}] if service else []
    trusted = sorted((it for it in numbers if it["system"] in _TRUSTED), key=lambda it: _TRUSTED.index(it["system"]))
    found = next(iter([*ours, *trusted, *numbers]), None)
    return reference if found is None else reference | {"identifier": found}


def _service(numbers: list[dict[str, Any]], parties: Directory) -> str | None:
    codes = (code for it in numbers for code in (f"{it['system']}|{it['value']}", it["value"]))
    return next((service for it in codes if (service := resolve_code(parties, it))), None)


def _actors(provision: Resource) -> Iterator[Resource]:
    yield from (it.get("reference", {}) for it in provision.get("actor", ()))
    for nested in provision.get("provision", ()):
        yield from _actors(nested)


def _is_known(reference: Resource, parties: Directory, entries: Mapping[str, Resource]) -> bool:
    names = reference_names(reference)
    return any(_is_known_name(it, parties, entries) for it in names)


def _is_known_name(name: str, parties: Directory, entries: Mapping[str, Resource]) -> bool:
    """A person, or somebody by a number, is not looked up; a party by its place must be one of ours."""
    system, _, value = name.rpartition("|")
    if system:
        return value in parties.services if system == SERVICE_ID else system != SDS_ROLE_PROFILE
    if name in entries:
        return entries[name]["resourceType"] not in _PARTIES
    kind, _, row = name.rpartition("/")
    ours = {"HealthcareService": parties.services, "Organization": parties.organisations}
    if kind in ours:
        return row in ours[kind]
    return kind.rpartition("/")[2] not in _PARTIES
