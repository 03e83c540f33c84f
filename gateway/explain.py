"""Why something was or was not shown, in plain English, for those who may know; asking is itself audited."""

from uuid import UUID

import orjson

from gateway.house import House
from gateway.store.verbs.intake import AuditDraft
from schemas.clock import from_micros, micros


async def explained(house: House, message_or_event: UUID, *, asker: str) -> list[dict[str, object]]:
    """One entry for each decision on a message or event, oldest first; the asking is committed before the answer."""
    note = AuditDraft("explain", asker, "permit", event_id=message_or_event)
    lines = [line for line in await house.store.explain(message_or_event) if line.action != "explain"]
    await house.store.note([note], now=micros(house.clock.now()))
    told: list[dict[str, object]] = []
    for line in lines:
        detail = orjson.loads(await house.store.unseal_audit(line) or b"{}")
        told.append(
            {
                "at": from_micros(line.at).isoformat().replace("+00:00", "Z"),
                "action": line.action,
                "who": line.actor,
                "outcome": line.outcome,
                "because": [_sentence(one) for one in detail.get("decisions", ())],
            }
        )
    return told


def _sentence(decision: dict[str, object]) -> str:
    reasons = decision.get("reasons")
    because = "; ".join(f"{one['text']} ({one['source']})" for one in reasons) if isinstance(reasons, list) else ""
    return f"{decision['reference']}: {decision['outcome']}, {decision['extent']}: {because}"
