"""What every store must keep of messages, of readings and of its audit."""

from dataclasses import replace

import pytest

from adapters.contract import LinkEffect, Outcome
from gateway.store.steps.auditing import link_hash
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import Most
from gateway.store.verbs.intake import (
    Draft,
    Fate,
    LinkDraft,
    OnConflict,
)
from gateway.store.verbs.reading import Disclosure
from tests.contracts.store_samples import NOW, SECOND, claim, leased, matcher, message, referral, to_cafe


class StoreIntakeContract:
    """What every store must keep of messages, of readings and of its audit."""

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

    async def test_a_task_is_of_an_act_only_where_the_gateway_itself_told_it_last(self, store: SqlStore) -> None:
        """What a sender says of it afterwards is no act; nor is anything but a Task looked at."""
        task = Draft("urn:t", "Task", b'{"resourceType":"Task"}', b"{}", "1", key=b"task", status="accepted")
        first = await store.accept(message(source="nwd", drafts=(referral("1"), task)))
        acted = await store.load(first.patient or 0, None, now=NOW)

        await store.accept(message("2", drafts=(task,), events=()))

        told = await store.load(first.patient or 0, None, now=NOW)
        assert [(one.type, one.by_act) for one in acted.resources] == [("ServiceRequest", False), ("Task", True)]
        assert [(one.type, one.by_act) for one in told.resources] == [("ServiceRequest", False), ("Task", False)]

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

    async def test_an_event_never_goes_before_an_earlier_one_of_its_person(self, store: SqlStore) -> None:
        """The backbone may bring the later one first: the earlier goes with it, and has no second effect after."""
        names = [(await store.accept(message(number))).message_id for number in "12"]

        made = [await store.fan_out([name], to_cafe, now=NOW) for name in reversed(names)]

        assert made == [2, 0]
        [lease] = await store.claim("worker", now=NOW, until=NOW + SECOND, most=Most(10))
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

    async def test_of_nobody_there_is_nothing(self, store: SqlStore) -> None:
        """Row 0 is empty, so that what is not there can be looked for like what is."""
        await store.accept(message())

        nobody = await store.load(0, None, now=NOW)

        assert (nobody.resources, nobody.consents, nobody.links, nobody.patient_epoch) == ((), (), (), 0)
        assert await store.find(claim("nobody"), matcher) is None

    async def test_the_inbox_holds_what_is_addressed_to_the_service(self, store: SqlStore) -> None:
        """Newest first, and nobody else's."""
        await store.accept(message("1"))
        second = await store.accept(message("2"))

        rows = await store.inbox("cafe", limit=1, before=None)

        assert [row.reference for row in rows] == list(second.references.values())
        assert await store.inbox("htt", limit=5, before=None) == []

    async def test_the_audit_chain_holds_and_an_edit_breaks_it(self, store: SqlStore) -> None:
        """Every line's hash runs over the one before and its own ciphertext."""
        await store.accept(message())
        lines = await store.audit_lines(None, 0, limit=100)

        assert [line.previous for line in lines[1:]] == [line.hash for line in lines[:-1]]
        assert all(link_hash(line) == line.hash for line in lines)
        assert link_hash(replace(lines[-1], outcome="denied")) != lines[-1].hash
        assert (await store.audit_heads())[0].hash == lines[-1].hash

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

        assert (await store.counts(now=NOW)).by_state["event.unrouted"] == 1
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
