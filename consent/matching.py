"""Does one provision speak of this question? All its filters must agree; any value of a filter will do.

A permission needs certainty: what the question or the item leaves out never matches. A refusal needs only
possibility: what is left out, or cannot be understood, always matches.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TypeVar

from consent.codes import (
    CONDITION_CATEGORY,
    MIME,
    OBSERVATION_CATEGORY,
    RESOURCE_TYPES,
    highest,
    is_known,
    is_label,
    is_under,
    permitted_by,
    refused_by,
)
from consent.names import alike, leads_somewhere, short_name
from consent.parsed import Actor, DataRule, Filters, Kind
from consent.periods import EARLIEST, LATEST, Period, Span
from consent.question import Coding, Item
from schemas.codes.nwd import SHARING_CATEGORY
from schemas.codes.systems import LOINC, ODS, SDS_ROLE_PROFILE, SDS_USER, SNOMED, URI, V3_ACT, V3_CONFIDENTIALITY

_T = TypeVar("_T")
_READ_IN = frozenset({"", V3_ACT, V3_CONFIDENTIALITY})
"""Systems in which a label must be one that we know; of no system, it may be any."""
_SORTS = {OBSERVATION_CATEGORY: "Observation", CONDITION_CATEGORY: "Condition"}
_DOCUMENTS = frozenset(["DocumentReference", "DocumentManifest", "Composition"])
_FILES = frozenset(["DocumentReference", "Binary", "Media"])
_PEOPLE = ("Patient/", "Practitioner/", "PractitionerRole/", "RelatedPerson/", f"{SDS_USER}|", f"{SDS_ROLE_PROFILE}|")
_NO_DOMAIN = frozenset(["Bundle", "Binary", "Parameters"])
_CODED = frozenset(
    ["Observation", "Condition", "Procedure", "MedicationStatement", "MedicationRequest", "DocumentReference"]
)


@dataclass(frozen=True, slots=True)
class Request:
    """The part of a question that stays the same for every item: who asks, what for, how and when."""

    names: frozenset[str]
    purposes: frozenset[Coding]
    actions: frozenset[Coding]
    at: datetime
    groups_known: frozenset[str] | None = None
    """Groups, teams and jobs whose members we know; None when none was looked up."""
    possible: frozenset[str] = frozenset()
    """Whom the asker may be acting for besides, or belong to: enough to refuse by, never to permit by."""
    environments: frozenset[Coding] = frozenset()
    """Where, or by what application, it is asked."""
    places: frozenset[str] = frozenset()
    """Locations at which it is asked, besides those among the names."""
    until: datetime | None = None
    """The last moment that may be meant, where the question names a day or a second."""

    @property
    def during(self) -> Span:
        """The stretch of time in which it is asked: all of it for a permission, any of it for a refusal."""
        return Span(self.at, self.until or self.at)


def speaks_of_request(kind: Kind, filters: Filters, request: Request) -> bool:
    """True when who asks, purpose, action and moment match; the cheap half, once a question."""
    return (
        _in_period(kind, filters, request.during)
        and _codes_match(kind, filters.purposes, request.purposes)
        and _codes_match(kind, filters.actions, request.actions)
        and _codes_match(kind, filters.uses, request.purposes)
        and _said(kind, filters.environments, request.environments)
        and _place_matches(kind, filters.places, request)
        and _recipient_matches(kind, filters.actors, request)
    )


def speaks_of_item(kind: Kind, filters: Filters, item: Item) -> bool:
    """True when the item is one of those that the provision means; the other half, once an item."""
    return (
        _labels_match(kind, filters, item)
        and _classes_match(kind, filters.classes, item)
        and _item_codes_match(kind, filters.codes, item)
        and _held_by_matches(kind, filters.actors, item)
        and _data_matches(kind, filters.data, item)
        and _dated(kind, filters, item)
        and (filters.tags is None or not filters.tags.isdisjoint(item.tags))
        and _said(kind, filters.sources, item.sources)
    )


def depends_on_item(filters: Filters) -> bool:
    """True when the provision speaks of some items only."""
    return any(part is not None for part in _of_items(filters))


def mean_the_same_items(one: Filters, other: Filters) -> bool:
    """True when two provisions name their items in the same words."""
    return _of_items(one) == _of_items(other)


def _of_items(filters: Filters) -> tuple[object, ...]:
    held = tuple(actor for actor in filters.actors or () if actor.part in ("custodian", "author")) or None
    labels = (filters.labels, filters.labels_said_in)
    parts = (filters.classes, filters.codes, filters.data, filters.data_period, filters.tags, filters.sources)
    return (held, *labels, *parts)


def _said(kind: Kind, wanted: frozenset[_T] | None, given: frozenset[_T]) -> bool:
    """Values that are the same or not; a refusal counts where nothing is said."""
    return wanted is None or not wanted.isdisjoint(given) or (kind is Kind.DENY and not given)


def _place_matches(kind: Kind, wanted: frozenset[str] | None, request: Request) -> bool:
    """A place that is not known by a reference or an identifier is no place to permit at, and any to refuse at."""
    if wanted is None:
        return True
    given = request.places | {it for it in request.names if it.startswith("Location/")}
    if kind is Kind.PERMIT:
        return not wanted.isdisjoint(given)
    return not wanted or not given or not alike(wanted).isdisjoint(alike(given))


def _in_period(kind: Kind, filters: Filters, during: Span) -> bool:
    return filters.period is None or is_within(kind, filters.period, during)


def is_within(kind: Kind, period: Period, during: Span) -> bool:
    """True when a permission holds all the while, or a refusal at some time of it."""
    return period.narrow.covers(during) if kind is Kind.PERMIT else period.wide.touches(during)


def _codes_match(kind: Kind, wanted: frozenset[Coding] | None, given: frozenset[Coding]) -> bool:
    if wanted is None:
        return True
    if kind is Kind.PERMIT:
        return any(code in permitted_by(want) for want in wanted for code in given if code.code)
    unsure = not given or any(not is_known(code) for code in (*wanted, *given))
    return unsure or any(code in refused_by(want) for want in wanted for code in given)


def _recipient_matches(kind: Kind, actors: tuple[Actor, ...] | None, request: Request) -> bool:
    named = [actor for actor in actors or () if actor.part in {"recipient", "unsaid"}]
    if kind is Kind.PERMIT:
        unknown = any(actor.part == "unknown" for actor in actors or ())
        return not unknown and (not named or any(actor.names & request.names for actor in named))
    vague = [actor for actor in actors or () if actor.part == "unknown"] if named else []
    nobody = not any(map(leads_somewhere, request.names))
    return not named or nobody or any(_may_be(actor, request) for actor in (*named, *vague))


def _may_be(actor: Actor, request: Request) -> bool:
    """True when the asker is, or could be, whom a refusal names."""
    names = actor.names | actor.at_times
    if not names:
        return True
    short = {short_name(name) for name in names}
    unresolved = {name for name in short if _holds_others(name, request)} - (request.groups_known or frozenset())
    lost = not all(map(leads_somewhere, names))
    return lost or bool(unresolved) or not alike(names).isdisjoint(alike(request.names | request.possible))


def _holds_others(name: str, request: Request) -> bool:
    """True for a group, a team or a job: whoever asks may be in it, unless they say in which job they ask."""
    if name.startswith(("PractitionerRole/", f"{SDS_ROLE_PROFILE}|")):
        return not any(it.startswith(("PractitionerRole/", f"{SDS_ROLE_PROFILE}|")) for it in request.names)
    return name.startswith(("Group/", "CareTeam/"))


def _labels_match(kind: Kind, filters: Filters, item: Item) -> bool:
    """Of several levels of confidentiality on one item the highest counts; where a label is missing, a refusal does."""
    if filters.labels is None:
        return True
    given = _labels(item)
    meant = any(not given.isdisjoint(_meant(want, kind, filters.labels_said_in or kind)) for want in filters.labels)
    return meant or (kind is Kind.DENY and any(_label_missing(want, given, item) for want in filters.labels))


def _meant(wanted: Coding, kind: Kind, said_in: Kind) -> frozenset[Coding]:
    """The labels that one label means: a level by where it was said, a sensitivity by what is done with it here."""
    decides = said_in if wanted.system == V3_CONFIDENTIALITY else kind
    return permitted_by(wanted) if decides is Kind.PERMIT else refused_by(wanted)


def _labels(item: Item) -> frozenset[Coding]:
    own = frozenset() if item.confidentiality is None else {Coding(V3_CONFIDENTIALITY, item.confidentiality.value)}
    every = item.labels | own
    top = highest(every)
    return frozenset(it for it in every if it.system != V3_CONFIDENTIALITY or it is top or not is_known(it))


def _label_missing(wanted: Coding, given: frozenset[Coding], item: Item) -> bool:
    """True when the labels cannot tell whether the item is what a refusal means.

    The level that a policy's table gives a type of resource tells nothing of why one may be sensitive.
    """
    if any(it.system in _READ_IN and not is_known(it) for it in given):
        return True
    if wanted.system == V3_CONFIDENTIALITY:
        return not is_known(wanted) or highest(given) is None
    return not is_known(wanted) or not any(is_label(it) for it in item.labels)


def _classes_match(kind: Kind, wanted: frozenset[Coding] | None, item: Item) -> bool:
    if wanted is None or wanted & _classes(item):
        return True
    return kind is Kind.DENY and any(_class_missing(code, item) or _contains(code, item) for code in wanted)


def _contains(wanted: Coding, item: Item) -> bool:
    """True when something inside is of that class, in whichever version."""
    if wanted.system == URI:
        return _unversioned(wanted) in {_unversioned(it) for it in item.contains if it.system == URI}
    sort = Coding(RESOURCE_TYPES, _SORTS.get(wanted.system, ""))
    unsorted = sort in item.contains and not any(it.system == wanted.system for it in item.contains)
    return unsorted or wanted in item.contains


def _class_missing(wanted: Coding, item: Item) -> bool:
    """True when the item says too little of its class for a refusal to pass it by."""
    if wanted.system == SHARING_CATEGORY and not item.categories:
        return True
    if _SORTS.get(wanted.system) == item.type:
        return not any(it.system == wanted.system for it in item.classes)
    if wanted.system == MIME:
        forms = {it.code for it in item.classes | item.mentions if it.system == MIME}
        return not forms.isdisjoint({wanted.code.lower(), ""}) or (not forms and item.type in _FILES)
    if wanted.system == URI:
        profiles = {_unversioned(it) for it in item.classes if it.system == URI}
        return not profiles or _unversioned(wanted) in profiles
    if wanted.system in {LOINC, SNOMED} and item.type in _DOCUMENTS:
        return not any(it.system not in {MIME, URI, ""} for it in item.classes)
    return not is_known(wanted)


def _unversioned(profile: Coding) -> str:
    return profile.code.partition("|")[0]


def _classes(item: Item) -> frozenset[Coding]:
    """What a Consent may call the item: its type, its category codes, and the rows of the matrix that it is in."""
    rows = {Coding(SHARING_CATEGORY, category.value) for category in item.categories}
    return item.classes.union(rows, kinds_of(item.type))


@lru_cache(maxsize=256)
def kinds_of(kind: str) -> frozenset[Coding]:
    """The type of a resource and the types that it is one of."""
    every = {kind, "Resource"} if kind in _NO_DOMAIN else {kind, "Resource", "DomainResource"}
    return frozenset(Coding(RESOURCE_TYPES, it) for it in every)


def _item_codes_match(kind: Kind, wanted: frozenset[Coding] | None, item: Item) -> bool:
    if wanted is None or wanted & (item.codes | item.classes):
        return True
    uncoded = not any(it.system for it in item.codes) and item.type in _CODED
    return kind is Kind.DENY and (uncoded or any(not is_known(it) or _mentions(it, item) for it in wanted))


def _mentions(wanted: Coding, item: Item) -> bool:
    return wanted in item.mentions or any(is_under(it, wanted) for it in item.mentions)


def _held_by_matches(kind: Kind, actors: tuple[Actor, ...] | None, item: Item) -> bool:
    """Custodian and author say whose data is meant; recipients are another question."""
    return all(
        _held(kind, _in_part(part, kind, actors or ()), holders)
        for part, holders in (("custodian", item.custodians | item.authors), ("author", item.authors))
    )


def _in_part(part: str, kind: Kind, actors: tuple[Actor, ...]) -> list[Actor]:
    """Who is named in this part; in a refusal, beside one, also whoever is named in a part that nobody knows."""
    named = [actor for actor in actors if actor.part == part]
    vague = [actor for actor in actors if actor.part == "unknown"] if named and kind is Kind.DENY else []
    return [*named, *vague]


def _held(kind: Kind, actors: list[Actor], holders: frozenset[str]) -> bool:
    if not actors:
        return True
    if kind is Kind.PERMIT:
        return any(actor.names & holders for actor in actors)
    return _may_be_held([actor.names | actor.at_times for actor in actors], holders)


def _may_be_held(theirs: Sequence[frozenset[str]], holders: frozenset[str]) -> bool:
    """True when one of the parties that a refusal names is, or could be, among these holders or authors."""
    every = frozenset().union(*theirs)
    people = _are_people(holders) and not _are_people(every)
    unsaid = any(map(_is_organisation, every)) and not any(map(_is_organisation, holders))
    unsure = not holders or not all(map(leads_somewhere, every)) or people or unsaid
    return unsure or any(not names or not alike(holders).isdisjoint(alike(names)) for names in theirs)


def _are_people(names: Iterable[str]) -> bool:
    """True when all of these are people or their jobs: for whom they work is not said."""
    return all(short_name(it).startswith(_PEOPLE) for it in names)


def _is_organisation(name: str) -> bool:
    return short_name(name).startswith(("Organization/", f"{ODS}|"))


def _data_matches(kind: Kind, rules: tuple[DataRule, ...] | None, item: Item) -> bool:
    return rules is None or any(_is_meant(kind, rule, item) for rule in rules)


def _is_meant(kind: Kind, rule: DataRule, item: Item) -> bool:
    itself = item.numbers | {item.reference}
    both = item.related | item.referred_by | itself
    candidates = {
        "instance": itself,
        "related": both,
        "dependents": item.related | itself,
        "authoredby": item.authors,
    }[rule.meaning]
    if kind is Kind.PERMIT:
        return bool(rule.names & candidates)
    if rule.meaning == "authoredby":
        return _may_be_held([rule.names], item.authors)
    candidates = both if rule.meaning == "dependents" else candidates
    lost = not rule.names or not all(map(leads_somewhere, rule.names))
    return lost or not alike(rule.names).isdisjoint(alike(candidates))


def _dated(kind: Kind, filters: Filters, item: Item) -> bool:
    if filters.data_period is None:
        return True
    if kind is Kind.PERMIT:
        first = item.when or _moment(item.updated)
        return first is not None and filters.data_period.narrow.covers(first)
    spans = [it for it in (item.when, *item.times, _moment(item.updated)) if it is not None]
    if item.when is not None and item.ongoing:
        spans.append(Span(item.when.first, LATEST))
    return not spans or any(filters.data_period.wide.touches(it) for it in spans)


def _moment(at: datetime | None) -> Span | None:
    return None if at is None else Span(max(at, EARLIEST), min(at, LATEST))
