"""The resources of one message as drafts for the store: labelled, keyed by their writer, addressed."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from gateway.gate.facts import dump_item
from gateway.house import House
from gateway.intake.carers import review_by
from gateway.store.verbs.intake import Draft
from schemas.fhir import Resource
from schemas.fhir.identified import business_names
from schemas.fhir.retold import Telling

_PROGRESS = frozenset({"ServiceRequest", "Task"})
_PARTIES = frozenset({"Organization", "HealthcareService", "Practitioner", "Location"})
_REMEMBERED = 2_048


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose words they are."""

    organisation: str
    service: str | None
    telling: Telling = Telling.WHOLE
    """Whether what they leave out about the person is as it was before."""


def drafts(house: House, bundle: Resource, writer: Writer, *, addressee: str | None) -> tuple[Draft, ...]:
    """A draft of every resource of the Bundle but its MessageHeader."""
    entries = {entry["fullUrl"]: entry["resource"] for entry in bundle["entry"]}
    made = []
    for url, resource in entries.items():
        if resource["resourceType"] != "MessageHeader":
            key = _task_key(house, resource, entries, writer)
            made.append(draft(house, url, resource, writer, addressee=addressee, key=key))
    return tuple(made)


def draft(
    house: House, full_url: str, resource: Resource, writer: Writer, *, addressee: str | None, key: bytes | None = None
) -> Draft:
    """One resource, labelled now, to follow what the same writer said of the same thing before.

    With a `key` that is its name; without one it goes by its own numbers.
    """
    kind = resource["resourceType"]
    bare = {name: value for name, value in resource.items() if name != "id"} if "id" in resource else resource
    body = orjson.dumps(bare)
    label, own = _known(house, resource, writer, body) if kind in _PARTIES else _judged(house, resource, writer)
    return Draft(
        full_url=full_url,
        type=kind,
        body=body,
        label=label,
        label_version=house.judge.version,
        key=key or own,
        written_by_service=writer.service,
        written_by_organisation=writer.organisation,
        addressed_to=addressee if kind in _PROGRESS or kind == "Communication" else None,
        status=resource.get("status"),
        telling=writer.telling if kind == "Patient" else Telling.WHOLE,
        review_by=review_by(resource) if kind == "Consent" else None,
    )


def _known(house: House, resource: Resource, writer: Writer, body: bytes) -> tuple[bytes, bytes | None]:
    """The same as the last time that this writer spoke of this party in these words."""
    if "id" in resource:
        return _judged(house, resource, writer)
    known, which = house.generation.parties, (writer.organisation, body)
    if which not in known:
        if len(known) >= _REMEMBERED:
            known.clear()
        known[which] = _judged(house, resource, writer)
    return known[which]


def _judged(house: House, resource: Resource, writer: Writer) -> tuple[bytes, bytes | None]:
    return dump_item(house.judge.label(resource)), _key(house, resource, writer)


def _key(house: House, resource: Resource, writer: Writer) -> bytes | None:
    """The writer's own name for the thing; without one each telling is a new thing, but for the person."""
    kind = resource["resourceType"]
    if kind == "Patient":
        return house.blind("writer", f"{writer.organisation}|Patient")
    names = business_names(resource)
    return house.blind("writer", f"{writer.organisation}|{kind}|{names[0]}") if names else None


def _task_key(house: House, resource: Resource, entries: Mapping[str, Resource], writer: Writer) -> bytes | None:
    """A Task is named by what it is of: whatever is told again of a referral is told of the same Task."""
    if resource["resourceType"] != "Task":
        return None
    focus = entries.get(resource.get("focus", {}).get("reference", ""))
    names = business_names(focus) if focus is not None else []
    return house.blind("writer", f"{writer.organisation}|Task of {names[0]}") if names else None
