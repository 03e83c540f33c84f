"""What every store must do, whatever database it is on; a subclass gives the store."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.contract import LinkEffect, Outcome
from gateway.store.steps.auditing import link_hash
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import (
    DeliveryState,
    EventRow,
    Lease,
    Release,
    ReleaseFate,
    RenditionDraft,
    Route,
    Settlement,
)
from gateway.store.verbs.erasing import Erasure
from gateway.store.verbs.intake import (
    Acceptance,
    AuditDraft,
    Candidate,
    Draft,
    EventDraft,
    Fate,
    Identity,
    IdentityClaim,
    KnownPatient,
    LinkDraft,
    Match,
    OnConflict,
    TimerDraft,
)
from gateway.store.verbs.reading import Disclosure
from schemas.events import EventType
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
        conflict_reply=b"flagged",
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


def to_cafe(event: EventRow) -> list[Route]:
    return [Route("cafe", "hook")]


def rendition(number: int = 0, body: bytes = b"{}") -> RenditionDraft:
    return RenditionDraft(number, "application/json", "control", body, b"basis", ("ServiceRequest/x",))


async def leased(store: SqlStore, *, now: int = NOW, until: int = NOW + 30 * SECOND) -> list[Lease]:
    await store.fan_out([one.event_id for one in await store.unrouted(100)], to_cafe, now=now)
    return list(await store.claim("w", now=now, until=until, limit=10))


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


class StoreContract:
    """The promises of `gateway.store.verbs.store.Store`."""

    async def test_a_message_is_answered_once_and_has_one_effect(self, store: SqlStore) -> None:
        """The same id and body get the same answer and references, and nothing more happens."""
        first = await store.accept(message())

        again = await store.accept(message(reply=b"AA other"))

        assert (first.fate, again.fate) == (Fate.NEW, Fate.REPEATED)
        assert again.reply == b"AA 1"
        assert (again.references, again.versions, again.epoch) == (first.references, first.versions, first.epoch)
        assert len(await store.unrouted(10)) == 1

    async def test_the_same_id_with_another_body_is_taken_and_flagged(self, store: SqlStore) -> None:
        """Senders reset their counters: a new body under an old id is never merged silently."""
        await store.accept(message())

        other = await store.accept(message(body=b"MSH|2"))

        assert (other.fate, other.reply) == (Fate.CONFLICT_TAKEN, b"flagged")
        assert [row.outcome for row in await store.messages("trust", "1", limit=9)] == ["flagged", "accepted"]

    async def test_the_same_id_with_another_body_is_refused_where_the_channel_says_so(self, store: SqlStore) -> None:
        """Refused conflicts leave no event, and do not use up the id."""
        await store.accept(message())

        other = await store.accept(message(body=b"MSH|2", on_conflict=OnConflict.REFUSE))

        assert (other.fate, len(await store.unrouted(9))) == (Fate.CONFLICT_REFUSED, 1)

    async def test_a_refused_message_does_not_use_up_its_id(self, store: SqlStore) -> None:
        """An id is remembered only after success."""
        await store.accept(message(outcome=Outcome.REFUSED, who=None, drafts=(), events=(), reply=b"AE"))

        mended = await store.accept(message())

        assert mended.fate is Fate.NEW

    async def test_references_are_made_internal(self, store: SqlStore) -> None:
        """What stood as a draft's full url stands as its outside reference."""
        receipt = await store.accept(message())

        assert receipt.patient is not None
        held = (await store.load(receipt.patient, None, now=NOW)).resources
        assert [one.reference for one in held] == list(receipt.references.values())
        assert held[0].reference.encode() in held[0].body

    async def test_the_same_key_makes_a_new_version(self, store: SqlStore) -> None:
        """A second draft with the writer's key follows the first; an unexpected version undoes all."""
        first = await store.accept(message("1", drafts=(referral("r"),)))
        second = await store.accept(message("2", drafts=(referral("r"),)))
        stale = await store.accept(message("3", drafts=(replace(referral("r"), expected_version=1),)))

        assert list(second.versions.values()) == [2]
        assert first.references == second.references
        assert stale.fate is Fate.STALE
        assert len(await store.messages("trust", "3", limit=9)) == 0

    async def test_firehose_content_without_a_link_is_destroyed(self, store: SqlStore) -> None:
        """The id is kept and the body is not, unless the person has a live link here."""
        unlinked = await store.accept(message("1", only_if_linked=True))
        await store.accept(message("2", links=(LinkDraft("htt", LinkEffect.LINK, "referral"),)))
        linked = await store.accept(message("3", only_if_linked=True))

        assert (unlinked.fate, linked.fate) == (Fate.UNLINKED, Fate.NEW)
        assert await store.raw(unlinked.message_id) is None
        assert await store.raw(linked.message_id) == b"MSH|1"

    async def test_a_link_is_made_only_for_people_already_known(self, store: SqlStore) -> None:
        """A team takes somebody on: kept when the person is known here, destroyed when not."""
        begin = LinkDraft("htt", LinkEffect.LINK, "team table")
        unknown = await store.accept(message("1", only_if_linked=True, links=(begin,)))
        await store.accept(message("2"))
        known = await store.accept(message("3", only_if_linked=True, links=(begin,)))

        assert (unknown.fate, known.fate) == (Fate.UNLINKED, Fate.NEW)

    async def test_a_link_begins_once_and_ends(self, store: SqlStore) -> None:
        """LINK twice is one link; STEP_DOWN ends it."""
        begin = LinkDraft("htt", LinkEffect.LINK, "referral")
        receipt = await store.accept(message("1", links=(begin, begin)))
        await store.accept(message("2", links=(LinkDraft("htt", LinkEffect.STEP_DOWN, "adt"),), received_at=NOW + 5))

        assert receipt.patient is not None
        links = (await store.load(receipt.patient, (), now=NOW)).links
        assert [(one.service, one.until) for one in links] == [("htt", NOW + 5)]

    async def test_fan_out_twice_makes_one_delivery(self, store: SqlStore) -> None:
        """Fan-out is idempotent."""
        receipt = await store.accept(message())
        event = event_id(receipt.message_id, 0)

        made = [await store.fan_out([event], to_cafe, now=NOW) for _ in range(2)]

        assert made == [1, 0]

    async def test_an_event_never_goes_before_an_earlier_one_of_its_person(self, store: SqlStore) -> None:
        """The backbone may bring the later one first: the earlier goes with it, and has no second effect after."""
        names = [(await store.accept(message(number))).message_id for number in "12"]

        made = [await store.fan_out([name], to_cafe, now=NOW) for name in reversed(names)]

        assert made == [2, 0]
        [lease] = await store.claim("worker", now=NOW, until=NOW + SECOND, limit=10)
        assert lease.event.event_id == names[0]

    async def test_what_goes_to_the_backbone_is_claimed_and_comes_again_unless_fanned_out(
        self, store: SqlStore
    ) -> None:
        """One claim at a time; given back or run out it is there again, and after fan-out never."""
        names = [(await store.accept(message(number))).message_id for number in "12"]

        async def claimed(now: int) -> list[object]:
            found = await store.outgoing(now=now, until=now + SECOND, limit=10)
            return [one.event.event_id for one in found]

        assert [await claimed(NOW), await claimed(NOW)] == [names, []]
        await store.not_gone(names[:1])
        assert [await claimed(NOW), await claimed(NOW + SECOND)] == [names[:1], names]
        await store.fan_out(names[:1], to_cafe, now=NOW)
        assert await claimed(NOW + 9 * SECOND) == names[1:]

    async def test_what_goes_to_the_backbone_is_sealed_and_one_persons_share_a_pseudonym(self, store: SqlStore) -> None:
        """Two events of one person have one keyed hash, another person's has another; the content is ciphertext."""
        for number, who in (("1", "sam"), ("2", "sam"), ("3", "kim")):
            await store.accept(message(number, who=claim(who)))

        sam, again, kim = await store.outgoing(now=NOW, until=NOW + SECOND, limit=10)

        assert sam.pseudonym == again.pseudonym != kim.pseudonym
        assert len(sam.content) == 1
        assert b"ServiceRequest" not in sam.content[0].sealed

    async def test_the_router_is_told_who_is_linked_and_who_holds(self, store: SqlStore) -> None:
        """Linked services and holders reach the router."""
        told: list[EventRow] = []
        await store.accept(message("1", links=(LinkDraft("htt", LinkEffect.LINK, "referral"),)))
        [lease] = await leased(store)
        await store.release([await releasing(store, lease)])
        await store.settle([settled(lease, DeliveryState.DELIVERED)])
        second = await store.accept(message("2"))

        await store.fan_out([event_id(second.message_id, 0)], lambda event: told.append(event) or [], now=NOW)

        assert [(event.linked, event.holders) for event in told] == [(("htt",), ("cafe",))]

    async def test_a_lane_gives_one_head_at_a_time_in_order(self, store: SqlStore) -> None:
        """Per patient and recipient the second waits for the first to end."""
        for number in "123":
            await store.accept(message(number))
        seen = []
        for _ in range(3):
            [lease] = await leased(store)
            assert await leased(store) == []
            seen.append(lease.event.seq)
            await store.release([await releasing(store, lease)])
            await store.settle([settled(lease, DeliveryState.DELIVERED)])

        assert seen == [1, 2, 3]
        assert await leased(store) == []

    async def test_a_lease_that_ran_out_is_taken_over_and_the_old_fence_is_dead(self, store: SqlStore) -> None:
        """The late worker neither releases nor settles."""
        await store.accept(message())
        [old] = await leased(store)
        release = await releasing(store, old)

        [new] = await store.claim("v", now=NOW + 31 * SECOND, until=NOW + 60 * SECOND, limit=1)

        assert new.fence > old.fence
        assert await store.release([release]) == [ReleaseFate.FENCED]
        await store.settle([settled(old, DeliveryState.DELIVERED)])
        assert [row.deliveries[0].state for row in await store.messages(None, None, limit=1)] == ["queued"]

    async def test_a_revocation_between_decision_and_release_makes_it_stale(self, store: SqlStore) -> None:
        """Release compares the epochs that the decision rested on."""
        receipt = await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease)
        assert receipt.patient is not None
        revocation = message("2", drafts=(), events=(), raises_epoch=True)
        await store.accept(replace(revocation, who=KnownPatient(receipt.patient)))

        assert await store.release([release]) == [ReleaseFate.STALE]

    async def test_a_new_configuration_makes_a_release_stale(self, store: SqlStore) -> None:
        """The gate's epoch rises with a new digest, and only then."""
        await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease)
        raised = await store.apply_config("a", b"toml", by="ops", now=NOW)

        assert await store.release([release]) == [ReleaseFate.STALE]
        assert await store.apply_config("a", b"toml", by="ops", now=NOW) == raised

    async def test_a_repeat_carries_the_same_bytes(self, store: SqlStore) -> None:
        """After a failed attempt the lease brings the exact bytes that left."""
        await store.accept(message())
        [lease] = await leased(store)
        await store.release([await releasing(store, lease, rendition=rendition(0, b"exact"))])
        await store.settle([settled(lease, DeliveryState.RETRYING, next_at=NOW + SECOND)])

        assert await leased(store) == []
        [again] = await leased(store, now=NOW + SECOND, until=NOW + 9 * SECOND)
        assert again.before is not None
        assert (again.before.body, again.before.number, again.attempts) == (b"exact", 0, 1)

    async def test_a_parked_delivery_stops_its_lane_until_a_person_acts(self, store: SqlStore) -> None:
        """Replay puts it back at the head; skip lets the next one go."""
        for number in "12":
            await store.accept(message(number))
        [lease] = await leased(store)
        await store.settle([settled(lease, DeliveryState.PARKED, owner="operator")])
        assert await leased(store) == []
        [parked] = await store.parked()

        assert await store.replay(parked.id, by="ops", now=NOW)
        [again] = await leased(store)
        assert again.delivery == lease.delivery
        await store.settle([settled(again, DeliveryState.PARKED, owner="operator")])
        assert await store.skip(parked.id, by="ops", reason="double", now=NOW)
        [following] = await leased(store)
        assert following.event.seq == 2
        assert not await store.replay(parked.id, by="ops", now=NOW)

    async def test_what_had_no_route_is_fanned_out_anew_on_replay(self, store: SqlStore) -> None:
        """After a subscription was added, replay leads to it."""
        receipt = await store.accept(message())
        event = event_id(receipt.message_id, 0)
        await store.fan_out([event], lambda _: [Route("operator", "")], now=NOW)
        [held] = await store.claim("w", now=NOW, until=NOW + SECOND, limit=1)
        await store.settle([settled(held, DeliveryState.PARKED, owner="operator")])
        [parked] = await store.parked()

        assert await store.replay(parked.id, by="ops", now=NOW)

        [lease] = await leased(store)
        assert lease.recipient == "cafe"

    async def test_withheld_ends_a_delivery_and_is_audited(self, store: SqlStore) -> None:
        """A denial is a final state with its reason, in one transaction with its audit."""
        receipt = await store.accept(message())
        [lease] = await leased(store)
        release = await releasing(store, lease, rendition=None, ends_as=DeliveryState.WITHHELD, reason="refused")

        await store.release([release])

        [row] = await store.messages("trust", None, limit=5)
        assert (row.deliveries[0].state, row.deliveries[0].reason) == ("withheld", "refused")
        lines = await store.explain(receipt.message_id)
        assert [line.action for line in lines] == ["accept", "deliver"]
        assert await store.unseal_audit(lines[1]) == b'{"why":1}'

    async def test_a_timer_fires_once(self, store: SqlStore) -> None:
        """Leased by one, ended by the act that answers it; an act that comes second is stale."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW + SECOND),)))
        assert await store.timers_due("w", now=NOW, until=NOW + 9, limit=5) == ()
        [timer] = await store.timers_due("w", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5)
        assert timer.focus == receipt.references["urn:a"]
        assert await store.timers_due("v", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5) == ()

        acts = [await store.accept(message(n, drafts=(), events=(), fires_timer=timer.id)) for n in "23"]

        assert [act.fate for act in acts] == [Fate.NEW, Fate.STALE]

    async def test_what_is_gathered_is_told_by_the_act_that_ends_its_timer(self, store: SqlStore) -> None:
        """Two events wait on one timer; the digest is about both, and a third event begins another timer."""
        names = [event_id((await store.accept(message(number))).message_id, 0) for number in "12"]
        made = await store.fan_out(names, lambda _: [Route("cafe", "hook", 60)], now=NOW)
        [timer] = await store.timers_due("w", now=NOW + 60 * SECOND, until=NOW + 99 * SECOND, limit=5)

        digest = EventDraft(
            event_id(names[0], 9), EventType.CONTACT_DIGEST, (), NOW, addressee="cafe", gathers=timer.id
        )
        told = message("9", drafts=(), events=(digest,), fires_timer=timer.id)
        await store.accept(told)
        [event] = await store.unrouted(10)
        await store.fan_out([event.event_id], to_cafe, now=NOW)
        third = await store.accept(message("3"))
        await store.fan_out([event_id(third.message_id, 0)], lambda _: [Route("cafe", "hook", 60)], now=NOW)

        assert (made, timer.kind, timer.service) == (0, "digest", "cafe")
        assert (event.type, len(event.focus), event.addressee) == (EventType.CONTACT_DIGEST, 2, "cafe")
        assert len(await store.timers_due("w", now=NOW + 60 * SECOND, until=NOW + 99 * SECOND, limit=5)) == 1

    async def test_opening_cancels_the_timer(self, store: SqlStore) -> None:
        """A referral that was opened is not put before its sender."""
        receipt = await store.accept(message(timers=(TimerDraft("unopened", "urn:a", "cafe", NOW),)))

        await store.accept(message("2", drafts=(), events=(), cancels_timers=tuple(receipt.references.values())))

        assert await store.timers_due("w", now=NOW + SECOND, until=NOW + 9 * SECOND, limit=5) == ()

    async def test_a_reading_is_committed_only_while_its_epochs_hold(self, store: SqlStore) -> None:
        """The read's audit compares the epochs again."""
        receipt = await store.accept(message())
        assert receipt.patient is not None
        seen = await store.load(receipt.patient, None, now=NOW)
        shown = Disclosure(seen.patient, seen.patient_epoch, seen.gate_epoch, NOW, "cafe", ("ServiceRequest/x",), ())

        kept = await store.disclose([shown, replace(shown, patient_epoch=seen.patient_epoch - 1)])

        assert kept == [True, False]

    async def test_what_was_never_given_out_is_absent(self, store: SqlStore) -> None:
        """Made-up and altered references lead nowhere."""
        receipt = await store.accept(message())
        genuine = receipt.references["urn:a"]

        found = [
            await store.locate(one) for one in (genuine, genuine[:-1], genuine.upper(), "Flag/" + genuine[15:], "x")
        ]

        assert [one is not None for one in found] == [True, False, False, False, False]

    async def test_the_inbox_holds_what_is_addressed_to_the_service(self, store: SqlStore) -> None:
        """Newest first, and nobody else's."""
        await store.accept(message("1"))
        second = await store.accept(message("2"))

        rows = await store.inbox("cafe", limit=1, before=None)

        assert [row.reference for row in rows] == list(second.references.values())
        assert await store.inbox("htt", limit=5, before=None) == []

    async def test_an_unverified_person_inherits_the_epochs_of_candidates(self, store: SqlStore) -> None:
        """A refusal by a candidate makes a decision about the unverified person stale."""
        known = await store.accept(message("1"))
        unsure = replace(claim("sam"), nhs_number=None)
        other = await store.accept(message("2", who=unsure))
        assert known.patient is not None and other.patient is not None and known.patient != other.patient
        before = await store.load(other.patient, (), now=NOW)

        await store.accept(message("3", drafts=(), events=(), raises_epoch=True))

        after = await store.load(other.patient, (), now=NOW)
        assert len(before.candidates) == 1
        assert after.patient_epoch > before.patient_epoch

    async def test_namesakes_who_are_unverified_tell_nothing_about_each_other(self, store: SqlStore) -> None:
        """Many share a placeholder name and birth date: none is a candidate for another, and nothing slows down."""
        unsure = [replace(claim("sam"), nhs_number=None, local=(bytes([n]),)) for n in (1, 2)]
        rows = [(await store.accept(message(str(n), who=one))).patient for n, one in enumerate(unsure)]

        assert rows[1] is not None and rows[0] != rows[1]
        assert (await store.load(rows[1], (), now=NOW)).candidates == ()

    async def test_joining_two_rows_makes_one_person(self, store: SqlStore) -> None:
        """References of both lead to the keeper, whose epoch rises."""
        first = await store.accept(message("1"))
        second = await store.accept(message("2", who=replace(claim("kim"), nhs_number=None)))
        assert first.patient is not None and second.patient is not None

        epoch = await store.join(second.patient, first.patient, audit=AuditDraft("join", "ops", "joined"), now=NOW)

        assert first.epoch is not None and epoch > first.epoch
        places = [await store.locate(one.references["urn:a"]) for one in (first, second)]
        assert {place.patient for place in places if place} == {first.patient}
        assert len((await store.load(second.patient, None, now=NOW)).resources) == 2

    async def test_a_merge_unites_what_its_sender_made_one(self, store: SqlStore) -> None:
        """The record that goes away, its referrals, links, holders and waiting deliveries are the keeper's."""
        old = replace(claim("old"), nhs_number=None, birth_date=None)
        lost = await store.accept(message("1", who=old, links=(LinkDraft("htt", LinkEffect.LINK, "referral"),)))
        await store.fan_out([event_id(lost.message_id, 0)], to_cafe, now=NOW)

        kept = await store.accept(message("2", merges=((b"old",),)))
        await store.fan_out([event_id(kept.message_id, 0)], to_cafe, now=NOW)

        assert kept.patient is not None and kept.patient != lost.patient
        seen = await store.load(kept.patient, None, now=NOW)
        assert (len(seen.resources), [link.service for link in seen.links]) == (2, ["htt"])
        assert seen.merged_at == NOW and len({one.home for one in seen.resources}) == 2
        order = []
        for _ in range(2):
            [lease] = await leased(store)
            order.append(lease.event.event_id)
            await store.release([await releasing(store, lease)])
            await store.settle([settled(lease, DeliveryState.DELIVERED)])
        assert order == [event_id(lost.message_id, 0), event_id(kept.message_id, 0)]

    async def test_a_merge_of_people_with_two_nhs_numbers_is_left_to_a_person(self, store: SqlStore) -> None:
        """It is flagged, and both stay apart."""
        lost = await store.accept(message("1", who=claim("kim")))

        kept = await store.accept(message("2", merges=((b"kim",),)))

        assert kept.patient is not None and lost.patient is not None
        assert len((await store.load(kept.patient, None, now=NOW)).resources) == 1
        assert (await store.messages("trust", "2", limit=1))[0].outcome == "flagged"

    async def test_a_merge_of_somebody_unknown_changes_nothing(self, store: SqlStore) -> None:
        """The keeper is taken as in any other message."""
        kept = await store.accept(message("2", merges=((b"nobody",),)))

        assert kept.patient is not None
        assert (await store.load(kept.patient, None, now=NOW)).merged_at is None

    async def test_firehose_of_a_merge_is_kept_when_who_goes_away_is_known(self, store: SqlStore) -> None:
        """The keeper is new here, the record that goes away is not."""
        await store.accept(message("1", who=replace(claim("old"), nhs_number=None)))

        kept = await store.accept(message("2", who=claim("new"), merges=((b"old",),), only_if_linked=True, events=()))

        assert kept.fate is Fate.NEW and kept.patient is not None
        assert (await store.load(kept.patient, None, now=NOW)).merged_at == NOW

    async def test_an_erased_person_is_nobody_and_the_audit_holds(self, store: SqlStore) -> None:
        """Keys gone, what was under way ended, the others as before; they can come again as somebody new."""
        gone, kept = await store.accept(message("1")), await store.accept(message("2", who=claim("kim")))
        await store.fan_out([event_id(gone.message_id, 0), event_id(kept.message_id, 0)], to_cafe, now=NOW)
        assert gone.patient is not None

        destroyed = await store.erase(Erasure(gone.patient, "ops", "asked for"), now=NOW)

        assert destroyed == 1
        assert await store.locate(gone.references["urn:a"]) is None
        assert await store.raw(gone.message_id) is None
        assert await store.raw(kept.message_id) == b"MSH|1"
        [lease] = await store.claim("w", now=NOW, until=NOW + SECOND, limit=9)
        assert lease.event.event_id == event_id(kept.message_id, 0)
        lines = await store.audit_lines(None, 0, limit=100)
        assert all(link_hash(line) == line.hash for line in lines)
        again = await store.accept(message("3"))
        assert again.patient not in {None, gone.patient}

    async def test_a_legal_hold_forbids_erasure_until_it_is_released(self, store: SqlStore) -> None:
        """Whoever asks."""
        person = (await store.accept(message("1"))).patient
        assert person is not None
        await store.legal_hold(person, reason="claim", by="ig", release=False, now=NOW)

        assert await store.erase(Erasure(person, "ops", "asked for"), now=NOW) is None
        assert await store.legal_hold(person, reason="settled", by="ig", release=True, now=NOW) == 1
        assert await store.erase(Erasure(person, "ops", "asked for"), now=NOW) == 1

    async def test_the_audit_chain_holds_and_an_edit_breaks_it(self, store: SqlStore) -> None:
        """Every line's hash runs over the one before and its own ciphertext."""
        await store.accept(message())
        lines = await store.audit_lines(None, 0, limit=100)

        assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:-1]]
        assert all(link_hash(line) == line.hash for line in lines)
        assert link_hash(replace(lines[-1], outcome="denied")) != lines[-1].hash
        assert (await store.audit_heads())[0].hash == lines[-1].hash

    async def test_what_has_outlived_its_clock_goes_and_nothing_else(self, store: SqlStore) -> None:
        """Token ids after a day, raw messages after twenty years; records of care and the audit stay."""
        receipt = await store.accept(message())
        await store.first_use("a", expires_at=NOW)
        [lease] = await leased(store)
        await store.release([await releasing(store, lease)])
        await store.settle([settled(lease, DeliveryState.DELIVERED)])
        day, years = 86_400 * SECOND, 21 * 366 * 86_400 * SECOND

        assert await store.sweep(now=NOW + day // 2, limit=10) == 0
        assert not await store.first_use("a", expires_at=NOW)
        assert await store.sweep(now=NOW + 2 * day, limit=1) == 1
        assert await store.sweep(now=NOW + 2 * day, limit=1) == 0
        assert await store.first_use("a", expires_at=NOW)
        assert await store.raw(receipt.message_id) == b"MSH|1"
        await store.sweep(now=NOW + years, limit=10)

        assert await store.raw(receipt.message_id) is None
        assert receipt.patient is not None
        assert len((await store.load(receipt.patient, None, now=NOW)).resources) == 1
        assert await store.audit_lines(None, 0, limit=5)

    async def test_an_assertion_is_used_once(self, store: SqlStore) -> None:
        """The second use of a token id is seen."""
        used = [await store.first_use("jti", expires_at=NOW) for _ in range(2)]

        assert used == [True, False]

    async def test_one_bad_verb_does_not_undo_its_neighbours(self, store: SqlStore) -> None:
        """A fault in one acceptance is its own; the audit chain stays whole."""
        bad = message("1", drafts=(replace(referral("1"), type="Nonsense"),))
        with pytest.raises(KeyError):
            await store.accept(bad)

        good = await store.accept(message("2"))

        assert good.fate is Fate.NEW
        lines = await store.audit_lines(None, 0, limit=100)
        assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:-1]]

    async def test_counts_and_stuck_tell_what_is_open(self, store: SqlStore) -> None:
        """What nobody fanned out is stuck after its time, and counted."""
        await store.accept(message())

        assert (await store.counts()).by_state["event.unrouted"] == 1
        assert await store.stuck(now=NOW) == []
        assert [row.what for row in await store.stuck(now=NOW + 61 * SECOND)] == ["event"]

    async def test_the_ledger_tells_every_message_in_order(self, store: SqlStore) -> None:
        """Each message once, with the states of its deliveries."""
        for number in "12":
            await store.accept(message(number))
        await leased(store)

        rows = await store.ledger(0, limit=10)

        assert [(row.control_id, [one.state for one in row.deliveries]) for _, row in rows] == [
            ("1", ["queued"]),
            ("2", ["queued"]),
        ]
