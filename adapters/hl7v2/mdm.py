"""MDM^T02: a document becomes a DocumentReference, and a crisis plan in words also a CarePlan."""

from dataclasses import dataclass

from adapters.contract import Occurrence
from adapters.hl7v2 import attachment, person, plan_text, route, values, visit
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.times import Moment
from adapters.hl7v2.tree import Segment
from schemas.codes import snomed, systems, v2_document
from schemas.events import EventType
from schemas.fhir import Resource

_NAMES = {"crisis-plan": snomed.CRISIS_PLAN, "care-plan": snomed.CARE_PLAN}
_USUAL = {
    "CRISIS": "crisis-plan", "CRISISPLAN": "crisis-plan", "CRISIS-PLAN": "crisis-plan", "SAFETYPLAN": "crisis-plan",
    "SAFETY-PLAN": "crisis-plan", "CAREPLAN": "care-plan", "CARE-PLAN": "care-plan",
}  # fmt: skip
_TITLES = {"crisis plan": "crisis-plan", "safety plan": "crisis-plan", "care plan": "care-plan",
           "mental health crisis plan": "crisis-plan"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Paper:
    txa: Segment
    concept: str
    """SNOMED CT document type; empty when it is not one that we name."""
    words: str
    patient: str
    author: str


def file_document(draft: Draft) -> list[str]:
    """Map a document into the draft; gives the focus. Raises `Refused`."""
    txa = draft.message.first("TXA")
    if txa is None:
        raise Refused("required", "TXA", "is missing; send the document's header")
    patient = person.patient(draft)
    author = route.sender(draft)
    met = visit.encounter(draft, patient)
    paper = _Paper(txa, _concept(draft, txa), attachment.text(draft), patient, author)
    document = draft.add("DocumentReference", _document(draft, paper, met))
    plan = _plan(draft, paper, document)
    is_plan = paper.concept in snomed.PLANS
    event = EventType.CARE_PLAN_UPDATED if is_plan else EventType.DOCUMENT_RECEIVED
    focus = [plan, document] if plan else [document]
    draft.occurrences.append(Occurrence(event, tuple(focus)))
    draft.only_if_linked = not is_plan
    return focus


def _document(draft: Draft, paper: _Paper, met: str | None) -> Resource:
    txa = paper.txa
    content = [attachment.plain(paper.words)] if paper.words else []
    content += attachment.files(draft)
    if not content:
        raise Refused("required", "OBX-5", "no content; send the text (TX) or the file (ED) of the document")
    number = _number(draft, txa)
    written = draft.moment(txa, 6) or draft.moment(txa, 4) or draft.moment(draft.message.header, 7)
    secrecy = v2_document.CONFIDENTIALITY.get(txa.text(18).upper())
    return {
        "resourceType": "DocumentReference",
        "masterIdentifier": number,
        "identifier": [number] if number else [],
        "status": v2_document.AVAILABILITY.get(txa.text(19).upper(), "current"),
        "docStatus": v2_document.COMPLETION.get(txa.text(17).upper(), ""),
        "type": _type(draft, paper),
        "subject": reference(paper.patient),
        "date": _instant(written) if written else "",
        "author": [_author(txa, paper)],
        "custodian": reference(paper.author),
        "securityLabel": [values.coded(systems.V3_CONFIDENTIALITY, secrecy)] if secrecy else [],
        "content": [{"attachment": it} for it in content],
        "context": {"encounter": [reference(met)] if met else []},
    }


def _number(draft: Draft, txa: Segment) -> Resource | None:
    found = next((values.identifier(it, draft.system("document")) for it in txa.repeats(12)), None)
    if found is None:
        draft.issues.append(
            warning("required", "TXA-12", "is empty; without the document's number a repeat cannot be told")
        )
    return found


def _concept(draft: Draft, txa: Segment) -> str:
    code, title = txa.text(2), txa.text(2, 2).lower()
    meant = draft.profile.documents.get(code) or _USUAL.get(code.upper()) or _TITLES.get(title) or code
    if meant in _NAMES:
        return _NAMES[meant]
    return meant if meant in snomed.DISPLAY else v2_document.DOCUMENT_TYPE_SNOMED.get(code.upper(), "")


def _type(draft: Draft, paper: _Paper) -> Resource:
    code = paper.txa.text(2)
    display = v2_document.DOCUMENT_TYPE.get(code.upper(), "")
    named = values.snomed_concept(paper.concept)["coding"] if paper.concept else []
    if display:
        named += [{"system": systems.table("0270"), "code": code.upper(), "display": display}]
    elif code and code != paper.concept:
        named += [{"system": draft.system("document-type"), "code": code, "display": paper.txa.text(2, 2)}]
    return {"coding": named, "text": paper.txa.text(2, 2) or display or snomed.DISPLAY.get(paper.concept, code)}


def _author(txa: Segment, paper: _Paper) -> Resource:
    people = txa.repeats(9) or txa.repeats(5)
    words = values.professional(people[0]) if people else ""
    return {"type": "Practitioner", "display": words} if words else reference(paper.author)


def _plan(draft: Draft, paper: _Paper, document: str) -> str | None:
    activities = plan_text.activities(paper.words) if paper.concept in snomed.CRISIS_PLANS else []
    if not activities:
        return None
    written = draft.moment(paper.txa, 6) or draft.moment(paper.txa, 4)
    return draft.add("CarePlan", {
        "resourceType": "CarePlan",
        "identifier": [values.identifier(it, draft.system("document")) for it in paper.txa.repeats(12)[:1]],
        "status": "active",
        "intent": "plan",
        "category": [values.snomed_concept(paper.concept), values.snomed_concept(snomed.CARE_PLAN)],
        "title": snomed.DISPLAY[paper.concept],
        "subject": reference(paper.patient),
        "created": written.text if written else "",
        "author": reference(paper.author),
        "supportingInfo": [reference(document)],
        "activity": activities,
    })  # fmt: skip


def _instant(written: Moment) -> str:
    """DocumentReference.date needs a time and an offset; a date alone stands for its first moment."""
    if written.has_time:
        return written.text
    parts = [*written.text.split("-"), "01", "01"][:3]
    return "-".join(parts) + "T00:00:00Z"
