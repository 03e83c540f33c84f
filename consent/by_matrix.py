"""`nwd decide` under a whole matrix: the same judge as in service, told only what the request file says."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from consent.alone import (
    BESIDE,
    DIRECTORY,
    Answer,
    Word,
    is_asked_for,
    is_of,
    is_restricted,
    names_another,
    records_of_person,
    refused,
)
from consent.asking import Asked, RequestUnreadable, party
from consent.belonging import owners
from consent.beside import Beside, look_beside
from consent.codes import RESOURCE_TYPES
from consent.hearing import adult_from
from consent.judge import UkJudge
from consent.names import leads_somewhere, listed, short_name
from consent.on_file import OnFile, on_file
from consent.periods import LATEST
from consent.question import (
    Asker,
    Channel,
    Decision,
    Extent,
    Facts,
    Item,
    Link,
    Override,
    Question,
    Reason,
    StoredConsent,
)
from consent.read_fhir import read
from consent.redact import RESTRICTED
from consent.service_words import recorded_class, stated_class, stated_role
from consent.sound import unreadable
from consent.standing import permits
from consent.stated import ORGANISATION, PERSON, SERVICE, agreements, is_linked, is_worker, override
from consent.ties import is_sound, is_tied
from consent.told import folded
from schemas.codes.nwd import SHARING_CATEGORY
from schemas.fhir import Resource
from schemas.policy_words import Category, Confidentiality, Role, ServiceClass


def decide_by_matrix(
    judge: UkJudge, consents: Iterable[Resource], asked: Asked, resources: Sequence[Resource]
) -> Answer:
    """The matrix's answer; a link, an agreement or a class that the request does not state does not exist."""
    asked = replace(asked, missing=(*asked.missing, *_unsaid(asked, resources)))
    if asked.missing:
        return refused(asked, resources)
    filed, faults = on_file(consents, asked)
    asker, whole = asker_of(asked, resources), _facts(asked, filed, resources)
    facts = _Known(_without_others(whole, asked), whole, override(asked, resources))
    if not resources:
        imagined = [_decide(judge, it, asker, facts, asked) for it in _imagined(judge, asked)]
        return Answer(_word(imagined), (), (), (*faults, *_reasons(imagined)), {})
    mine, others, broken = _apart(judge, asked, resources)
    beside = _beside(judge, asked, resources)
    placed = [_placed(it, asker, asked) for it in mine]
    kept = [(it.reference, _twice(judge, it, beside, asker, facts, asked)) for it in placed]
    found = [it for _, it in kept]
    closed = {*(name for name, it in kept if not it.releases), *others}
    visible, resting = _open(kept, closed, resources)
    hidden = (*(name for name, it in kept if not it.releases), *resting, *others)
    obligations = {key: text for it in found for key, text in it.obligations.items()}
    word = _word(found) if visible else Word.DENY
    less = (others or resting or RESTRICTED in obligations) and word is Word.PERMIT
    reasons = (*faults, *map(unreadable, broken), *_reasons(found))
    return Answer(Word.REDACTED if less else word, visible, hidden, reasons, obligations)


def _open(
    kept: Iterable[tuple[str, Decision]], closed: set[str], resources: Sequence[Resource]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What is shown; and what would be, were not that closed on which it rests, as a file on its document."""
    rests_on = owners(resources)
    released = [name for name, it in kept if it.releases and name not in closed]
    visible = tuple(it for it in released if closed.isdisjoint(rests_on.get(it, ())))
    return visible, tuple(it for it in released if it not in visible)


def _reasons(found: Iterable[Decision]) -> tuple[Reason, ...]:
    return tuple(dict.fromkeys(reason for it in found for reason in it.reasons))


def _apart(judge: UkJudge, asked: Asked, resources: Sequence[Resource]) -> tuple[list[Item], list[str], list[str]]:
    """The facts on each resource about this person; the names of those not shown, and of the unreadable."""
    mine: list[Item] = []
    others: list[str] = []
    broken: list[str] = []
    for it in resources:
        name = f"{it.get('resourceType')}/{it.get('id', '')}"
        if it.get("resourceType") in DIRECTORY or not is_asked_for(name, asked):
            continue
        theirs = is_of(it, asked)
        item = _labelled(judge, it) if theirs else None
        if theirs and item is None:
            broken.append(name)
        if item is None or names_another(item, asked):
            others.append(name)
        else:
            mine.append(item)
    return mine, others, broken


def _labelled(judge: UkJudge, resource: Resource) -> Item | None:
    try:
        return judge.label(resource) if is_sound(resource) else None
    except (AttributeError, TypeError, KeyError, ValueError):
        return None


def _imagined(judge: UkJudge, asked: Asked) -> Iterable[Item]:
    """Without a record: an item of each type or category that the request names, or one of every category."""
    types = [it.code for it in asked.classes if it.system == RESOURCE_TYPES]
    rows = [Category(it.code) for it in asked.classes if it.system == SHARING_CATEGORY and it.code in set(Category)]
    yield from (judge.label({"resourceType": it}) for it in types)
    for row in rows or (() if types else Category):
        yield Item("", "", frozenset({row}), Confidentiality.N)


def _word(found: Sequence[Decision]) -> Word:
    shown = [it for it in found if it.releases]
    if not shown:
        return Word.DENY
    whole = len(shown) == len(found) and all(it.extent is Extent.FULL for it in shown)
    return Word.PERMIT if whole else Word.REDACTED


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known where the item is the person's to share, and where a third party told it."""

    own: Facts
    told: Facts
    override: Override | None


def _without_others(facts: Facts, asked: Asked) -> Facts:
    """Without what somebody else granted: it releases their own words at the most, and nothing of the person's."""
    return replace(facts, consents=tuple(it for it in facts.consents if _may_rest_on(it, asked)))


def _may_rest_on(stored: StoredConsent, asked: Asked) -> bool:
    parsed = read(stored.resource)
    theirs = not parsed.grantors or bool(parsed.grantors & asked.patient)
    return theirs or not permits(parsed.root)


def _decide(judge: UkJudge, item: Item, asker: Asker, facts: _Known, asked: Asked) -> Decision:
    action = next((it.code for it in asked.request.actions), "")
    patient = sorted(asked.patient)[0]
    question = Question(asker, patient, item, asked.request.purposes, action, asked.request.at, Channel.READ)
    known = facts.told if Category.THIRD_PARTY in item.categories else facts.own
    return judge.decide(replace(question, override=facts.override), known)


def _beside(judge: UkJudge, asked: Asked, resources: Sequence[Resource]) -> Beside:
    clinical = (it for it in resources if it.get("resourceType") not in DIRECTORY)
    found = [item for it in clinical if (item := _labelled(judge, it)) is not None]
    return look_beside([it for it in resources if it.get("resourceType") in BESIDE], found, asked.request.at)


def _twice(judge: UkJudge, item: Item, beside: Beside, asker: Asker, facts: _Known, asked: Asked) -> Decision:
    """The answer of the item by itself; what the rest of the record tells of it may close it and never open it."""
    alone = _decide(judge, item, asker, facts, asked)
    told = beside.told_of(item)
    if told == item or not alone.releases:
        return alone
    return max(alone, _decide(judge, told, asker, facts, asked), key=_shows_less)


def _shows_less(found: Decision) -> int:
    return _LESS.index(found.extent) if found.releases else len(_LESS)


_LESS = (Extent.FULL, Extent.EXTRACT, Extent.KNOWN)


def _placed(item: Item, asker: Asker, asked: Asked) -> Item:
    """The item with what the request tells of it: whether a carer knows it, and whether the asker wrote it."""
    told = (party(it) for it in listed(asked.told.facts.get("already_knows")))
    known = asker.references if any(item.reference in it for it in told) else frozenset()
    held = item.custodians & asker.references
    services = any(it.startswith("HealthcareService/") for it in asker.references)
    mine = any(it.startswith("HealthcareService/") or not services for it in held)
    return replace(
        item,
        known_to=known,
        written_by_service=SERVICE if mine else item.written_by_service,
        written_by_organisation=ORGANISATION if held else item.written_by_organisation,
    )


def _unsaid(asked: Asked, resources: Sequence[Resource]) -> Iterable[str]:
    """What a matrix must know besides: in what part somebody asks, and that it is known who."""
    if not _is_placed(asked, resources):
        yield "role"
    if asked.told.may_hold("anonymous"):
        yield "who they are"


def _is_placed(asked: Asked, resources: Sequence[Resource]) -> bool:
    """True when the request says in what part the asker asks, or the record does, or the asker is the person."""
    return bool(asked.circumstances.roles or _class(asked, resources))


def _class(asked: Asked, resources: Sequence[Resource]) -> ServiceClass | None:
    """The class of service: the person's own; else as stated; else as the record has it.

    Whoever says that they are a patient, and is not this one, is somebody close to them at the most.
    """
    if _is_the_person(asked):
        return ServiceClass.PATIENT
    mine = [it for it in resources if it.get("resourceType") in DIRECTORY and _is_asker(it, asked)]
    stated = stated_class(asked.actors, asked.circumstances.roles)
    if stated is None and any("service_class" in it for it in asked.actors):
        raise RequestUnreadable(f"`service_class` of an actor must be one of {', '.join(ServiceClass)}")
    return ServiceClass.CARER if stated is ServiceClass.PATIENT else stated or recorded_class(mine)


def _is_the_person(asked: Asked) -> bool:
    """True when the person asks; a worker, a service or a relative who names the person too asks as themself."""
    others = any(it.startswith(_PEOPLE) for it in asked.request.names - asked.patient)
    unnamed = [{key: value for key, value in it.items() if key != "display"} for it in asked.actors]
    works = stated_role(asked.circumstances.roles) or stated_class(unnamed, asked.circumstances.roles)
    return bool(asked.request.names & asked.patient) and not others and works in {None, ServiceClass.PATIENT}


_PEOPLE = ("Practitioner/", "PractitionerRole/", "RelatedPerson/", "Person/")


def _is_named(asked: Asked) -> bool:
    """True when one of the actors is a person; an organisation breaks no glass."""
    return any(map(is_worker, asked.request.names))


def _is_asker(resource: Resource, asked: Asked) -> bool:
    return f"{resource.get('resourceType')}/{resource.get('id', '')}" in asked.request.names


def asker_of(asked: Asked, resources: Sequence[Resource]) -> Asker:
    """Who asks, as the request and the record say it; what neither says is the part that sees least."""
    told = asked.told
    stated = _class(asked, resources)
    return Asker(
        service=SERVICE,
        service_class=stated or ServiceClass.SOCIAL_PRESCRIBING,
        organisation=ORGANISATION,
        role=stated_role(asked.circumstances.roles) or Role.VOLUNTEER,
        person=PERSON if _is_named(asked) else None,
        references=asked.request.names if _is_the_person(asked) else asked.request.names - asked.patient,
        commissioned=told.may_hold("commissioned") or "commissioned" not in told.facts,
    )


def _facts(asked: Asked, filed: Iterable[OnFile], resources: Sequence[Resource]) -> Facts:
    told = asked.told
    since = asked.request.at - timedelta(days=1)
    stored = (
        StoredConsent(f"{at}", 1, it.resource, only_refuses=it.parsed.only_refuses) for at, it in enumerate(filed)
    )
    tied = is_linked(asked) or ("link" not in told.facts and _is_tied(asked, resources))
    return Facts(
        consents=tuple(stored),
        links=(Link(SERVICE, "stated", since),) if tied else (),
        agreements=agreements(asked, resources, since),
        restricted=is_restricted(asked, resources),
        birth_date=max(_birth_dates(asked, resources), key=lambda it: adult_from(it) or LATEST, default=None),
        capacity_lacking=told.holds("capacity_lacking") or folded(told.facts.get("capacity", "unsaid")) in _LACKING,
        identity_uncertain=told.may_hold("identity_uncertain"),
        unsafe_carers=asked.request.names if _is_unsafe(asked) else frozenset(),
    )


def _birth_dates(asked: Asked, resources: Sequence[Resource]) -> list[str]:
    """Of the person themselves; one that is no text is no date, and shows no age."""
    found = (it["birthDate"] for it in records_of_person(asked, resources) if "birthDate" in it)
    return [it if isinstance(it, str) else "" for it in found]


def _is_unsafe(asked: Asked) -> bool:
    """True of a carer whom the request says it is unsafe to tell; where it names carers, of those."""
    named = [party(it) for it in listed(asked.told.facts.get("unsafe_carer")) if isinstance(it, dict | str)]
    known = [some for it in named if (some := frozenset(map(short_name, filter(leads_somewhere, it))))]
    asker = frozenset(map(short_name, asked.request.names))
    others = len(known) == len(named) and all(it.isdisjoint(asker) for it in known)
    return asked.told.may_hold("unsafe_carer") and not (known and others)


def _is_tied(asked: Asked, resources: Sequence[Resource]) -> bool:
    return is_tied((it for it in resources if is_of(it, asked)), asked.request.names, asked.request.at)


_LACKING = frozenset({"false", "lacking", "lacks", "lacks_capacity", "lost", "no", "absent"})
