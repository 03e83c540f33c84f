"""Bytes to commit: decode, label, match, store in one transaction, and only then the reply."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import orjson

from adapters.contract import Codec, Decoded, Issue, LinkChange, LinkEffect, Outcome, Severity, Verdict
from gateway.house import House
from gateway.intake.answers import answers
from gateway.intake.at_once import at_once
from gateway.intake.claim import claim, merged
from gateway.intake.drafting import Writer, drafts
from gateway.intake.events import events, speaker
from gateway.intake.own_interest import serves
from gateway.intake.screen import screen
from gateway.intake.sender import is_charity, spoken_for
from gateway.intake.timers import timers
from gateway.parties import asker, charity, resolve
from gateway.settings.model import Partner
from gateway.store.verbs.intake import (
    CANCELLED,
    Acceptance,
    AuditDraft,
    Fate,
    KnownPatient,
    LinkDraft,
    OnConflict,
    Receipt,
    Tie,
)
from gateway.telemetry.tally import Tallied
from gateway.telemetry.trace import current_parent
from schemas.clock import from_micros, micros
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.fhir.legal import names_only_the_law
from schemas.fhir.retold import died
from schemas.ids import event_id, message_id
from schemas.policy_words import Role

Knows = Callable[[str], Awaitable[int | None]]
"""Whose row `Patient/<id>` names, if the sender may know them; None for nobody and for whom they may not know."""


@dataclass(frozen=True, slots=True)
class Taken:
    """The reply to give, and what became of the message."""

    reply: bytes
    verdict: Verdict
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Arrival:
    """One message as it came in, and what its codec read."""

    partner: Partner
    raw: bytes
    at: int
    decoded: Decoded
    by: str | None = None
    person: int | None = None
    """Whom it names by an id of this gateway, where its sender may know them; None: who it is stands in it."""


async def take(
    house: House,
    partner: str,
    raw: bytes,
    *,
    control_id: str | None = None,
    otherwise: str = "",
    fault: Issue | None = None,
    by: str | None = None,
    replays: UUID | None = None,
    knows: Knows | None = None,
) -> Taken:
    """Take one message from a partner; `control_id` overrides the codec's (HTTP `Idempotency-Key`), and
    `otherwise` stands for the one of a message that carries none.

    `by` is the named person who sends it, where there is one: the audit remembers them. `replays` is the held
    message in whose place it comes.

    `knows` tells whom an id of this gateway names, if the sender may know them; without it such an id names nobody.

    With a `fault` of the wire (a frame too long to read) only the beginning is at hand: it is refused for that.

    Raises `StoreDown` when nothing could be committed: then no reply may be given.
    """
    source, codec = house.directory.partners[partner], house.codecs[partner]
    now = house.clock.now()
    read = codec.decode(raw, received_at=now)
    person = await knows(read.if_known.reference) if read.if_known and knows else None
    said = read.if_known.decoded if read.if_known and person is not None else read
    decoded = _as_received(said, control_id=control_id or said.control_id or otherwise, fault=fault)
    arrival = Arrival(source, raw, micros(now), screen(house, source, decoded), by, person)
    acceptance = _acceptance(house, codec, arrival, replays=replays)
    receipt = await house.store.accept(acceptance)
    if receipt.fate is Fate.STALE:
        # It says what only somebody in the person's care may say: to this sender the id names nobody.
        return await take(house, partner, raw, control_id=control_id, otherwise=otherwise, by=by)
    if receipt.fate not in {Fate.REPEATED, Fate.UNLINKED}:
        house.bell.ring()
    if partner in house.generation.shadows and fault is None:
        house.shadows.offer(partner, raw, read, acceptance.message_id)
    told = read.if_known.decoded if receipt.fate is Fate.REPEATED and read.if_known else arrival.decoded
    verdict = _ruled(arrival, told, receipt, acceptance.message_id)
    how = "repeated" if receipt.fate is Fate.REPEATED else verdict.outcome.value
    house.tally.add(Tallied.MESSAGES, partner, how)
    return Taken(_reply(codec, told, verdict, receipt), verdict, receipt)


def _as_received(said: Decoded, *, control_id: str, fault: Issue | None) -> Decoded:
    """What was read, under the id that came with it; a fault of the wire stands in place of all that was read."""
    decoded = said if said.control_id == control_id else replace(said, control_id=control_id)
    if fault is None:
        return decoded
    return replace(decoded, outcome=Outcome.REFUSED, bundle=None, issues=(fault,))


def _ruled(arrival: Arrival, decoded: Decoded, receipt: Receipt, name: UUID) -> Verdict:
    clashed = receipt.fate in {Fate.CONFLICT_TAKEN, Fate.CONFLICT_REFUSED}
    return _conflict(arrival, name) if clashed else _verdict(arrival, decoded, name)


def _reply(codec: Codec, decoded: Decoded, verdict: Verdict, receipt: Receipt) -> bytes:
    """The reply that was committed; where it tells what each entry became, the same with that written in."""
    is_whole = receipt.fate in {Fate.NEW, Fate.REPEATED}
    if not (decoded.answers_each_entry and is_whole and receipt.references):
        return receipt.reply
    written = {url: (one, receipt.versions[one]) for url, one in receipt.references.items()}
    return codec.reply(decoded, replace(verdict, written=written))


def _acceptance(house: House, codec: Codec, arrival: Arrival, *, replays: UUID | None = None) -> Acceptance:
    decoded = arrival.decoded
    name = message_id(arrival.partner.id, decoded.control_id, arrival.raw)
    bare = Acceptance(
        message_id=name,
        source=arrival.partner.id,
        control_id=decoded.control_id,
        kind=decoded.kind,
        adapter=arrival.partner.adapter,
        raw=arrival.raw,
        received_at=arrival.at,
        outcome=decoded.outcome,
        reply=codec.reply(decoded, _verdict(arrival, decoded, name)),
        who=None,
        conflict_reply=lambda: codec.reply(decoded, _conflict(arrival, name)),
        on_conflict=OnConflict(arrival.partner.same_id_other_body),
        issues=orjson.dumps([_plain(issue) for issue in decoded.issues]),
        replays=replays,
        audit=(_audit(arrival, event_id(name, 0)),),
        is_test=decoded.is_test,
        trace_parent=current_parent(),
    )
    has_effect = decoded.outcome in {Outcome.ACCEPTED, Outcome.FLAGGED} and not decoded.is_test
    if not has_effect or decoded.bundle is None:
        return bare
    return _with_effect(house, arrival, bare, decoded.bundle)


def _with_effect(house: House, arrival: Arrival, bare: Acceptance, bundle: Resource) -> Acceptance:
    decoded, partner = arrival.decoded, arrival.partner
    writer = Writer(partner.organisation, speaker(house.directory, decoded, partner), decoded.telling)
    addressee = resolve(house.directory, decoded.addressee)
    resources = [entry["resource"] for entry in bundle["entry"]]
    patient: Resource = next((one for one in resources if one["resourceType"] == "Patient"), {})
    named = None if arrival.person is None else KnownPatient(arrival.person)
    drafted = drafts(house, bundle, writer, addressee=addressee)
    told = events(house.directory, decoded, partner, name=bare.message_id, addressee=addressee, at=arrival.at)
    return replace(
        bare,
        who=named or claim(patient, organisation=partner.organisation, blind=house.blind),
        drafts=drafted,
        events=at_once(told, drafted),
        links=_links(house, arrival, addressee),
        answers=answers(house, partner, bundle, told),
        timers=timers(house.directory, decoded, addressee, at=arrival.at),
        merges=tuple(merged(one, organisation=partner.organisation, blind=house.blind) for one in decoded.merges),
        merge_tie=_who_looks_after(house, partner) if is_charity(house.directory, partner) else None,
        only_if_linked=decoded.only_if_linked,
        tie=_tie(house, arrival, binding) if (binding := [one for one in resources if _binds(one)]) else None,
        raises_epoch=any(one["resourceType"] == "Consent" for one in resources),
        restricted=_restricted(patient),
        deceased=died(patient),
    )


def _binds(resource: Resource) -> bool:
    return resource["resourceType"] == "Consent" and not names_only_the_law(resource)


def _tie(house: House, arrival: Arrival, consents: Sequence[Resource]) -> Tie:
    """Only a sender in whose care somebody is may record what they agree to or refuse."""
    text = "the sender has no live tie to this person; kept apart, it changes nothing until a person has joined it"
    issue = Issue(Severity.WARNING, "business-rule", "Consent", text)
    issues = orjson.dumps([_plain(one) for one in (*arrival.decoded.issues, issue)])
    own = [asker(house.directory, one.id, Role.SERVICE_INBOX) for one in spoken_for(house.directory, arrival.partner)]
    lets_in = any(serves(told, charity(house.directory, one)) for told in consents for one in own)
    return replace(_who_looks_after(house, arrival.partner), issues=issues, lets_in=lets_in)


def _who_looks_after(house: House, sender: Partner) -> Tie:
    own = house.directory.services_of(sender.organisation)
    return Tie(frozenset(one.id for one in own), sender.organisation)


def _links(house: House, arrival: Arrival, addressee: str | None) -> tuple[LinkDraft, ...]:
    known = house.directory.services
    told = tuple(_link(one) for one in arrival.decoded.links if one.service in known)
    happened = {one.type for one in arrival.decoded.occurrences}
    ends = (addressee, arrival.partner.service) if EventType.REFERRAL_RECEIVED in happened else ()
    ends = () if _is_to_oneself(house, arrival.partner, addressee) else ends
    begun = tuple(LinkDraft(one, LinkEffect.LINK, "referral") for one in ends if one)
    is_over = EventType.REFERRAL_CANCELLED in happened
    return told + begun + ((LinkDraft(addressee, LinkEffect.UNLINK, CANCELLED),) if is_over and addressee else ())


def _is_to_oneself(house: House, sender: Partner, addressee: str | None) -> bool:
    """True where a charity refers to itself: nobody else knows of it, and at a visit it records what is agreed."""
    known = house.directory.services
    if addressee is None or known[addressee].organisation != sender.organisation:
        return False
    return is_charity(house.directory, sender)


def _link(change: LinkChange) -> LinkDraft:
    return LinkDraft(change.service, change.effect, "team table")


def _restricted(patient: Resource) -> bool | None:
    marks = {one.get("code") for one in patient.get("meta", {}).get("security", ())}
    return True if marks & {"R", "V"} else None


def _verdict(arrival: Arrival, decoded: Decoded, name: UUID) -> Verdict:
    return Verdict(decoded.outcome, decoded.issues, from_micros(arrival.at), name)


def _conflict(arrival: Arrival, name: UUID) -> Verdict:
    message = "this id came before with another body; it was taken as new and flagged: check your counter"
    outcome = Outcome.FLAGGED
    if arrival.partner.same_id_other_body == "refuse":
        message = "this id came before with another body; send this message under a new id"
        outcome = Outcome.REFUSED
    elif arrival.decoded.outcome is Outcome.QUARANTINED:
        outcome = Outcome.QUARANTINED
    severity = Severity.ERROR if outcome is Outcome.REFUSED else Severity.WARNING
    issue = Issue(severity, "duplicate", "message control id", message)
    return Verdict(outcome, (*arrival.decoded.issues, issue), from_micros(arrival.at), name)


def _plain(issue: Issue) -> dict[str, str]:
    return {
        "severity": issue.severity.value,
        "code": issue.code,
        "where": issue.where,
        "message": issue.message,
    }


def _audit(arrival: Arrival, event: UUID) -> AuditDraft:
    told = {"kind": arrival.decoded.kind, "adapter": arrival.partner.adapter}
    detail = orjson.dumps(told | ({"person": arrival.by} if arrival.by else {}))
    return AuditDraft("accept", arrival.partner.id, arrival.decoded.outcome.value, detail, event)
