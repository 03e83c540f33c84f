"""The facts of a decision, from what one snapshot of the store holds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import msgspec
import orjson

from consent.question import Facts, Item, Link, StoredConsent
from gateway.gate.copies import outdated
from gateway.gate.unsafe import unsafe
from gateway.house import Judge
from gateway.parties import Directory
from gateway.store.verbs.intake import CircumstanceKind, Identity
from gateway.store.verbs.reading import Dossier, Held, HeldCircumstance, HeldLink
from schemas.clock import from_micros
from schemas.fhir import Resource
from schemas.fhir.numbers import load
from schemas.policy_words import Category, Confidentiality

_items = msgspec.json.Decoder(Item)


def dump_item(item: Item) -> bytes:
    """The judge's facts on a resource, as the store keeps them."""
    return msgspec.json.encode(item)


def categories_of(label: bytes) -> frozenset[Category]:
    """What the facts that are kept say that a resource is."""
    return _items.decode(label).categories


def item_of(held: Held, judge: Judge) -> Item:
    """The facts on a stored resource, with what only the store knows of it.

    Where the label table has changed since, the old facts and the new ones hold together, whichever hides more.
    """
    if held.label_version == judge.version:
        return _item(held.label, *_of_the_store(held))
    return _placed(_both(_items.decode(held.label), judge.label(resource_of(held))), *_of_the_store(held))


def _of_the_store(held: Held) -> tuple[str, str | None, str | None, str | None, int]:
    return (
        held.reference, held.written_by_service, held.written_by_organisation, held.addressed_to, held.stored_at,
    )  # fmt: skip


def _placed(
    item: Item, reference: str, service: str | None, organisation: str | None, addressed_to: str | None, at: int
) -> Item:
    return replace(
        item,
        reference=reference,
        written_by_service=service,
        written_by_organisation=organisation,
        addressed_to=addressed_to,
        updated=from_micros(at),
    )


def _read_item(label: bytes, *of_the_store: Any) -> Item:
    return _placed(_items.decode(label), *of_the_store)


_item = lru_cache(maxsize=8192)(_read_item)
"""What is shown again, or to several, has the same facts each time."""


def resource_of(held: Held) -> Resource:
    """The stored resource with its outside id."""
    body: Resource = load(held.body)
    body["id"] = held.reference.partition("/")[2]
    return body


def facts_of(dossier: Dossier, parties: Directory, *, home: int | None = None) -> Facts:
    """Everything on record that bears on one person, or on what came from one of the records made one (`home`).

    A merge widens nothing: what was agreed under one record before it permits nothing of the other, and refuses all.
    """
    told = tuple(one.body for one in dossier.resources if one.type == "Patient")
    record = _Record(
        dossier.consents, dossier.links, dossier.circumstances, dossier.candidates, dossier.identity,
        dossier.restricted, dossier.merged_at if home is not None else None, home, told, _carers(dossier),
    )  # fmt: skip
    # Of nobody nothing is remembered: what stands for an absence takes the time that a first look takes.
    return _facts(record, parties) if dossier.patient else _made_facts(record, parties)


@dataclass(frozen=True, slots=True)
class _Record:
    """All of a dossier on which the facts rest."""

    consents: tuple[Held, ...]
    links: tuple[HeldLink, ...]
    circumstances: tuple[HeldCircumstance, ...]
    candidates: tuple[Dossier, ...]
    identity: Identity
    restricted: bool
    merged_at: int | None
    home: int | None
    told: tuple[bytes, ...]
    """Every Patient, the latest last."""
    carers: tuple[Held, ...]
    """Every record of a carer, where one of them is unsafe."""


def _carers(dossier: Dossier) -> tuple[Held, ...]:
    everybody = (dossier, *dossier.candidates)
    if not any(one.kind == CircumstanceKind.UNSAFE_CARER for who in everybody for one in who.circumstances):
        return ()
    return tuple(one for who in everybody for one in who.resources if one.type == "RelatedPerson")


def _made_facts(record: _Record, parties: Directory) -> Facts:
    past = outdated(record.consents, lambda one: _holds_for(one, record))
    own = [one for one in record.consents if _holds_for(one, record) and one.reference not in past]
    foreign = [one for one in record.consents if one not in own]
    recorded = [*record.circumstances, *(one for other in record.candidates for one in other.circumstances)]
    narrowing = [*foreign, *(one for other in record.candidates for one in other.consents)]
    return Facts(
        consents=tuple(_consent(one) for one in own),
        links=tuple(_link(one) for one in record.links),
        agreements=parties.agreements,
        restricted=record.restricted,
        birth_date=_youngest([orjson.loads(one).get("birthDate") for one in record.told]),
        capacity_lacking=any(one.kind == CircumstanceKind.LACKS_CAPACITY for one in record.circumstances),
        identity_uncertain=record.identity is Identity.UNVERIFIED,
        candidates_consents=tuple(replace(_consent(one), only_refuses=True) for one in narrowing),
        candidates_restricted=any(other.restricted for other in record.candidates),
        unsafe_carers=unsafe(
            frozenset(it.subject for it in recorded if it.kind == CircumstanceKind.UNSAFE_CARER),
            {one.reference: resource_of(one) for one in record.carers},
        ),
    )


_facts = lru_cache(maxsize=1024)(_made_facts)
"""The very same facts while nothing that they rest on has changed: the judge remembers its answers to them."""


def _youngest(dates: Sequence[str | None]) -> str | None:
    """The latest birth date of the records made one, which may be a child's; none where the last record has none."""
    if not dates or dates[-1] is None:
        return None
    # A year alone may mean its last day: it counts as later than any day in it.
    return max((one for one in dates if one is not None), key=lambda one: f"{one}~")


def known_to(dossier: Dossier, reference: str) -> frozenset[str]:
    """The carers who are recorded to know this item already."""
    kind = CircumstanceKind.KNOWN_TO_CARER
    return frozenset(it.subject for it in dossier.circumstances if (it.kind, it.item) == (kind, reference))


def version_of(held: Held) -> str:
    """This version of a resource and no other."""
    return f"{held.reference}/_history/{held.version}"


def looked_at(dossier: Dossier) -> frozenset[str]:
    """The versions of which a professional has recorded that the person may see them."""
    return frozenset(it.item for it in dossier.circumstances if it.kind == CircumstanceKind.SHOWN_TO_PERSON)


def escalated(dossier: Dossier) -> frozenset[str]:
    """The notes that a worker of the service which wrote them escalated."""
    return frozenset(it.item for it in dossier.circumstances if it.kind == CircumstanceKind.ESCALATED)


def _holds_for(consent: Held, record: _Record) -> bool:
    return record.merged_at is None or consent.home == record.home or consent.stored_at > record.merged_at


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
    return StoredConsent(held.reference, held.version, resource_of(held), kept_at=from_micros(held.stored_at))


def _link(held: HeldLink) -> Link:
    until = None if held.until is None else from_micros(held.until)
    return Link(held.service, held.basis, from_micros(held.since), until)
