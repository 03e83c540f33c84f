"""Breaking the glass: put on record, told to those who must know, in force when the call returns."""

import time
from dataclasses import replace

import orjson

from consent.errors import JudgeError
from consent.override import MINUTES, grant
from consent.question import Asker
from gateway.house import House
from gateway.intake.born import Born, born
from gateway.intake.scene import ActRefused
from gateway.store.verbs.intake import EventDraft, OverrideDraft, ReviewDraft
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
    until = micros(made.until)
    draft = OverrideDraft(asker.person or "", asker.service, ground, reason.encode(), until)
    receipt = await house.store.accept(overridden(message, patient, draft))
    house.bell.ring()
    return receipt.epoch or 0, until


def overridden(message: Born, patient: str, draft: OverrideDraft) -> Born:
    """The message of a grant: it is told at once, and every one is put before a privacy officer."""
    told = EventDraft(
        event_id(message.message_id, 0), EventType.ACCESS_OVERRIDDEN, (patient,), message.received_at,
        origin=draft.service, urgent=True, detail=orjson.dumps({"by": draft.service, "ground": draft.ground}),
    )  # fmt: skip
    looked_at = ReviewDraft("override", "", draft.service, draft.person, drawn=True)
    return replace(message.with_events(told), override=draft, review=looked_at)
