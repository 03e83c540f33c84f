"""Why something was or was not shown, in plain English, for those who may know; asking is itself audited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import orjson

from consent.question import Asker
from gateway.gate.doubt import AWAITS_IDENTITY
from gateway.house import House
from gateway.parties import Directory
from gateway.store.verbs.intake import AuditDraft
from schemas.clock import from_micros, micros
from schemas.policy_words import Role

_NOT_SHOWN = "a refusal, a restriction or a missing tie looks the same from here; ask the referring service"
_PASSED_ON = "it was passed on, as far as the service may see it"
_NOT_PASSED_ON = "it was not passed on; contact the person, or refer another way"
_ABOUT_RECIPIENTS = frozenset({"deliver", AWAITS_IDENTITY, "preview"})
"""What stands first where an event is not the first of its message: whoever was told of it did not send it."""
_NOT_TOLD = frozenset({AWAITS_IDENTITY, "preview"})
"""What a sender is not told: that somebody looks for who it is about, and what an operator tried."""


@dataclass(frozen=True, slots=True)
class Explained:
    """One entry in full, and what it says of that which was shown."""

    line: dict[str, object]
    shown: list[str]
    is_named: bool = False
    """Who it is about was named by the sender."""


async def explained(house: House, message_or_event: UUID, *, asker: str) -> list[Explained]:
    """One entry for each decision on a message or event, oldest first; the asking is committed before the answer."""
    note = AuditDraft("explain", asker, "permit", event_id=message_or_event)
    lines = [line for line in await house.store.explain(message_or_event) if line.action != "explain"]
    await house.store.note([note], now=micros(house.clock.now()))
    named = await house.store.addressed(message_or_event)
    told = []
    for line in lines:
        decisions = orjson.loads(await house.store.unseal_audit(line) or b"{}").get("decisions", ())
        entry: dict[str, object] = {
            "at": from_micros(line.at).isoformat().replace("+00:00", "Z"),
            "action": line.action,
            "who": line.actor,
            "outcome": line.outcome,
            "because": [_sentence(one) for one in decisions],
        }
        shown = [_sentence(one) for one in decisions if one["outcome"] == "permit"]
        told.append(Explained(entry, shown if line.outcome != "deny" else [], line.actor in named))
    return told


def visible_to(told: Sequence[Explained], parties: Directory, asker: Asker) -> list[dict[str, object]]:
    """Of an explanation, what the asker may know: what became of what its side sent, else what was decided on itself.

    A privacy officer speaks for the whole organisation and sees every recipient of what it sent; anybody else speaks
    for one service, and of recipients sees the one that it named: the others would tell which services somebody uses.
    Why a recipient was not shown something is for a privacy officer alone: the reason would tell of the record what may
    not be seen. Of what waits for an identity the sender's side sees no decision yet.
    """
    whole = asker.role is Role.PRIVACY_OFFICER
    services = {one.id for one in parties.services_of(asker.organisation)}
    mine = services if whole else {asker.service}
    senders = {
        one.id
        for one in parties.partners.values()
        if one.organisation == asker.organisation and (whole or one.service == asker.service)
    }
    if any(one.line["who"] in senders | mine for one in told[:1] if one.line["action"] not in _ABOUT_RECIPIENTS):
        seen = [one for one in told if one.line["action"] not in _NOT_TOLD]
        return [one.line for one in seen] if whole else list(_sent(seen, senders | mine))
    own = [one for one in told if one.line["who"] in mine]
    return [one.line if whole else _in_general(one) for one in own]


def _sent(told: Sequence[Explained], ours: set[str]) -> Iterator[dict[str, object]]:
    """What was sent, and what became of it at the service that its sender named."""
    for one in told:
        if one.line["action"] not in _ABOUT_RECIPIENTS:
            yield one.line
        elif one.is_named or one.line["who"] in ours:
            yield one.line | {"because": [_PASSED_ON if one.shown else _NOT_PASSED_ON]}


def _in_general(one: Explained) -> dict[str, object]:
    """What was shown and why; of the rest, not even that it is there."""
    return one.line | {"because": one.shown or [_NOT_SHOWN]}


def _sentence(decision: dict[str, object]) -> str:
    reasons = decision.get("reasons")
    because = "; ".join(f"{one['text']} ({one['source']})" for one in reasons) if isinstance(reasons, list) else ""
    return f"{decision['reference']}: {decision['outcome']}, {decision['extent']}: {because}"
