"""What every store must do with people: links, doubts, merges, erasure, retention."""

from dataclasses import replace
from uuid import UUID

import pytest

from adapters.contract import LinkEffect
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import (
    DeliveryState,
)
from gateway.store.verbs.intake import (
    CANCELLED,
    AnswerDraft,
    AuditDraft,
    EventDraft,
    Fate,
    LinkDraft,
)
from gateway.store.verbs.reading import Decided
from schemas.events import EventType
from schemas.ids import event_id
from tests.contracts.store_samples import (
    NOW,
    SECOND,
    about,
    claim,
    leased,
    message,
    referral,
    releasing,
    settled,
    to_cafe,
)


class StorePeopleContract:
    """What every store must do with people: links, doubts, merges, erasure, retention."""

    async def test_what_ended_by_a_clock_that_was_ahead_has_ended(self, store: SqlStore) -> None:
        """For who reads, who is told and whose notices are kept, also when the record is joined with another."""
        later = NOW + 30 * SECOND
        begin, end = (LinkDraft("cafe", it, "team table") for it in (LinkEffect.LINK, LinkEffect.UNLINK))
        first = await store.accept(message(received_at=later, links=(begin,), events=()))
        await store.accept(message("2", received_at=later, links=(end,), events=()))
        other = await store.accept(message("3", who=claim("kim"), drafts=(referral("3"),)))
        notice = await store.accept(message("4", only_if_linked=True, events=(), drafts=()))

        await store.join(first.patient or 0, other.patient or 0, audit=AuditDraft("join", "ops", "joined"), now=NOW)

        seen = await store.load(other.patient or 0, None, now=NOW)
        [lease] = await leased(store)
        assert notice.fate is Fate.UNLINKED
        assert [(it.since, it.until) for it in seen.links] == [(NOW, NOW)]
        assert lease.event.linked == ()

    @pytest.mark.parametrize("basis", ["declined", CANCELLED])
    async def test_a_tie_begun_by_a_clock_that_was_ahead_is_held_by_a_later_referral(
        self, store: SqlStore, basis: str
    ) -> None:
        """The first of two is over: the other came by a clock that was set back, and is open."""
        begin = LinkDraft("cafe", LinkEffect.LINK, "referral")
        first = await store.accept(message(received_at=NOW + 30 * SECOND, links=(begin,), drafts=(referral("1"),)))
        await store.accept(message("2", links=(begin,), drafts=(referral("2"),)))
        over = replace(referral("1"), status="revoked")
        row = (await store.load(first.patient or 0, None, now=NOW)).resources[0].row
        end = LinkDraft("cafe", LinkEffect.UNLINK, basis, over=(row,))

        await store.accept(message("3", received_at=NOW + 5, links=(end,), drafts=(over,), events=()))

        seen = await store.load(first.patient or 0, None, now=NOW + 5)
        assert [it.until for it in seen.links] == [None]

    async def test_a_visit_made_while_a_clock_is_back_lasts_to_its_end(self, store: SqlStore) -> None:
        """Its end lies ahead from the beginning: the epoch that a clock far ahead left says nothing of it."""
        day = 86_400 * SECOND
        visit = LinkDraft("cafe", LinkEffect.LINK, "walk-in", NOW + day)
        first = await store.accept(message(received_at=NOW + 30 * day, events=(), raises_epoch=True))
        await store.accept(message("2", links=(visit,), events=(), drafts=()))
        kept = await store.accept(message("3", only_if_linked=True, events=(), drafts=()))

        seen = await store.load(first.patient or 0, None, now=NOW)
        assert kept.fate is Fate.NEW
        assert [it.until for it in seen.links] == [NOW + day]

    async def test_a_visit_that_was_ended_by_a_clock_that_was_ahead_has_ended(self, store: SqlStore) -> None:
        """Whoever declined while the visit lasted reads no more, though its day is not over."""
        day = 86_400 * SECOND
        begin = LinkDraft("cafe", LinkEffect.LINK, "walk-in", NOW + day)
        first = await store.accept(message(links=(begin,), events=()))
        end = LinkDraft("cafe", LinkEffect.UNLINK, "declined")
        await store.accept(message("2", received_at=NOW + 30 * SECOND, links=(end,), events=()))
        seen = await store.load(first.patient or 0, None, now=NOW)

        assert [it.until for it in seen.links] == [NOW]

    async def test_a_visit_that_is_agreed_for_longer_lasts_longer(self, store: SqlStore) -> None:
        """Walked in for a day, and in the evening for a week; what is agreed for less takes nothing away."""
        day = 86_400 * SECOND
        visits = [LinkDraft("cafe", LinkEffect.LINK, "walk-in", NOW + days * day) for days in (1, 7, 2)]
        first = await store.accept(message(links=tuple(visits), events=()))
        seen = await store.load(first.patient or 0, None, now=NOW)

        assert [(it.basis, it.until) for it in seen.links] == [("walk-in", NOW + 7 * day)]

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
        links = (await store.load(receipt.patient, (), now=NOW + 5)).links
        assert [(one.service, one.until) for one in links] == [("htt", NOW + 5)]

    async def test_a_cancellation_ends_what_referrals_began_once_none_is_open(self, store: SqlStore) -> None:
        """A visit stays, and so does a referral while any is open: here the one that the first message told of."""
        begins = [LinkDraft("cafe", LinkEffect.LINK, basis) for basis in ("referral", "walk-in")]
        over = LinkDraft("cafe", LinkEffect.UNLINK, CANCELLED)
        open_ = await store.accept(message("1", links=tuple(begins)))
        assert open_.patient is not None
        row = (await store.load(open_.patient, None, now=NOW)).resources[0]
        await store.accept(message("2", received_at=NOW + 5, drafts=(), events=(), links=(over,)))
        kept = (await store.load(open_.patient, (), now=NOW)).links

        ends = replace(
            referral("1"), key=None, resource=row.row, expected_version=1, status="revoked", addressed_to="cafe"
        )
        await store.accept(message("3", received_at=NOW + 9, drafts=(ends,), events=(), links=(over,)))

        links = (await store.load(open_.patient, (), now=NOW + 9)).links
        assert [one.until for one in kept] == [None, None]
        assert [(one.basis, one.until) for one in links] == [("referral", NOW + 9), ("walk-in", None)]

    @pytest.mark.parametrize(
        ("to", "reference", "keys", "ends"),
        [
            ("cafe", "", (b"1",), True),
            ("cafe", "ours", (), True),
            ("club", "ours", (b"1",), False),
            ("cafe", "ServiceRequest/nobodys", (b"9",), False),
            ("cafe", "", (), False),
        ],
        ids=["by number", "by our id", "not asked", "of nothing known", "of nothing said"],
    )
    async def test_a_refusal_from_a_system_of_who_was_asked_ends_the_tie(
        self, store: SqlStore, to: str, reference: str, keys: tuple[bytes, ...], ends: bool
    ) -> None:
        """Only of the referral that it answers, and only of one that is to that service."""
        asked = await store.accept(message("1", links=(LinkDraft("cafe", LinkEffect.LINK, "referral"),)))
        assert asked.patient is not None
        row = (await store.load(asked.patient, None, now=NOW)).resources[0]
        name = UUID(int=7)
        said = EventDraft(name, EventType.REFERRAL_DECLINED, ("urn:task",), NOW + 5, origin=to)
        answer = AnswerDraft(
            name, frozenset({to}), row.reference if reference == "ours" else reference, (frozenset(keys),)
        )
        await store.accept(message("2", drafts=(), events=(said,), answers=(answer,), received_at=NOW + 5))

        after = await store.load(asked.patient, None, now=NOW + 9)
        assert [one.until for one in after.links] == [NOW + 5 if ends else None]
        assert [one.status for one in after.resources] == ["declined" if ends else "active"]

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

    async def test_what_was_decided_stands_until_an_epoch_moves(self, store: SqlStore) -> None:
        """A candidate's refusal ends what was decided on the unverified person, and nothing about anybody else."""
        certain, other = await store.accept(message("1")), await store.accept(message("3", who=claim("kim")))
        unsure = await store.accept(message("2", who=replace(claim("sam"), nhs_number=None)))
        seen = [await store.load(one.patient or 0, (), now=NOW) for one in (certain, unsure, other)]
        decided = [Decided(one.patient, one.patient_epoch, one.gate_epoch) for one in seen]
        before = await store.stand([*decided, *decided])

        await store.accept(message("4", drafts=(), events=(), raises_epoch=True))

        assert before == [True] * 6
        assert await store.stand(decided) == [False, False, True]
        assert await store.stand([replace(decided[2], gate_epoch=decided[2].gate_epoch - 1)]) == [False]
        assert await store.stand([]) == []

    async def test_namesakes_who_are_unverified_tell_nothing_about_each_other(self, store: SqlStore) -> None:
        """Many share a placeholder name and birth date: none is a candidate for another, and nothing slows down."""
        unsure = [replace(claim("sam"), nhs_number=None, local=(bytes([n]),)) for n in (1, 2)]
        rows = [(await store.accept(message(str(n), who=one))).patient for n, one in enumerate(unsure)]

        assert rows[1] is not None and rows[0] != rows[1]
        assert (await store.load(rows[1], (), now=NOW)).candidates == ()

    async def test_a_number_told_later_is_kept_beside_the_first(self, store: SqlStore) -> None:
        """What is known already is not written again; what is new is, and by it the person is found."""
        known, more = claim("sam"), (b"second",)
        first = await store.accept(message("1", who=known))
        await store.accept(message("2", who=replace(known, local=more)))
        assert first.patient is not None

        kept = await store.identifiers(first.patient)

        assert {*known.local, *more} < kept

    async def test_joining_two_rows_makes_one_person(self, store: SqlStore) -> None:
        """References of both lead to the keeper, whose epoch rises."""
        first = await store.accept(message("1", raises_epoch=True))
        second = await store.accept(message("2", who=replace(claim("kim"), nhs_number=None)))
        assert first.patient is not None and second.patient is not None

        epoch = await store.join(second.patient, first.patient, audit=AuditDraft("join", "ops", "joined"), now=NOW)

        assert first.epoch is not None and epoch > first.epoch
        places = [await store.locate(one.references["urn:a"]) for one in (first, second)]
        assert {place.patient for place in places if place} == {first.patient}
        assert len((await store.load(second.patient, None, now=NOW)).resources) == 2

    async def test_what_was_on_its_way_at_a_join_is_held_of_the_one_person(self, store: SqlStore) -> None:
        """It arrives after: whoever got it is told when sharing stops, and stands among those who hold something."""
        first, second = [await store.accept(message(str(n), who=claim(one))) for n, one in enumerate(("sam", "kim"))]
        assert first.patient is not None and second.patient is not None
        leases = await leased(store)
        for lease in leases:
            await store.release([await releasing(store, lease)])
        await store.join(second.patient, first.patient, audit=AuditDraft("join", "ops", "joined"), now=NOW)

        await store.settle(
            [settled(one, DeliveryState.DELIVERED) for one in leases if one.event.patient != first.patient]
        )

        held = await store.holders(first.patient, by="jo", reference="Patient/x")
        assert [service for service, _ in held] == ["cafe"]

    async def test_an_epoch_tells_nothing_of_what_others_wrote(self, store: SqlStore) -> None:
        """It rises with the clock, not by a count; and what no decision rests on is given none."""
        lone = await store.accept(message("1", who=claim("kim"), raises_epoch=True, received_at=NOW + 9))
        for number in range(2, 6):
            await store.accept(message(str(number), raises_epoch=True, received_at=NOW + number))
        busy = await store.accept(message("7", raises_epoch=True, received_at=NOW + 9))
        again = await store.accept(message("8", raises_epoch=True, received_at=NOW + 9))
        plain = await store.accept(message("9", links=()))

        assert (busy.epoch, plain.epoch) == (lone.epoch, None)
        assert again.epoch is not None and busy.epoch is not None and again.epoch > busy.epoch

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

    async def test_what_warns_of_either_record_warns_of_the_one_person(self, store: SqlStore) -> None:
        """A death and a protected place outlive the record that they were told of."""
        old = replace(claim("old"), nhs_number=None, birth_date=None)
        await store.accept(message("1", who=old, deceased=True, restricted=True))

        kept = await store.accept(message("2", merges=((b"old",),)))

        assert kept.patient is not None
        seen = await store.load(kept.patient, None, now=NOW)
        assert (seen.deceased, seen.restricted) == (True, True)

    async def test_a_merge_by_number_alone_keeps_whoever_has_the_number(self, store: SqlStore) -> None:
        """For certain, if several have it; but nobody of whom it says something else."""
        first = await store.accept(message("1"))
        await store.accept(message("2", who=replace(claim("old"), nhs_number=None)))
        bare = replace(claim("sam"), nhs_number=None, birth_date=None, family_name=None, given_name=None)

        kept = await store.accept(message("3", who=bare, merges=((b"old",),)))
        other = await store.accept(message("4", who=replace(bare, birth_date=b"another"), merges=((b"none",),)))
        again = await store.accept(message("5", who=bare, merges=((b"none",),)))

        assert kept.patient is not None and kept.patient == first.patient
        assert (await store.load(kept.patient, None, now=NOW)).merged_at == NOW
        assert (other.patient != first.patient, again.patient) == (True, first.patient)

    async def test_a_death_binds_what_was_decided_before(self, store: SqlStore) -> None:
        """Whatever waits is looked at again, for it must carry the warning."""
        before = await store.accept(message("1"))
        after = await store.accept(message("2", deceased=True))

        assert (before.epoch, after.epoch is None) == (None, False)

    async def test_a_death_stands_until_whoever_told_of_it_takes_it_back(self, store: SqlStore) -> None:
        """By the same organisation; that another says the person lives is no news."""
        steps = (
            ("trust", True, True), ("trust", None, True), ("gp", False, True), ("gp", True, True),
            ("trust", False, True), ("gp", False, False), ("gp", False, False),
        )  # fmt: skip
        seen, bound = [], []
        for number, (teller, dead, _) in enumerate(steps):
            drafts = (about(teller, dead),)
            receipt = await store.accept(message(str(number), drafts=drafts, events=(), deceased=dead))
            assert receipt.patient is not None
            seen.append((await store.load(receipt.patient, None, now=NOW)).deceased)
            bound.append(receipt.epoch is not None)

        assert seen == [dead for _, _, dead in steps]
        assert bound == [True, False, False, True, False, True, False]

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
