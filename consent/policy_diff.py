"""Two policies set side by side: who gains and who loses what, in sentences."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from consent.decide import RANK
from consent.policy import Overlays, Policy
from consent.question import Extent
from consent.words import CATEGORIES, CLASSES, EXTENTS, PARTS
from schemas.policy_words import Category, ServiceClass


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the matrix that shows more or less than before."""

    service_class: ServiceClass
    category: Category
    part: str
    """`default`, `consent` or `override`."""
    before: Extent
    after: Extent

    @property
    def gains(self) -> bool:
        """True when more is shown than before."""
        return RANK[self.after] > RANK[self.before]

    @property
    def sentence(self) -> str:
        """Who gains or loses what, and when."""
        verb = "gain" if self.gains else "lose"
        verb += "s" if self.service_class is ServiceClass.PATIENT else ""
        return (
            f"{CLASSES[self.service_class]} {verb}, {PARTS[self.part]}, on {CATEGORIES[self.category]}: "
            f"{EXTENTS[self.after]} instead of {EXTENTS[self.before]}."
        )


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """Every entry whose extent differs, the losses first."""
    found = (
        Change(column, category, part, getattr(old.cells[at], part).extent, getattr(new.cells[at], part).extent)
        for at in old.cells
        for category, column in [at]
        for part in PARTS
    )
    return tuple(sorted((it for it in found if it.before is not it.after), key=lambda it: it.gains))


def sentences(old: Policy, new: Policy) -> tuple[str, ...]:
    """All that differs in who may see what, a sentence each; empty when only words or versions differ."""
    return (
        *(it.sentence for it in changes(old, new)),
        *_purposes(old, new),
        *_overlays(old, new),
        *_extracts(old, new),
        *_labels(old, new),
    )


def _purposes(old: Policy, new: Policy) -> Iterator[str]:
    kinds = {"direct_care": "the person's direct care", "own_access": "the person's own access"}
    for name, words in kinds.items():
        before, after = ({it.code for it in getattr(one, name)} for one in (old, new))
        yield from (f"The purpose {it} now counts as {words}." for it in sorted(after - before))
        yield from (f"The purpose {it} no longer counts as {words}." for it in sorted(before - after))


def _overlays(old: Policy, new: Policy) -> Iterator[str]:
    for one in fields(Overlays):
        before, after = getattr(old.overlays, one.name), getattr(new.overlays, one.name)
        if before != after:
            yield f"The rule that {OVERLAYS[one.name]} {'now holds' if after else 'no longer holds'}."


def _extracts(old: Policy, new: Policy) -> Iterator[str]:
    for category, words in CATEGORIES.items():
        before, after = set(old.extracts[category]), set(new.extracts[category])
        yield from (f"The minimum extract on {words} gains: {it}." for it in sorted(after - before))
        yield from (f"The minimum extract on {words} loses: {it}." for it in sorted(before - after))


def _labels(old: Policy, new: Policy) -> Iterator[str]:
    """What a rule calls a resource decides whose row it is in; a rule counts by its place, for the first one fits."""
    if old.labels != new.labels:
        types = sorted({it.type for it in set(old.labels) ^ set(new.labels)} or {it.type for it in new.labels})
        yield f"Resources are labelled differently: {', '.join(types)}."


OVERLAYS = {
    "link_needed": "a live referral, caseload or visit is needed",
    "agreement_needed": "a sharing agreement is needed",
    "uncommissioned_as_social_prescribing": "a café or helpline not commissioned for care counts as social prescribing",
    "carers_only_by_hand": "a worker and no message tells a carer",
    "under_18_no_proxy": "no proxy sees the record of somebody under 18",
    "notes_may_stay_out_of_record": "notes may be kept out of the clinical record",
    "restricted_closes_location": "nobody is told where a restricted person is",
}
"""What each overlay says, as the end of a sentence."""
