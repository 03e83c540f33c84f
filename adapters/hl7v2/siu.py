"""SIU^S12, S14, S15 and S26: one Appointment, booked, changed, cancelled or not attended."""

import re
from datetime import UTC, datetime, timedelta

from adapters.contract import Occurrence
from adapters.hl7v2 import clinical, person, route, values, visit
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, note, warning
from adapters.hl7v2.tree import Segment
from schemas.codes import v2_event
from schemas.events import EventType
from schemas.fhir import Resource

_SECONDS = {
    "S": 1, "SEC": 1, "SECONDS": 1, "M": 60, "MIN": 60, "MINS": 60, "MINUTES": 60, "": 60, "H": 3_600, "HR": 3_600,
    "HOURS": 3_600,
}  # fmt: skip
_STANDING = {code.upper(): status for code, status in v2_event.APPOINTMENT_STATUS.items()}
_OFF = frozenset({"cancelled", "noshow", "entered-in-error"})
_OPEN = frozenset({"pending", "waitlist"})
"""Asked for, and not agreed by everybody yet."""
_PLACES = (("SCH", 11, 4), ("AIS", 4, 1), ("AIL", 6, 1), ("AIP", 6, 1), ("AIG", 8, 1))
"""Where the start may stand, the most trusted first."""
_LENGTHS = (("SCH", 9, 10), ("AIS", 7, 8), ("AIL", 9, 10), ("AIP", 9, 10), ("AIG", 11, 12))
_DURATION = re.compile(r"([SMH])(\d{1,5})", re.ASCII)
"""TQ-3, as in `M30`."""
_UNKNOWN = {"extension": [{
    "url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown",
}]}  # fmt: skip


def schedule(draft: Draft) -> list[str]:
    """Map an appointment into the draft; gives the focus. Raises `Refused`.

    SCH-1 or SCH-2 names it, so that a change, a cancellation and a missed visit are told of the same appointment.
    """
    sch = draft.message.first("SCH")
    if sch is None:
        raise Refused("required", "SCH", "is missing; send the appointment")
    patient = person.patient(draft)
    provider = _provider(draft)
    status = _status(draft, sch)
    booked = draft.add("Appointment", {
        "resourceType": "Appointment",
        "identifier": _names(draft, sch),
        "status": status,
        "cancelationReason": _concept(draft, sch, 6) if status == "cancelled" else {},
        "serviceType": [_concept(draft, it, 3) for it in _booked(draft, "AIS")],
        "appointmentType": _concept(draft, sch, 8),
        "reasonCode": [_concept(draft, sch, 7)],
        **_times(draft, sch),
        "comment": "\n".join(it["text"] for it in clinical.notes(draft)),
        "participant": _participants(draft, patient, provider),
    })  # fmt: skip
    is_news = draft.trigger == "S12" and status not in _OFF | _OPEN
    kind = EventType.APPOINTMENT_BOOKED if is_news else EventType.APPOINTMENT_CHANGED
    draft.occurrences.append(Occurrence(kind, (booked,)))
    draft.only_if_linked = True
    return [booked]


def _booked(draft: Draft, name: str) -> list[Segment]:
    """What is needed for the visit, without what was taken out, alone or with its group (segment action code `D`)."""
    kept: list[Segment] = []
    is_out = False
    for it in draft.message.among("RGS", name):
        goes = it.text(2).upper() == "D"
        if it.name == "RGS":
            is_out = goes
        elif not (goes or is_out):
            kept.append(it)
    return kept


def _first(draft: Draft, name: str) -> Segment | None:
    return draft.message.first(name) if name == "SCH" else next(iter(_booked(draft, name)), None)


def _names(draft: Draft, sch: Segment) -> list[Resource]:
    """SCH-1, else SCH-2; SCH-2 beside SCH-1 is the number that the filler has for it."""
    placer, filler = (sch.repeats(place)[:1] for place in (1, 2))
    own = next((it for one in (*placer, *filler) if (it := values.identifier(one, draft.system("appointment")))), None)
    if own is None:
        raise Refused("required", "SCH-1", "is empty; without the appointment's number a change cannot be told")
    theirs = next((values.identifier(it, draft.system("filler-appointment")) for it in filler), None)
    return [own, theirs] if theirs and theirs["value"] != own["value"] else [own]


def _status(draft: Draft, sch: Segment) -> str:
    """What the trigger says; of a booking or a change, SCH-25 where it says more."""
    told = v2_event.APPOINTMENT_TRIGGER_STATUS[draft.trigger]
    code = sch.text(25).upper().replace(" ", "").replace("-", "")
    standing = _STANDING.get(code)
    if code and standing is None:
        draft.issues.append(note("code-invalid", "SCH-25", "is no state of table 0278; the event counts"))
    if standing is None or standing == told:
        return told
    if told != "booked" or (draft.trigger == "S12" and standing in _OFF):
        counts = "the event counts" if told != "booked" else "it is not told as booked"
        draft.issues.append(warning("conflict", "SCH-25", f"says something else than the event; {counts}"))
    return standing if told == "booked" else told


def _times(draft: Draft, sch: Segment) -> Resource:
    """Start and end as UTC instants; what has happened or was called off is told even without."""
    start = next((it for name, place, part in _PLACES if (it := _instant(draft, name, place, part))), None)
    if start is None:
        return _without(draft)
    end = _instant(draft, "SCH", 11, 5)
    if end is not None and end < start:
        draft.issues.append(warning("value", sch.where(11, 5), "is before the start; the length counts instead"))
        end = None
    end = end or start + _length(draft)
    return {"start": start.isoformat(timespec="seconds"), "end": end.isoformat(timespec="seconds")}


def _without(draft: Draft) -> Resource:
    if draft.trigger in {"S12", "S14"}:
        raise Refused("required", "SCH-11.4", "no start; send it in SCH-11.4 or AIS-4, with its time of day")
    if draft.trigger == "S15":
        return {}
    draft.issues.append(warning("required", "SCH-11.4", "no start; send when the person was expected"))
    return {"_start": _UNKNOWN, "_end": _UNKNOWN}


def _instant(draft: Draft, name: str, place: int, part: int) -> datetime | None:
    """A time with its time of day, in UTC, for clocks are put on and back; a day alone is no time to come."""
    segment = _first(draft, name)
    found = draft.moment(segment, place, part) if segment is not None else None
    return found.instant.astimezone(UTC) if found is not None and found.instant is not None else None


def _length(draft: Draft) -> timedelta:
    sch = draft.message.first("SCH")
    timed = _DURATION.fullmatch(sch.text(11, 3).upper()) if sch is not None else None
    if timed:
        return timedelta(seconds=int(timed[2]) * _SECONDS[timed[1]])
    for name, number, unit in _LENGTHS:
        segment = _first(draft, name)
        length = segment.text(number) if segment is not None else ""
        seconds = _SECONDS.get(segment.text(unit).upper()) if segment is not None else None
        if length.isdecimal() and len(length) < 6 and seconds:
            return timedelta(seconds=int(length) * seconds)
    draft.issues.append(note("informational", "SCH-9", "no length is given; the end stands for the start"))
    return timedelta()


def _concept(draft: Draft, segment: Segment, place: int) -> Resource:
    return values.concept(draft.only(segment, place), draft.system("appointment-code"))


def _provider(draft: Draft) -> str:
    """The service that the visit is to; who sends is an Organization, which R4 takes as no participant."""
    return draft.add("HealthcareService", {
        "resourceType": "HealthcareService", "active": True, "providedBy": reference(route.sender(draft)),
    })  # fmt: skip


def _participants(draft: Draft, patient: str, provider: str) -> list[Resource]:
    places = [visit.location(it) for it in _booked(draft, "AIL")]
    workers = [values.professional(it.repeats(3)[0]) for it in _booked(draft, "AIP") if it.repeats(3)]
    unread = (it for it in _booked(draft, "AIG") if it.text(3) or it.text(3, 2))
    draft.issues += [note("not-supported", it.where(3), "is not passed on; it stays in the original") for it in unread]
    told = [("Location", it) for it in places] + [("Practitioner", it) for it in workers]
    found: list[Resource] = [{"actor": reference(patient)}, {"actor": reference(provider)}]
    found += [{"actor": {"type": kind, "display": said}} for kind, said in told if said]
    return [one | {"status": "accepted"} for one in found]
