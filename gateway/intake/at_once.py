"""What tells of risk is urgent whatever its sender says: no summary gathers it, and nothing holds it back unseen."""

from collections.abc import Sequence
from dataclasses import replace

import orjson

from gateway.gate.facts import categories_of
from gateway.store.verbs.intake import Draft, EventDraft
from schemas.codes.mhsds import DROP_IN_OUTCOME_SYSTEM, URGENT_OUTCOMES
from schemas.events import EventType
from schemas.policy_words import Category

_RISK = frozenset({Category.RISK_SUMMARY, Category.STAFF_SAFETY, Category.SAFEGUARDING})


def at_once(events: Sequence[EventDraft], drafts: Sequence[Draft]) -> tuple[EventDraft, ...]:
    """The same events; those that tell of risk are urgent."""
    told = {url for event in events if not event.urgent for url in event.focus}
    risky = {one.full_url for one in drafts if one.full_url in told and _tells_of_risk(one)}
    return tuple(replace(it, urgent=True) if _cannot_wait(it, risky) else it for it in events)


def _cannot_wait(event: EventDraft, risky: set[str]) -> bool:
    """A carer's concern cannot, whatever it says: nobody has read it yet."""
    return event.type is EventType.CONCERN_RECORDED or not risky.isdisjoint(event.focus)


def _tells_of_risk(draft: Draft) -> bool:
    return not _RISK.isdisjoint(categories_of(draft.label)) or (draft.type == "Communication" and _ended_badly(draft))


def _ended_badly(draft: Draft) -> bool:
    """True of a contact after which somebody was sent on urgently or the emergency services were called."""
    codings = (one for it in orjson.loads(draft.body).get("reasonCode", ()) for one in it.get("coding", ()))
    return any(it.get("system") == DROP_IN_OUTCOME_SYSTEM and it.get("code") in URGENT_OUTCOMES for it in codings)
