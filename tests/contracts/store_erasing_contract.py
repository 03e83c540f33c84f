"""What every store must do when a person is erased, must not be, or when what is kept of them has had its time."""

import re
from dataclasses import replace

import pytest

from adapters.contract import Outcome
from gateway.store.steps.auditing import link_hash
from gateway.store.store import SqlStore
from gateway.store.verbs.delivery import (
    DeliveryState,
    Most,
)
from gateway.store.verbs.erasing import Erasure, Remains
from gateway.store.verbs.intake import (
    AuditDraft,
    Fate,
)
from schemas.ids import event_id
from tests.contracts.store_samples import (
    NOW,
    SECOND,
    claim,
    leased,
    message,
    releasing,
    settled,
    to_cafe,
)


class StoreErasingContract:
    """The promises about erasure, legal holds and retention."""

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
        [lease] = await store.claim("w", now=NOW, until=NOW + SECOND, most=Most(9))
        assert lease.event.event_id == event_id(kept.message_id, 0)
        lines = await store.audit_lines(None, 0, limit=100)
        assert all(link_hash(line) == line.hash for line in lines)
        again = await store.accept(message("3"))
        assert again.patient not in {None, gone.patient}

    @pytest.mark.parametrize("name", ["9991234500-7", "SAM-EXAMPLE", ""])
    async def test_what_a_sender_called_a_message_of_the_erased_is_known_by_a_hash(
        self, store: SqlStore, name: str
    ) -> None:
        """Found by the id as sent, and flagged when it comes with another body; others keep theirs."""
        first = await store.accept(message(name))
        await store.accept(message("2", who=claim("kim")))
        refused = await store.accept(message(f"{name}!", who=None, outcome=Outcome.REFUSED, drafts=(), events=()))
        [alone] = await store.of_nobody(0, limit=9)
        assert first.patient is not None
        assert (await store.accept(message(name, b"MSH|2", events=()))).fate is (
            Fate.CONFLICT_TAKEN if name else Fate.NEW
        )
        order = Erasure(first.patient, "ops", "asked for", (alone.key_id,), (alone.number,))
        assert await store.erase(order, now=NOW)

        kept = [row.control_id for _, row in await store.ledger(0, limit=9)]
        again = await store.accept(message(name, b"MSH|3", events=(), who=claim("kim")))

        assert kept[1] == "2" and len(set(kept)) == 3
        assert all(re.fullmatch(r"(erased~[0-9a-f]{20})?", one) for one in (kept[0], *kept[2:]))
        assert again.fate is (Fate.CONFLICT_TAKEN if name else Fate.NEW)
        found = await store.messages("trust", f"{name}!", limit=9)
        assert [(row.message_id, row.shown_id) for row in found] == [(refused.message_id, "erased")]
        assert (await store.accept(message(name))).fate is Fate.REPEATED

    async def test_no_number_of_a_person_is_kept_in_what_a_sender_calls_a_message(self, store: SqlStore) -> None:
        """It is shown with stars, and the same id with another body is still noticed."""
        await store.accept(message("REF-999 123 4500"))

        other = await store.accept(message("REF-999 123 4500", b"MSH|2"))
        third = await store.accept(message("REF-999 123 4519", b"MSH|3"))

        assert (other.fate, third.fate) == (Fate.CONFLICT_TAKEN, Fate.NEW)
        rows = await store.messages("trust", "REF-999 123 4500", limit=9)
        assert [row.shown_id for row in rows] == ["REF-**********"] * 2
        assert all("999 123" not in row.control_id for row in rows)

    async def test_it_tells_which_messages_an_erasure_took(self, store: SqlStore) -> None:
        """Those that were joined to the person, and those that were about them all the same, taken or refused."""
        gone, kept = await store.accept(message("1")), await store.accept(message("2", who=claim("kim")))
        refused = await store.accept(message("3", who=None, outcome=Outcome.REFUSED, drafts=(), events=()))
        names = [gone.message_id, kept.message_id, refused.message_id]
        [alone] = await store.of_nobody(0, limit=9)
        assert gone.patient is not None
        assert (await store.erasures(), await store.erased(names)) == (0, set())

        await store.erase(Erasure(gone.patient, "ops", "asked for", (alone.key_id,)), now=NOW)

        assert await store.erasures() == 1
        assert await store.erased(names) == {gone.message_id, refused.message_id}
        assert await store.erased([]) == set()

    async def test_everybody_on_record_is_paged_without_the_erased(self, store: SqlStore) -> None:
        """A page after a row; who was erased is not among them."""
        rows = [(await store.accept(message(str(n), who=claim(name)))).patient for n, name in enumerate("abc")]
        gone, *kept = sorted(row for row in rows if row is not None)
        await store.erase(Erasure(gone, "ops", "asked for"), now=NOW)

        first = await store.people(0, limit=1)
        rest = await store.people(first[-1], limit=9)

        assert [*first, *rest] == kept
        assert await store.people(kept[-1], limit=9) == []

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

    async def test_it_tells_what_was_last_sent_of_whoever_was_erased(self, store: SqlStore) -> None:
        """By subscription, the latest attempt; nothing of others, and nothing that was never sent."""
        receipt = await store.accept(message("1"))
        await store.accept(message("2", who=claim("kim")))
        for lease in await leased(store):
            await store.release([await releasing(store, lease)])
            await store.settle([settled(lease, DeliveryState.DELIVERED)])
        await store.accept(message("3"))
        assert receipt.patient is not None
        assert await store.remains(("hook",)) == []

        await store.erase(Erasure(receipt.patient, "ops", "asked for"), now=NOW)

        assert await store.remains(("hook", "other")) == [
            Remains(receipt.patient, NOW, "ops", "asked for", "hook", NOW)
        ]
        assert await store.remains(("other",)) == await store.remains(()) == []

    async def test_a_legal_hold_forbids_erasure_until_it_is_released(self, store: SqlStore) -> None:
        """Whoever asks."""
        person = (await store.accept(message("1"))).patient
        assert person is not None
        await store.legal_hold(person, reason="claim", by="ig", release=False, now=NOW)

        assert await store.erase(Erasure(person, "ops", "asked for"), now=NOW) is None
        assert await store.legal_hold(person, reason="settled", by="ig", release=True, now=NOW) == 1
        assert await store.erase(Erasure(person, "ops", "asked for"), now=NOW) == 1

    async def test_a_legal_hold_outlives_a_join(self, store: SqlStore) -> None:
        """On the record that went away: the person it became is not erased either, until it is released."""
        first = (await store.accept(message("1"))).patient
        second = (await store.accept(message("2", who=replace(claim("kim"), nhs_number=None)))).patient
        assert first is not None and second is not None
        await store.legal_hold(first, reason="claim", by="ig", release=False, now=NOW)

        await store.join(first, second, audit=AuditDraft("join", "ops", "joined"), now=NOW)

        assert await store.erase(Erasure(second, "ops", "asked for"), now=NOW) is None
        assert await store.legal_hold(second, reason="settled", by="ig", release=True, now=NOW) == 1
