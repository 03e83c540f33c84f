"""Where an act takes place: the person as the actor may see them now, and what the act leaves behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, uuid5

import orjson

from consent.question import Asker, Channel
from gateway.gate import decoy
from gateway.gate.judging import Asking, Judged, judge_all
from gateway.gate.person import first_tellers
from gateway.house import House
from gateway.intake.born import Born, born
from gateway.store.verbs.intake import Fate, Receipt
from gateway.store.verbs.reading import Dossier
from schemas.clock import micros
from schemas.fhir import Resource


class ActRefused(Exception):
    """The act is not possible as things stand; the text says why and what to do, without patient data."""


@dataclass(frozen=True, slots=True)
class Acted:
    """What an act left behind."""

    reference: str
    version: int
    epoch: int | None
    resource: Resource


@dataclass(frozen=True, slots=True)
class Scene:
    """The person, as the actor may see them now."""

    patient: int
    dossier: Dossier
    judged: Sequence[Judged]
    at: int


def born_by(house: House, asker: Asker, scene: Scene, control_id: str, body: bytes, kind: str) -> Born:
    """A message of the gateway's own for this act, with the person's name in its audit."""
    detail = orjson.dumps({"person": asker.person, "role": asker.role.value})
    return born(house, scene.patient, control_id, body, kind=kind, actor=asker.service, detail=detail)


async def scene_of(house: House, asker: Asker, reference: str, purpose: str) -> Scene | None:
    """The person whom a reference is about, as the actor may see them; None without a named actor."""
    located = await house.store.locate(reference)
    at = micros(house.clock.now())
    dossier = await house.store.load(0 if located is None else located.patient, None, now=at)
    asking = Asking(asker, purpose, Channel.READ, at, action="act")
    if located is None or asker.person is None:
        decoy.refused(house, asking)
        return None
    return Scene(dossier.patient, dossier, judge_all(house, asking, dossier, dossier.resources), at)


def is_linked(scene: Scene, asker: Asker) -> bool:
    """On the service's books now, or with something of this person that it may see."""
    return has_link(scene, asker) or any(one.shown is not None for one in scene.judged)


def looks_after(scene: Scene, asker: Asker) -> bool:
    """On the service's books now, or with something that others wrote and it may see: its own old notes are no tie."""
    seen = (one.held for one in scene.judged if one.shown is not None)
    return has_link(scene, asker) or any(one.written_by_organisation != asker.organisation for one in seen)


def may_record(scene: Scene, asker: Asker) -> bool:
    """In the person's care, with a Consent of its own on record, or the first to tell of them.

    Whoever only wrote something of somebody binds nobody by what it says that they agreed to: nor does a message of it.
    """
    told = {one.written_by_organisation for one in scene.dossier.consents} | first_tellers(scene.dossier)
    return looks_after(scene, asker) or asker.organisation in told


def is_carer(scene: Scene, reference: str) -> bool:
    """True for a carer of this person, by whatever record they are told of."""
    return any(one.reference == reference and one.type == "RelatedPerson" for one in scene.dossier.resources)


def has_link(scene: Scene, asker: Asker) -> bool:
    """On the service's books now."""
    return any(
        one.service == asker.service and one.since <= scene.at and (one.until is None or one.until > scene.at)
        for one in scene.dossier.links
    )


def heed(receipt: Receipt) -> None:
    """Raises `ActRefused` where nothing was done, because the key stands for another request."""
    if receipt.fate is Fate.CONFLICT_REFUSED:
        raise ActRefused("this Idempotency-Key was used for another request; use a new one")


def acted(receipt: Receipt, resource: Resource) -> Acted:
    """What the first draft of a receipt became. Raises `ActRefused` as `heed` does."""
    heed(receipt)
    reference = next(iter(receipt.references.values()))
    named = resource | {"id": reference.partition("/")[2]}
    return Acted(reference, receipt.versions[reference], receipt.epoch, named)


def draft_url(control_id: str) -> str:
    """The full url of the one draft of an act, always the same for the same act."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, control_id)}"
