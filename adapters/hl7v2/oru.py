"""ORU^R01: documents sent as results, and the answers of questionnaires; no other measurement is anybody's business."""

from adapters.contract import Occurrence
from adapters.hl7v2 import answers, attachment, paper, person, route, values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.faults import Refused, warning
from adapters.hl7v2.results import TEXT_TYPES
from adapters.hl7v2.times import Moment
from adapters.hl7v2.tree import Segment, at
from schemas.codes import questionnaires, snomed
from schemas.events import EventType
from schemas.fhir import Resource

_DOC_STATUS = {"F": "final", "P": "preliminary", "R": "preliminary", "C": "amended", "X": "entered-in-error"}


def report(draft: Draft) -> list[str]:
    """Map each OBR with its OBX into the draft; gives the focus. Raises `Refused` when none can be taken."""
    orders = _orders(draft)
    if not orders:
        raise Refused("required", "OBR", "is missing; send what was reported on")
    patient = person.patient(draft)
    sender = route.sender(draft)
    draft.only_if_linked = True
    focus: list[str] = []
    for obr, lines in orders:
        focus += _order(draft, answers.Order(obr, lines, _number(draft, obr), patient, sender))
    if not focus:
        raise Refused("not-supported", "OBR-4", _NEITHER)
    return focus


_NEITHER = (
    "is neither a document nor a questionnaire that is known here; name its code under `questionnaires` in the "
    "profile, or do not send it here"
)


def _orders(draft: Draft) -> list[tuple[Segment, list[Segment]]]:
    """Each OBR with the OBX that follow it."""
    found: list[tuple[Segment, list[Segment]]] = []
    for it in draft.message.among("OBR", "OBX"):
        if it.name == "OBR":
            found.append((it, []))
        elif found:
            found[-1][1].append(it)
        else:
            draft.issues.append(
                warning("structure", it.where(3), "stands before every OBR; left out, send it behind its own")
            )
    return found


def _order(draft: Draft, order: answers.Order) -> list[str]:
    code, title = order.obr.text(4), order.obr.text(4, 2)
    kinds = {attachment.kind(it) for it in order.lines}
    known = code in draft.profile.questionnaires or questionnaires.is_named(code, title)
    if known and kinds and "ED" not in kinds:
        found = answers.given(draft, order)
        draft.occurrences.append(Occurrence(EventType.DOCUMENT_RECEIVED, (found,)))
        return [found]
    if "ED" in kinds or (kinds and kinds <= TEXT_TYPES):
        return _file(draft, order)
    draft.issues.append(warning("not-supported", order.obr.where(4), _NEITHER))
    return []


def _file(draft: Draft, order: answers.Order) -> list[str]:
    obr = order.obr
    concept = paper.concept(draft, obr.text(4), obr.text(4, 2))
    withdrawn = obr.text(25).upper() == "X"
    found = paper.Paper(
        label=order.label,
        type=_type(draft, obr, concept),
        concept=concept,
        lines=order.lines,
        number=order.number,
        written=_written(draft, obr),
        patient=order.patient,
        sender=order.sender,
        authors=[_author(order)],
        status="entered-in-error" if withdrawn else "current",
        doc_status=_DOC_STATUS.get(obr.text(25).upper(), ""),
    )
    draft.only_if_linked = draft.only_if_linked and not paper.is_plan(found)
    return paper.file(draft, found)


def _type(draft: Draft, obr: Segment, concept: str) -> Resource:
    named = values.snomed_concept(concept)["coding"] if concept else []
    own = values.concept(obr.repeats(4)[0], draft.system("document-type")) if obr.repeats(4) else {}
    known = [it for it in own.get("coding", []) if it["code"] != concept]
    return {"coding": named + known, "text": own.get("text") or snomed.DISPLAY.get(concept, "")}


def _number(draft: Draft, obr: Segment) -> Resource | None:
    """OBR-3, the number of who made it, else OBR-2, the number of who asked for it."""
    numbers = (values.identifier(one, draft.system("document")) for place in (3, 2) for one in obr.repeats(place)[:1])
    return next((it for it in numbers if it), None)


def _written(draft: Draft, obr: Segment) -> Moment | None:
    return draft.moment(obr, 22) or draft.moment(obr, 7) or draft.moment(draft.message.header, 7)


def _author(order: answers.Order) -> Resource:
    """OBR-32, the principal interpreter: the name in the first component (NDL), or spread over several (XCN)."""
    people = order.obr.repeats(32)
    first = people[0][0] if people else ""
    if not isinstance(first, str):
        words = values.professional(first)
    else:
        is_spread = bool(people) and not at(people[0], 2)[:1].isdigit() and at(people[0], 2)
        words = values.professional(people[0]) if is_spread else first.strip()
    return {"type": "Practitioner", "display": words} if words else reference(order.sender)
