"""What each page of the console shows and does."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import orjson
from starlette.responses import RedirectResponse, Response

from gateway.api.border import Call, form_of
from gateway.api.problem import Refused
from gateway.delivery.foreseen import foreseen
from gateway.explain import explained, visible_to
from gateway.intake import replay
from gateway.intake.shadow import report
from gateway.store.verbs.reading import DeliveryRow, MessageRow
from gateway.web.render import rendered
from schemas.clock import micros

_MANY = 100


async def overview(call: Call) -> Response:
    """What is wrong, counts, and what is stuck."""
    store, now, troubles = call.house.store, _now(call), call.house.troubles
    counts, stuck = await store.counts(now=now), await store.stuck(now=now)
    return rendered(call, "overview.html", counts=counts, stuck=stuck, troubles=troubles)


async def messages(call: Call) -> Response:
    """Messages by partner and sender's id."""
    source, name = (call.request.query_params.get(key, "").strip() or None for key in ("source", "id"))
    rows = await call.house.store.messages(source, name, limit=_MANY)
    return rendered(call, "messages.html", rows=rows, source=source, id=name)


async def message(call: Call) -> Response:
    """One message: what was wrong, what became of it, and why."""
    return await _message(call, "")


async def replay_message(call: Call) -> Response:
    """Put a held message through again."""
    taken = await replay.again(call.house, _uuid(call), by=_by(call))
    if taken is None:
        raise _nothing()
    return RedirectResponse(f"/console/messages/{taken.receipt.message_id}", 303)


async def resolve_message(call: Call) -> Response:
    """End a hold."""
    reason = _reason(await form_of(call.request))
    done = await call.house.store.resolve(_uuid(call), by=_by(call), reason=reason, now=_now(call))
    return await _message(call, "The hold has ended." if done else "It was not held.")


async def shadow(call: Call) -> Response:
    """What the shadows have shown."""
    return rendered(call, "shadow.html", report=report(call.house.shadows))


async def parked(call: Call) -> Response:
    """Deliveries that wait for a person."""
    return rendered(call, "parked.html", rows=await call.house.store.parked())


async def delivery(call: Call) -> Response:
    """One parked delivery, and what putting it back would do."""
    row = await _parked(call)
    told = await foreseen(call.house, row.id, by=_by(call))
    return rendered(call, "delivery.html", row=row, id=call.path("id"), foreseen=told)


async def replay_delivery(call: Call) -> Response:
    """Put a parked delivery back."""
    done = await call.house.store.replay(f"Delivery/{call.path('id')}", by=_by(call), now=_now(call))
    call.house.delivery_bell.ring()
    return await _list(call, "It was put back and is decided again." if done else "It was not parked any more.")


async def skip_delivery(call: Call) -> Response:
    """End a parked delivery unsent."""
    reason, reference = _reason(await form_of(call.request)), f"Delivery/{call.path('id')}"
    done = await call.house.store.skip(reference, by=_by(call), reason=reason, now=_now(call))
    call.house.delivery_bell.ring()
    return await _list(call, "It was ended unsent." if done else "It was not parked any more.")


async def _list(call: Call, said: str) -> Response:
    return rendered(call, "parked.html", rows=await call.house.store.parked(), said=said)


async def _message(call: Call, said: str) -> Response:
    rows = await call.house.store.messages(None, None, limit=1, message_id=_uuid(call))
    if not rows:
        raise _nothing()
    told = await explained(call.house, rows[0].message_id, asker=f"{call.asker.service} {call.asker.person}")
    stuck = await call.house.store.stuck(now=_now(call))
    return rendered(
        call, "message.html", row=rows[0], said=said, issues=orjson.loads(rows[0].issues),
        preview=await _preview(call, rows[0]), is_held=any(one.id == str(rows[0].message_id) for one in stuck),
        told=visible_to(told, call.house.directory, call.asker),
    )  # fmt: skip


async def _preview(call: Call, row: MessageRow) -> Mapping[str, Any] | None:
    try:
        return await replay.preview(call.house, row.message_id)
    except replay.NotHeld:
        return None


async def _parked(call: Call) -> DeliveryRow:
    name = f"Delivery/{call.path('id')}"
    for row in await call.house.store.parked():
        if row.id == name:
            return row
    raise _nothing()


def _nothing() -> Refused:
    return Refused(404, "not-found", "there is nothing here of this name")


def _uuid(call: Call) -> UUID:
    try:
        return UUID(call.path("id"))
    except ValueError as error:
        raise _nothing() from error


def _reason(form: Mapping[str, str]) -> str:
    reason = form.get("reason", "").strip()
    if not 1 <= len(reason) <= 200:
        raise Refused(400, "required", "say why in 1 to 200 characters")
    return reason


def _by(call: Call) -> str:
    return call.asker.person or call.caller.client


def _now(call: Call) -> int:
    return micros(call.house.clock.now())
