"""The gate without the exit: what would be decided for a service, and what a consent would change. Nothing leaves."""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

import orjson

from consent.question import Asker, Channel
from gateway.gate.doubt import as_of_nobody_known
from gateway.gate.judging import Asking, Judged, judge_all, why
from gateway.gate.person import first_tellers
from gateway.house import House
from gateway.parties import asker as asker_of
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import Dossier, Held
from schemas.clock import micros
from schemas.fhir import Resource
from schemas.policy_words import Role


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What would be decided on one thing."""

    reference: str
    outcome: str
    extent: str
    reasons: tuple[str, ...]
    explanation: str


async def rehearse(house: House, by: Asker, who: Asker, patient: str, *, purpose: str) -> list[Rehearsed] | None:
    """What `who` would see of a person, as far as `by` may see it or wrote it; None where the person is not here."""
    dossier = await dossier_of(house, patient)
    if dossier is None:
        return None
    mine = known(house, by, dossier, purpose)
    asking = Asking(who, purpose, Channel.SEARCH, micros(house.clock.now()))
    judged = judge_all(house, asking, _as_known(house, by, who, dossier), mine)
    await _noted(house, by, asking, judged, "dry-run", dossier)
    may_name = {one.reference for one in (dossier.consents if answers_for(house, by, dossier) else mine)}
    return [_told(house, one, may_name) for one in judged]


async def what_if(
    house: House, by: Asker, patient: str, consent: Resource, *, purpose: str
) -> Sequence[Mapping[str, object]] | None:
    """Who would gain or lose what, by service and category, if this Consent were on record.

    None for nobody, and for somebody of whom the one who asks may know nothing: an empty list would tell them apart.
    """
    dossier = await dossier_of(house, patient)
    if dossier is None:
        return None
    mine = known(house, by, dossier, purpose)
    given = _as_held(house, consent | {"patient": {"reference": patient}}, micros(house.clock.now()))
    found: list[Mapping[str, object]] = []
    for service in house.directory.services:
        who = asker_of(house.directory, service, Role.SERVICE_INBOX)
        asking = Asking(who, purpose, Channel.SEARCH, micros(house.clock.now()))
        before = _as_known(house, by, who, dossier)
        found += _changes(house, asking, (before, replace(before, consents=(*before.consents, given))), mine)
    asked = Asking(by, purpose, Channel.SEARCH, micros(house.clock.now()))
    await _noted(house, by, asked, (), "what-if", dossier)
    return found if mine else None


def _changes(
    house: House, asking: Asking, dossiers: tuple[Dossier, Dossier], mine: Sequence[Held]
) -> Iterator[Mapping[str, object]]:
    """What this service would see otherwise under the second of the two."""
    before, after = (judge_all(house, asking, one, mine) for one in dossiers)
    for old, new in zip(before, after, strict=True):
        if old.decision.extent is not new.decision.extent:
            yield {
                "service": asking.asker.service,
                "reference": old.held.reference,
                "categories": sorted(one.value for one in old.item.categories),
                "before": old.decision.extent.value,
                "after": new.decision.extent.value,
            }


async def dossier_of(house: House, patient: str) -> Dossier | None:
    """Everything on record of a person; None where there is none."""
    located = await house.store.locate(patient) if patient.startswith("Patient/") else None
    if located is None:
        return None
    return await house.store.load(located.patient, None, now=micros(house.clock.now()))


def known(house: House, by: Asker, dossier: Dossier, purpose: str) -> list[Held]:
    """What the one who asks may see, or what their own organisation wrote: of the rest not even its being there."""
    asking = Asking(by, purpose, Channel.SEARCH, micros(house.clock.now()))
    judged = judge_all(house, asking, dossier, [one for one in dossier.resources if one.type != "Patient"])
    return [one.held for one in judged if one.shown is not None or one.held.written_by_organisation == by.organisation]


def had_to_do(house: House, by: Asker, dossier: Dossier) -> bool:
    """True where some service of the organisation has or had a tie, or it told of the person first."""
    own = {one.id for one in house.directory.services_of(by.organisation)}
    return by.organisation in first_tellers(dossier) or any(one.service in own for one in dossier.links)


def answers_for(house: House, by: Asker, dossier: Dossier) -> bool:
    """True for the privacy officer of an organisation that has or had to do with the person."""
    return by.role is Role.PRIVACY_OFFICER and had_to_do(house, by, dossier)


def _as_known(house: House, by: Asker, who: Asker, dossier: Dossier) -> Dossier:
    """The person with what the one who asks knows of them and another service: a guess at more tells nothing.

    Known are the ties of their own organisation and those that its own referrals began, and the Consents that it wrote
    down; of their own service, all that its reading rests on. Whom an uncertain match may be is known to nobody but to
    whoever answers for the person.
    """
    if answers_for(house, by, dossier):
        return dossier
    own = {one.id for one in house.directory.services_of(by.organisation)}
    ours = (one for one in dossier.resources if one.written_by_organisation == by.organisation)
    own |= {one.addressed_to for one in ours if one.addressed_to}
    links = tuple(one for one in dossier.links if one.service in own)
    agreed = (
        one for one in dossier.consents if who.service == by.service or one.written_by_organisation == by.organisation
    )
    return replace(as_of_nobody_known(dossier), links=links, consents=tuple(agreed))


def _as_held(house: House, consent: Resource, at: int) -> Held:
    return Held("Consent/proposed", 0, "Consent", 1, orjson.dumps(consent), b"{}", "", None, None, None, "active", at)


def _told(house: House, one: Judged, may_name: Set[str]) -> Rehearsed:
    """A decision in words, with those of its Consents that the one who asks may know of."""
    decision = replace(one.decision, consents=tuple(it for it in one.decision.consents if it[0] in may_name))
    reasons = tuple(f"{it.text} ({it.source})" for it in decision.reasons)
    return Rehearsed(
        one.held.reference, decision.outcome.value, decision.extent.value, reasons, house.judge.explain(decision)
    )


async def _noted(
    house: House, by: Asker, asking: Asking, judged: Sequence[Judged], action: str, dossier: Dossier
) -> None:
    detail = orjson.loads(why(judged, asking)) | {"asked_by": f"{by.service} {by.person}"}
    note = AuditDraft(action, by.service, "rehearsed", orjson.dumps(detail))
    await house.store.note([note], now=asking.at, patient=dossier.patient)
