"""ORU^R01: a document sent as a result, or the answers of a questionnaire that the profile names."""

import re

from adapters.contract import Occurrence
from adapters.hl7v2 import attachment, person, route, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.clinical import TEXT_TYPES
from adapters.hl7v2.faults import Refused
from adapters.hl7v2.tree import Segment, words
from schemas.events import EventType
from schemas.fhir import Resource

_FINAL = {"F": "completed", "C": "amended", "P": "in-progress", "X": "entered-in-error"}
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?")


def report(draft: Draft) -> list[str]:
    """Map a result into the draft; gives the focus. Raises `Refused` for what is neither, such as a blood count."""
    obr = draft.message.first("OBR")
    if obr is None:
        raise Refused("required", "OBR", "is missing; send what was reported on")
    patient = person.patient(draft)
    author = route.sender(draft)
    kinds = {it.text(2).upper() for it in draft.message.all("OBX")}
    if obr.text(4) in draft.profile.questionnaires:
        found = draft.add("QuestionnaireResponse", _answers(draft, obr, patient, author))
    elif kinds and kinds <= TEXT_TYPES | {"ED"}:
        found = draft.add("DocumentReference", _document(draft, obr, patient, author))
    else:
        raise Refused(
            "not-supported", "OBR-4", "is neither a document nor a questionnaire that the profile names; "
            "name its code under `questionnaires`, or do not send it here",
        )  # fmt: skip
    draft.occurrences.append(Occurrence(EventType.DOCUMENT_RECEIVED, (found,)))
    draft.only_if_linked = True
    return [found]


def _number(draft: Draft, obr: Segment) -> Resource | None:
    return next((it for place in (3, 2) for one in obr.repeats(place)[:1]
                 if (it := values.identifier(one, draft.system("document")))), None)  # fmt: skip


def _written(draft: Draft, obr: Segment) -> str:
    places = ((obr, 22), (obr, 7), (draft.message.header, 7))
    moments = (draft.moment(segment, place) for segment, place in places)
    return next((it.text for it in moments if it is not None and it.instant is not None), "")


def _document(draft: Draft, obr: Segment, patient: str, author: str) -> Resource:
    said = attachment.text(draft)
    content = [attachment.plain(said)] if said else []
    content += attachment.files(draft)
    if not content:
        raise Refused("required", "OBX-5", "no content; send the text (TX) or the file (ED) of the document")
    number = _number(draft, obr)
    return {
        "resourceType": "DocumentReference",
        "masterIdentifier": number,
        "identifier": [number] if number else [],
        "status": "current",
        "type": values.concept(obr.repeats(4)[0], draft.system("document-type")) if obr.repeats(4) else {},
        "subject": reference(patient),
        "date": _written(draft, obr),
        "author": [reference(author)],
        "content": [{"attachment": it} for it in content],
    }


def _answers(draft: Draft, obr: Segment, patient: str, author: str) -> Resource:
    return {
        "resourceType": "QuestionnaireResponse",
        "identifier": _number(draft, obr),
        "questionnaire": draft.profile.questionnaires[obr.text(4)],
        "status": _FINAL.get(obr.text(25).upper(), "completed"),
        "subject": reference(patient),
        "authored": _written(draft, obr),
        "author": reference(author),
        "item": [_item(draft, it) for it in draft.message.all("OBX") if it.repeats(5)],
    }


def _item(draft: Draft, obx: Segment) -> Resource:
    return {
        "linkId": obx.text(3) or str(obx.ordinal),
        "text": obx.text(3, 2),
        "answer": [_answer(draft, obx)],
    }


def _answer(draft: Draft, obx: Segment) -> Resource:
    kind, said = obx.text(2).upper(), obx.text(5)
    if kind == "NM" and _NUMBER.fullmatch(said):
        return {"valueDecimal": float(said)}
    if kind in {"CE", "CWE"}:
        coding = values.concept(obx.repeats(5)[0], draft.system("answer"))["coding"]
        return {"valueCoding": coding[0]} if coding else {"valueString": obx.text(5, 2)}
    return {"valueString": words(obx, 5, draft.message.delimiters)}
