"""What every store must do with what people record beside the resources: circumstances, requests, reviews, accesses."""

from dataclasses import replace

import pytest

from gateway.store.store import SqlStore
from gateway.store.verbs.asking import RequestDraft
from gateway.store.verbs.erasing import Erasure
from gateway.store.verbs.intake import (
    AuditDraft,
    CircumstanceDraft,
    CircumstanceKind,
    Draft,
    Fate,
    OverrideDraft,
    ReviewBy,
    ReviewDraft,
)
from gateway.store.verbs.reading import Disclosure
from tests.contracts.store_samples import NOW, SECOND, claim, message

_NOTE = AuditDraft("test", "ops", "done")


def _asked(patient: int | None) -> RequestDraft:
    return RequestDraft(patient, "cafe", "jo", "htt", "vital-interests", b"unwell", AuditDraft("ask", "cafe", "asked"))


class StoreAskingContract:
    """What every store must do with what people record beside the resources."""

    async def test_a_circumstance_holds_until_it_is_ended_and_raises_the_epoch(self, store: SqlStore) -> None:
        """Said twice it is on record once; ended it is gone; decisions made before each no longer hold."""
        unsafe = CircumstanceDraft(CircumstanceKind.UNSAFE_CARER, "RelatedPerson/x", "", "cmht", "pat", b"told us")
        receipt = await store.accept(message("1", circumstances=(unsafe, unsafe)))
        assert receipt.patient is not None and receipt.epoch is not None
        before = await store.load(receipt.patient, (), now=NOW)

        again = message("2", drafts=(), events=(), circumstances=(replace(unsafe, holds=False),), received_at=NOW + 1)
        ended = await store.accept(again)

        after = await store.load(receipt.patient, (), now=NOW + 1)
        assert [(one.kind, one.subject) for one in before.circumstances] == [("unsafe-carer", "RelatedPerson/x")]
        assert after.circumstances == ()
        assert ended.epoch is not None and ended.epoch > receipt.epoch

    @pytest.mark.parametrize("kind", CircumstanceKind)
    async def test_a_circumstance_ended_by_a_clock_that_was_ahead_has_ended(
        self, store: SqlStore, kind: CircumstanceKind
    ) -> None:
        """But that contact with a carer is not safe stands until the clock has caught up: it opens nothing."""
        later = NOW + 30 * SECOND
        said = CircumstanceDraft(kind, "RelatedPerson/x", "", "cmht", "pat", b"told us")
        receipt = await store.accept(message("1", circumstances=(said,), received_at=later))
        over = message("2", drafts=(), events=(), circumstances=(replace(said, holds=False),), received_at=later)
        await store.accept(over)

        after = await store.load(receipt.patient or 0, (), now=NOW)

        assert [one.kind for one in after.circumstances] == ["unsafe-carer"] * (kind is CircumstanceKind.UNSAFE_CARER)

    async def test_a_request_is_answered_once(self, store: SqlStore) -> None:
        """A release ends it and is the grant; a second answer finds it ended and grants nothing."""
        receipt = await store.accept(message("1"))
        assert receipt.patient is not None
        name = await store.ask(_asked(receipt.patient), now=NOW)
        [open_] = await store.requests("htt")
        grant = OverrideDraft("jo", "cafe", "vital-interests", b"unwell", NOW + SECOND, "dr", name)

        fates = [
            (await store.accept(message(number, drafts=(), events=(), override=grant))).fate for number in ("2", "3")
        ]

        held = await store.request(name)
        assert held is not None and (held.answer, held.until, open_.reason) == ("released", NOW + SECOND, b"unwell")
        assert fates == [Fate.NEW, Fate.STALE]
        assert not await store.decline(name, _NOTE, by="dr", now=NOW)
        grants = (await store.load(receipt.patient, (), now=NOW)).overrides
        assert [(one.person, one.released_by) for one in grants] == [("jo", "dr")]

    async def test_a_request_about_nobody_is_kept_alike(self, store: SqlStore) -> None:
        """The one who asks cannot tell; the team can."""
        name = await store.ask(_asked(None), now=NOW)

        [held] = await store.requests("htt")
        assert (held.reference, held.patient, held.reason) == (name, None, b"unwell")
        assert await store.requests("cmht") == [] and await store.request("Request/" + "a" * 26) is None
        assert await store.decline(name, _NOTE, by="dr", now=NOW) and await store.requests("htt") == []

    async def test_reviews_are_drawn_and_ended(self, store: SqlStore) -> None:
        """The first of a service in a week always, others by lot; only who wrote something of the person sees them."""
        draft = ReviewDraft("permit", "urn:a", "cafe", "jo", drawn=False)
        for number in "12":
            await store.accept(message(number, review=draft))
        await store.accept(message("3", review=replace(draft, drawn=True)))

        found = await store.reviews("trust")

        assert len(found) == 2 and await store.reviews("stranger") == []
        assert await store.end_review(found[0].reference, _NOTE, by="po", finding="sound", now=NOW)
        assert not await store.end_review(found[0].reference, _NOTE, by="po", finding="sound", now=NOW)
        assert [one.reference for one in await store.reviews("trust")] == [found[1].reference]

    async def test_whom_an_unverified_person_may_be_brings_the_record_of_an_unsafe_carer(self, store: SqlStore) -> None:
        """By it the same carer is known under another id; of what else the candidate has, nothing comes."""
        known = await store.accept(message("1"))
        subject = next(iter(known.references.values()))
        unsafe = CircumstanceDraft(CircumstanceKind.UNSAFE_CARER, subject, "", "cmht", "pat", b"told us")
        assert known.patient is not None
        await store.accept(message("2", circumstances=(unsafe,)))
        other = await store.accept(message("3", who=replace(claim("sam"), nhs_number=None)))
        assert other.patient is not None and other.patient != known.patient

        [candidate] = (await store.load(other.patient, None, now=NOW)).candidates

        assert [one.reference for one in candidate.resources] == [subject]

    async def test_what_was_shown_of_a_person_is_told_and_asking_leaves_a_trace(self, store: SqlStore) -> None:
        """Permits alone, of this person alone, newest first; nothing once they are erased."""
        receipt = await store.accept(message("1"))
        other = await store.accept(message("2", who=claim("kim")))
        for one in (receipt, other):
            assert one.patient is not None
            seen = await store.load(one.patient, None, now=NOW)
            for at, outcome in ((NOW, "permit"), (NOW + 1, "permit"), (NOW + 2, "deny")):
                audit = AuditDraft("read", "cafe", outcome, b'{"decisions":[]}')
                shown = Disclosure(one.patient, seen.patient_epoch, seen.gate_epoch, at, "cafe", (), (audit,))
                assert await store.disclose([shown]) == [True]
        assert receipt.patient is not None

        found = await store.accesses(receipt.patient, AuditDraft("access-log", "po", "permit"), limit=10)

        assert [(one.at, one.actor, one.detail) for one in found] == [
            (NOW + 1, "cafe", b'{"decisions":[]}'),
            (NOW, "cafe", b'{"decisions":[]}'),
        ]
        assert "access-log" in [line.action for line in await store.audit_lines(None, 0, limit=99)]
        await store.erase(Erasure(receipt.patient, "ops", "asked for", ()), now=NOW)
        about = replace(_NOTE, action="late", detail=b'{"patient":"x"}')
        assert await store.accesses(receipt.patient, about, limit=10) == []
        late = [line.sealed_detail for line in await store.audit_lines(None, 0, limit=99) if line.action == "late"]
        assert late == [b"{}"]

    async def test_what_a_carer_may_know_is_put_before_somebody_in_time(self, store: SqlStore) -> None:
        """From two weeks before its last moment until that, or until it was renewed; no worker ever answers it."""
        day, end = 86_400 * SECOND, NOW + 20 * 86_400 * SECOND
        told = message(drafts=(_carer(), _agreed("c1", end)), events=())
        consent = (await store.accept(told)).references["urn:c"]

        found = [await store.stuck(now=NOW + n * day) for n in (0, 10, 21)]
        counts = await store.counts(now=NOW + 10 * day)
        due = await store.timers_due("w", now=NOW + 21 * day, until=NOW + 22 * day, limit=5)
        renewed = message("2", drafts=(_carer(), _agreed("c2", end + 90 * day)), events=())
        await store.accept(renewed)

        assert [[(one.what, one.id, one.owner, one.since) for one in rows] for rows in found] == [
            [], [("consent", consent, "trust", end)], [],
        ]  # fmt: skip
        assert (counts.past_deadline["consent"], counts.past_deadline["timer"], due) == (1, 0, ())
        assert await store.stuck(now=NOW + 10 * day) == []
        await store.sweep(now=NOW + 4_000 * day, limit=10)
        assert await store.stuck(now=NOW + 100 * day) == []


def _carer() -> Draft:
    return Draft("urn:r", "RelatedPerson", b"{}", b"{}", "1", key=b"r", written_by_organisation="trust")


def _agreed(key: str, until: int) -> Draft:
    return Draft(
        "urn:c", "Consent", b"{}", b"{}", "1", key=key.encode(), written_by_organisation="trust", status="active",
        review_by=ReviewBy(("urn:r",), until),
    )  # fmt: skip
