"""ADT: the person, the visit, and what the team table makes of the event."""

from fnmatch import fnmatchcase

from adapters.contract import LinkChange, LinkEffect, Occurrence
from adapters.hl7v2 import person, route, visit
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import note
from adapters.hl7v2.profile import TeamRow
from adapters.hl7v2.tree import Segment
from schemas.codes import nwd
from schemas.events import EventType
from schemas.fhir import Resource

_DETAILS = frozenset({"A08", "A28", "A31"})
"""Events that are about a person's details, whether or not a team is named."""
_EVENTS = {
    LinkEffect.STEP_DOWN: EventType.DISCHARGE_NOTIFIED,
    LinkEffect.ADMITTED: EventType.ADMISSION_NOTIFIED,
}


def notify(draft: Draft) -> list[str]:
    """Map an ADT event into the draft; gives the focus. Raises `Refused`.

    A feed is about everybody: what the team table does not name makes no event outside, and what is about
    nobody here is destroyed. Only a row that makes a link may be about somebody who has none yet.
    """
    patient = person.patient(draft)
    sender = route.sender(draft)
    person.kin(draft, patient)
    met = visit.encounter(draft, patient)
    row = _row(draft)
    effect = LinkEffect(row.effect) if row else None
    draft.only_if_linked = True
    if row is not None and effect is not None:
        draft.links.append(LinkChange(row.service, effect))
        _tell(draft, row, effect, [met or patient, patient, sender])
    if draft.trigger in _DETAILS or _has_died(draft):
        draft.occurrences.append(Occurrence(EventType.DEMOGRAPHICS_UPDATED, (patient,)))
    return [draft.occurrences[0].focus[0] if draft.occurrences else met or patient]


def _tell(draft: Draft, row: TeamRow, effect: LinkEffect, about: list[str]) -> None:
    event = _EVENTS.get(effect)
    if event is None:
        return
    met, patient, sender = about
    if effect is LinkEffect.STEP_DOWN:
        notice = draft.add("Communication step-down", _notice(draft, row, met, patient, sender))
        draft.occurrences.append(Occurrence(event, (notice, met), urgent=True))
    else:
        draft.occurrences.append(Occurrence(event, (met,)))


def _row(draft: Draft) -> TeamRow | None:
    pv1 = draft.message.first_or_empty("PV1")
    found = next((it for it in draft.profile.teams if _fits(draft.trigger, pv1, it)), None)
    if found is None and draft.trigger not in _DETAILS:
        draft.issues.append(note("informational", "PV1", "fits no row of the team table; no event is made"))
    return found


def _fits(trigger: str, pv1: Segment, row: TeamRow) -> bool:
    parts = visit.places(pv1)
    location = "^".join(parts).rstrip("^")
    return (
        fnmatchcase(trigger, row.event)
        and fnmatchcase(pv1.text(2), row.patient_class)
        and (fnmatchcase(location, row.location) or fnmatchcase(parts[0], row.location))
        and fnmatchcase(pv1.text(10), row.specialty)
    )


def _notice(draft: Draft, row: TeamRow, met: str, patient: str, sender: str) -> Resource:
    sent = draft.moment(draft.message.header, 7)
    return {
        "resourceType": "Communication",
        "status": "completed",
        "category": [{"coding": [{
            "system": nwd.COMMUNICATION_KIND, "code": "step-down", "display": nwd.COMMUNICATION_KINDS["step-down"],
        }]}],
        "subject": reference(patient),
        "about": [reference(met)],
        "sent": sent.text if sent else "",
        "sender": reference(sender),
        "payload": [
            {
                "extension": [{"url": nwd.STEP_DOWN_ITEM, "valueCode": item}],
                "contentString": _said(draft, row, item) or nwd.NOT_RECORDED,
            }
            for item in nwd.STEP_DOWN_ITEMS
        ],
    }  # fmt: skip


def _said(draft: Draft, row: TeamRow, item: str) -> str:
    place = draft.profile.step_down.get(item, "")
    return _at_place(draft, place) or row.says.get(item, "") or _usual(draft, row, item)


def _usual(draft: Draft, row: TeamRow, item: str) -> str:
    pv1, event = draft.message.first("PV1"), draft.message.first("EVN")
    if item == "from-service":
        return row.service
    if item != "discharged-on":
        return ""
    left = draft.moment(pv1, 45) if pv1 else None
    left = left or (draft.moment(event, 6) if event else None)
    return left.text if left else ""


def _at_place(draft: Draft, place: str) -> str:
    name, _, rest = place.partition("-")
    field, _, component = rest.partition(".")
    segment = draft.message.first(name)
    if segment is None or not field.isdecimal() or not (component or "1").isdecimal():
        return ""
    return segment.text(int(field), int(component or "1"))


def _has_died(draft: Draft) -> bool:
    pid = draft.message.first("PID")
    return pid is not None and (pid.text(30).upper() == "Y" or bool(pid.text(29)))
