"""PV1 as the Encounter."""

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import warning
from adapters.hl7v2.person import is_hidden
from adapters.hl7v2.tree import Segment
from schemas.codes import systems, v2_event
from schemas.fhir import Resource
from schemas.fhir.datatype_rules import ends_first

_FACILITY = 4
_UNKNOWN_CLASS = (systems.V3_NULL, "UNK", "unknown")


def encounter(draft: Draft, patient_url: str) -> str | None:
    """Put the Encounter of PV1 into the draft; gives its fullUrl, or None when there is no PV1."""
    pv1 = draft.message.first("PV1")
    if pv1 is None:
        return None
    system, code, display = v2_event.PATIENT_CLASS.get(pv1.text(2).upper(), _UNKNOWN_CLASS)
    start, end = draft.moment(pv1, 44), draft.moment(pv1, 45)
    status = v2_event.ENCOUNTER_STATUS.get(draft.trigger, "unknown")
    if draft.trigger == "A04" and start is not None and start.instant is not None:
        status = "in-progress" if start.instant <= draft.received_at else status
    if status == "unknown" and end is not None and end.instant is not None and end.instant <= draft.received_at:
        status = "finished"
    visit = [values.identifier(it, draft.system("visit")) for it in pv1.repeats(19)[:1]]
    return draft.add("Encounter", {
        "resourceType": "Encounter",
        "identifier": [it for it in visit if it],
        "status": status,
        "class": {"system": system, "code": code, "display": display},
        "serviceType": _local(draft, pv1, 10, "specialty"),
        "subject": reference(patient_url),
        "period": _period(draft, pv1, start.text if start else "", end.text if end else ""),
        "location": [{"location": {"display": location(pv1)}}] if location(pv1) else [],
        "hospitalization": {
            "dischargeDisposition": _local(draft, pv1, 36, "discharge-disposition"),
            "destination": _destination(draft, pv1),
        },
    })  # fmt: skip


def _period(draft: Draft, pv1: Segment, start: str, end: str) -> Resource:
    """Of a stay that ends before it begins the end that the event is about is kept, and somebody looks."""
    if not (start and end and ends_first(start, end)):
        return {"start": start, "end": end}
    kept, other = ("end", 44) if draft.trigger == "A03" else ("start", 45)
    text = "stand the wrong way round; this one is left out here, kept in the original"
    draft.issues.append(warning("value", pv1.where(other), f"PV1-44 and PV1-45 {text}"))
    return {kept: {"start": start, "end": end}[kept]}


def location(segment: Segment) -> str:
    """PV1-3 or AIL-3 in words: point of care, room, bed, facility."""
    return ", ".join(part for part in places(segment)[:4] if part)


def places(segment: Segment) -> list[str]:
    """The components of PV1-3 or AIL-3, of the facility (HD) its name."""
    return [segment.text(3, component, 1 if component == _FACILITY else 0) for component in range(1, 10)]


def _destination(draft: Draft, pv1: Segment) -> Resource:
    """PV1-37, where somebody was discharged to, in words where it has some; never of who must not be found."""
    if is_hidden(draft):
        return {}
    code, words = pv1.text(37), pv1.text(37, 2)
    numbered = {"system": draft.system("discharge-destination"), "value": code} if code else {}
    return {"type": "Location", "identifier": numbered, "display": words or code} if numbered or words else {}


def _local(draft: Draft, pv1: Segment, place: int, kind: str) -> Resource:
    return values.concept(pv1.repeats(place)[0], draft.system(kind)) if pv1.text(place) else {}
