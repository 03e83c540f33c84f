"""The answers of a questionnaire, sent as results, as a QuestionnaireResponse."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from adapters.hl7v2 import values
from adapters.hl7v2.bundle import Draft, reference
from adapters.hl7v2.clinical import WITHDRAWN
from adapters.hl7v2.results import decimal
from adapters.hl7v2.tree import Repetition, Segment, at, words
from schemas.codes import questionnaires
from schemas.fhir import Resource

_STATUS = {"C": "amended", "P": "in-progress", "R": "in-progress", "X": "entered-in-error"}
"""Table 0123 (OBR-25); any other answers are completed."""
_WHOLE = re.compile(r"[+-]?\d{1,9}", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{1,9})?", re.ASCII)
_DISPLAY = "http://hl7.org/fhir/StructureDefinition/display"


@dataclass(frozen=True, slots=True)
class Order:
    """One OBR with its lines, and whom it is about."""

    obr: Segment
    lines: Sequence[Segment]
    number: Resource | None
    patient: str
    sender: str

    @property
    def label(self) -> str:
        """Which of the message it is: empty for the first."""
        return "" if self.obr.ordinal == 1 else f" {self.obr.ordinal}"


def given(draft: Draft, order: Order) -> str:
    """Put the answers into the draft; gives their fullUrl. An answer that was taken back is left out."""
    obr = order.obr
    written = next((it for place in (22, 7) if (it := draft.moment(obr, place)) and it.has_time), None)
    written = written or draft.moment(draft.message.header, 7)
    url, name = _questionnaire(draft, obr)
    items: dict[str, Resource] = {}
    for line in order.lines:
        if line.repeats(5) and line.text(11).upper() not in WITHDRAWN:
            link = line.text(3) or str(line.ordinal)
            item = items.setdefault(link, {"linkId": link, "text": line.text(3, 2), "answer": []})
            item["answer"] += [_answer(draft, line, it) for it in _given(draft, line)]
    return draft.add(f"QuestionnaireResponse{order.label}", {
        "resourceType": "QuestionnaireResponse",
        "identifier": order.number,
        "questionnaire": url,
        "_questionnaire": {"extension": [{"url": _DISPLAY, "valueString": name}] if name else []},
        "status": _STATUS.get(obr.text(25).upper(), "completed"),
        "subject": reference(order.patient),
        "authored": written.text if written else "",
        "author": reference(order.sender),
        "item": list(items.values()),
    })  # fmt: skip


def _questionnaire(draft: Draft, obr: Segment) -> tuple[str, str]:
    """The canonical URL, of the profile or of LOINC, else a name of the sender's own; and what it is called."""
    code, title = obr.text(4), obr.text(4, 2)
    if code in draft.profile.questionnaires:
        return draft.profile.questionnaires[code], title
    if code in questionnaires.LOINC:
        return f"http://loinc.org/q/{code}", title or questionnaires.LOINC[code]
    return f"{draft.system('questionnaire')}:{quote(code or title, safe='')}", title or code


def _given(draft: Draft, line: Segment) -> list[Repetition]:
    """The answers on a line: repetitions of a code or number are several, lines of text are one."""
    if line.text(2).upper() in {"CE", "CWE", "NM"}:
        return [it for it in line.repeats(5) if any(at(it, part) for part in (1, 2))]
    return [[words(line, 5, draft.message.delimiters)]]


def _answer(draft: Draft, line: Segment, said: Repetition) -> Resource:
    kind, value = line.text(2).upper(), at(said, 1)
    if kind == "NM" and _WHOLE.fullmatch(value):
        return {"valueInteger": int(value)}
    if kind == "NM" and _NUMBER.fullmatch(value):
        return {"valueDecimal": decimal(value)}
    if kind in {"CE", "CWE"}:
        codings = values.concept(said, draft.system("answer"))["coding"]
        return {"valueCoding": codings[0]} if codings else {"valueString": at(said, 2)}
    return {"valueString": value}
