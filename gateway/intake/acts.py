"""What a named person does at the API: open, accept or decline a referral, note a contact, tell a concern.

Every act answers None for what is absent and for what the person may not see: the two look alike.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import orjson

from adapters.contract import LinkEffect
from consent.question import Asker
from gateway.gate import read
from gateway.gate.facts import resource_of
from gateway.house import House
from gateway.intake import forms
from gateway.intake.at_once import at_once
from gateway.intake.born import Born
from gateway.intake.drafting import Writer, draft
from gateway.intake.scene import Acted, ActRefused, Scene, acted, born_by, draft_url, is_carer, is_linked, scene_of
from gateway.store.verbs.intake import EventDraft, Fate, LinkDraft
from gateway.store.verbs.reading import Held
from schemas.clock import from_micros
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.numbers import load
from schemas.ids import event_id

_TRIES = 5
_TIMES = ("authoredOn", "lastModified")


class Act(Protocol):
    """An act on one referral that needs nothing but the referral."""

    async def __call__(
        self, house: House, asker: Asker, reference: str, *, purpose: str, key: str | None = None
    ) -> Acted | None:
        """Do it; None for what is absent."""
        ...


async def open_referral(
    house: House, asker: Asker, reference: str, *, purpose: str, key: str | None = None
) -> Acted | None:
    """Mark a referral as opened by a named person of the addressed service; reading never counts as opening."""
    return await _progress(house, asker, reference, purpose, forms.OPENED, key=key)


async def accept_referral(
    house: House, asker: Asker, reference: str, *, purpose: str, key: str | None = None
) -> Acted | None:
    """Accept a referral for the addressed service."""
    return await _progress(house, asker, reference, purpose, forms.ACCEPTED, key=key)


async def decline_referral(
    house: House, asker: Asker, reference: str, *, purpose: str, reason: str, text: str = "", key: str | None = None
) -> Acted | None:
    """Decline a referral with a reason code, and end the link that it began."""
    return await _progress(house, asker, reference, purpose, replace(forms.DECLINED, reason=reason, text=text), key=key)


async def contact_note(
    house: House, asker: Asker, patient: str, *, purpose: str, note: forms.ContactNote, key: str | None = None
) -> Acted | None:
    """Write down a contact with a person whom the service has on its books."""
    scene = await scene_of(house, asker, patient, purpose)
    if scene is None or not is_linked(scene, asker):
        return None
    resource = forms.contact(asker, patient, note, from_micros(scene.at))
    return await _record(house, asker, scene, resource, EventType.CONTACT_RECORDED, key=key)


async def record_concern(
    house: House, asker: Asker, patient: str, *, purpose: str, concern: forms.Concern, key: str | None = None
) -> Acted | None:
    """Write down what a carer told; it is kept from the person unless the carer agrees."""
    scene = await scene_of(house, asker, patient, purpose)
    if scene is None or not is_linked(scene, asker):
        return None
    if concern.carer and not is_carer(scene, concern.carer):
        return None
    resource = forms.concern(asker, patient, concern, from_micros(scene.at))
    return await _record(house, asker, scene, resource, EventType.CONCERN_RECORDED, key=key)


async def ask_to_tell(
    house: House, asker: Asker, patient: str, carer: str, worker: str, *, purpose: str, key: str | None = None
) -> Acted | None:
    """Give a named worker the task to tell a carer; None where the carer may hear nothing now, and for nobody."""
    heard = await read.carer(house, asker, patient, carer, purpose=purpose)
    scene = await scene_of(house, asker, patient, purpose) if heard is not None else None
    if scene is None or not is_linked(scene, asker):
        return None
    resource = forms.carer_task(asker, patient, carer, worker, from_micros(scene.at))
    control_id = f"{asker.service}:{key}" if key else f"carer-task:{asker.service}:{scene.at}:{time.perf_counter_ns()}"
    made = born_by(house, asker, scene, control_id, orjson.dumps({"carer": carer, "worker": worker}), "carer-task")
    drafted = draft(
        house, draft_url(control_id), resource, Writer(asker.organisation, asker.service), addressee=asker.service
    )
    receipt = await house.store.accept(made.with_drafts(drafted))
    return acted(receipt, load(drafted.body))


async def _progress(
    house: House, asker: Asker, reference: str, purpose: str, step: forms.Step, *, key: str | None
) -> Acted | None:
    for _ in range(_TRIES):
        scene = await scene_of(house, asker, reference, purpose)
        referral = _referral(scene, asker, reference)
        if scene is None or referral is None:
            return None
        before = _task_of(scene, referral, asker)
        task = forms.task(asker, resource_of(referral), step, from_micros(scene.at))
        if before is not None and _stands(before, step, asker):
            return Acted(before.reference, before.version, None, _as_before(before, task))
        turn = _Turn(referral, before, task)
        receipt = await house.store.accept(_step(house, asker, scene, turn, step, key))
        if receipt.fate is not Fate.STALE:
            house.bell.ring()
            return acted(receipt, turn.task)
    raise ActRefused("somebody else is changing this referral; try again")


@dataclass(frozen=True, slots=True)
class _Turn:
    """A referral with the Task that tells how far it has come, if there is one, and what is to be told of it now."""

    referral: Held
    before: Held | None
    task: Resource


def _step(house: House, asker: Asker, scene: Scene, turn: _Turn, step: forms.Step, key: str | None) -> Born:
    referral, before = turn.referral, turn.before
    number = before.version if before is not None else 0
    control_id = f"{asker.service}:{key}" if key else f"{referral.reference}:{number + 1}"
    body = orjson.dumps({"act": step.status, "of": referral.reference, "reason": step.reason, "text": step.text})
    made = born_by(house, asker, scene, control_id, body, step.event.value)
    url = draft_url(control_id)
    drafted = draft(
        house, url, _whole(turn), Writer(asker.organisation, asker.service), addressee=referral.written_by_service
    )
    follows = replace(drafted, key=None, resource=before.row, expected_version=number) if before else drafted
    event = EventDraft(
        event_id(made.message_id, 0), step.event, (referral.reference, url), scene.at,
        origin=referral.written_by_service or referral.written_by_organisation,
        detail=orjson.dumps({"reason": step.reason, "by": asker.service}),
    )  # fmt: skip
    over = (referral.row, *_declined(scene, asker)) if step.ends_link else ()
    ends = (LinkDraft(asker.service, LinkEffect.UNLINK, "declined", over=over),) if over else ()
    return replace(made.with_drafts(follows).with_events(event), links=ends, cancels_timers=(referral.reference,))


def _stands(task: Held, step: forms.Step, asker: Asker) -> bool:
    """True where the step was taken before, here or in the service's own system.

    A referrer's word for it is none, whatever it reads like, nor is that of another service of the same organisation.
    """
    acted = task.by_act and resource_of(task).get("owner", {}) == forms.service(asker)
    writer = task.written_by_organisation, task.written_by_service
    return task.status == step.status and (acted or writer == (asker.organisation, asker.service))


def _whole(turn: _Turn) -> Resource:
    """What is told now, with what the Task says otherwise: a referrer's own words in it are not taken away."""
    told = {} if turn.before is None else resource_of(turn.before)
    return {name: value for name, value in told.items() if name != "statusReason"} | turn.task


def _as_before(before: Held, task: Resource) -> Resource:
    """The step as it was answered the first time: of what else stands in the Task, which may be another's, nothing."""
    told = resource_of(before)
    return task | {name: told[name] for name in ("id", *_TIMES) if name in told}


async def _record(
    house: House, asker: Asker, scene: Scene, resource: Resource, kind: EventType, *, key: str | None
) -> Acted:
    control_id = (
        f"{asker.service}:{key}" if key else f"{kind.value}:{asker.service}:{scene.at}:{time.perf_counter_ns()}"
    )
    body = orjson.dumps(resource if not key else {k: v for k, v in resource.items() if k not in {"sent"}})
    made = born_by(house, asker, scene, control_id, body, kind.value)
    url = draft_url(control_id)
    drafted = draft(house, url, resource, Writer(asker.organisation, asker.service), addressee=None)
    event = EventDraft(event_id(made.message_id, 0), kind, (url,), scene.at, origin=asker.service)
    receipt = await house.store.accept(made.with_drafts(drafted).with_events(*at_once([event], [drafted])))
    house.bell.ring()
    return acted(receipt, load(drafted.body))


def _referral(scene: Scene | None, asker: Asker, reference: str) -> Held | None:
    if scene is None:
        return None
    for one in scene.judged:
        if one.held.reference == reference and one.shown is not None and one.held.addressed_to == asker.service:
            return one.held if one.held.type == "ServiceRequest" else None
    return None


def _declined(scene: Scene, asker: Asker) -> Iterator[int]:
    """The rows of the referrals to this service that were declined before."""
    for one in scene.dossier.resources:
        is_theirs = one.type == "ServiceRequest" and one.addressed_to == asker.service
        task = _task_of(scene, one, asker) if is_theirs else None
        if task is not None and _stands(task, forms.DECLINED, asker):
            yield one.row


def _task_of(scene: Scene, referral: Held, asker: Asker) -> Held | None:
    """The Task of who referred or of who was asked; what somebody else says of it is never written on."""
    asked = {(asker.organisation, asker.service), (asker.organisation, None)}
    writers = {(referral.written_by_organisation, referral.written_by_service), *asked}
    for one in scene.dossier.resources:
        is_theirs = one.type == "Task" and (one.written_by_organisation, one.written_by_service) in writers
        if is_theirs and resource_of(one).get("focus", {}).get("reference") == referral.reference:
            return one
    return None
