"""SIU^S12, S14, S15 and S26: one Appointment, booked, changed, cancelled or not attended."""

from datetime import UTC, datetime, timedelta

from adapters.contract import Occurrence
from adapters.hl7v2 import person, route, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, note
from adapters.hl7v2.times import Moment
from adapters.hl7v2.tree import Segment
from schemas.events import EventType
from schemas.fhir import Resource

_STATUS = {"S12": "booked", "S14": "booked", "S15": "cancelled", "S26": "noshow"}
_SECONDS = {"S": 1, "SEC": 1, "M": 60, "MIN": 60, "": 60, "H": 3_600, "HR": 3_600}
_NOBODY = Segment(["AIS"], 1)


def schedule(draft: Draft) -> list[str]:
    """Map an appointment into the draft; gives the focus. Raises `Refused`.

    SCH-1 or SCH-2 names it, so that a change, a cancellation and a missed visit are told of the same appointment.
    """
    sch = draft.message.first("SCH")
    if sch is None:
        raise Refused("required", "SCH", "is missing; send the appointment")
    patient = person.patient(draft)
    sender = route.sender(draft)
    status = _STATUS[draft.trigger]
    start, end = _times(draft, sch)
    if start is None and status != "cancelled":
        raise Refused("required", "SCH-11.4", "no start; send it in SCH-11.4 or AIS-4, with its time of day")
    booked = draft.add("Appointment", {
        "resourceType": "Appointment",
        "identifier": _names(draft, sch),
        "status": status,
        "cancelationReason": _concept(draft, sch, 6) if status == "cancelled" else {},
        "serviceType": [_service(draft)],
        "reasonCode": [_concept(draft, sch, 7)],
        "start": start,
        "end": end,
        "participant": _participants(draft, patient, sender),
    })  # fmt: skip
    kind = EventType.APPOINTMENT_BOOKED if draft.trigger == "S12" else EventType.APPOINTMENT_CHANGED
    draft.occurrences.append(Occurrence(kind, (booked,)))
    draft.only_if_linked = True
    return [booked]


def _names(draft: Draft, sch: Segment) -> list[Resource]:
    found = [it for place in (1, 2) for one in sch.repeats(place)[:1]
             if (it := values.identifier(one, draft.system("appointment")))]  # fmt: skip
    if not found:
        raise Refused("required", "SCH-1", "is empty; without the appointment's number a change cannot be told")
    return found[:1]


def _times(draft: Draft, sch: Segment) -> tuple[str | None, str | None]:
    """Start and end as UTC instants: SCH-11, else AIS-4, AIL-6 or AIP-6; the end from SCH-9, AIS-7 or the like."""
    start = _whole(draft.moment(sch, 11, 4))
    end = _whole(draft.moment(sch, 11, 5))
    for name, place in (("AIS", 4), ("AIL", 6), ("AIP", 6)):
        found = draft.message.first(name)
        if start is None and found is not None:
            start = _whole(draft.moment(found, place))
    if start is None or start.instant is None:
        return None, None
    finish = end.instant if end is not None and end.instant is not None else None
    if finish is None or finish < start.instant:
        finish = start.instant + _lasts(draft, sch)
    return _in_utc(start.instant), _in_utc(finish)


def _in_utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _whole(found: Moment | None) -> Moment | None:
    """A time with its time of day; a day alone is no time to come."""
    return found if found is not None and found.instant is not None else None


def _lasts(draft: Draft, sch: Segment) -> timedelta:
    ais = draft.message.first("AIS") or _NOBODY
    for segment, number, unit in ((sch, 9, 10), (ais, 7, 8)):
        length, seconds = segment.text(number), _SECONDS.get(segment.text(unit).upper())
        if length.isdecimal() and len(length) < 6 and seconds:
            return timedelta(seconds=int(length) * seconds)
    draft.issues.append(note("informational", "SCH-9", "no length is given; the end stands for the start"))
    return timedelta()


def _service(draft: Draft) -> Resource:
    ais = draft.message.first("AIS")
    return _concept(draft, ais, 3) if ais is not None else {}


def _concept(draft: Draft, segment: Segment, place: int) -> Resource:
    found = segment.repeats(place)
    return values.concept(found[0], draft.system("appointment-code")) if found else {}


def _participants(draft: Draft, patient: str, sender: str) -> list[Resource]:
    place, worker = draft.message.first("AIL"), draft.message.first("AIP")
    where = ", ".join(part for n in (1, 2, 3, 4) if (part := place.text(3, n))) if place is not None else ""
    who = values.professional(worker.repeats(3)[0]) if worker is not None and worker.repeats(3) else ""
    told = [("Location", where), ("Practitioner", who)]
    found: list[Resource] = [{"actor": reference(patient)}, {"actor": reference(sender)}]
    found += [{"actor": {"type": kind, "display": said}} for kind, said in told if said]
    return [one | {"status": "accepted"} for one in found]
