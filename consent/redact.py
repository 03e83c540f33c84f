"""What of a resource a decision lets through: all, its minimum extract, or nothing."""

import re
from collections.abc import Iterable, Mapping
from functools import reduce
from typing import Any

from consent.clean import code, date, reference
from consent.extracts import ELEMENTS, has_ended
from consent.question import Decision, Extent, Item
from schemas.codes.nwd import FLAG_KIND, PLAN_ELEMENT, WHOM_TO_ASK
from schemas.fhir import Resource
from schemas.policy_words import Category

RESTRICTED = "restricted"
"""The obligation to take out where a person is and how to reach them."""
_SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
_ABOUT = ("subject", "patient", "for", "beneficiary")
_LOCATING = frozenset(
    {"address", "telecom", "generalPractitioner", "managingOrganization", "contact", "location", "position", "link"}
    | {"contained", "photo", "birthPlace", "locationReference", "locationCode", "serviceProvider", "extension"}
)
_ENDS_OF_A_STAY = frozenset({"origin", "destination"})
_WITHHELD = "[withheld]"
_NARRATIVE = {"status": "generated", "div": f'<div xmlns="http://www.w3.org/1999/xhtml">{_WITHHELD}</div>'}
_BESIDE_WORDS = frozenset({"text", "time", "authorString", "authorReference", "id"})
"""Where only these are left the words are all that there is, as in a note: elsewhere codes and names say enough."""
_EMPTY: tuple[object, ...] = (None, {}, [])
_FILE = frozenset({"data", "url"})
"""Where a file is, or is kept: what stands in it cannot be looked through."""
_WHERE = (
    re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?[\s-]*\d[A-Z]{2}\b", re.IGNORECASE),
    re.compile(r"(?<![\w.-])(?:\+44|0)[\d\s()-]{8,14}\d(?![\w-])"),
    re.compile(r"(?<![\w.-])(?:\+44|0)\d{2,4}[./]\d{3,4}[./\s-]?\d{3,4}(?![\w-])"),
    re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]+"),
    re.compile(
        r"\b\d{1,4}[A-Za-z]?,?\s(?:[A-Z][\w'’.-]*\s){0,3}"
        r"(?i:Road|Rd|Street|Avenue|Lane|Crescent|Terrace|Gardens|Mews|Cottages?)\b"
    ),
    re.compile(
        r"\b\d{1,4}[A-Za-z]?,?\s(?:[A-Z][a-z'’.-]+\s){1,3}"
        r"(?:Close|Drive|Court|Square|Grove|Place|Row|Rise|View|Hill|Park|Walk|Way|Green)\b"
    ),
    re.compile(r"https?://\S{0,200}?(?:\bmaps?\b|what3words|w3w\.co|plus\.codes|openstreetmap)\S*", re.IGNORECASE),
    re.compile(r"(?<!/)///[^\W\d_]+(?:\.[^\W\d_]+){2}"),
    re.compile(r"(?<![\d.])-?\d{1,2}\.\d{3,}\s*[,;]\s*-?\d{1,3}\.\d{3,}"),
)
"""In words: a postcode, a telephone number, a mailbox, a house in a street (also of a kind whose name is a common word
where it is not all in capitals), a map, three words for a place, coordinates."""


def redact(
    resource: Resource, item: Item, decision: Decision, extracts: Mapping[Category, tuple[str, ...]]
) -> Resource | None:
    """The part of the resource that the decision releases; None when it releases nothing."""
    if not decision.releases or (RESTRICTED in decision.obligations and item.locating):
        return None
    whole = decision.extent is Extent.FULL
    kept = resource if whole else _extract(resource, item, extracts)
    return _without_place(kept) if RESTRICTED in decision.obligations else kept


def _extract(resource: Resource, item: Item, extracts: Mapping[Category, tuple[str, ...]]) -> Resource:
    kept = [_elements(resource, category, extracts.get(category, ())) for category in sorted(item.categories)]
    common = _common(kept) if kept and not has_ended(resource) else {}
    asks = not common or _hides_referrer(resource, common)
    return {**_skeleton(resource, item), **common, **(whom_to_ask(item) if asks else {})}


def _hides_referrer(resource: Resource, kept: Mapping[str, Any]) -> bool:
    """True when a person stands where the referring service is looked for: then the writer is whom to ask."""
    return "requester" in resource and "requester" not in kept


def _elements(resource: Resource, category: Category, names: Iterable[str]) -> dict[str, Any]:
    """The named elements of one category, each cleaned; lists that two elements share are joined."""
    known = ELEMENTS.get((category.value, str(resource.get("resourceType"))), {})
    always = known.get("whether sharing is agreed", {})
    found: dict[str, Any] = {}
    for element in (always, *(known.get(name, {}) for name in names)):
        for key, clean in element.items():
            value = clean(resource.get(key))
            if value is not None:
                found[key] = [*found.get(key, ()), *value] if key == "extension" else value
    return found


def _common(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """What every category of the item lets through."""
    rest = parts[1:]
    return {key: it for key, it in parts[0].items() if all(other.get(key) == it for other in rest)}


def _skeleton(resource: Resource, item: Item) -> Resource:
    """What tells a reader which item this is, whose, and that it is not the whole."""
    meta = resource.get("meta", {})
    parts = {
        "resourceType": item.type,
        "id": code(resource.get("id")),
        "meta": {
            **{key: meta[key] for key in ("versionId",) if code(meta.get(key))},
            **{key: meta[key] for key in ("lastUpdated",) if date(meta.get(key))},
            "tag": [dict(_SUBSETTED)],
        },
        **{key: reference(resource.get(key)) for key in _ABOUT},
        **{key: code(resource.get(key)) for key in ("status", "intent")},
        **_required(item),
    }
    return {key: value for key, value in parts.items() if value is not None}


def _required(item: Item) -> dict[str, Any]:
    """FHIR demands a code on every Flag; that it is a safeguarding flag is all that this one says."""
    if item.type == "Flag" and Category.SAFEGUARDING in item.categories:
        return {"code": {"coding": [{"system": FLAG_KIND, "code": "safeguarding"}]}}
    return {}


def whom_to_ask(item: Item) -> dict[str, Any]:
    """The extension that names who wrote it, or the named worker where nobody is known to have."""
    party = (
        f"HealthcareService/{item.written_by_service}"
        if item.written_by_service
        else f"Organization/{item.written_by_organisation}"
    )
    known = item.written_by_service or item.written_by_organisation
    value = {"valueReference": {"reference": party}} if known else {"valueCode": "named-worker"}
    return {"extension": [{"url": WHOM_TO_ASK, **value}]}


def _without_place(value: Resource) -> Resource:
    scrubbed: Resource = _scrub(value)
    return scrubbed


def _scrub(value: Any) -> Any:
    """Addresses, numbers and places are gone at any depth, and what looks like one in free text is blanked.

    What is left stays FHIR: nothing empty, and where R4 demands words these say that they are withheld.
    """
    if isinstance(value, dict):
        kept = {key: it for key, it in value.items() if not (key in _FILE and isinstance(it, str))}
        kept |= {"description": _WITHHELD} if "description" in kept and _is_place_of_safety(kept) else {}
        scrubbed = {key: _member(key, it) for key, it in kept.items()}
        found = {key: it for key, it in scrubbed.items() if it not in _EMPTY}
        bare = found.keys() <= _BESIDE_WORDS or found.get("text") != _WITHHELD
        return found if bare else {key: it for key, it in found.items() if key != "text"}
    if isinstance(value, list):
        return [found for it in value if (found := _scrub(it)) not in ({}, [])]
    if isinstance(value, str):
        return reduce(lambda said, where: where.sub(_WITHHELD, said), _WHERE, value)
    return value


def _is_place_of_safety(detail: Mapping[str, Any]) -> bool:
    """True for the part of a crisis plan that says where the person will be."""
    coded = detail.get("code")
    codings = coded.get("coding", ()) if isinstance(coded, dict) else ()
    return any((it.get("system"), it.get("code")) == (PLAN_ELEMENT, "place-of-safety") for it in codings)


def _member(key: str, value: Any) -> Any:
    if key == "text":
        return dict(_NARRATIVE) if isinstance(value, dict) else _WITHHELD
    if key.startswith("_") and isinstance(value, list):
        beside = [_scrub(it) or None for it in value]
        return beside if any(beside) else None
    if key == "hospitalization" and isinstance(value, dict):
        value = {name: it for name, it in value.items() if name not in _ENDS_OF_A_STAY}
    return None if key in _LOCATING else _scrub(value)
