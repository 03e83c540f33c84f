"""Consents written and revoked at the API, and two records joined as one person; each returns the epoch that binds."""

import time
from dataclasses import replace

import orjson

from consent.names import reference_names
from consent.question import Asker
from gateway.gate.facts import resource_of
from gateway.gate.notices import NON_CLINICAL
from gateway.house import House
from gateway.intake.born import born
from gateway.intake.drafting import Writer, draft
from gateway.intake.named import UNKNOWN, names_unknown
from gateway.intake.own_interest import names, review, serves, shortened
from gateway.intake.scene import (
    Acted,
    ActRefused,
    Scene,
    acted,
    born_by,
    draft_url,
    is_linked,
    looks_after,
    may_record,
    scene_of,
)
from gateway.parties import charity
from gateway.store.verbs.intake import AuditDraft, Draft, EventDraft, Fate, ReviewDraft
from gateway.store.verbs.reading import Held
from schemas.clock import from_micros, micros
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.numbers import load
from schemas.ids import event_id
from schemas.policy_words import Role

_MAY_JOIN = frozenset({Role.MANAGER, Role.REGISTERED_PROFESSIONAL})


async def create_consent(
    house: House, asker: Asker, patient: str, resource: Resource, *, purpose: str, key: str | None = None
) -> Acted | None:
    """Put a Consent of the person on record; it binds when this returns.

    Where it names no grantor, the named worker who records it vouches that the person said so.
    """
    scene = await scene_of(house, asker, patient, purpose)
    if scene is None or not may_record(scene, asker):
        return None
    check_recorder(asker)
    consent = {"performer": [{"reference": patient}]} | resource | {"patient": {"reference": patient}}
    consent.pop("id", None)
    fault = house.judge.fault_of(consent, _names(resource))
    if fault is not None:
        raise ActRefused(fault)
    if names_unknown(consent, house.directory, {}):
        raise ActRefused(f"the Consent {UNKNOWN}")
    benefits = serves(consent, charity(house.directory, asker))
    if benefits and _lets_in(scene, asker):
        return None
    if benefits:
        consent = shortened(consent, at=from_micros(scene.at))
    control_id = f"{asker.service}:{key}" if key else f"consent:{asker.service}:{scene.at}:{time.perf_counter_ns()}"
    url = draft_url(control_id)
    drafted = draft(house, url, consent, Writer(asker.organisation, asker.service), addressee=None)
    kind = EventType.CONSENT_REVOKED if is_refusal(consent) else EventType.CONSENT_GRANTED
    looked_at = review(house, asker, control_id, url) if benefits else None
    return await _write(house, asker, scene, control_id, drafted, kind, looked_at)


def _lets_in(scene: Scene, asker: Asker) -> bool:
    """True where what others told would be opened to one that looks after the person no more: it asks at a visit."""
    others = any(one.written_by_organisation != asker.organisation for one in scene.dossier.resources)
    return others and not looks_after(scene, asker)


async def revoke_consent(
    house: House, asker: Asker, reference: str, *, purpose: str, key: str | None = None
) -> Acted | None:
    """Make a Consent inactive; nothing that rested on it is shown or sent after this returns."""
    scene = await scene_of(house, asker, reference, purpose)
    if scene is None or not is_linked(scene, asker):
        return None
    held = next((one for one in scene.dossier.consents if one.reference == reference), None)
    if held is None or not _knows(scene, held, asker):
        return None
    _check_end(resource_of(held), held, charity(house.directory, asker))
    body = {name: value for name, value in resource_of(held).items() if name != "id"} | {"status": "inactive"}
    control_id = f"{asker.service}:{key}" if key else f"{reference}:{held.version + 1}"
    drafted = draft(house, draft_url(control_id), body, Writer(asker.organisation, asker.service), addressee=None)
    following = replace(drafted, key=None, resource=held.row, expected_version=held.version)
    made = await _write(house, asker, scene, control_id, following, EventType.CONSENT_REVOKED)
    return replace(made, resource=_as_known(scene, held, made.resource, asker))


async def join_identity(
    house: House, asker: Asker, loser: str, keeper: str, *, purpose: str, reason: str
) -> int | None:
    """Say that two records are one person; returns the epoch. None where the asker may not know of both."""
    scenes = [await scene_of(house, asker, one, purpose) for one in (loser, keeper)]
    rows = [one.patient for one in scenes if one is not None and _may_join(one, asker)]
    if len(rows) != len(scenes):
        return None
    detail = orjson.dumps({"keeper": keeper, "loser": loser, "reason": reason, "person": asker.person})
    audit = AuditDraft("join", asker.service, "joined", detail)
    now = micros(house.clock.now())
    name = f"join:{asker.service}:{now}:{time.perf_counter_ns()}"
    tells = born(house, rows[1], name, detail, kind="join", actor=asker.service)
    epoch = await house.store.join(rows[0], rows[1], audit=audit, now=now, tells=tells)
    house.bell.ring()
    return epoch


def _may_join(scene: Scene, asker: Asker) -> bool:
    """An operator finds out who is who; anybody else joins whom they look after, or wrote of as an organisation.

    Whoever could join a hidden record with one of their own would see it.
    """
    if asker.role is Role.OPERATOR:
        return True
    if asker.role is Role.PRIVACY_OFFICER:
        return any(one.written_by_organisation == asker.organisation for one in scene.dossier.resources)
    return asker.role in _MAY_JOIN and looks_after(scene, asker)


def check_recorder(asker: Asker) -> None:
    """Whoever writes down what a person said meets the person; the operator of a machine does not."""
    if asker.role is Role.OPERATOR:
        raise ActRefused("an operator records no Consent; let somebody who met the person do it")


def _names(consent: Resource) -> frozenset[str]:
    """The person, as the sender of a Consent calls them."""
    said = consent.get("patient", {})
    return reference_names(said) if isinstance(said, dict) else frozenset()


def _knows(scene: Scene, held: Held, asker: Asker) -> bool:
    """Its own organisation wrote it down, or it may see it: of any other not even the being there is told."""
    own = held.written_by_organisation == asker.organisation
    return own or any(one.shown is not None and one.held.row == held.row for one in scene.judged)


def _as_known(scene: Scene, held: Held, made: Resource, asker: Asker) -> Resource:
    """Whole to the organisation that wrote it down; to any other as much as a read showed before it ended."""
    if held.written_by_organisation == asker.organisation:
        return made
    shown = next(one.shown for one in scene.judged if one.shown is not None and one.held.row == held.row)
    return shown | {"status": made["status"]}


def _check_end(consent: Resource, held: Held, asker: Asker) -> None:
    """Anybody in the person's care may note that a permission was withdrawn; to lift a refusal is to permit."""
    if not is_refusal(consent) or asker.service_class not in NON_CLINICAL:
        return
    if held.written_by_organisation != asker.organisation or names(consent, asker):
        raise ActRefused("this service may not lift this refusal; record what the person says now as a new Consent")


def is_refusal(consent: Resource) -> bool:
    """True when a Consent takes something away: it is not active, or its root denies."""
    rule = {one.get("code") for one in consent.get("policyRule", {}).get("coding", ())}
    kind = consent.get("provision", {}).get("type")
    denies = kind == "deny" or (kind is None and "OPTOUT" in rule)
    return consent.get("status") != "active" or denies


async def _write(
    house: House,
    asker: Asker,
    scene: Scene,
    control_id: str,
    drafted: Draft,
    kind: EventType,
    looked_at: ReviewDraft | None = None,
) -> Acted:
    made = born_by(house, asker, scene, control_id, drafted.body, kind.value)
    told = [kind, EventType.SHARING_STOPPED] if kind is EventType.CONSENT_REVOKED else [kind]
    events = [
        EventDraft(event_id(made.message_id, n), one, (drafted.full_url,), scene.at, origin=asker.service, urgent=n > 0)
        for n, one in enumerate(told)
    ]
    binding = replace(made.with_drafts(drafted).with_events(*events), raises_epoch=True, review=looked_at)
    receipt = await house.store.accept(binding)
    if receipt.fate is Fate.STALE:
        raise ActRefused("somebody else changed this Consent; read it again and repeat")
    house.bell.ring()
    return acted(receipt, load(drafted.body))
