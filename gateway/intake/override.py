"""Breaking the glass: put on record, told to those who must know, in force when the call returns."""

import time
from dataclasses import replace

import orjson

from consent.errors import JudgeError
from consent.override import MINUTES, grant
from consent.question import Asker
from gateway.house import House
from gateway.intake.born import born
from gateway.intake.scene import ActRefused
from gateway.store.verbs.intake import EventDraft, OverrideDraft
from schemas.clock import from_micros, micros
from schemas.events import EventType
from schemas.ids import event_id


async def override(
    house: House, asker: Asker, patient: str, *, ground: str, reason: str, minutes: int = MINUTES
) -> tuple[int, int] | None:
    """Open one person's record to one named professional for a while; returns (epoch, until in microseconds).

    Raises `ActRefused` with what is lacking, whether or not there is such a person; None where there is none.
    """
    at = micros(house.clock.now())
    try:
        made = grant("", asker, patient=patient, ground=ground, reason=reason, at=from_micros(at), minutes=minutes)
    except JudgeError as error:
        raise ActRefused(str(error)) from error
    located = await house.store.locate(patient)
    if located is None:
        return None
    detail = orjson.dumps({"person": asker.person, "role": asker.role.value, "ground": ground, "reason": reason})
    name = f"override {asker.service} {asker.person} {at} {time.perf_counter_ns()}"
    message = born(house, located.patient, name, b"{}", kind="override", actor=asker.service, detail=detail)
    told = EventDraft(
        event_id(message.message_id, 0), EventType.ACCESS_OVERRIDDEN, (patient,), at, origin=asker.service, urgent=True,
        detail=orjson.dumps({"by": asker.service, "ground": ground}),
    )  # fmt: skip
    until = micros(made.until)
    draft = OverrideDraft(asker.person or "", asker.service, ground, reason.encode(), until)
    receipt = await house.store.accept(replace(message.with_events(told), override=draft))
    house.bell.ring()
    return receipt.epoch or 0, until
