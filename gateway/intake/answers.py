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
        AnswerDraft(one.event_id, asked, about.get("reference", ""), tuple(_keys(house, about)))
        for one, task in tasks
        if (about := _about(task, entries))
    )


def _about(task: Resource, entries: Mapping[str, Resource]) -> Resource:
    about: Resource = task.get("focus", {}) if task.get("resourceType") == "Task" else {}
    return {} if about.get("reference") in entries else about


def _keys(house: House, about: Resource) -> Iterator[bytes]:
    """The number as whoever refers may have given it: an answer seldom says whose number it is."""
    number = about.get("identifier", {})
    if not number.get("value"):
        return
    for organisation in house.directory.organisations:
        for system in dict.fromkeys((str(number.get("system", "")), local(organisation, "referral"))):
            yield house.blind("writer", f"{organisation}|ServiceRequest|{system}|{number['value']}")
