"""What another policy would do for the people who are here: counted, and nobody named. Nothing leaves."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from consent.decide import RANK
from consent.judge import UkJudge
from consent.question import Channel
from gateway.gate.judging import Asking, judge_all
from gateway.house import House
from gateway.parties import asker as asker_of
from gateway.store.verbs.reading import Dossier
from schemas.clock import micros
from schemas.policy_words import Category, Role, ServiceClass

_PAGE = 200
_PURPOSE = "TREAT"
_Change = tuple[ServiceClass, Category, bool]
"""A class of service, a category, and whether more is shown of it."""


async def effect(house: House, old: UkJudge, new: UkJudge) -> dict[str, object]:
    """For how many people some service of a class would see more, or less, of a category, for their treatment now."""
    counted: Counter[_Change] = Counter()
    people, after = 0, 0
    while page := await house.store.people(after, limit=_PAGE):
        for patient in page:
            dossier = await house.store.load(patient, None, now=micros(house.clock.now()))
            counted.update(set(_changes(house, dossier, old, new)))
        people, after = people + len(page), page[-1]
    told = [
        {"class": column.value, "category": category.value, "gains": gains, "people": many}
        for (column, category, gains), many in sorted(counted.items())
    ]
    return {"people": people, "changes": told}


def _changes(house: House, dossier: Dossier, old: UkJudge, new: UkJudge) -> Iterator[_Change]:
    """Each class and category of which one of this person's resources would be shown otherwise."""
    before, after = (replace(house, generation=replace(house.generation, judge=it)) for it in (old, new))
    for service in house.directory.services:
        who = asker_of(house.directory, service, Role.SERVICE_INBOX)
        asking = Asking(who, _PURPOSE, Channel.SEARCH, micros(house.clock.now()))
        pairs = zip(
            judge_all(before, asking, dossier, dossier.resources),
            judge_all(after, asking, dossier, dossier.resources),
            strict=True,
        )
        for one, other in pairs:
            if one.decision.extent is not other.decision.extent:
                gains = RANK[other.decision.extent] > RANK[one.decision.extent]
                yield from ((who.service_class, it, gains) for it in one.item.categories or frozenset(Category))
