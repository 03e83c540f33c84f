"""One asker before one person's facts: what does not depend on the item is settled once, the rest is a table.

The table is filled by `decide` itself, so there is one truth: an answer found in it carries the reasons of the
decision that put it there. Its key holds exactly those facts of an item that these facts, this asker and this policy
can look at; that it leaves nothing out is what the exhaustive tests show.
"""

from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import attrgetter

from consent.decide import decide_opened
from consent.hearing import Opened, open_hearing
from consent.parsed import Filters, Provision
from consent.periods import LATEST
from consent.policy import Policy
from consent.question import Decision, Extent, Facts, Item, Question
from schemas.policy_words import ServiceClass

_BY_FILTER = {
    "labels": ("labels", "confidentiality"),
    "classes": ("classes", "contains", "mentions", "type"),
    "codes": ("codes", "classes", "mentions", "type"),
    "data": ("reference", "numbers", "related", "referred_by", "authors"),
    "data_period": ("when", "times", "ongoing", "updated"),
    "tags": ("tags",),
    "sources": ("sources",),
}
"""Which facts of an item each filter of a provision looks at, besides its categories."""
_ALWAYS = ("categories", "written_by_service", "written_by_organisation", "addressed_to")
_OWN_SCOPE = frozenset({ServiceClass.PATIENT, ServiceClass.CARER})
_LARGEST = 4096


@dataclass(frozen=True, slots=True, eq=False)
class Sitting:
    """The judge, bound to one question without its item, for as long as the answers hold."""

    question: Question
    facts: Facts
    policy: Policy
    opened: Opened
    asked: tuple[Hashable, ...]
    since: datetime
    until: datetime
    key: Callable[[Item], Hashable]
    table: dict[Hashable, Decision] = field(default_factory=dict)

    def decide(self, item: Item) -> Decision:
        """May this item be shown? The same answer as `consent.decide.decide`, reasons and all."""
        key = self.key(item)
        found = self.table.get(key)
        return self._fill(key, item) if found is None else found

    def holds(self, at: datetime) -> bool:
        """True while no period has begun or ended since the sitting was opened."""
        return self.since <= at < self.until

    def _fill(self, key: Hashable, item: Item) -> Decision:
        if len(self.table) >= _LARGEST:
            self.table.clear()
        found = decide_opened(replace(self.question, item=item), self.facts, self.policy, self.opened)
        self.table[key] = found
        return found


def sit(question: Question, facts: Facts, policy: Policy) -> Sitting:
    """Open a sitting for whoever asks this question; its item is only the first of many."""
    opened = open_hearing(question, facts)
    nodes = [node for live in opened.lives for node in _nodes(live.consent.root)]
    names = dict.fromkeys(_looked_at(question, facts, policy, [node.filters for node in nodes]))
    until = opened.until or LATEST
    return Sitting(question, facts, policy, opened, asked_by(question), question.at, until, attrgetter(*names))


def asked_by(question: Question) -> tuple[Hashable, ...]:
    """The part of a question that makes its sitting: all but the item and the moment."""
    return (
        question.asker,
        question.patient,
        question.purpose,
        question.action,
        question.channel,
        question.override,
    )


def _looked_at(question: Question, facts: Facts, policy: Policy, filters: list[Filters]) -> Iterator[str]:
    """The facts of an item on which some answer of this sitting can depend."""
    yield from _ALWAYS
    if policy.overlays.restricted_closes_location and (facts.restricted or facts.candidates_restricted):
        yield "locating"
    if policy.overlays.notes_may_stay_out_of_record:
        yield "not_for_clinical_record"
    if question.asker.service_class in _OWN_SCOPE:
        yield from ("from_carer", "carer_agrees_patient_sees", "authors")
    if any(Extent.KNOWN in {it.default.extent, it.consent.extent, it.override.extent} for it in policy.cells.values()):
        yield "known_to"
    if filters:
        yield "authors"
    for one in filters:
        yield from (name for part, names in _BY_FILTER.items() if getattr(one, part) is not None for name in names)
        if any(actor.part == "custodian" for actor in one.actors or ()):
            yield "custodians"


def _nodes(node: Provision) -> Iterator[Provision]:
    yield node
    for child in node.children:
        yield from _nodes(child)
