"""Answers that a service gives from a system of its own, and which referral each may be about."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from gateway.house import House
from gateway.intake.sender import spoken_for
from gateway.settings.model import Partner
from gateway.store.verbs.intake import AnswerDraft, EventDraft
from schemas.codes.systems import local
from schemas.events import ANSWERS
from schemas.fhir import Resource


def answers(house: House, sender: Partner, bundle: Resource, told: Sequence[EventDraft]) -> tuple[AnswerDraft, ...]:
    """One for each event that is an answer to a referral, of which its sender may have sent its copy along."""
    said = [one for one in told if one.type in ANSWERS and one.focus]
    if not said:
        return ()
    entries: dict[str, Resource] = {one["fullUrl"]: one["resource"] for one in bundle["entry"] if "fullUrl" in one}
    asked = frozenset(one.id for one in spoken_for(house.directory, sender))
    tasks = ((one, entries.get(one.focus[0], {})) for one in said)
    return tuple(
        _answer(house, sender, one.event_id, about, entries, asked) for one, task in tasks if (about := _about(task))
    )


def _about(task: Resource) -> Resource:
    about: Resource = task.get("focus", {}) if task.get("resourceType") == "Task" else {}
    return about


def _answer(
    house: House, sender: Partner, event: UUID, about: Resource, entries: Mapping[str, Resource], asked: frozenset[str]
) -> AnswerDraft:
    said = about.get("reference", "")
    copy = entries.get(said)
    if copy is None:
        return AnswerDraft(event, asked, said, _keys(house, sender, [about.get("identifier", {})]))
    reference = f"ServiceRequest/{copy['id']}" if "id" in copy else ""
    return AnswerDraft(event, asked, reference, _keys(house, sender, copy.get("identifier", [])), copy=said)


def _keys(house: House, sender: Partner, numbers: Sequence[Resource]) -> tuple[frozenset[bytes], ...]:
    """The numbers as whoever refers may have given them: first as they stand, then as numbers of anybody's.

    An answer seldom says whose number it is: one in the numbering of its own sender, as HL7 v2 is read, does not.
    """
    given = [(str(it.get("system", "")), it["value"]) for it in numbers if it.get("value")]
    own = local(sender.organisation, "referral")
    parties = house.directory.organisations
    as_said = {one: frozenset(_key(house, it, *one) for it in parties) for one in given}
    likely = frozenset[bytes]().union(*(keys for (system, _), keys in as_said.items() if system != own))
    anybodys = (_key(house, it, local(it, "referral"), value) for it in parties for _, value in given)
    every = frozenset(anybodys).union(*as_said.values())
    return tuple(one for one in (likely, every) if one)


def _key(house: House, organisation: str, system: str, value: str) -> bytes:
    return house.blind("writer", f"{organisation}|ServiceRequest|{system}|{value}")
