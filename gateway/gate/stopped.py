"""Whether sharing had stopped before: who lost nothing now is told nothing of it."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from gateway.gate import notices
from gateway.gate.judging import Asking, judge_all
from gateway.house import House
from gateway.store.verbs.delivery import EventRow
from gateway.store.verbs.reading import Dossier, Held


def had_stopped(house: House, asking: Asking, dossier: Dossier, event: EventRow) -> bool:
    """True where this took nothing from the recipient: what becomes of the person later is no business of theirs."""
    if not event.focus:
        return not _shared_before_join(house, asking, dossier, event)
    new = next((one for one in dossier.consents if one.reference in event.focus), None)
    # What a Consent that was told anew said before is not at hand: of such the notice goes.
    return new is not None and new.version == 1 and not _shared_before_consent(house, asking, dossier, new)


def _shared_before_consent(house: House, asking: Asking, dossier: Dossier, new: Held) -> bool:
    """As of when it was put on record, by what was on record before."""
    before = replace(dossier, consents=tuple(one for one in dossier.consents if one.row < new.row))
    others = [one for one in dossier.resources if one.row != new.row]
    return _shares(house, replace(asking, at=new.stored_at), before, others)


def _shared_before_join(house: House, asking: Asking, dossier: Dossier, event: EventRow) -> bool:
    """Of those of the two records that the recipient had to do with, by what was on record of each by itself."""
    told, service = orjson.loads(event.detail), asking.asker.service
    for side, is_lost in (("lost", True), ("kept", False)):
        linked = told[side]["linked"]
        if service in told[side]["held"] or service in linked:
            held, agreed = (
                [one for one in every if (one.home in told["homes"]) is is_lost]
                for every in (dossier.resources, dossier.consents)
            )
            links = tuple(
                one if one.service in told[side]["linked"] else replace(one, until=0) for one in dossier.links
            )
            if _shares(house, asking, replace(dossier, consents=tuple(agreed), links=links), held):
                return True
    return False


def _shares(house: House, asking: Asking, dossier: Dossier, resources: Sequence[Held]) -> bool:
    return any(notices.tells_sharing(one, asking.asker) for one in judge_all(house, asking, dossier, resources))
