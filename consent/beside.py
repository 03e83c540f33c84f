"""What the rest of a record tells of each of its resources: who wrote it, what refers to it, what medicine it means."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from consent.label import label
from consent.names import reference_names
from consent.parties import naming
from consent.question import Item
from schemas.fhir import Resource


@dataclass(frozen=True, slots=True)
class Beside:
    """A record, looked up once for all of its resources."""

    named: Callable[[frozenset[str]], frozenset[str]]
    wrote: Mapping[str, frozenset[str]]
    medicines: Mapping[str, Sequence[Resource]]
    numbers: Mapping[str, frozenset[str]]
    referrers: Mapping[str, frozenset[str]]

    def told_of(self, item: Item) -> Item:
        """Who wrote and who holds it by all their names, what it refers to by its numbers, and what refers to it."""
        taken = (one for it in item.related & self.medicines.keys() for one in self.medicines[it])
        codes = (label(it, ()).codes for it in taken)
        related = item.related.union(*(self.numbers.get(it, ()) for it in item.related))
        return replace(
            item,
            authors=self.named(item.authors.union(self.wrote.get(item.reference, ()))),
            custodians=self.named(item.custodians),
            codes=item.codes.union(*codes),
            related=related,
            referred_by=self.referrers.get(item.reference, frozenset()),
        )


def look_beside(resources: Sequence[Resource], found: Sequence[Item], at: datetime) -> Beside:
    """Look up a record by its resources and the facts on those that are about somebody's care."""
    wrote: dict[str, frozenset[str]] = {}
    medicines: dict[str, list[Resource]] = {}
    referrers: dict[str, set[str]] = {}
    for it in resources:
        if it.get("resourceType") == "Provenance":
            agents = frozenset().union(*_agents(it))
            wrote.update({name: wrote.get(name, frozenset()) | agents for name in _targets(it)})
        if it.get("resourceType") == "Medication":
            medicines.setdefault(f"Medication/{it.get('id')}", []).append(it)
    for one in found:
        for name in one.related:
            referrers.setdefault(name, set()).add(one.reference)
    known_by = {one.reference: one.numbers for one in found}
    return Beside(
        naming(resources, at), wrote, medicines, known_by, {name: frozenset(it) for name, it in referrers.items()}
    )


def _targets(provenance: Resource) -> frozenset[str]:
    return frozenset().union(*(reference_names(it) for it in provenance.get("target", ())))


def _agents(provenance: Resource) -> Iterable[frozenset[str]]:
    for agent in provenance.get("agent", ()):
        yield from (reference_names(agent[key]) for key in ("who", "onBehalfOf") if key in agent)
