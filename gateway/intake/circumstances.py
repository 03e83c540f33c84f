"""What a named person records of how somebody's information may be used: an unsafe carer, capacity, what is known."""

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import timedelta

import orjson

from consent.question import Asker, Extent
from gateway.gate.facts import version_of
from gateway.gate.judging import Judged
from gateway.gate.read import etag
from gateway.house import House
from gateway.intake.born import Born
from gateway.intake.scene import ActRefused, Scene, born_by, has_link, heed, is_carer, may_record, scene_of
from gateway.store.verbs.intake import CircumstanceDraft, CircumstanceKind, EventDraft
from schemas.clock import from_micros, micros
from schemas.events import EventType
from schemas.ids import event_id
from schemas.policy_words import Role

_LONGEST_DAYS = 3_650
_CARE = frozenset({Role.VOLUNTEER, Role.WORKER, Role.MANAGER, Role.REGISTERED_PROFESSIONAL})
_LEADING = frozenset({Role.MANAGER, Role.REGISTERED_PROFESSIONAL})
_CLINICAL = frozenset({Role.REGISTERED_PROFESSIONAL})
_MAY_RECORD = {
    CircumstanceKind.UNSAFE_CARER: _CARE,
    CircumstanceKind.LACKS_CAPACITY: _CLINICAL,
    CircumstanceKind.KNOWN_TO_CARER: _CARE,
    CircumstanceKind.ESCALATED: _CARE,
    CircumstanceKind.SHOWN_TO_PERSON: _CLINICAL,
}
_OF_A_CARER = frozenset({CircumstanceKind.UNSAFE_CARER, CircumstanceKind.KNOWN_TO_CARER})
_OF_AN_ITEM = frozenset({CircumstanceKind.KNOWN_TO_CARER, CircumstanceKind.ESCALATED, CircumstanceKind.SHOWN_TO_PERSON})
_MAY_END = _MAY_RECORD | {CircumstanceKind.UNSAFE_CARER: _LEADING, CircumstanceKind.SHOWN_TO_PERSON: _CARE}


@dataclass(frozen=True, slots=True)
class Recorded:
    """One thing to put on record or to end; of capacity, for how many days it was judged."""

    kind: CircumstanceKind
    carer: str
    item: str
    reason: str
    holds: bool
    days: int | None
    seen: str = ""
    """The ETag of what the professional looked at, of which the person may see what is theirs to see."""


async def record(
    house: House, asker: Asker, patient: str, told: Recorded, *, purpose: str, key: str | None = None
) -> int | None:
    """Put it on record; returns the epoch from which it binds. None for what is absent.

    Raises `ActRefused` where the role may not, before anything is looked up, and where what was looked at has changed.
    """
    _check(told, asker)
    scene = await scene_of(house, asker, patient, purpose)
    if scene is None or not may_record(scene, asker) or not _is_here(scene, asker, told):
        return None
    name = f"{asker.service}:{key}" if key else f"{told.kind}:{asker.service}:{scene.at}:{time.perf_counter_ns()}"
    body = orjson.dumps({"patient": patient, **asdict(told)})
    made = born_by(house, asker, scene, name, body, f"circumstance {told.kind}")
    made = made.with_events(*_events(made, asker, told, patient))
    receipt = await house.store.accept(replace(made, circumstances=(_draft(scene, asker, told),)))
    heed(receipt)
    house.bell.ring()
    return receipt.epoch


def _draft(scene: Scene, asker: Asker, told: Recorded) -> CircumstanceDraft:
    until = None if told.days is None else micros(from_micros(scene.at) + timedelta(days=told.days))
    item = _version(scene, told) if told.kind is CircumstanceKind.SHOWN_TO_PERSON else told.item
    return CircumstanceDraft(
        told.kind, told.carer, item, asker.service, asker.person or "", told.reason.encode(), told.holds, until
    )


def _version(scene: Scene, told: Recorded) -> str:
    """The item as it stands, which is what was looked at: an earlier version that was let through counts no more."""
    [one] = [one for one in scene.judged if one.held.reference == told.item]
    if told.holds and told.seen != f'W/"{etag(one.shown or {})}"':
        raise ActRefused("what you looked at has changed; read it again, and give its ETag as `seen`")
    return version_of(one.held)


def _events(made: Born, asker: Asker, told: Recorded, patient: str) -> Iterator[EventDraft]:
    """That something was recorded of the person, and not what; of a note escalated, the note once more, at once."""
    kinds = [(EventType.CIRCUMSTANCE_RECORDED if told.holds else EventType.CIRCUMSTANCE_ENDED, patient, False)]
    if told.kind is CircumstanceKind.ESCALATED and told.holds:
        kinds.insert(0, (EventType.CONTACT_RECORDED, told.item, True))
    for ordinal, (kind, focus, urgent) in enumerate(kinds):
        name = event_id(made.message_id, ordinal)
        yield EventDraft(name, kind, (focus,), made.received_at, origin=asker.service, urgent=urgent)


def _check(told: Recorded, asker: Asker) -> None:
    allowed = (_MAY_RECORD if told.holds else _MAY_END)[told.kind]
    if asker.role not in allowed:
        raise ActRefused(f"only a {' or '.join(sorted(allowed))} may record this; ask one")
    if told.days is not None and not 1 <= told.days <= _LONGEST_DAYS:
        raise ActRefused(f"`days` must be from 1 to {_LONGEST_DAYS}; leave it out where no end is known")
    if (told.kind in _OF_A_CARER, told.kind in _OF_AN_ITEM) != (bool(told.carer), bool(told.item)):
        raise ActRefused(
            "`carer` is needed for unsafe-carer and known-to-carer, `item` for known-to-carer, escalated and"
            " shown-to-person"
        )
    if bool(told.seen) != (told.holds and told.kind is CircumstanceKind.SHOWN_TO_PERSON):
        raise ActRefused("`seen` is needed for shown-to-person that holds: the ETag of the item as you have read it")


def _is_here(scene: Scene, asker: Asker, told: Recorded) -> bool:
    """The carer is one of this person's; an item is one that whoever records may name."""
    seen = {one.held.reference for one in scene.judged if one.shown is not None and _may_name(one, scene, asker, told)}
    return (not told.carer or is_carer(scene, told.carer)) and (not told.item or told.item in seen)


def _may_name(one: Judged, scene: Scene, asker: Asker, told: Recorded) -> bool:
    """To escalate it, whoever wrote it; to let the person see it, whoever looks after them now and sees the whole.

    Who the person is stands under one name however many tell of it: no version of that can be named.
    """
    match told.kind:
        case CircumstanceKind.ESCALATED:
            return one.held.written_by_service == asker.service
        case CircumstanceKind.SHOWN_TO_PERSON:
            looked = one.decision.extent is Extent.FULL and has_link(scene, asker)
            return one.held.type != "Patient" and (looked or not told.holds)
        case _:
            return True
