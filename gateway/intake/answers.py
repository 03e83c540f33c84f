"""Answers that a service gives from a system of its own, and which referral each may be about."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from gateway.house import House
from gateway.intake.sender import spoken_for
from gateway.settings.model import Partner
from gateway.store.verbs.intake import AnswerDraft, EventDraft
from schemas.codes.systems import local
from schemas.events import ANSWERS, EventType
from schemas.fhir import Resource

_SAYS = {
    "received": EventType.REFERRAL_OPENED,
    "accepted": EventType.REFERRAL_ACCEPTED,
    "rejected": EventType.REFERRAL_DECLINED,
}
"""Task.status of an answer."""


def answers(house: House, sender: Partner, bundle: Resource, told: Sequence[EventDraft]) -> tuple[AnswerDraft, ...]:
    """One for each event that is an answer to a referral, of which its sender may have sent its copy along."""
    said = [one for one in told if one.type in ANSWERS and one.focus]
    anew = [one for one in told if one.type is EventType.REFERRAL_RECEIVED and one.focus]
    if not (said or anew):
        return ()
    entries: dict[str, Resource] = {one["fullUrl"]: one["resource"] for one in bundle["entry"] if "fullUrl" in one}
    asked = frozenset(one.id for one in spoken_for(house.directory, sender))
    tasks = ((one, entries.get(one.focus[0], {})) for one in said)
    given = [
        _answer(house, sender, one.event_id, about, entries, asked) for one, task in tasks if (about := _about(task))
    ]
    theirs = (one for one in anew if one.addressee in asked)
    return (*given, *(it for one in theirs if (it := _of_copy(house, sender, one, entries, asked))))


def _about(task: Resource) -> Resource:
    about: Resource = task.get("focus", {}) if task.get("resourceType") == "Task" else {}
    return about


def _of_copy(
    house: House, sender: Partner, anew: EventDraft, entries: Mapping[str, Resource], asked: frozenset[str]
) -> AnswerDraft | None:
    """A referral of the sender to itself, with one Task that says how far it is: it may be its copy of another's.

    It is one only by a number that somebody else gave, system and all, for a referral must never pass for an answer.
    """
    copy = anew.focus[0]
    tasks = [url for url, it in entries.items() if it["resourceType"] == "Task" and _is_of(it, copy)]
    kind = _SAYS.get(entries[tasks[0]]["status"]) if len(tasks) == 1 else None
    others = [it for it in house.directory.organisations if it != sender.organisation]
    numbers = [it for it in entries.get(copy, {}).get("identifier", []) if it.get("system") and it.get("value")]
    keys = frozenset(_key(house, by, it["system"], it["value"]) for by in others for it in numbers)
    if kind is None or not keys:
        return None
    focus = (tasks[0], *(it for it in anew.focus if it not in {copy, tasks[0]}))
    return AnswerDraft(anew.event_id, asked, "", (keys,), copy=copy, instead=replace(anew, type=kind, focus=focus))


def _is_of(task: Resource, request: str) -> bool:
    """By its focus, else by the one thing on which it is based."""
    about = [task["focus"]] if "focus" in task else task.get("basedOn", [])
    return [it.get("reference") for it in about] == [request]


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
