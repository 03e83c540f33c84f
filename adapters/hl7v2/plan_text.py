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
_FOREIGN = re.compile(r"medic|diagnos|risk|histor|therap|safeguard|allerg|treatment|background|formulation", re.I)
_BULLET = re.compile(r"\s*(?:[-*\u2022\u00b7]|\d+[.)])\s+")
_HEADING = re.compile(r"\s*(?:\d+[.)]\s*)?(?P<words>[A-Za-z][A-Za-z' /&]{2,60}?)\s*(?:[:\u2013-]\s*(?P<rest>.*))?")
_LABEL = re.compile(r"\s*(?P<words>[^:]{1,60}):(?P<rest>.*)")


def elements(text: str) -> list[tuple[str, str]]:
    """Pairs (element, words), in the order of the text.

    A heading that is not known ends the element before it, so that what stands under it (medication, risk) is
    never taken for what helps. Among people to call, `Alex: 01632 ...` is a person and not a heading.
    """
    found: list[tuple[str, str]] = []
    under: str | None = None
    for line in text.splitlines():
        heading = _HEADING.fullmatch(line)
        known = _ELEMENT.get(_folded(heading["words"])) if heading else None
        if heading and known:
            under, said = known, heading["rest"] or ""
        else:
            under, said = (None, "") if _ends(line, under) else (under, line)
        said = _BULLET.sub("", said, count=1).strip()
        if under and said:
            found.append((under, said))
    return found


def _ends(line: str, under: str | None) -> bool:
    label = _LABEL.fullmatch(line)
    if label is None:
        return False
    if not label["rest"].strip() or _FOREIGN.search(label["words"]):
        return True
    return under not in {"person-to-call", "place-of-safety"} and not _BULLET.match(line)


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
