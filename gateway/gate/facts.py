"""The facts of a decision, from what one snapshot of the store holds."""

from dataclasses import replace

import msgspec
import orjson

from consent.question import Facts, Item, Link, StoredConsent
from gateway.parties import Directory
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier, Held, HeldLink
from schemas.clock import from_micros
from schemas.fhir import Resource

_items = msgspec.json.Decoder(Item)


def dump_item(item: Item) -> bytes:
    """The judge's facts on a resource, as the store keeps them."""
    return msgspec.json.encode(item)


def item_of(held: Held) -> Item:
    """The facts on a stored resource, with what only the store knows of it."""
    return replace(
        _items.decode(held.label),
        reference=held.reference,
        written_by_service=held.written_by_service,
        written_by_organisation=held.written_by_organisation,
        addressed_to=held.addressed_to,
        updated=from_micros(held.stored_at),
    )


def resource_of(held: Held) -> Resource:
    """The stored resource with its outside id."""
    body: Resource = orjson.loads(held.body)
    body["id"] = held.reference.partition("/")[2]
    return body


def facts_of(dossier: Dossier, parties: Directory) -> Facts:
    """Everything on record that bears on one person."""
    return Facts(
        consents=tuple(_consent(one) for one in dossier.consents),
        links=tuple(_link(one) for one in dossier.links),
        agreements=parties.agreements,
        restricted=dossier.restricted,
        birth_date=_birth_date(dossier),
        identity_uncertain=dossier.identity is Identity.UNVERIFIED,
        candidates_consents=tuple(_consent(one) for other in dossier.candidates for one in other.consents),
        candidates_restricted=any(other.restricted for other in dossier.candidates),
    )


def _consent(held: Held) -> StoredConsent:
    return StoredConsent(held.reference, held.version, resource_of(held))


def _link(held: HeldLink) -> Link:
    until = None if held.until is None else from_micros(held.until)
    return Link(held.service, held.basis, from_micros(held.since), until)


def _birth_date(dossier: Dossier) -> str | None:
    for one in reversed(dossier.resources):
        if one.type == "Patient":
            date: str | None = orjson.loads(one.body).get("birthDate")
            return date
    return None
