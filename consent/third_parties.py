"""Text that tells of somebody else close to the person: who they are and what they said is theirs, and is cut.

By which words it is known stands in `consent/kin_words.py`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from consent import kin
from consent.kin import Others
from consent.plain_text import of_file, plain
from schemas.codes.nwd import PLAN_ELEMENT, PLAN_ELEMENTS, STEP_DOWN_ITEM
from schemas.fhir import Resource
from schemas.fhir.check import check

STRUCTURED = frozenset({"Patient", "RelatedPerson", "Consent"})
"""Whose people stand in elements of their own, which the matrix judges by their own rows."""
_WITHHELD = "[withheld]"
_BESIDE_WORDS = frozenset({"status", "code", "extension", "url", "linkId", "id", "time", "authorString"})
"""Where only these are left the words were all that there was: a note, a part of a plan, an item of a notice."""
_WHOM_TO_RING = "person-to-call"
_WHOM_TO_RING_NEXT = frozenset({"held-by-next", "next-contact", "crisis-number"})
_WHO_WORKS = ("HealthcareService/", "Organization/", "Practitioner/", "PractitionerRole/", "Location/")
_OF_A_RELATIVE = frozenset({"resourceType", "id", "patient", "relationship"})
_SPACED = re.compile(r"\s|&")
_GONE = object()


@dataclass(frozen=True, slots=True)
class _Look:
    """Whether words tell of somebody else: wherever they stand, and in a plan, whose people the person named."""

    anywhere: Callable[[str], bool]
    in_plan: Callable[[str], bool]
    relatives: bool
    """Whether relatives go who stand in elements of their own."""


def may_tell(body: bytes, others: Others, *, confided: bool) -> bool:
    """A quick look whether anything in the bytes could be of somebody else; what has no hint of it has none."""
    if b'"data"' in body or (b'"RelatedPerson' in body and not confided):
        return True
    if confided:
        return kin.may_confide(body.decode())
    return bool(others.known) or kin.may_tell(body.decode())


def without(shown: Resource, others: Others, *, confided: bool) -> Resource:
    """The same without each element that tells of somebody else, or where `confided` of what they told in confidence.

    Whom to ring, as a plan or a notice names them, stays; so does whoever else a part of a plan names, for it is the
    person's own. Where R4 demands words they say that they are withheld.
    """
    planned = shown.get("resourceType") == "CarePlan"
    look = (
        _Look(kin.confides, kin.confides, relatives=False)
        if confided
        else _Look(partial(kin.tells, others=others), kin.quotes, relatives=not planned)
    )
    made: Resource = _cut(shown, look, _GONE)
    return shown if made == shown else made if not check(made) else _cut(shown, look, _WITHHELD)


def names(resource: Resource) -> Iterator[tuple[str, str]]:
    """Given and family name of a person, by each name that they have."""
    found = resource.get("name", ())
    for it in [found] if isinstance(found, dict) else found:
        words = str(it.get("text", "")).split()
        family = it.get("family") or (words[-1] if len(words) > 1 else "")
        for given in it.get("given") or words[:1]:
            yield str(given), str(family)


def _cut(value: Any, look: _Look, instead: object) -> Any:
    if isinstance(value, dict):
        parts = _plan_parts(value)
        if _WHOM_TO_RING in parts or _is_whom_to_ring_next(value) or _is_who_works(value):
            return value
        value = _unnamed(value) if look.relatives and not parts else value
        return _cut_object(value, _Look(look.in_plan, look.in_plan, relatives=False) if parts else look, instead)
    if isinstance(value, list):
        kept = [it for one in value if (it := _cut(one, look, instead)) is not _GONE]
        return kept if kept or not value else _GONE
    return instead if isinstance(value, str) and _SPACED.search(value) and look.anywhere(plain(value)) else value


def _cut_object(value: dict[str, Any], look: _Look, instead: object) -> Any:
    read = {name: _cut(it, look, instead) for name, it in value.items() if name != "data"}
    if "data" in value and not look.anywhere(of_file(value)):
        read["data"] = value["data"]
    gone = {name for name in value if read.get(name, _GONE) is _GONE}
    if not gone:
        return read
    kept = {name: it for name, it in read.items() if name not in gone and name.removeprefix("_") not in gone}
    return _GONE if kept.keys() <= _BESIDE_WORDS or gone & {"authorString", "authorReference"} else kept


def _unnamed(value: dict[str, Any]) -> dict[str, Any]:
    """A relative who is contained, or to whom it refers, without name, number and address."""
    if value.get("resourceType") == "RelatedPerson":
        return {name: it for name, it in value.items() if name in _OF_A_RELATIVE}
    if str(value.get("reference", "")).startswith("RelatedPerson/"):
        return {name: it for name, it in value.items() if name != "display"}
    return value


def _plan_parts(value: dict[str, Any]) -> set[str]:
    """Which parts of a plan these words are, by their code."""
    code = value.get("code")
    codings = code.get("coding", ()) if isinstance(code, dict) else ()
    return {it["code"] for it in codings if it.get("system") == PLAN_ELEMENT and it.get("code") in PLAN_ELEMENTS}


def _is_whom_to_ring_next(value: dict[str, Any]) -> bool:
    """A part of a step-down notice that says to whom somebody goes and whom to ring."""
    items = value.get("extension", ()) if "contentString" in value else ()
    return any(it.get("url") == STEP_DOWN_ITEM and it.get("valueCode") in _WHOM_TO_RING_NEXT for it in items)


def _is_who_works(value: dict[str, Any]) -> bool:
    """A worker, service or place, whose name may hold a word for kin and is no third party's."""
    return str(value.get("reference", "")).startswith(_WHO_WORKS)
