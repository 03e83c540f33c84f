"""ADT^A01, A03 and A31 version 2.4 out: notices of admission, discharge or new details, for who asks for them.

Many record systems do what an ADT says without anybody looking.
"""

from adapters.contract import Released, Rendition
from adapters.hl7v2.beside_out import kin, visit, visits
from adapters.hl7v2.heading import event, message
from adapters.hl7v2.profile import SenderProfile
from adapters.hl7v2.told import text
from adapters.hl7v2.written import about, hidden, person, practice, raw, under
from schemas.events import EventType

_TRIGGERS = {
    EventType.ADMISSION_NOTIFIED: "A01",
    EventType.DISCHARGE_NOTIFIED: "A03",
    EventType.DEMOGRAPHICS_UPDATED: "A31",
}
_NAMES = frozenset({"family", "given", "text"})


def fits(released: Released) -> bool:
    """True where the person has a number and a name that may be seen, and of a stay something is known.

    Anything less would be taken for news of the record: an unknown person admitted, a name taken away.
    """
    patient = released.patient or {}
    is_named = any(not _NAMES.isdisjoint(it) for it in patient.get("name", []))
    is_numbered = any(it.get("value") for it in patient.get("identifier", []))
    stays = released.event_type is EventType.DEMOGRAPHICS_UPDATED or visits(released.resources)
    return released.event_type in _TRIGGERS and is_named and is_numbered and bool(stays)


def notice(released: Released, profile: SenderProfile) -> Rendition:
    """The notice for one recipient; `fits` says of what there is one."""
    trigger, patient = _TRIGGERS[released.event_type], about(released)
    segments = [
        event(trigger, released, profile),
        person(patient, under(patient, profile.facility)),
        *practice(patient),
        *([] if trigger == "A03" else kin(released.resources, profile.organisation)),
        *(visit(released.resources, profile.organisation) or [raw("PV1", "1", "N")]),
        *text(released, profile),
        *hidden(patient),
    ]
    return message(f"ADT^{trigger}", released, profile, segments)
