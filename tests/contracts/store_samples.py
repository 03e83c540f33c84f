"""Made-up messages, people and releases for the contract of the store."""

from collections.abc import Sequence
from dataclasses import replace

from adapters.contract import Outcome
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import (
    DeliveryState,
    EventRow,
    Lease,
    Most,
    Release,
    RenditionDraft,
    Route,
    Settlement,
)
from gateway.store.verbs.intake import (
    Acceptance,
    AuditDraft,
    Candidate,
    Draft,
    EventDraft,
    Identity,
    IdentityClaim,
    Match,
)
from schemas.events import EventType
from schemas.fhir.retold import Telling
from schemas.ids import event_id, message_id

NOW = 1_790_000_000_000_000
SECOND = 1_000_000


def matcher(claim: IdentityClaim, candidates: Sequence[Candidate]) -> Match:
    """Join by NHS number alone: the store's contract is not about matching."""
    same = [one for one in candidates if claim.nhs_number and one.nhs_number == claim.nhs_number]
    if same:
        return Match(same[0].patient, Identity.CERTAIN)
    return Match(
        None, Identity.CERTAIN if claim.nhs_number else Identity.UNVERIFIED, tuple(c.patient for c in candidates)
    )


def claim(who: str = "sam") -> IdentityClaim:
    return IdentityClaim("trust", who.encode() * 8, b"birth", b"family" + who.encode(), b"given", (who.encode(),))


def message(control_id: str = "1", body: bytes = b"MSH|1", **changes: object) -> Acceptance:
    name = message_id("trust", control_id, body)
    made = Acceptance(
        message_id=name,
        source="trust",
        control_id=control_id,
        kind="REF^I12",
        adapter="hl7v2",
        raw=body,
        received_at=NOW,
        outcome=Outcome.ACCEPTED,
        reply=b"AA " + control_id.encode(),
        who=claim(),
        conflict_reply=lambda: b"flagged",
        drafts=(referral(control_id),),
        events=(EventDraft(event_id(name, 0), EventType.REFERRAL_RECEIVED, ("urn:a",), NOW, addressee="cafe"),),
        audit=(AuditDraft("accept", "trust", "accepted", b'{"who":"sam"}', name),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def referral(key: str) -> Draft:
    return Draft(
        "urn:a", "ServiceRequest", b'{"resourceType":"ServiceRequest","self":"urn:a"}', b"{}", "1", key=key.encode(),
        addressed_to="cafe", status="active", written_by_organisation="trust",
    )  # fmt: skip


def about(teller: str, dead: bool | None) -> Draft:
    """What an organisation tells of a person: dead, alive, or neither."""
    said = b"" if dead is None else b',"deceasedBoolean":true' if dead else b',"deceasedBoolean":false'
    body = b'{"resourceType":"Patient"' + said + b"}"
    return Draft(
        "urn:p", "Patient", body, b"{}", "1", key=teller.encode(), written_by_organisation=teller,
        telling=Telling.ELEMENTS,
    )  # fmt: skip


def to_cafe(event: EventRow) -> list[Route]:
    return [Route("cafe", "hook")]


def rendition(number: int = 0, body: bytes = b"{}") -> RenditionDraft:
    return RenditionDraft(number, "application/json", "control", body, b"basis", ("ServiceRequest/x",))


async def leased(store: SqlStore, *, now: int = NOW, until: int = NOW + 30 * SECOND, most: int = 10) -> list[Lease]:
    await store.fan_out([one.event_id for one in await store.unrouted(100)], to_cafe, now=now)
    return list(await store.claim("w", now=now, until=until, most=Most(most)))


async def releasing(store: SqlStore, lease: Lease, **changes: object) -> Release:
    seen = await store.load(lease.event.patient, (), now=NOW)
    made = Release(
        delivery=lease.delivery,
        lane=lease.lane,
        fence=lease.fence,
        patient=seen.patient,
        patient_epoch=seen.patient_epoch,
        gate_epoch=seen.gate_epoch,
        at=NOW,
        rendition=rendition(),
        audit=(AuditDraft("deliver", "cafe", "permit", b'{"why":1}', lease.event.event_id),),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def settled(lease: Lease, state: DeliveryState, **changes: object) -> Settlement:
    return replace(Settlement(lease.delivery, lease.lane, lease.fence, state, "detail", NOW), **changes)  # type: ignore[arg-type]
