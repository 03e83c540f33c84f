"""Consents judged by themselves, or over a site policy: what `nwd decide` answers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from consent.codes import CONSENT_ACTION, plain
from consent.errors import ConsentUnreadable, JudgeError
from consent.label import label
from consent.matching import Request
from consent.names import plain_name, reference_names
from consent.parsed import Kind, ParsedConsent
from consent.parties import every_name, known_groups
from consent.periods import span
from consent.precedence import answer, listen, standing, voices
from consent.question import Coding, Item, Reason
from consent.read_fhir import read
from consent.site import Circumstances, SitePolicy
from consent.walk import Live
from schemas.fhir import Resource

DIRECTORY = frozenset(
    [
        "Practitioner",
        "PractitionerRole",
        "Organization",
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


class RequestUnreadable(JudgeError):
    """The request says too little, or in the wrong shape, to be answered."""


class Word(StrEnum):
    """The answer in one word."""

    PERMIT = "permit"
    DENY = "deny"
    REDACTED = "permit_with_redaction"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Asked:
    """A request file, understood."""

    request: Request
    patient: frozenset[str]
    target: str | None
    """The one resource that a read names."""
    circumstances: Circumstances
    classes: frozenset[Coding]


@dataclass(frozen=True, slots=True)
class Answer:
    """What `nwd decide` says."""

    decision: Word
    visible: tuple[str, ...]
    hidden: tuple[str, ...]
    reasons: tuple[Reason, ...]
    obligations: Mapping[str, str]


def read_request(raw: Mapping[str, Any], resources: Sequence[Resource]) -> Asked:
    """Understand a request; what it leaves out is unknown, not allowed."""
    body = raw.get("normalised", raw)
    try:
        at = span(body["at"]).first
        actors = list(body.get("actor", ()))
        purposes = _codings(body.get("purpose", ()))
        names = every_name(_actor_names(actors), resources, at)
        actions = frozenset({plain(CONSENT_ACTION, body["action"])}) if body.get("action") else frozenset()
        return Asked(
            request=Request(names, purposes, actions, at, known_groups(resources)),
            patient=every_name(_patient(body["patient"]), resources, at),
            target=_target(str(body.get("interaction", ""))),
            circumstances=Circumstances(purposes, _roles(actors), _may_break_glass(actors)),
            classes=_codings(body.get("class", ())),
        )
    except (KeyError, TypeError, AttributeError, ConsentUnreadable) as error:
        raise RequestUnreadable("the request lacks `at` or `patient`, or has a part of the wrong shape") from error


def decide_alone(
    consents: Iterable[Resource], asked: Asked, resources: Sequence[Resource], site: SitePolicy | None = None
) -> Answer:
    """The answer of these consents, and of the site policy where they say nothing."""
    parsed, reasons = _understood(consents, asked)
    lives = listen(parsed, asked.request)
    fallback = site(asked.circumstances) if site else None
    about = list(items(resources, asked))
    kinds: dict[str, Kind | None] = {}
    for it in about:
        kind = _of_item(it, lives, fallback)
        kinds[it.reference] = kind if kind is not Kind.PERMIT else kinds.get(it.reference, kind)
    visible = tuple(it for it, kind in kinds.items() if kind is Kind.PERMIT)
    hidden = tuple(it for it, kind in kinds.items() if kind is not Kind.PERMIT)
    counted = _counted(kinds, about)
    word = _word(counted, lives) if counted else _word_of_provisions(lives, fallback, asked)
    return Answer(word, visible, hidden, (*reasons, *_reasons(lives, fallback)), _obligations(word))


def items(resources: Sequence[Resource], asked: Asked) -> Iterable[Item]:
    """The facts on each resource that is about a person; what is about somebody else too is nobody's to show."""
    for resource in resources:
        if resource.get("resourceType") in DIRECTORY:
            continue
        item = _item(resource, asked)
        if asked.target in {None, item.reference}:
            yield item


def _item(resource: Resource, asked: Asked) -> Item:
    """The facts on one resource; one that cannot be read, or is somebody else's too, is shown to nobody."""
    try:
        item = replace(label(resource, ()), confidentiality=None)
        return item if is_of(resource, asked) else replace(item, classes=_OTHERS)
    except (AttributeError, TypeError, KeyError, ValueError):
        name = f"{resource.get('resourceType')}/{resource.get('id', '')}"
        return Item(name, "", frozenset(), None, classes=_OTHERS)


_OTHERS = frozenset({Coding("urn:nwd:not-this-person", "other")})


def is_of(resource: Resource, asked: Asked) -> bool:
    """True when every patient whom the resource names is the one of the request."""
    if resource.get("resourceType") == "Patient":
        return f"Patient/{resource.get('id')}" in asked.patient
    named = (resource[key] for key in _ABOUT if isinstance(resource.get(key), dict))
    subjects = [names for it in named if (names := reference_names(it))]
    return all(names & asked.patient for names in subjects)


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
        return Word.REDACTED if any(it.excepts for it in lives) else Word.PERMIT
    if shown:
        return Word.PERMIT if len(kinds) == 1 else Word.REDACTED
    if len(kinds) > 1 and any(it.can_permit for it in lives) and not any(_refuses_all(it) for it in lives):
        return Word.REDACTED
    return Word.DENY if Kind.DENY in kinds else Word.NOT_APPLICABLE


def _word_of_provisions(lives: Sequence[Live], fallback: Kind | None, asked: Asked) -> Word:
    """Without resources the provisions alone speak; a class in the request stands for what is asked for."""
    if asked.classes:
        item = Item("", "", frozenset(), None, classes=asked.classes, codes=asked.classes)
        return _word([_of_item(item, lives, fallback)], lives)
    if any(_refuses_all(it) for it in lives):
        return Word.DENY
    if any(it.can_permit for it in lives):
        limited = any(it.excepts or it.is_limited for it in lives)
        return Word.REDACTED if limited else Word.PERMIT
    refused = bool(lives) or fallback is Kind.DENY
    return Word.PERMIT if fallback is Kind.PERMIT and not lives else Word.DENY if refused else Word.NOT_APPLICABLE


def _refuses_all(live: Live) -> bool:
    whole = any(live.rows[at].kind is Kind.DENY and not live.rows[at].by_item for at in live.alive)
    return whole and not live.can_permit


def _understood(consents: Iterable[Resource], asked: Asked) -> tuple[list[ParsedConsent], list[Reason]]:
    """The consents of this patient that can be read; the rest are quarantined with a reason."""
    parsed: list[ParsedConsent] = []
    reasons: list[Reason] = []
    for at, resource in enumerate(consents, start=1):
        try:
            found = read(resource)
        except ConsentUnreadable as error:
            reasons.append(Reason("quarantined", str(error), f"consent number {at}"))
            continue
        if found.patient & asked.patient:
            parsed.append(found)
        else:
            reasons.append(Reason("other-patient", "the consent is another person's", f"Consent/{found.id}"))
    return parsed, reasons


def _reasons(lives: Sequence[Live], fallback: Kind | None) -> Iterable[Reason]:
    for live in lives:
        says = "permits some of it" if live.can_permit else "refuses"
        yield Reason("consent", f"in force, and {says} for this request", f"Consent/{live.consent.id}")
    if fallback is not None:
        yield Reason("site-policy", f"where no consent applies: {fallback}", "site policy")


def _obligations(word: Word) -> Mapping[str, str]:
    return {"redact": "show nothing of what is hidden, nor that it exists"} if word is Word.REDACTED else {}


def _codings(raw: Any) -> frozenset[Coding]:
    listed = raw if isinstance(raw, list | tuple) else [raw]
    return frozenset(plain(str(it.get("system", "")), str(it["code"])) for it in listed)


def _actor_names(actors: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset().union(*(reference_names(it) for it in actors))


def _patient(raw: Any) -> frozenset[str]:
    return frozenset({plain_name(raw)}) if isinstance(raw, str) else reference_names(raw)


def _roles(actors: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(str(it["role"]) for it in actors if isinstance(it.get("role"), str))


def _may_break_glass(actors: Iterable[Mapping[str, Any]]) -> bool:
    return any(it.get("authorised_for_break_glass") is True for it in actors)


def _target(interaction: str) -> str | None:
    verb, _, name = interaction.partition(" ")
    return plain_name(name) if verb.lower() in {"read", "vread"} and "/" in name else None
