"""The store: every verb of `gateway.store.verbs`, over the engine of whichever database it was opened on."""

from collections.abc import Sequence
from functools import partial
from uuid import UUID

import orjson

from gateway.store.asking import AskingVerbs
from gateway.store.engine import Apart, Engine
from gateway.store.rebuilding import RebuildingVerbs
from gateway.store.steps import (
    accepting,
    auditing,
    dossier,
    erasing,
    lanes,
    merging,
    operating,
    people,
    publishing,
    routing,
    sweeping,
    watching,
)
from gateway.store.steps.step import Desk, Steps, need
from gateway.store.verbs import delivery, intake, reading
from gateway.store.verbs.erasing import Erasure, Nobody, Remains
from gateway.store.verbs.store import Matcher


class SqlStore(AskingVerbs, RebuildingVerbs):
    """One gateway's memory. The matcher judges whom a message is about, inside the commit."""

    def __init__(self, engine: Engine, matcher: Matcher, limits: watching.Limits = watching.USUAL) -> None:
        self._engine, self._matcher, self._limits = engine, matcher, limits
        self._desk = engine.desk

    async def accept(self, acceptance: intake.Acceptance) -> intake.Receipt:
        """Commit a message: dedupe, match, number and seal, all or nothing."""
        verb = partial(accepting.accept, self._desk, acceptance, self._matcher)
        return await self._engine.write(verb, apart=_apart(acceptance))

    async def unrouted(self, limit: int) -> Sequence[delivery.EventRow]:
        """Committed events that have not been fanned out."""
        return await self._engine.read(partial(routing.unrouted, limit))

    async def outgoing(self, *, now: int, until: int, limit: int) -> Sequence[delivery.Outgoing]:
        """Events to put on the backbone, promised to the caller until then."""
        if not await self._engine.read(partial(publishing.any_outgoing, now=now), shared=True):
            return ()
        return await self._engine.write(partial(publishing.outgoing, self._desk, now=now, until=until, limit=limit))

    async def not_gone(self, events: Sequence[UUID]) -> None:
        """Let events that could not be published come again at once."""
        if events:
            await self._engine.write(partial(publishing.not_gone, events))

    async def fan_out(self, events: Sequence[UUID], router: delivery.Router, *, now: int) -> int:
        """Make one delivery for each (event, recipient)."""
        return await self._engine.write(partial(routing.fan_out, events, router, now=now)) if events else 0

    async def claim(
        self, worker: str, *, now: int, until: int, most: delivery.Most, without: Sequence[str] = ()
    ) -> Sequence[delivery.Lease]:
        """Lease lanes whose head is due, up to so many of each recipient, but for those to some of them."""
        verb = partial(lanes.claim, self._desk, worker, now=now, until=until, most=most, without=without)
        return await self._engine.write(verb)

    async def due(self, *, now: int, without: Sequence[str] = ()) -> bool:
        """True when some such lane is due; a read, so that idle workers write nothing."""
        return await self._engine.read(partial(lanes.any_due, now=now, without=without), shared=True)

    async def release(self, releases: Sequence[delivery.Release]) -> Sequence[delivery.ReleaseFate]:
        """Compare epochs and fences, then commit attempts, decisions and audit together."""
        tells = any(one.tells is not None for one in releases)
        lanes_of = None if tells else Apart("release", frozenset(one.lane for one in releases))
        return await self._engine.write(partial(_release, self._desk, releases, self._matcher), apart=lanes_of)

    async def settle(self, settlements: Sequence[delivery.Settlement]) -> None:
        """Record how attempts ended and give the lanes back."""
        tells = any(one.tells is not None for one in settlements)
        lanes_of = None if tells else Apart("settle", frozenset(one.lane for one in settlements))
        await self._engine.write(partial(_settle, self._desk, settlements, self._matcher), apart=lanes_of)

    async def timers_due(self, worker: str, *, now: int, until: int, limit: int) -> Sequence[delivery.Timer]:
        """Lease timers that have come due."""
        if not await self._engine.read(partial(operating.any_timer_due, now=now)):
            return ()
        return await self._engine.write(partial(operating.timers_due, worker, now=now, until=until, limit=limit))

    async def locate(self, reference: str) -> reading.Located | None:
        """Where an outside reference leads."""
        return await self._engine.read(partial(dossier.locate, self._desk, reference))

    async def find(self, claim: intake.IdentityClaim, matcher: Matcher) -> str | None:
        """The reference of the certain patient whom a claim names."""
        return await self._engine.read(partial(dossier.find, self._desk, claim, matcher))

    async def load(self, patient: int, references: Sequence[str] | None, *, now: int) -> reading.Dossier:
        """One snapshot of a person."""
        return await self._engine.read(partial(_load, self._desk, patient, references, now=now), shared=True)

    async def versions(self, reference: str) -> Sequence[int]:
        """The version numbers of a resource."""
        return await self._engine.read(partial(dossier.versions, self._desk, reference))

    async def inbox(self, service: str, *, limit: int, before: int | None) -> Sequence[reading.InboxEntry]:
        """Referrals addressed to a service, newest first."""
        return await self._engine.read(partial(dossier.inbox, self._desk, service, limit=limit, before=before))

    async def disclose(self, disclosures: Sequence[reading.Disclosure]) -> Sequence[bool]:
        """Commit the audit of answers; False where an epoch has moved."""
        return await self._engine.write(partial(_disclose, self._desk, disclosures))

    async def stand(self, decided: Sequence[reading.Decided]) -> Sequence[bool]:
        """Whether each decision stands."""
        return await self._engine.read(partial(_stand, decided))

    async def note(self, audit: Sequence[intake.AuditDraft], *, now: int, patient: int | None = None) -> None:
        """Commit audit entries that no other change comes with; of a patient, sealed under the patient's key."""
        await self._engine.write(partial(auditing.note, self._desk, audit, at=now, patient=patient))

    async def first_use(self, token_id: str, *, expires_at: int) -> bool:
        """True the first time that a client assertion's id is seen."""
        return await self._engine.write(partial(operating.first_use, token_id, expires_at=expires_at))

    async def join(
        self, loser: int, keeper: int, *, audit: intake.AuditDraft, now: int, tells: intake.Acceptance | None = None
    ) -> int:
        """Join two patient rows as one person; `tells` is committed with it where that may stop what was shared."""
        told = (tells, self._matcher) if tells is not None else None
        return await self._engine.write(partial(_join, self._desk, (loser, keeper), audit, told, now=now))

    async def holders(self, patient: int, *, by: str, reference: str) -> Sequence[tuple[str, int]]:
        """The services that hold something of a person."""
        note = intake.AuditDraft("disclosures", by, "permit", orjson.dumps({"patient": reference}))
        return await self._engine.write(partial(_holders, self._desk, patient, note))

    async def people_of(self, nhs_number: bytes) -> Sequence[str]:
        """The people who have this number."""
        rows = await self._engine.read(partial(erasing.by_number, nhs_number))
        return [self._desk.sealer.outside("Patient", row) for row in rows]

    async def people(self, after: int, *, limit: int) -> Sequence[int]:
        """The rows of everybody on record."""
        return await self._engine.read(partial(erasing.everybody, after, limit=limit))

    async def identifiers(self, patient: int) -> set[bytes]:
        """A person's numbers as keyed hashes."""
        return await self._engine.read(partial(erasing.identifiers, patient))

    async def of_nobody(self, after: int, *, limit: int) -> Sequence[Nobody]:
        """Messages of which it was never decided whom they are about."""
        return await self._engine.read(partial(erasing.of_nobody, after, limit=limit))

    async def legal_hold(self, patient: int, *, reason: str, by: str, release: bool, now: int) -> int:
        """Place a legal hold, or release every one."""
        if release:
            verb = partial(erasing.release_hold, self._desk, patient, reason=reason, by=by, now=now)
            return await self._engine.write(verb)
        await self._engine.write(partial(erasing.place_hold, self._desk, patient, reason=reason, by=by, now=now))
        return 1

    async def erase(self, erasure: Erasure, *, now: int) -> int | None:
        """Erase a person: nothing can be found first, then the keys go."""
        ordered = await self._engine.write(partial(erasing.order, self._desk, erasure, now=now))
        return None if ordered is None else await self._engine.write(partial(erasing.finish, self._desk, now=now))

    async def erasures(self) -> int:
        """How many erasures there were."""
        return await self._engine.read(erasing.erasures)

    async def forget(self) -> None:
        """Let go of the keys that another process has destroyed."""
        await self._engine.read(partial(erasing.forget, self._desk))

    async def erased(self, messages: Sequence[UUID]) -> set[UUID]:
        """Those of these messages whose keys an erasure took."""
        return await self._engine.read(partial(erasing.erased, messages))

    async def remains(self, subscriptions: Sequence[str]) -> Sequence[Remains]:
        """When these subscriptions last sent something about whoever was erased."""
        return await self._engine.read(partial(erasing.remains, subscriptions))

    async def sweep(self, *, now: int, limit: int) -> int:
        """End what has outlived its retention."""
        return await self._engine.write(partial(sweeping.sweep, now=now, limit=limit))

    async def gate_epoch(self) -> int:
        """The epoch that policy, agreement, label and client changes raise."""
        return await self._engine.read(operating.gate_epoch)

    async def apply_config(self, digest: str, toml: bytes, *, by: str, now: int) -> int:
        """Store a configuration version; returns the gate's epoch."""
        return await self._engine.write(partial(operating.apply_config, digest, toml, by=by, now=now))

    async def config(self) -> reading.Config | None:
        """The configuration applied last."""
        return await self._engine.read(operating.config)

    async def messages(
        self, source: str | None, control_id: str | None, *, limit: int, message_id: UUID | None = None
    ) -> Sequence[reading.MessageRow]:
        """Received messages, newest first."""
        steps = partial(operating.messages, self._desk, source, control_id, limit=limit, message_id=message_id)
        return await self._engine.read(steps)

    async def raw(self, message_id: UUID) -> bytes | None:
        """A message as it was received."""
        return await self._engine.read(partial(accepting.raw, self._desk, message_id))

    async def ledger(self, after: int, *, limit: int) -> Sequence[tuple[int, reading.MessageRow]]:
        """Every message in order of arrival."""
        return await self._engine.read(partial(operating.ledger, self._desk, after, limit=limit))

    async def parked(self) -> Sequence[reading.DeliveryRow]:
        """Deliveries that wait for a person."""
        return await self._engine.read(partial(operating.parked, self._desk))

    async def replay(self, delivery: str, *, by: str, now: int) -> bool:
        """Put a parked delivery back at the head of its lane."""
        note = intake.AuditDraft("replay", by, "queued")
        return await self._engine.write(partial(_on_parked, self._desk, delivery, None, note, now=now))

    async def peek(self, reference: str) -> delivery.Lease | None:
        """A parked delivery, with nothing leased."""
        return await self._engine.read(partial(_peek, self._desk, reference))

    async def resolve(self, message_id: UUID, *, by: str, reason: str, now: int) -> bool:
        """End the hold of a message that a person has looked at."""
        note = intake.AuditDraft("resolve", by, "resolved", orjson.dumps({"reason": reason}), message_id)
        return await self._engine.write(partial(_resolve, self._desk, message_id, note, now=now))

    async def skip(self, delivery: str, *, by: str, reason: str, now: int) -> bool:
        """End a parked delivery unsent, by a named person."""
        note = intake.AuditDraft("skip", by, "skipped")
        why = f"by {by}: {reason}"
        return await self._engine.write(partial(_on_parked, self._desk, delivery, why, note, now=now))

    async def stuck(self, *, now: int) -> Sequence[reading.StuckRow]:
        """Everything past its deadline."""
        return await self._engine.read(partial(watching.stuck, self._desk, now=now, limits=self._limits))

    async def counts(self, *, now: int) -> reading.Counts:
        """Counts by state, oldest ages, and how many are past their deadline."""
        return await self._engine.survey(partial(watching.counts, now=now, limits=self._limits))

    async def audit_lines(self, writer: str | None, after: int, *, limit: int) -> Sequence[reading.AuditLine]:
        """The audit chain, in order."""
        return await self._engine.read(partial(auditing.lines, writer, after, limit=limit))

    async def audit_heads(self) -> Sequence[reading.AuditHead]:
        """The end of every writer's chain."""
        return await self._engine.read(partial(auditing.heads, self._desk.chain.writer))

    async def unseal_audit(self, line: reading.AuditLine) -> bytes:
        """The detail of one audit line."""
        return await self._engine.read(partial(auditing.detail, self._desk, line))

    async def explain(self, message_or_event: UUID) -> Sequence[reading.AuditLine]:
        """The audit lines of decisions on one event or message, oldest first."""
        return await self._engine.read(partial(_explain, message_or_event))

    async def addressed(self, message_or_event: UUID) -> frozenset[str]:
        """The services that whoever sent an event or message named as addressees."""
        return await self._engine.read(partial(_addressed, message_or_event))

    async def ping(self) -> None:
        """Raise `StoreDown` unless a write could commit now."""
        await self._engine.write(operating.touch)

    async def close(self) -> None:
        """Record the chain's end, finish what is queued and give back the database."""
        end = intake.AuditDraft("chain-ended", self._desk.chain.writer, "closed")
        await self.note([end], now=self._desk.now())
        await self._engine.close()


def _settle(desk: Desk, settlements: Sequence[delivery.Settlement], matcher: Matcher) -> Steps[None]:
    for one in (yield from lanes.settle(desk, settlements)):
        if one.tells is not None:
            yield from accepting.accept(desk, one.tells, matcher)


def _apart(acceptance: intake.Acceptance) -> Apart | None:
    """What a plain message touches: its id, and whoever bears one of its identifiers. Other acts go by themselves."""
    others = acceptance.merges or acceptance.replays or acceptance.override or acceptance.cancels_timers
    if others or acceptance.fires_timer is not None or isinstance(acceptance.who, intake.KnownPatient):
        return None
    touches: set[tuple[str, str | bytes]] = {("message", acceptance.message_id.bytes)}
    if acceptance.control_id:
        touches.add(("control id", f"{acceptance.source}\x1f{acceptance.control_id}"))
    if acceptance.who is not None:
        touches.update(people.identifiers(acceptance.who))
    return Apart("accept", frozenset(touches))


def _release(desk: Desk, releases: Sequence[delivery.Release], matcher: Matcher) -> Steps[list[delivery.ReleaseFate]]:
    fates = yield from lanes.release(desk, releases, (yield from operating.gate_epoch()))
    for one, fate in zip(releases, fates, strict=True):
        if one.tells is not None and fate is delivery.ReleaseFate.RELEASED:
            yield from accepting.accept(desk, one.tells, matcher)
    return fates


def _load(desk: Desk, patient: int, references: Sequence[str] | None, *, now: int) -> Steps[reading.Dossier]:
    return (yield from dossier.load(desk, patient, references, (yield from operating.gate_epoch()), now=now))


def _disclose(desk: Desk, disclosures: Sequence[reading.Disclosure]) -> Steps[list[bool]]:
    return (yield from dossier.disclose(desk, disclosures, (yield from operating.gate_epoch())))


def _stand(decided: Sequence[reading.Decided]) -> Steps[list[bool]]:
    return (yield from dossier.stand(decided, (yield from operating.gate_epoch())))


def _join(
    desk: Desk,
    rows: tuple[int, int],
    audit: intake.AuditDraft,
    tells: tuple[intake.Acceptance, Matcher] | None,
    *,
    now: int,
) -> Steps[int]:
    epoch, sides = yield from merging.join(*rows, at=now)
    if tells is not None and sides is not None:
        yield from accepting.accept(desk, merging.telling(tells[0], sides), tells[1])
    keeper = yield from people.locked(rows[1])
    yield from need(desk, frozenset({keeper.key_id}))
    yield from auditing.append(desk, [audit], at=now, patient=keeper.row, key_id=keeper.key_id)
    return epoch


def _on_parked(desk: Desk, reference: str, skipped: str | None, note: intake.AuditDraft, *, now: int) -> Steps[bool]:
    row = desk.sealer.inside(reference) or 0
    done = yield from (lanes.reopen(row, now=now) if skipped is None else lanes.skip(row, reason=skipped, now=now))
    if done:
        yield from auditing.append(desk, [note], at=now, patient=None, key_id=None)
    return done


def _holders(desk: Desk, patient: int, note: intake.AuditDraft) -> Steps[list[tuple[str, int]]]:
    rows = yield "SELECT service, since FROM holder WHERE patient = ? ORDER BY since, service", (patient,)
    yield from auditing.note(desk, [note], at=desk.now(), patient=patient)
    return [(row[0], row[1]) for row in rows]


def _peek(desk: Desk, reference: str) -> Steps[delivery.Lease | None]:
    return (yield from lanes.peek(desk, desk.sealer.inside(reference) or 0))


def _resolve(desk: Desk, message_id: UUID, note: intake.AuditDraft, *, now: int) -> Steps[bool]:
    done = yield from operating.resolve(message_id, by=note.actor, now=now)
    if done:
        yield from auditing.append(desk, [note], at=now, patient=None, key_id=None)
    return done


def _explain(message_or_event: UUID) -> Steps[list[reading.AuditLine]]:
    return (yield from auditing.of_event((yield from operating.explain(message_or_event))))


def _addressed(message_or_event: UUID) -> Steps[frozenset[str]]:
    return (yield from operating.addressed((yield from operating.explain(message_or_event))))
