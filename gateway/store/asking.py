"""The verbs of asking, reviewing and telling who saw what: a part of the store, over the same engine."""

from collections.abc import Sequence
from functools import partial

from gateway.store.engine import Engine
from gateway.store.steps import asking
from gateway.store.steps.step import Desk
from gateway.store.verbs.asking import Access, HeldRequest, HeldReview, RequestDraft
from gateway.store.verbs.intake import AuditDraft


class AskingVerbs:
    """What staff ask of a clinical team, and what an officer looks at."""

    _engine: Engine
    _desk: Desk

    async def ask(self, draft: RequestDraft, *, now: int) -> str:
        """Keep a request to a clinical team."""
        return await self._engine.write(partial(asking.ask, self._desk, draft, now=now))

    async def requests(self, team: str) -> Sequence[HeldRequest]:
        """Requests to a team that nobody has answered."""
        return await self._engine.read(partial(asking.waiting, self._desk, team))

    async def request(self, reference: str) -> HeldRequest | None:
        """One request."""
        return await self._engine.read(partial(asking.request, self._desk, reference))

    async def decline(self, reference: str, note: AuditDraft, *, by: str, now: int) -> bool:
        """Answer a request with no."""
        return await self._engine.write(partial(asking.decline, self._desk, reference, note, by=by, now=now))

    async def reviews(self, organisation: str) -> Sequence[HeldReview]:
        """What an officer of an organisation is to look at."""
        return await self._engine.read(partial(asking.reviews, self._desk, organisation))

    async def end_review(self, reference: str, note: AuditDraft, *, by: str, finding: str, now: int) -> bool:
        """An officer has looked."""
        verb = partial(asking.end_review, self._desk, reference, note, by=by, finding=finding, now=now)
        return await self._engine.write(verb)

    async def accesses(self, patient: int, note: AuditDraft, *, limit: int) -> Sequence[Access]:
        """Who was shown, sent or opened something of a person."""
        return await self._engine.write(partial(asking.accesses, self._desk, patient, note, limit=limit))
