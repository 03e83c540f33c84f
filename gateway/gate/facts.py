"""The facts of a decision, from what one snapshot of the store holds."""

from dataclasses import replace

import msgspec
import orjson

from consent.question import Facts, Item, Link, StoredConsent
from gateway.house import Judge
from gateway.parties import Directory
from gateway.store.verbs.intake import CircumstanceKind, Identity
from gateway.store.verbs.reading import Dossier, Held, HeldLink
from schemas.clock import from_micros
from schemas.fhir import Resource
from schemas.policy_words import Confidentiality

_items = msgspec.json.Decoder(Item)


def dump_item(item: Item) -> bytes:
    """The judge's facts on a resource, as the store keeps them."""
    return msgspec.json.encode(item)


def item_of(held: Held, judge: Judge) -> Item:
    """The facts on a stored resource, with what only the store knows of it.

    Where the label table has changed since, the old facts and the new ones hold together, whichever hides more.
    """
    item = _items.decode(held.label)
    if held.label_version != judge.version:
        item = _both(item, judge.label(resource_of(held)))
    return replace(
        item,
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


def facts_of(dossier: Dossier, parties: Directory, *, home: int | None = None) -> Facts:
    """Everything on record that bears on one person, or on what came from one of the records made one (`home`).

    A merge widens nothing: what was agreed under one record before it permits nothing of the other, and refuses all.
    """
    own = [one for one in dossier.consents if _holds_for(one, dossier, home)]
    foreign = [one for one in dossier.consents if not _holds_for(one, dossier, home)]
    recorded = [one for who in (dossier, *dossier.candidates) for one in who.circumstances]
    narrowing = [*foreign, *(one for other in dossier.candidates for one in other.consents)]
    return Facts(
        consents=tuple(_consent(one) for one in own),
        links=tuple(_link(one) for one in dossier.links),
        agreements=parties.agreements,
        restricted=dossier.restricted,
        birth_date=_birth_date(dossier),
        capacity_lacking=any(one.kind == CircumstanceKind.LACKS_CAPACITY for one in dossier.circumstances),
        identity_uncertain=dossier.identity is Identity.UNVERIFIED,
        candidates_consents=tuple(_consent(one) for one in narrowing),
        candidates_restricted=any(other.restricted for other in dossier.candidates),
        unsafe_carers=frozenset(it.subject for it in recorded if it.kind == CircumstanceKind.UNSAFE_CARER),
    )


def known_to(dossier: Dossier, reference: str) -> frozenset[str]:
    """The carers who are recorded to know this item already."""
    kind = CircumstanceKind.KNOWN_TO_CARER
    return frozenset(it.subject for it in dossier.circumstances if (it.kind, it.item) == (kind, reference))


def escalated(dossier: Dossier) -> frozenset[str]:
    """The notes that a worker of the service which wrote them escalated."""
    return frozenset(it.item for it in dossier.circumstances if it.kind == CircumstanceKind.ESCALATED)


def _holds_for(consent: Held, dossier: Dossier, home: int | None) -> bool:
    if home is None or dossier.merged_at is None:
        return True
    return consent.home == home or consent.stored_at > dossier.merged_at


def _both(old: Item, new: Item) -> Item:
    # No category means unlabelled, which is the most restrictive of all.
    labelled = bool(old.categories and new.categories)
    levels = [one.confidentiality for one in (old, new) if one.confidentiality is not None]
    return replace(
        new,
        categories=old.categories | new.categories if labelled else frozenset(),
        confidentiality=max(levels, key=list(Confidentiality).index) if levels else None,
        labels=old.labels | new.labels,
        classes=old.classes | new.classes,
        codes=old.codes | new.codes,
        from_carer=old.from_carer or new.from_carer,
        carer_agrees_patient_sees=old.carer_agrees_patient_sees and new.carer_agrees_patient_sees,
        not_for_clinical_record=old.not_for_clinical_record or new.not_for_clinical_record,
        locating=old.locating or new.locating,
        known_to=old.known_to & new.known_to,
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
