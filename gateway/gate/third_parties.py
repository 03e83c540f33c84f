"""Of whoever may not see what third parties told: no element of text in which somebody else is named or quoted."""

from dataclasses import dataclass
from functools import lru_cache, partial

import orjson

from consent.kin import Others
from consent.policy import Why
from consent.question import Asker, Decision, Extent, Item
from consent.redact import whom_to_ask
from consent.third_parties import STRUCTURED, may_tell, names, without
from gateway.house import House
from gateway.store.verbs.reading import Dossier, Held
from schemas.fhir import Resource
from schemas.fhir.numbers import load

_OWN = "own-record"
_BY_LAW = {Why.SAFEGUARDING.value}


@dataclass(frozen=True, slots=True)
class Close:
    """The person of a dossier and whoever is close to them, by whose names text tells of them."""

    persons: tuple[bytes, ...]
    relatives: tuple[Held, ...]


def close_to(dossier: Dossier) -> Close:
    """Looked out once for all that is read of somebody."""
    return Close(tuple(one.body for one in dossier.resources if one.type == "Patient"), dossier.relatives)


def without_others(house: House, asker: Asker, close: Close, ruled: tuple[Item, Decision], cut: bytes) -> Resource:
    """What was let through, in JSON, for this asker: who wrote it reads all of it.

    Whoever may know that there is something (the minimum extract of the row) reads of whom, and is told whom to ask
    in place of what was said in confidence, but for what the law of safeguarding alone opens to them.
    """
    item, decision = ruled
    extent = house.judge.of_others(asker)
    confided = extent is not Extent.NONE
    opened = {one.code for one in decision.reasons}
    whole = item.type in STRUCTURED or extent is Extent.FULL or _OWN in opened or (confided and opened == _BY_LAW)
    others = Others() if whole or confided else _others(close, asker)
    if not whole and may_tell(cut, others, confided=confided):
        writer = item.written_by_service, item.written_by_organisation
        kept = partial(_kept, item, cut, others, confided=confided)
        cut = house.generation.cuts.of((cut, others, confided, writer), kept)
    shown: Resource = load(cut)
    return shown


def _kept(item: Item, cut: bytes, others: Others, *, confided: bool) -> Resource:
    """What is left of it, which rests on nothing else of who asks."""
    shown: Resource = load(cut)
    kept = without(shown, others, confided=confided)
    return _with_whom_to_ask(kept, item) if confided and kept is not shown else kept


def _with_whom_to_ask(kept: Resource, item: Item) -> Resource:
    return kept | {"extension": [*kept.get("extension", ()), *whom_to_ask(item)["extension"]]}


def _others(close: Close, asker: Asker) -> Others:
    mine = tuple(one.body for one in close.relatives if one.reference in asker.references)
    return _read(close.persons, tuple(one.body for one in close.relatives), mine)


@lru_cache(maxsize=1024)
def _read(people: tuple[bytes, ...], relatives: tuple[bytes, ...], mine: tuple[bytes, ...]) -> Others:
    persons = [orjson.loads(one) for one in people]
    close = [*(it for one in persons for it in one.get("contact", ())), *map(orjson.loads, relatives)]
    own = (name for one in (*persons, *map(orjson.loads, mine)) for name in names(one))
    return Others(
        frozenset(name for one in close for name in names(one)),
        frozenset(part.casefold() for name in own for part in name if part),
    )
