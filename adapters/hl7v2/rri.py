"""RRI^I12, I13 and I14: what a service answers to a referral that it was sent, as the Task of that referral."""

from dataclasses import dataclass

from adapters.contract import Occurrence
from adapters.hl7v2 import clinical, person, route, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.tree import Repetition, Segment, at
from schemas.codes import systems, v2_event
from schemas.events import EventType
from schemas.fhir import Resource


@dataclass(frozen=True, slots=True)
class _Answer:
    task_status: str
    event: EventType | None = None


_ACCEPTED = _Answer("accepted", EventType.REFERRAL_ACCEPTED)
_DECLINED = _Answer("rejected", EventType.REFERRAL_DECLINED)
_PENDING = _Answer("requested")
"""It has arrived, and nobody has looked: that is no opening, so that whoever waits for one goes on waiting."""
_SAID = {"A": _ACCEPTED, "P": _PENDING, "R": _DECLINED, "E": _DECLINED}
_CANCELLED = _Answer("cancelled")


def answer(draft: Draft) -> list[str]:
    """Map an answer into the draft; gives the focus, the Task. Raises `Refused` when it answers nothing."""
    rf1 = draft.message.first_or_empty("RF1")
    about = _referral(draft, rf1)
    patient = person.patient(draft)
    sender = route.sender(draft)
    said = _said(draft, rf1)
    answered = draft.moment(rf1, 9) or draft.moment(draft.message.header, 7)
    code = rf1.text(1).upper()
    display = v2_event.REFERRAL_STATUS_DISPLAY.get(code, "")
    task = draft.add("Task", {
        "resourceType": "Task",
        "status": said.task_status,
        "statusReason": _reason(draft, rf1) if said is _DECLINED else {},
        "businessStatus": values.coded(systems.table("0283"), code, display) if display else {},
        "intent": "order",
        "focus": {"type": "ServiceRequest", "identifier": about},
        "for": reference(patient),
        "authoredOn": answered.text if answered else "",
        "lastModified": answered.text if answered else "",
        "owner": reference(route.answerer(draft) or sender),
        "note": clinical.notes(draft),
    })  # fmt: skip
    draft.addressee = route.referrer(draft)
    if said.event is not None:
        draft.occurrences.append(Occurrence(said.event, (task,)))
    return [task]


def _referral(draft: Draft, rf1: Segment) -> Resource:
    """RF1-6, the number of who referred, else the message that is answered (MSA-2)."""
    for it in [*rf1.repeats(6)[:1], *rf1.repeats(11)[:1]]:
        if number := values.identifier(it, _numbered_by(draft, it)):
            return number
    msa = draft.message.first("MSA")
    if msa is None or not msa.text(2):
        raise Refused("required", "RF1-6", "is empty; send the number of the referral that is answered")
    return {"system": draft.system("answered-message"), "value": msa.text(2)}


def _numbered_by(draft: Draft, repetition: Repetition) -> str:
    """Whoever gave the number: the namespace in EI-2 as we write it in a referral, else the sender."""
    namespace = at(repetition, 2).lower() if at(repetition, 1) else ""
    known = namespace.replace("-", "").isalnum() and namespace.isascii()
    return systems.local(namespace, "referral") if known else draft.system("referral")


def _said(draft: Draft, rf1: Segment) -> _Answer:
    code = rf1.text(1).upper()
    said = _SAID.get(code) or _without_word(draft, code)
    if draft.trigger != "I14":
        return said
    if code == "R":
        draft.issues.append(warning("conflict", "RF1-1", "does not take the cancellation; speak with the service"))
        return _Answer("received")
    return _CANCELLED


def _without_word(draft: Draft, code: str) -> _Answer:
    """No answer in RF1-1: only that the message itself could not be taken is told, in MSA-1."""
    if code:
        message = "is not a known answer; send A, P, R or E of table 0283"
        draft.issues.append(warning("code-invalid", "RF1-1", message))
        return _PENDING
    msa = draft.message.first("MSA")
    if msa is not None and msa.text(1).upper() in {"AE", "AR", "CE", "CR"}:
        draft.issues.append(warning("processing", "MSA-1", "the referral could not be taken; make another arrangement"))
        return _DECLINED
    return _PENDING


def _reason(draft: Draft, rf1: Segment) -> Resource:
    found = rf1.repeats(10)
    if found:
        return values.concept(found[0], draft.system("referral-reason"))
    return {"text": "expired"} if rf1.text(1).upper() == "E" else {}
