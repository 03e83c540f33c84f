"""What a document becomes, whatever message brought it: a DocumentReference, and of a crisis plan also a CarePlan."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from adapters.contract import Occurrence
from adapters.hl7v2 import attachment, plan_text, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused
from adapters.hl7v2.times import Moment
from adapters.hl7v2.tree import Segment
from schemas.codes import snomed, systems, v2_document
from schemas.events import EventType
from schemas.fhir import Resource

_WITHDRAWN = "entered-in-error"
_NAMES = {"crisis-plan": snomed.CRISIS_PLAN, "care-plan": snomed.CARE_PLAN}
_USUAL = {
    "CRISIS": "crisis-plan", "CRISISPLAN": "crisis-plan", "CRISIS-PLAN": "crisis-plan", "SAFETYPLAN": "crisis-plan",
    "SAFETY-PLAN": "crisis-plan", "CAREPLAN": "care-plan", "CARE-PLAN": "care-plan",
}  # fmt: skip
_TITLES = {"crisis plan": "crisis-plan", "safety plan": "crisis-plan", "care plan": "care-plan",
           "mental health crisis plan": "crisis-plan"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as its message tells of it."""

    label: str
    """Which of the message it is: empty for the only one."""
    type: Resource
    concept: str
    """SNOMED CT document type; empty when it is not one that we name."""
    lines: Sequence[Segment]
    number: Resource | None
    written: Moment | None
    patient: str
    sender: str
    authors: list[Resource]
    status: str
    doc_status: str
    met: str | None = None
    secrecy: str = ""
    title: str = ""


def concept(draft: Draft, code: str, title: str) -> str:
    """The SNOMED CT document type that a sender's code or title means; empty when none is known."""
    meant = draft.profile.documents.get(code) or _USUAL.get(code.upper()) or _TITLES.get(title.lower()) or code
    return _NAMES.get(meant) or (meant if meant in snomed.DISPLAY else "")


def file(draft: Draft, paper: Paper) -> list[str]:
    """Put a document into the draft, with the event that it is; gives the focus. Raises `Refused`.

    Lines that were taken back are left out; a document of which every line was is kept as entered in error.
    """
    lines = paper.lines if paper.status == _WITHDRAWN else attachment.standing(draft, paper.lines)
    if paper.lines and not lines:
        lines, paper = paper.lines, replace(paper, status=_WITHDRAWN)
    said = attachment.text(lines, draft.message.delimiters)
    content = [attachment.plain(said)] if said else []
    content += attachment.files(draft, lines)
    if not content:
        raise Refused("required", "OBX-5", "no content; send the text (TX) or the file (ED) of the document")
    document = draft.add(f"DocumentReference{paper.label}", _document(paper, content))
    plan = _plan(draft, paper, said, document)
    is_plan = paper.concept in snomed.PLANS
    focus = [plan, document] if plan else [document]
    event = EventType.CARE_PLAN_UPDATED if is_plan else EventType.DOCUMENT_RECEIVED
    draft.occurrences.append(Occurrence(event, tuple(focus)))
    return focus


def is_plan(paper: Paper) -> bool:
    """True when whoever may see it later will look for it: it is kept without a live link."""
    return paper.concept in snomed.PLANS


def _document(paper: Paper, content: list[Resource]) -> Resource:
    secrecy = v2_document.CONFIDENTIALITY.get(paper.secrecy)
    return {
        "resourceType": "DocumentReference",
        "masterIdentifier": paper.number,
        "identifier": [paper.number] if paper.number else [],
        "status": paper.status,
        "docStatus": paper.doc_status,
        "type": paper.type,
        "subject": reference(paper.patient),
        "date": _instant(paper.written) if paper.written else "",
        "author": paper.authors,
        "custodian": reference(paper.sender),
        "description": paper.title,
        "securityLabel": [values.coded(systems.V3_CONFIDENTIALITY, secrecy)] if secrecy else [],
        "content": [{"attachment": it} for it in content],
        "context": {"encounter": [reference(paper.met)] if paper.met else []},
    }


def _plan(draft: Draft, paper: Paper, said: str, document: str) -> str | None:
    activities = plan_text.activities(said) if paper.concept in snomed.CRISIS_PLANS else []
    if not activities:
        return None
    return draft.add(f"CarePlan{paper.label}", {
        "resourceType": "CarePlan",
        "identifier": [paper.number],
        "status": "active",
        "intent": "plan",
        "category": [values.snomed_concept(paper.concept), values.snomed_concept(snomed.CARE_PLAN)],
        "title": snomed.DISPLAY[paper.concept],
        "subject": reference(paper.patient),
        "created": paper.written.text if paper.written else "",
        "author": reference(paper.sender),
        "supportingInfo": [reference(document)],
        "activity": activities,
    })  # fmt: skip


def _instant(written: Moment) -> str:
    """DocumentReference.date needs a time and an offset; a date alone stands for its first moment."""
    if written.has_time:
        return written.text
    parts = [*written.text.split("-"), "01", "01"][:3]
    return "-".join(parts) + "T00:00:00Z"
