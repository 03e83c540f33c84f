"""MDM^T02: a document becomes a DocumentReference, and a crisis plan in words also a CarePlan."""

from adapters.hl7v2 import paper, person, route, values, visit
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.tree import Segment
from schemas.codes import snomed, systems, v2_document
from schemas.fhir import Resource


def file_document(draft: Draft) -> list[str]:
    """Map a document into the draft; gives the focus. Raises `Refused`."""
    txa = draft.message.first("TXA")
    if txa is None:
        raise Refused("required", "TXA", "is missing; send the document's header")
    patient = person.patient(draft)
    sender = route.sender(draft)
    concept = _concept(draft, txa)
    found = paper.Paper(
        label="",
        type=_type(draft, txa, concept),
        concept=concept,
        lines=draft.message.all("OBX"),
        number=_number(draft, txa),
        written=draft.moment(txa, 6) or draft.moment(txa, 4) or draft.moment(draft.message.header, 7),
        patient=patient,
        sender=sender,
        authors=_authors(txa, sender),
        status=v2_document.AVAILABILITY.get(txa.text(19).upper(), "current"),
        doc_status=v2_document.COMPLETION.get(txa.text(17).upper(), ""),
        met=visit.encounter(draft, patient),
        secrecy=txa.text(18).upper(),
        title=txa.text(25),
    )
    draft.only_if_linked = not paper.is_plan(found)
    return paper.file(draft, found)


def _number(draft: Draft, txa: Segment) -> Resource | None:
    found = next((values.identifier(it, draft.system("document")) for it in txa.repeats(12)), None)
    if found is None:
        draft.issues.append(
            warning("required", "TXA-12", "is empty; without the document's number a repeat cannot be told")
        )
    return found


def _concept(draft: Draft, txa: Segment) -> str:
    known = v2_document.DOCUMENT_TYPE_SNOMED.get(txa.text(2).upper(), "")
    return paper.concept(draft, txa.text(2), txa.text(2, 2)) or known


def _type(draft: Draft, txa: Segment, concept: str) -> Resource:
    code = txa.text(2)
    display = v2_document.DOCUMENT_TYPE.get(code.upper(), "")
    named = values.snomed_concept(concept)["coding"] if concept else []
    if display:
        named += [{"system": systems.table("0270"), "code": code.upper(), "display": display}]
    elif code and code != concept:
        named += [{"system": draft.system("document-type"), "code": code, "display": txa.text(2, 2)}]
    return {"coding": named, "text": txa.text(2, 2) or display or snomed.DISPLAY.get(concept, code)}


def _authors(txa: Segment, sender: str) -> list[Resource]:
    named = [it for one in txa.repeats(9) or txa.repeats(5) if (it := values.professional(one))]
    return [{"type": "Practitioner", "display": it} for it in named] or [reference(sender)]
