"""The one exit for reading: load, decide, redact, commit the audit, and only then answer. None looks like absence."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

import orjson
import structlog

from consent.question import Asker, Channel
from gateway.gate import decoy, notices
from gateway.gate.judging import Asking, Judged, judge_all, why, without_place
from gateway.gate.person import patient_for
from gateway.gate.third_parties import Close, close_to, without_others
from gateway.house import House
from gateway.store.errors import StoreDown, StoreRefused
from gateway.store.sealed import digest
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import Decided, Disclosure, Dossier, Held, InboxEntry
from gateway.telemetry.tally import Tallied
from schemas.clock import micros
from schemas.fhir import Resource
from schemas.policy_words import Role, ServiceClass

_log = structlog.get_logger()
_TRIES = 5
_TOO_FAST = "what was decided on changes faster than it can be read; try again"


@dataclass(frozen=True, slots=True)
class Shown:
    """What the asker may see: resources with their outside ids, an ETag each, and warnings to read with them."""

    resources: tuple[Resource, ...] = ()
    etags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    decided: tuple[Decided, ...] = ()
    """What it rests on: a list is made of many, each decided on at a moment of its own."""


NOTHING = Shown()
"""What a search of nobody, and one of which nothing may be seen, both find."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """One page of referrals, and where the next one begins."""

    each: tuple[Shown, ...]
    next_before: int | None

    @property
    def shown(self) -> Shown:
        """The page as one answer."""
        return _together(self.each)


async def show(
    house: House, asker: Asker, references: Sequence[str], *, purpose: str, channel: Channel = Channel.READ
) -> Shown | None:
    """The named resources of one person, as far as this asker may see them; None when none of them is there."""
    located = await house.store.locate(references[0]) if references else None
    if located is None:
        return await absent(house, asker, purpose)
    asking = Asking(asker, purpose, channel, 0)
    if located.type == "Patient":
        # Of records made one each name leads to the one person.
        return await _answer(house, asking, located.patient, (), types=frozenset({"Patient"}))
    return await _answer(house, asking, located.patient, references)


async def search(
    house: House, asker: Asker, patient: str, *, types: frozenset[str] = frozenset(), purpose: str
) -> Shown | None:
    """Everything on one person that this asker may see, of these types (none: all)."""
    located = await house.store.locate(patient) if patient.startswith("Patient/") else None
    if located is None:
        return await absent(house, asker, purpose)
    asking = Asking(asker, purpose, Channel.SEARCH, 0)
    return await _answer(house, asking, located.patient, None, types=types)


async def inbox(
    house: House,
    asker: Asker,
    *,
    purpose: str,
    limit: int,
    before: int | None = None,
    channel: Channel = Channel.READ,
) -> Inbox:
    """Referrals addressed to the asker's service, newest first; a page is filled after redaction."""

    async def look(reference: str) -> Shown | None:
        return await show(house, asker, [reference], purpose=purpose, channel=channel)

    found: list[Shown] = []
    while len(found) < limit:
        entries = await house.store.inbox(asker.service, limit=limit, before=before)
        for entry in entries:
            before = await _row(house, entry)
            shown = await look(entry.reference)
            found.extend([shown] if shown is not None else [])
            if len(found) == limit:
                return Inbox(await _as_it_stands(house, found, look), before)
        if len(entries) < limit:
            return Inbox(await _as_it_stands(house, found, look), None)
    return Inbox(await _as_it_stands(house, found, look), before)


async def standing(house: House, found: Sequence[Sequence[Decided]]) -> list[bool]:
    """Of each part of a list, whether what it rests on is as it was: the others are to be read again.

    Else whoever asks for a long list would read what was refused while it was made.
    """
    stands = iter(await house.store.stand([one for part in found for one in part]) if found else ())
    return [all(tuple(islice(stands, len(part)))) for part in found]


async def _as_it_stands(
    house: House, found: Sequence[Shown], look: Callable[[str], Awaitable[Shown | None]]
) -> tuple[Shown, ...]:
    """The same, with whatever has changed while the rest was read read again."""
    for _ in range(_TRIES):
        stands = await standing(house, [one.decided for one in found])
        if all(stands):
            return tuple(found)
        again = [one if fine else await look(named(one)) for one, fine in zip(found, stands, strict=True)]
        found = [one for one in again if one is not None]
    raise StoreDown(_TOO_FAST)


def named(one: Shown) -> str:
    """`Type/id` of the first that is shown."""
    return f"{one.resources[0]['resourceType']}/{one.resources[0]['id']}"


async def carer(house: House, asker: Asker, patient: str, carer: str, *, purpose: str) -> Shown | None:
    """What a worker may see and a carer may hear; None alike for no consent and for an unknown carer."""
    located = await house.store.locate(patient)
    known = await house.store.locate(carer)
    if located is None:
        return await absent(house, asker, purpose)
    listener = replace(
        asker,
        service_class=ServiceClass.CARER,
        service="carer",
        organisation="carer",
        references=frozenset({carer}),
        role=Role.SERVICE_INBOX,
    )
    same_person = known is not None and known.patient == located.patient and known.type == "RelatedPerson"
    asking = Asking(asker, purpose, Channel.READ, 0, action="tell-carer")
    return await _answer(house, asking, located.patient, None, listener=listener if same_person else _nobody(listener))


async def _answer(
    house: House,
    asking: Asking,
    patient: int,
    references: Sequence[str] | None,
    *,
    types: frozenset[str] = frozenset(),
    listener: Asker | None = None,
) -> Shown | None:
    for _ in range(_TRIES):
        now, gate_epoch = micros(house.clock.now()), house.generation.gate_epoch
        try:
            dossier = await house.store.load(patient, references, now=now)
        except StoreRefused:
            _log.error("record_damaged", channel=asking.channel.value)
            return await absent(house, asking.asker, asking.purpose)
        asked = replace(asking, at=now)
        judged = _one_patient(judge_all(house, asked, dossier, _asked_for(dossier, references, types)))
        if listener is not None:
            judged = _for_listener(house, asked, dossier, judged, listener)
        rests_on = Decided(dossier.patient, dossier.patient_epoch, gate_epoch)
        shown = replace(_shown(judged, dossier, asking.asker, listener or asking.asker), decided=(rests_on,))
        if await _commit(house, asked, dossier, judged, shown, gate_epoch):
            return shown if shown.resources else None
    raise StoreDown(_TOO_FAST)


def _asked_for(dossier: Dossier, references: Sequence[str] | None, types: frozenset[str]) -> list[Held]:
    people = [one for one in dossier.resources if one.type == "Patient"]
    others = [one for one in dossier.resources if one.type != "Patient"]
    wanted = [*sorted(people, key=lambda one: one.stored_at, reverse=True), *others]
    if references:
        wanted = [one for one in wanted if one.reference in references]
    return [one for one in wanted if not types or one.type in types]


def _one_patient(judged: Sequence[Judged]) -> list[Judged]:
    """The newest telling of who the person is that may be seen: what others tell later hides nobody's own words."""
    people = [one for one in judged if one.held.type == "Patient"]
    seen = next((one for one in people if one.shown is not None), next(iter(people), None))
    return [one for one in judged if one.held.type != "Patient" or one is seen]


def _for_listener(
    house: House, asking: Asking, dossier: Dossier, judged: Sequence[Judged], listener: Asker
) -> list[Judged]:
    """What the worker sees, cut again to what the carer may hear."""
    visible = [one for one in judged if one.shown is not None]
    heard = judge_all(house, replace(asking, asker=listener), dossier, [one.held for one in visible])
    close = close_to(dossier)
    both = (_both(house, listener, close, mine, theirs) for mine, theirs in zip(visible, heard, strict=True))
    return [without_place(one, dossier) for one in both]


def _both(house: House, listener: Asker, close: Close, mine: Judged, theirs: Judged) -> Judged:
    kept = None if theirs.shown is None else house.judge.redact(mine.shown or {}, theirs.item, theirs.decision)
    if kept is None:
        return replace(theirs, shown=None)
    ruled = theirs.item, theirs.decision
    return replace(theirs, shown=without_others(house, listener, close, ruled, orjson.dumps(kept)))


def _shown(judged: Sequence[Judged], dossier: Dossier, asker: Asker, for_whom: Asker) -> Shown:
    """What may be seen by whoever it is for, with the warnings for the one who asks."""
    resources = []
    for one in judged:
        seen = patient_for([one], dossier, for_whom.organisation) if one.held.type == "Patient" else one.shown
        if seen is not None:
            resources.append(seen)
    return Shown(tuple(resources), tuple(etag(one) for one in resources), tuple(notices.standing(dossier, asker)))


async def _commit(
    house: House, asking: Asking, dossier: Dossier, judged: Sequence[Judged], shown: Shown, gate_epoch: int
) -> bool:
    audit = AuditDraft(
        asking.channel.value, asking.asker.service, "permit" if shown.resources else "deny", why(judged, asking)
    )
    references = tuple(f"{one['resourceType']}/{one['id']}" for one in shown.resources)
    [kept] = await house.store.disclose(
        [
            Disclosure(
                dossier.patient, dossier.patient_epoch, gate_epoch, asking.at, asking.asker.service,
                references, (audit,),
            )
        ]
    )  # fmt: skip
    if kept:
        house.tally.add(Tallied.DECISIONS, audit.action, audit.outcome)
    return kept


async def absent(house: House, asker: Asker, purpose: str) -> Shown | None:
    """The same work as a refusal does, for what is not there: look, decide on nothing, audit."""
    now = micros(house.clock.now())
    await house.store.load(0, (), now=now)
    decoy.refused(house, Asking(asker, purpose, Channel.READ, now))
    detail = orjson.dumps({"service": asker.service, "role": asker.role.value, "purpose": purpose, "decisions": []})
    audit = AuditDraft(Channel.READ.value, asker.service, "deny", detail)
    await house.store.disclose([Disclosure(None, 0, 0, now, asker.service, (), (audit,))])
    house.tally.add(Tallied.DECISIONS, audit.action, audit.outcome)
    return None


def _nobody(listener: Asker) -> Asker:
    return replace(listener, references=frozenset())


def _together(found: Sequence[Shown]) -> Shown:
    return Shown(
        tuple(one for page in found for one in page.resources),
        tuple(one for page in found for one in page.etags),
        tuple(dict.fromkeys(one for page in found for one in page.warnings)),
    )


def etag(resource: Resource) -> str:
    """What stands for these very words, as they were shown."""
    return digest(orjson.dumps(resource)).hex()[:32]


async def _row(house: House, entry: InboxEntry) -> int | None:
    located = await house.store.locate(entry.reference)
    return None if located is None else located.row
