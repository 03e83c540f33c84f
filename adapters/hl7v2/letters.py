"""Files that travel with a referral: each OBX that is one becomes a DocumentReference."""

from adapters.hl7v2 import attachment, paper, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.tree import Segment
from schemas.fhir import Resource


def letters(draft: Draft, patient: str, writer: str) -> list[str]:
    """Put each file into the draft; gives their fullUrls.

    One that is broken or cut short is flagged and left out: the referral must not wait for its letter.
    """
    found = []
    for line in draft.message.all("OBX"):
        content = _content(draft, line) if attachment.kind(line) == "ED" else []
        if content:
            found.append(draft.add(f"DocumentReference {line.ordinal}", _letter(draft, line, content, patient, writer)))
    return found


def _content(draft: Draft, line: Segment) -> list[Resource]:
    content: list[Resource] = []
    try:
        content = attachment.files(draft, [line])
    except Refused as fault:
        it = fault.issue
        draft.issues.append(warning(it.code, it.where, f"{it.message}; left out here, kept in the original"))
    return content


def _letter(draft: Draft, line: Segment, content: list[Resource], patient: str, writer: str) -> Resource:
    named = values.concept(line.repeats(3)[0], draft.system("document-type")) if line.repeats(3) else {}
    known = paper.concept(draft, line.text(3), line.text(3, 2))
    codings = [*(values.snomed_concept(known)["coding"] if known else []), *named.get("coding", [])]
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "type": {"coding": codings, "text": named.get("text", "")},
        "subject": reference(patient),
        "author": [reference(writer)],
        "content": [{"attachment": it} for it in content],
    }
