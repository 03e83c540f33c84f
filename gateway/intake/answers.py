"""Answers that a service gives from a system of its own, and which referral each may be about."""

from collections.abc import Iterator, Mapping, Sequence

from gateway.house import House
from gateway.intake.sender import spoken_for
from gateway.settings.model import Partner
from gateway.store.verbs.intake import AnswerDraft, EventDraft
from schemas.codes.systems import local
from schemas.events import ANSWERS
from schemas.fhir import Resource


def answers(house: House, sender: Partner, bundle: Resource, told: Sequence[EventDraft]) -> tuple[AnswerDraft, ...]:
    """One for each event that is an answer to a referral which does not stand in the message itself."""
    said = [one for one in told if one.type in ANSWERS and one.focus]
    if not said:
        return ()
    entries: dict[str, Resource] = {one["fullUrl"]: one["resource"] for one in bundle["entry"] if "fullUrl" in one}
    asked = frozenset(one.id for one in spoken_for(house.directory, sender))
    tasks = ((one, entries.get(one.focus[0], {})) for one in said)
    return tuple(
        AnswerDraft(one.event_id, asked, about.get("reference", ""), tuple(_keys(house, sender, about)))
        for one, task in tasks
        if (about := _about(task, entries))
    )


def _about(task: Resource, entries: Mapping[str, Resource]) -> Resource:
    about: Resource = task.get("focus", {}) if task.get("resourceType") == "Task" else {}
    return {} if about.get("reference") in entries else about


def _keys(house: House, sender: Partner, about: Resource) -> Iterator[frozenset[bytes]]:
    """The number as whoever refers may have given it: first as it stands, then as a number of anybody's.

    An answer seldom says whose number it is: one in the numbering of its own sender, as HL7 v2 is read, does not.
    """
    number = about.get("identifier", {})
    system, value = str(number.get("system", "")), number.get("value")
    if not value:
        return
    parties = house.directory.organisations
    said = frozenset(_key(house, it, system, value) for it in parties)
    if system != local(sender.organisation, "referral"):
        yield said
    yield said | frozenset(_key(house, it, local(it, "referral"), value) for it in parties)


def _key(house: House, organisation: str, system: str, value: str) -> bytes:
    return house.blind("writer", f"{organisation}|ServiceRequest|{system}|{value}")
