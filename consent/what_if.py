"""What would change, and for whom, if the facts were these instead of those: asked before a consent is saved."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from consent.decide import RANK
from consent.judge import UkJudge
from consent.question import Asker, Decision, Extent, Facts, Item, Question, StoredConsent
from consent.words import CATEGORIES, EXTENTS


@dataclass(frozen=True, slots=True)
class Effect:
    """One item that one asker would see more or less of."""

    asker: Asker
    item: Item
    before: Decision
    after: Decision

    @property
    def gains(self) -> bool:
        """True when the asker would see more."""
        return RANK[extent_of(self.after)] > RANK[extent_of(self.before)]

    @property
    def sentence(self) -> str:
        """The effect in words, naming the service and the category; never the content."""
        verb = "would see" if self.gains else "would see no more than"
        about = ", ".join(sorted(CATEGORIES[it] for it in self.item.categories)) or "unlabelled records"
        shown, was = EXTENTS[extent_of(self.after)], EXTENTS[extent_of(self.before)]
        return f"{self.asker.service} {verb} {shown} on {about} ({self.item.reference}); today it sees {was}."


def what_if(
    judge: UkJudge, questions: Iterable[Question], items: Sequence[Item], *, before: Facts, after: Facts
) -> tuple[Effect, ...]:
    """The effects of a change of facts on these askers and items, the losses first; the questions' items are unused."""
    found = (it for question in questions for it in _effects(judge, question, items, before, after))
    return tuple(sorted(found, key=lambda it: it.gains))


def with_consent(facts: Facts, consent: StoredConsent) -> Facts:
    """The facts as they would be with this consent saved; another version of it gives way."""
    others = tuple(it for it in facts.consents if it.id != consent.id)
    return replace(facts, consents=(*others, consent))


def without_consent(facts: Facts, consent_id: str) -> Facts:
    """The facts as they would be with this consent withdrawn."""
    return replace(facts, consents=tuple(it for it in facts.consents if it.id != consent_id))


def extent_of(decision: Decision) -> Extent:
    """How much is shown; nothing where the answer is no."""
    return decision.extent if decision.releases else Extent.NONE


def _effects(
    judge: UkJudge, question: Question, items: Sequence[Item], before: Facts, after: Facts
) -> Iterator[Effect]:
    now, then = judge.sit(question, before), judge.sit(question, after)
    for item in items:
        effect = Effect(question.asker, item, now.decide(item), then.decide(item))
        if extent_of(effect.before) is not extent_of(effect.after):
            yield effect
