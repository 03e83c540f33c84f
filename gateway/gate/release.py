"""The one exit for deliveries: decide on what is held now, and commit it only while that still stands.

Nothing else makes a `Released`.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import orjson

from adapters.contract import Recipient, Released, Rendition
from consent.question import Asker, Channel
from gateway import faults
from gateway.gate import notices
from gateway.gate.doubt import AWAITS_IDENTITY, as_of_nobody_known
from gateway.gate.judging import Asking, Judged, judge_all, judge_brief, why
from gateway.gate.look import Look
from gateway.gate.person import newest_patient, patient_for
from gateway.gate.stopped import had_stopped
from gateway.house import House
from gateway.intake.notices import withheld
from gateway.parties import asker, recipient
from gateway.store.sealed import digest
from gateway.store.verbs.delivery import DeliveryState, EventRow, Lease, Release, ReleaseFate, RenditionDraft
from gateway.store.verbs.intake import AuditDraft
from gateway.store.verbs.reading import Dossier, Held
from gateway.telemetry.tally import Tallied
from schemas.clock import from_micros
from schemas.events import EventType
from schemas.fhir import Resource
from schemas.ids import rendition_id
from schemas.policy_words import Role

_TRIES = 5
_KNOWN_SECONDS, _ASKED_SECONDS = 1.0, 5.0
"""How long a decision is good for, since its commit is known and since it was asked for: a process that slept, or whose
answer was long on its way, does not know how long ago it was committed, nor what has been refused since."""


@dataclass(frozen=True, slots=True)
class Going:
    """A delivery that may leave now: the exact bytes, and the monotonic moment until which they may begin to."""

    rendition: Rendition
    until: float


@dataclass(frozen=True, slots=True)
class Ended:
    """A delivery that ends here, unsent, or is parked for a person."""

    state: DeliveryState
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """Somebody else holds the lane now."""


@dataclass(frozen=True, slots=True)
class _View:
    """What one recipient may see of one event, with the decisions behind it."""

    asking: Asking
    dossier: Dossier
    judged: Sequence[Judged]
    patient: Resource | None
    shown: tuple[Resource, ...]
    ends: Ended | None


async def release(house: House, lease: Lease, look: Look | None = None) -> Going | Ended | Lost:
    """Decide on a leased delivery and commit the decision; decided again while an epoch moves under it.

    `look` is shared with the other deliveries of the same event.

    Raises `StoreDown`, and `Unsendable` when the recipient's format cannot carry what was decided.
    """
    look = look or Look()
    for _ in range(_TRIES):
        gate_epoch = house.generation.gate_epoch
        view = await _view(house, lease, look)
        draft, rendition = _draft(house, lease, view, gate_epoch)
        faults.hit("before-release")
        asked_at = house.clock.monotonic()
        [fate] = await house.store.release([draft])
        if fate is ReleaseFate.FENCED:
            return Lost()
        if fate is ReleaseFate.RELEASED:
            faults.hit("after-release")
            house.tally.add(Tallied.DECISIONS, Channel.DELIVERY.value, "deny" if view.ends else "permit")
            if view.ends:
                house.tally.add(Tallied.DELIVERIES, lease.recipient, view.ends.state.value)
            keyed = replace(rendition, key=pseudonym(house, lease.recipient, lease.event.patient))
            return view.ends or Going(keyed, min(house.clock.monotonic() + _KNOWN_SECONDS, asked_at + _ASKED_SECONDS))
        look.forget()
    return Lost()


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What releasing a delivery now would do: structure only, never content."""

    outcome: str
    reason: str
    same_bytes: bool = False
    content_type: str = ""
    size: int = 0


async def foresee(house: House, lease: Lease, *, by: str) -> Foreseen:
    """Decide on a parked delivery without releasing it; that it was asked is remembered. Raises `Unsendable`."""
    view = await _view(house, lease, Look())
    note = AuditDraft("preview", by, "deny" if view.ends else "permit", b"{}", lease.event.event_id)
    await house.store.note([note], now=view.asking.at)
    if view.ends:
        if view.ends.state is DeliveryState.PARKED:
            return Foreseen("stays parked", view.ends.reason)
        return Foreseen("ends", f"{view.ends.state}: {view.ends.reason}")
    number, rendition, _ = _render(house, lease, view)
    same = lease.before is not None and lease.before.number == number
    return Foreseen("goes", "it may be seen", same, rendition.content_type, len(rendition.body))


def pseudonym(house: House, recipient: str, patient: int) -> str:
    """The keyed hash by which one recipient knows that records are about one person; each has a key of its own."""
    keyed = _keyed(house.blind("pseudonyms", recipient)).copy()
    keyed.update(str(patient).encode())
    return keyed.digest()[:16].hex()


@lru_cache(maxsize=1024)
def _keyed(key: bytes) -> hmac.HMAC:
    """A copy of the keyed state is quicker than a digest in one call, which lets the lock of the interpreter go."""
    return hmac.new(key, digestmod="sha256")


async def _view(house: House, lease: Lease, look: Look) -> _View:
    subscription = house.directory.subscriptions[lease.subscription]
    who = asker(house.directory, lease.recipient, Role.SERVICE_INBOX)
    seen = await look.at(house, lease.event)
    dossier = seen.dossier
    asking = Asking(who, subscription.purpose, Channel.DELIVERY, seen.at)
    if lease.event.type is EventType.ACCESS_ASKED:
        return _View(asking, dossier, (), None, (), None)
    if lease.event.type is EventType.SHARING_STOPPED:
        return _stop_view(house, asking, dossier, lease.event)
    judged = judge_brief(house, asking, seen.brief(house, partial(_in_question, lease.event)))
    view = _focus_view(asking, dossier, judged, who, any_will_do=lease.event.type is EventType.CONTACT_DIGEST)
    waits = lease.event.type is EventType.REFERRAL_RECEIVED and _only_doubted(house, view)
    return replace(view, ends=Ended(DeliveryState.PARKED, "identity unverified")) if waits else view


def _in_question(event: EventRow, dossier: Dossier) -> list[Held]:
    """What an event is about, whoever is told of it, and who the person is."""
    focus = [one for name in event.focus for one in dossier.resources if one.reference == name]
    return [*(one for one in focus if one.type != "Patient"), *newest_patient(dossier.resources)]


def _stop_view(house: House, asking: Asking, dossier: Dossier, event: EventRow) -> _View:
    judged = judge_all(house, asking, dossier, dossier.resources)
    ends = None
    if any(notices.tells_sharing(one, asking.asker) for one in judged):
        ends = Ended(DeliveryState.SUPERSEDED, "sharing goes on")
    elif had_stopped(house, asking, dossier, event):
        ends = Ended(DeliveryState.SUPERSEDED, "sharing had stopped before")
    return _View(asking, dossier, judged, None, (), ends)


def _focus_view(asking: Asking, dossier: Dossier, judged: Sequence[Judged], who: Asker, *, any_will_do: bool) -> _View:
    """An event is told when its main resource may be seen; a summary, when anything in it may."""
    told = [one for one in judged if one.held.type != "Patient"]
    shown = tuple(one.shown for one in told if one.shown is not None)
    patient = patient_for(judged, dossier, who.organisation)
    if not told and patient is not None:
        shown = (patient,)
    seen = [one for one in told if one.shown is not None] if any_will_do else []
    main = next(iter(seen or told or judged), None)
    if main is None or main.shown is None or not shown:
        return _View(asking, dossier, judged, None, (), Ended(DeliveryState.WITHHELD, _reason(main)))
    return _View(asking, dossier, judged, patient, shown, None)


def _only_doubted(house: House, view: _View) -> bool:
    """True where a referral would go, were nobody on record who may be the person: they may be the one who refused.

    A person finds out who it is. Its sender is told only what is told of any referral that nobody opens: whatever
    else came would say that somebody with this number is known here, and refuses.
    """
    clear = as_of_nobody_known(view.dossier)
    if view.ends is None or clear is view.dossier or not view.judged:
        return False
    [main] = judge_all(house, view.asking, clear, [view.judged[0].held])
    return main.shown is not None


def _reason(main: Judged | None) -> str:
    if main is None:
        return "nothing held"
    return main.decision.reasons[0].code if main.decision.reasons else main.decision.outcome.value


def _draft(house: House, lease: Lease, view: _View, gate_epoch: int) -> tuple[Release, Rendition]:
    outcome = "deny" if view.ends else "permit"
    audit = AuditDraft("deliver", lease.recipient, outcome, why(view.judged, view.asking), lease.event.event_id)
    kept, rendition = (None, Rendition("", b"", "")) if view.ends else _rendered(house, lease, view)
    drafted = Release(
        delivery=lease.delivery,
        lane=lease.lane,
        fence=lease.fence,
        patient=view.dossier.patient,
        patient_epoch=view.dossier.patient_epoch,
        gate_epoch=gate_epoch,
        at=view.asking.at,
        rendition=kept,
        audit=(audit,),
    )
    return _unsent(house, lease, drafted, view.ends) if view.ends else drafted, rendition


def _rendered(house: House, lease: Lease, view: _View) -> tuple[RenditionDraft, Rendition]:
    number, made, basis = _render(house, lease, view)
    kept = RenditionDraft(number, made.content_type, made.control_id, made.body, basis, _references(view))
    return kept, made


def _unsent(house: House, lease: Lease, bare: Release, ends: Ended) -> Release:
    """Ended, and the sender of a referral told that it was; or parked, with an owner and without a word to anybody."""
    ended = replace(bare, ends_as=ends.state, reason=ends.reason)
    if ends.state is not DeliveryState.PARKED:
        return replace(ended, tells=withheld(house, lease))
    audit = tuple(replace(one, action=AWAITS_IDENTITY) for one in bare.audit)
    return replace(ended, owner=house.directory.operations.owner, audit=audit)


def _render(house: House, lease: Lease, view: _View) -> tuple[int, Rendition, bytes]:
    """The bytes of earlier attempts while the decision lets the same through; else a rendition with a new id."""
    basis = digest(
        orjson.dumps([view.shown, view.patient, notices.warnings(lease.event, view.dossier, view.asking.asker)])
    )
    before = lease.before
    if before is not None and before.basis == basis:
        return before.number, Rendition(before.content_type, before.body, before.control_id), basis
    number = 0 if before is None else before.number + 1
    return number, house.encoders[lease.subscription].encode(_released(house, lease, view, number)), basis


def _released(house: House, lease: Lease, view: _View, number: int) -> Released:
    event = lease.event
    to: Recipient = recipient(house.directory, lease.recipient)
    return Released(
        event_id=event.event_id,
        rendition_id=rendition_id(event.event_id, number),
        event_type=event.type,
        occurred_at=from_micros(event.occurred_at),
        released_at=from_micros(view.asking.at),
        recipient=to,
        patient=view.patient,
        resources=view.shown,
        references=_references(view),
        attribution=notices.attribution(house.directory, event),
        warnings=notices.warnings(event, view.dossier, view.asking.asker),
        correlation=notices.correlation(view.judged, view.asking.asker.organisation),
    )


def _references(view: _View) -> tuple[str, ...]:
    return tuple(f"{one['resourceType']}/{one['id']}" for one in view.shown)
