"""Consents judged by themselves, or over a site policy: what `nwd decide` answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consent.asking import Asked
from consent.belonging import owners
from consent.beside import look_beside
from consent.codes import RESOURCE_TYPES, plain
from consent.label import label
from consent.matching import depends_on_item, kinds_of
from consent.names import numbers, reference_names, short_name
from consent.on_file import is_theirs, on_file
from consent.parsed import Filters, Kind
from consent.precedence import answer, listen, standing, unreplaced, voices
from consent.question import Coding, Item, Reason
from consent.redact import RESTRICTED
from consent.site import SitePolicy
from consent.walk import Live, Row
from schemas.codes.systems import NHS_NUMBER, V3_CONFIDENTIALITY
from schemas.fhir import Resource

DIRECTORY = frozenset(
    [
        "Practitioner",
        "PractitionerRole",
        "Organization",
        "OrganizationAffiliation",
        "Group",
        "Location",
        "HealthcareService",
        "Device",
        "Endpoint",
        "Medication",
    ]
)
"""Resources that are about nobody's care: they are neither shown nor hidden."""
_ABOUT = ("subject", "patient", "for", "beneficiary")


class Word(StrEnum):
    """The answer in one word."""

    PERMIT = "permit"
    DENY = "deny"
    REDACTED = "permit_with_redaction"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Answer:
    """What `nwd decide` says."""

    decision: Word
    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    reasons: tuple[Reason, ...]
    obligations: Mapping[str, str]


def decide_alone(
    consents: Iterable[Resource], asked: Asked, resources: Sequence[Resource], site: SitePolicy | None = None
) -> Answer:
    """The answer of these consents, and of the site policy where they say nothing."""
    if asked.missing:
        return refused(asked, resources)
    filed, reasons = on_file(consents, asked)
    lives = unreplaced(listen((it.parsed for it in filed), asked.request))
    fallback = site(asked.circumstances) if site else None
    everything = list(items(resources, asked))
    about = [it for it in everything if is_asked_for(it.reference, asked)]
    said = _as_its_owner(_kinds(everything, lives, fallback), resources)
    kinds = {it.reference: said[it.reference] for it in about}
    visible = tuple(it for it, kind in kinds.items() if kind is Kind.PERMIT)
    hidden = tuple(it for it, kind in kinds.items() if kind is not Kind.PERMIT)
    counted = _counted(kinds, about)
    if not counted and asked.target is not None and resources:
        return Answer(Word.NOT_APPLICABLE, (), (), tuple(reasons), {})
    word = _word(counted, lives) if counted else _word_of_provisions(lives, fallback, asked)
    closed = is_restricted(asked, resources)
    shows_some = bool(visible) and word in {Word.DENY, Word.NOT_APPLICABLE}
    word = Word.REDACTED if shows_some or (closed and word is Word.PERMIT) else word
    return Answer(word, visible, hidden, (*reasons, *_reasons(lives, fallback)), _obligations(word, closed=closed))


def refused(asked: Asked, resources: Sequence[Resource]) -> Answer:
    """The answer to a request that leaves out what it must say: nothing, and what is missing."""
    text = f"the request does not say {', '.join(asked.missing)}"
    names = (f"{it.get('resourceType')}/{it.get('id', '')}" for it in resources)
    hidden = tuple(it for it in names if it.partition("/")[0] not in DIRECTORY)
    return Answer(Word.DENY, (), hidden, (Reason("incomplete-request", text, "request"),), {})


def _kinds(about: Sequence[Item], lives: Sequence[Live], fallback: Kind | None) -> dict[str, Kind | None]:
    """What is said of each resource; one that stands twice is shown only if both are."""
    kinds: dict[str, Kind | None] = {}
    for it in about:
        kind = _of_item(it, lives, fallback)
        kinds[it.reference] = kind if kind is not Kind.PERMIT else kinds.get(it.reference, kind)
    return kinds


def _as_its_owner(kinds: Mapping[str, Kind | None], resources: Sequence[Resource]) -> Mapping[str, Kind | None]:
    """A file, or a note of where something came from, is shown only if all that it rests on is."""
    closed = {name for name, kind in kinds.items() if kind is not Kind.PERMIT}
    rests_on = owners(resources)
    return {name: kind if closed.isdisjoint(rests_on.get(name, ())) else Kind.DENY for name, kind in kinds.items()}


def is_restricted(asked: Asked, resources: Sequence[Resource]) -> bool:
    """True when the request or the national record marks the person's whereabouts as closed."""
    return asked.told.may_hold("restricted") or any(map(_is_marked, records_of_person(asked, resources)))


def records_of_person(asked: Asked, resources: Sequence[Resource]) -> list[Resource]:
    """What the record says of the person themself, and what the request brings."""
    people = (it for it in resources if it.get("resourceType") == "Patient" and is_of(it, asked))
    return [*people, *asked.records]


_MARKS = frozenset({plain(V3_CONFIDENTIALITY, "R"), plain(V3_CONFIDENTIALITY, "V")})


def _is_marked(patient: Resource) -> bool:
    """True for a flag of the national record, and where the record cannot be read."""
    try:
        numbers = (name for it in patient.get("identifier", ()) for name in reference_names({"identifier": it}))
        nhs = any(it.startswith(f"{NHS_NUMBER}|") for it in numbers)
        security = patient.get("meta", {}).get("security", ())
        labels = {plain(str(it.get("system", "")), str(it.get("code", ""))) for it in security}
    except (AttributeError, TypeError):
        return True
    return nhs and not labels.isdisjoint(_MARKS)


def items(resources: Sequence[Resource], asked: Asked) -> Iterable[Item]:
    """The facts on each resource that is about a person; what is about somebody else too is nobody's to show."""
    closed = is_restricted(asked, resources)
    found = [_item(it, asked) for it in resources if it.get("resourceType") not in DIRECTORY]
    beside = look_beside([it for it in resources if it.get("resourceType") in BESIDE], found, asked.request.at)
    for one in found:
        hidden = closed and one.type in _WHEREABOUTS
        known = beside.told_of(one)
        yield replace(known, classes=_OTHERS) if hidden else known


BESIDE = DIRECTORY | {"CareTeam", "RelatedPerson", "Patient", "Provenance"}
"""What tells more of other resources: parties, medicines, and who wrote what."""


def is_asked_for(reference: str, asked: Asked) -> bool:
    """True unless the interaction names another resource, or another type of resource."""
    return asked.target in {None, reference} and asked.kind in {None, reference.partition("/")[0]}


def _item(resource: Resource, asked: Asked) -> Item:
    """The facts on one resource; one that cannot be read, or is somebody else's too, is shown to nobody."""
    try:
        item = replace(label(resource, ()), confidentiality=None)
        return item if is_of(resource, asked) and not names_another(item, asked) else replace(item, classes=_OTHERS)
    except (AttributeError, TypeError, KeyError, ValueError):
        name = f"{resource.get('resourceType')}/{resource.get('id', '')}"
        return Item(name, "", frozenset(), None, classes=_OTHERS)


_OTHERS = frozenset({Coding("urn:nwd:not-this-person", "other")})
_WHEREABOUTS = frozenset({"RelatedPerson", "Appointment", "AppointmentResponse"})
"""What tells where a restricted person is, or who knows."""


def is_of(resource: Resource, asked: Asked) -> bool:
    """True when every patient whom the resource names is the one of the request."""
    if resource.get("resourceType") == "Patient":
        return f"Patient/{resource.get('id')}" in asked.patient
    named = (*_about(resource), *_people_inside(resource))
    return all(is_theirs(names, asked) for names in named if names)


def _about(resource: Resource) -> Iterable[frozenset[str]]:
    """Whom a resource names as its patient; what is no Reference there is the name of somebody."""
    about = (it for key in _ABOUT if key in resource for it in _listed(resource[key]))
    return (reference_names(it) if isinstance(it, dict) else frozenset({str(it)}) for it in about)


def _people_inside(resource: Resource) -> Iterable[frozenset[str]]:
    """Whom each resource inside another, at any depth, is about; what is contained has an id of its own there."""
    waiting: list[tuple[str, Any]] = list(resource.items())
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, list):
            waiting += ((key, it) for it in value)
        elif isinstance(value, dict):
            waiting += value.items()
            if value.get("resourceType") == "Patient":
                own = frozenset({f"Patient/{value['id']}"} if value.get("id") and key != "contained" else ())
                yield numbers(value) | own
            elif "resourceType" in value:
                yield from _about(value)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def names_another(item: Item, asked: Asked) -> bool:
    """True when the resource names a second patient anywhere: then it is nobody's to show."""
    people = (it for it in item.related if short_name(it).startswith("Patient/"))
    return any(asked.patient.isdisjoint({it, it.removeprefix("Patient/")}) for it in people)


def _of_item(item: Item, lives: Sequence[Live], fallback: Kind | None) -> Kind | None:
    if item.classes == _OTHERS:
        return Kind.DENY
    return answer(standing(voices(lives, item))) or fallback


def _counted(kinds: Mapping[str, Kind | None], about: Sequence[Item]) -> list[Kind | None]:
    """The person's own header record does not make an answer one with redaction."""
    clinical = [kinds[it.reference] for it in about if it.type != "Patient"]
    return clinical or list(kinds.values())


def _word(kinds: Sequence[Kind | None], lives: Sequence[Live]) -> Word:
    shown = [kind for kind in kinds if kind is Kind.PERMIT]
    if len(kinds) > 1 and len(shown) == len(kinds):
        return Word.REDACTED if any(it.excepts() for it in lives) else Word.PERMIT
    if shown:
        return Word.PERMIT if len(kinds) == 1 else Word.REDACTED
    if len(kinds) > 1 and any(it.can_permit() for it in lives) and not any(_refuses_all(it) for it in lives):
        return Word.REDACTED
    return Word.DENY if Kind.DENY in kinds else Word.NOT_APPLICABLE


def _word_of_provisions(lives: Sequence[Live], fallback: Kind | None, asked: Asked) -> Word:
    """Without resources the provisions alone speak; a class in the request stands for what is asked for."""
    if not asked.classes:
        return _word_of(lives, fallback)
    words = {_word_of([_of_class(it, code, asked.target) for it in lives], fallback) for code in asked.classes}
    mixed = len(words) > 1 and not words.isdisjoint({Word.PERMIT, Word.REDACTED})
    return Word.REDACTED if mixed else next(iter(words)) if len(words) == 1 else Word.DENY


def _of_class(live: Live, wanted: Coding, target: str | None) -> Live:
    """The provisions that speak of this class of information, or this one item, whatever else they except from it."""
    means = [_means(row.filters, wanted, target) for row in live.rows]
    rows = tuple(_without_class(row, target) for row in live.rows)
    return Live(live.consent, rows, tuple(at for at in live.alive if means[at]))


def _means(filters: Filters, wanted: Coding, target: str | None) -> bool:
    meant = kinds_of(wanted.code) if wanted.system == RESOURCE_TYPES else {wanted}
    by_class = filters.classes is None or not filters.classes.isdisjoint(meant)
    others = (it.meaning == "instance" and target not in it.names for it in filters.data or ())
    return by_class and (target is None or filters.data is None or not all(others))


def _without_class(row: Row, target: str | None) -> Row:
    named = any(it.meaning == "instance" and target in it.names for it in row.filters.data or ())
    rest = replace(row.filters, classes=None, data=None if named else row.filters.data)
    return replace(row, filters=rest, by_item=depends_on_item(rest))


def _word_of(lives: Sequence[Live], fallback: Kind | None) -> Word:
    if any(_refuses_all(it) for it in lives):
        return Word.DENY
    if any(it.can_permit() for it in lives):
        limited = any(it.excepts() or it.is_limited() for it in lives)
        return Word.REDACTED if limited else Word.PERMIT
    refuses = any(it.alive for it in lives) or fallback is Kind.DENY
    silent = not any(it.alive for it in lives)
    return Word.PERMIT if fallback is Kind.PERMIT and silent else Word.DENY if refuses else Word.NOT_APPLICABLE


def _refuses_all(live: Live) -> bool:
    """True when a refusal of everything stands that no deeper permission lifts, or nothing is permitted at all."""
    covered = live.lifted()
    whole = [at for at in live.alive if live.rows[at].kind is Kind.DENY and not live.rows[at].by_item]
    return any(at not in covered for at in whole) or (bool(whole) and not live.can_permit())


def _reasons(lives: Sequence[Live], fallback: Kind | None) -> Iterable[Reason]:
    for live in lives:
        refuses = "refuses" if any(live.rows[at].kind is Kind.DENY for at in live.alive) else "opens nothing"
        says = "permits some of it" if live.can_permit() else refuses
        yield Reason("consent", f"in force, and {says} for this request", f"Consent/{live.consent.id}")
    if fallback is not None:
        yield Reason("site-policy", f"where no consent applies: {fallback}", "site policy")


def _obligations(word: Word, *, closed: bool) -> Mapping[str, str]:
    found = {"redact": "show nothing of what is hidden, nor that it exists"} if word is Word.REDACTED else {}
    return found | ({RESTRICTED: "take out address, contact and place"} if closed and word is Word.REDACTED else {})
