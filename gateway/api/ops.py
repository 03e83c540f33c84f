"""For operators and privacy officers: messages, the ledger, what is stuck or parked, the audit and its heads."""

from collections.abc import AsyncIterator
from dataclasses import asdict
from uuid import UUID

import orjson
from starlette.responses import Response, StreamingResponse

from gateway.api.border import Call, object_of, only, text_in
from gateway.api.problem import Refused, absent, json
from gateway.audit.export import head, line_json
from gateway.delivery.foreseen import foreseen
from gateway.explain import explained, visible_to
from gateway.intake import replay as replay_intake
from gateway.intake.shadow import report
from gateway.store.verbs.reading import DeliveryRow, MessageRow
from schemas.clock import instant, micros

_PAGE = 500
_NDJSON = "application/x-ndjson"


async def messages(call: Call) -> Response:
    """Messages by `source` and `id` (the sender's control id), newest first, with what became of them."""
    asked = call.request.query_params
    rows = await call.house.store.messages(asked.get("source"), asked.get("id"), limit=100)
    return json([message_json(row) for row in rows])


async def ledger(call: Call) -> Response:
    """Every message with its states, in order of arrival, as NDJSON; `after` goes on from a number."""
    return StreamingResponse(_ledger(call, _number(call, "after")), media_type=_NDJSON)


async def stuck(call: Call) -> Response:
    """Everything past its deadline, with its owner."""
    rows = await call.house.store.stuck(now=micros(call.house.clock.now()))
    return json([asdict(row) | {"since": instant(row.since)} for row in rows])


async def shadow(call: Call) -> Response:
    """Where the shadows make something else of the messages than the live adapters: places, never values."""
    return json(report(call.house.shadows))


async def parked(call: Call) -> Response:
    """Deliveries that wait for a person."""
    rows = await call.house.store.parked()
    return json([_delivery_json(row) for row in rows])


async def replay(call: Call) -> Response:
    """Put a parked delivery back at the head of its lane; it is decided again before it leaves."""
    return await _on_parked(call, None)


async def preview_parked(call: Call) -> Response:
    """What putting a parked delivery back would do now: whether it goes, in which form, or why it ends."""
    found = await foreseen(call.house, f"Delivery/{call.path('id')}", by=call.asker.person or call.caller.client)
    return absent() if found is None else json(found)


async def preview_message(call: Call) -> Response:
    """What a held message would become if it were put through now; nothing is kept."""
    found = await replay_intake.preview(call.house, _uuid(call))
    return absent() if found is None else json(found)


async def replay_message(call: Call) -> Response:
    """Put a held message through again, with the settings of now."""
    taken = await replay_intake.again(call.house, _uuid(call), by=call.asker.person or call.caller.client)
    if taken is None:
        return absent()
    return json({"message": str(taken.receipt.message_id), "outcome": str(taken.verdict.outcome)})


async def resolve_message(call: Call) -> Response:
    """Say that a flagged or quarantined message has been looked at; `reason` says what was found."""
    body = await object_of(call.request)
    only(body, "reason")
    reason = text_in(body, "reason", required=True, longest=200)
    by, now = call.asker.person or call.caller.client, micros(call.house.clock.now())
    done = await call.house.store.resolve(_uuid(call), by=by, reason=reason, now=now)
    return json({"done": True}) if done else absent()


async def skip(call: Call) -> Response:
    """End a parked delivery unsent; `reason` says why."""
    body = await object_of(call.request)
    only(body, "reason")
    return await _on_parked(call, text_in(body, "reason", required=True, longest=200))


async def audit_export(call: Call) -> Response:
    """The audit chain as NDJSON, `from` a number on, of one `writer` or all."""
    return StreamingResponse(_audit(call, _number(call, "from")), media_type=_NDJSON)


async def audit_head(call: Call) -> Response:
    """The end of every chain, signed with Ed25519; keep it outside."""
    return json(await head(call.house))


async def explain(call: Call) -> Response:
    """Why a message or event was or was not shown, and to whom; asking leaves an audit entry."""
    told = await explained(call.house, _uuid(call), asker=f"{call.asker.service} {call.asker.person}")
    may_know = visible_to(told, call.house.directory, call.asker)
    return json(may_know) if may_know else absent()


def message_json(row: MessageRow) -> dict[str, object]:
    """A message as operators see it: ids, times and states."""
    return {
        "message_id": str(row.message_id),
        "source": row.source,
        "id": row.shown_id,
        "kind": row.kind,
        "outcome": row.outcome,
        "received_at": instant(row.received_at),
        "issues": orjson.loads(row.issues),
        "deliveries": [_delivery_json(one) for one in row.deliveries],
    }


def _delivery_json(row: DeliveryRow) -> dict[str, object]:
    told = asdict(row)
    return {
        name: instant(value)
        if name.endswith("_at") and value is not None
        else str(value)
        if isinstance(value, UUID)
        else value
        for name, value in told.items()
    }


async def _on_parked(call: Call, reason: str | None) -> Response:
    reference, now = f"Delivery/{call.path('id')}", micros(call.house.clock.now())
    by = call.asker.person or call.caller.client
    if reason is None:
        done = await call.house.store.replay(reference, by=by, now=now)
    else:
        done = await call.house.store.skip(reference, by=by, reason=reason, now=now)
    call.house.delivery_bell.ring()
    return json({"done": True}) if done else absent()


async def _ledger(call: Call, after: int) -> AsyncIterator[bytes]:
    while rows := await call.house.store.ledger(after, limit=_PAGE):
        for number, row in rows:
            after = number
            yield orjson.dumps({"number": number} | message_json(row)) + b"\n"


async def _audit(call: Call, after: int) -> AsyncIterator[bytes]:
    writer = call.request.query_params.get("writer")
    for name in [writer] if writer else [one.writer for one in await call.house.store.audit_heads()]:
        number = after
        while lines := await call.house.store.audit_lines(name, number, limit=_PAGE):
            for line in lines:
                number = line.number
                yield orjson.dumps(line_json(line)) + b"\n"


def _uuid(call: Call) -> UUID:
    """The id in the path; what is not a UUID stands for nothing."""
    try:
        return UUID(call.path("id"))
    except ValueError:
        return UUID(int=0)


def _number(call: Call, name: str) -> int:
    text = call.request.query_params.get(name, "0")
    if not text.isdecimal() or not text.isascii() or len(text) > 15:
        raise Refused(400, "value", f"{name}: must be a whole number")
    return int(text)
