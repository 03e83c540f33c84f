"""Reads a crisis plan that was sent as text, where it has headings that people use; else it says nothing."""

import re

from schemas.codes import nwd
from schemas.fhir import Resource

_HEADINGS = {
    "warning-sign": ("warning sign", "warning signs", "early warning signs", "my warning signs", "triggers"),
    "what-helps": ("what helps", "what helps me", "things that help", "what can help", "coping strategies"),
    "what-to-avoid": ("what to avoid", "things to avoid", "what does not help", "what makes it worse"),
    "person-to-call": ("people to call", "person to call", "who to call", "people to contact", "who to contact"),
    "place-of-safety": ("place of safety", "places of safety", "safe place", "safe places"),
}
_ELEMENT = {words: element for element, many in _HEADINGS.items() for words in many}
_HEADING = re.compile(r"\s*(?:\d+[.)]\s*)?(?P<words>[A-Za-z][A-Za-z' /]{2,60}?)\s*:\s*(?P<rest>.*)")
_BULLET = re.compile(r"^\s*(?:[-*\u2022\u00b7]|\d+[.)])\s+")


def elements(text: str) -> list[tuple[str, str]]:
    """Pairs (element, words), in the order of the text; a heading that is not known ends the one before."""
    found: list[tuple[str, str]] = []
    under: str | None = None
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        known = _ELEMENT.get(_folded(heading["words"])) if heading else None
        if heading and (known or not heading["rest"].strip()):
            under, line = known, heading["rest"]  # noqa: PLW2901
        words = _BULLET.sub("", line).strip()
        if under and words:
            found.append((under, words))
    return found


def activities(text: str) -> list[Resource]:
    """The same as activities of a CarePlan."""
    return [
        {
            "detail": {
                "code": {"coding": [{
                    "system": nwd.PLAN_ELEMENT, "code": element, "display": nwd.PLAN_ELEMENTS[element],
                }]},
                "status": "scheduled",
                "description": words,
            }
        }
        for element, words in elements(text)
    ]  # fmt: skip


def _folded(words: str) -> str:
    return " ".join(words.lower().split())
