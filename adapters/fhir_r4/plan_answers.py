"""A crisis plan that came as answers to questions: its elements as a CarePlan beside the answers themselves.

Headings as in PRSB Personalised Care and Support Plan 2.0, "Contingency/safety plans", and our own element codes; in
the linkId or, where that is only a number, in the text of the question.
"""

import re
from collections.abc import Iterator
from typing import Any

from adapters.fhir_r4.entries import Entry, url_of
from schemas.codes import nwd, snomed
from schemas.codes.systems import SNOMED
from schemas.fhir import Resource

_HEADINGS = {
    "warning-sign": (
        "trigger factors", "triggers", "relapse indicators", "relapse indicators early warning signs",
        "early warning signs", "warning signs", "warning sign",
    ),
    "what-helps": ("coping strategies", "coping strategy", "what helps", "what should happen"),
    "what-to-avoid": ("what to avoid",),
    "person-to-call": ("who should be contacted", "people to call", "person to call"),
    "place-of-safety": ("place of safety", "places of safety"),
}  # fmt: skip
_ELEMENT = {words: element for element, many in _HEADINGS.items() for words in many}
_DONE = frozenset({"completed", "amended"})
_WORDS = re.compile(r"[^a-z]+")


def plans(found: list[Entry], seed: str) -> list[Entry]:
    """A CarePlan for each finished QuestionnaireResponse that answers what a crisis plan asks.

    None where the sender made one: that one is its own words.
    """
    if any(it.type == "CarePlan" for it in found):
        return []
    answered = [it for it in found if it.type == "QuestionnaireResponse" and it.resource.get("status") in _DONE]
    made = ((it, list(_elements(it.resource.get("item", [])))) for it in answered)
    return [Entry(it.where, url_of(seed, f"{it.where}.plan"), _plan(it, elements)) for it, elements in made if elements]


def _plan(answers: Entry, elements: list[tuple[str, str]]) -> Resource:
    said = answers.resource
    plan: Resource = {
        "resourceType": "CarePlan",
        "status": "active",
        "intent": "plan",
        "category": [
            {"coding": [{"system": SNOMED, "code": snomed.CRISIS_PLAN, "display": snomed.DISPLAY[snomed.CRISIS_PLAN]}]}
        ],
        "supportingInfo": [{"reference": answers.url}],
        "activity": [_activity(element, words) for element, words in elements],
    }
    if "subject" in said:
        plan["subject"] = dict(said["subject"])
    if "identifier" in said:
        plan["identifier"] = [dict(said["identifier"])]
    if "authored" in said:
        plan["created"] = said["authored"]
    if "author" in said:
        plan["author"] = dict(said["author"])
    return plan


def _activity(element: str, words: str) -> Resource:
    coding = {"system": nwd.PLAN_ELEMENT, "code": element, "display": nwd.PLAN_ELEMENTS[element]}
    return {"detail": {"code": {"coding": [coding]}, "status": "unknown", "description": words}}


def _elements(items: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """Pairs (element, words), in the order of the answers; a group is one element of joined answers."""
    for item in items:
        element = _ELEMENT.get(_folded(item["linkId"])) or _ELEMENT.get(_folded(item.get("text", "")))
        if element is None:
            yield from _elements(_inside(item))
        else:
            own = [_words(it) for it in item.get("answer", [])]
            joined = ", ".join(_under(_inside(item)))
            yield from ((element, it) for it in (*own, joined) if it)


def _under(items: list[dict[str, Any]]) -> Iterator[str]:
    for item in items:
        yield from (it for it in map(_words, item.get("answer", [])) if it)
        yield from _under(_inside(item))


def _inside(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [*item.get("item", []), *(it for answer in item.get("answer", []) for it in answer.get("item", []))]


def _words(answer: dict[str, Any]) -> str:
    """What was answered in words; dates and numbers tell nobody what to do."""
    coding = answer.get("valueCoding", {})
    return str(answer.get("valueString") or coding.get("display") or "")


def _folded(text: str) -> str:
    return " ".join(_WORDS.sub(" ", text.lower()).split()).removesuffix(" instance")
