"""Asking a clinical team to break the glass: the question, its answer, and whom to ring while nobody answers."""

from datetime import timedelta

from starlette.responses import Response

from consent.override import MINUTES
from gateway.api.border import Call, object_of, only, text_in, whole_in
from gateway.api.finding import IDENTITY, one_in
from gateway.api.problem import absent, json
from gateway.api.referrals import person_needed
from gateway.intake import asking
from gateway.store.verbs.asking import HeldRequest
from schemas.clock import from_micros, instant, micros


async def ask(call: Call) -> Response:
    """Ask your service's clinical team to open a record: `ground`, `reason`, `patient` or all four identifiers.

    The answer is the same whether or not such a person is on record: a number to come back with, and whom to ring.
    """
    person_needed(call)
    body = await object_of(call.request)
    only(body, "patient", *IDENTITY, "ground", "reason")
    ground = text_in(body, "ground", required=True)
    reason = text_in(body, "reason", required=True, longest=2_000)
    patient = await one_in(call, body)
    reference = await asking.ask(call.house, call.asker, patient, ground=ground, reason=reason)
    found = await call.house.store.request(reference)
    return absent() if found is None else json(_for_asker(call, found), 202)


async def requests(call: Call) -> Response:
    """What a clinician's team is asked and nobody has answered, oldest first."""
    if not asking.may_answer(call.asker):
        return absent()
    return json([_for_team(one) for one in await call.house.store.requests(call.asker.service)])


async def request(call: Call) -> Response:
    """How a request stands, for whoever asked: waiting (and whom to ring by now), released until, or declined."""
    found = await call.house.store.request(_reference(call))
    mine = found is not None and (found.service, found.person) == (call.asker.service, call.asker.person)
    return json(_for_asker(call, found)) if mine and found is not None else absent()


async def release(call: Call) -> Response:
    """Open the record to whoever asked, for `minutes` (60 at most); a registered professional of the team, by name."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "minutes")
    minutes = whole_in(body, "minutes", default=MINUTES)
    until = await asking.release(call.house, call.asker, _reference(call), minutes=minutes)
    return absent() if until is None else json({"until": instant(until)}, 201)


async def decline_request(call: Call) -> Response:
    """Say no to a request, with a `reason` that is kept."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "reason")
    reason = text_in(body, "reason", required=True, longest=200)
    done = await asking.decline(call.house, call.asker, _reference(call), reason=reason)
    return absent() if done is None else json({"done": True})


def _reference(call: Call) -> str:
    return f"Request/{call.path('id')}"


def _for_asker(call: Call, one: HeldRequest) -> dict[str, object]:
    """Nothing of the person until it is released; the ladder says who is to be rung by now."""
    team = call.house.directory.services.get(one.team)
    state = one.answer or "waiting"
    told: dict[str, object] = {
        "id": one.reference.partition("/")[2],
        "state": state,
        "asked_at": instant(one.asked_at),
        "team": {"name": team.name if team else one.team, "phone": team.phone if team else None},
        "ladder": _ladder(call, one) if state == "waiting" else [],
    }
    if state == "released" and one.until is not None:
        told |= {"patient": one.patient, "until": instant(one.until)}
    return told


def _ladder(call: Call, one: HeldRequest) -> list[dict[str, object]]:
    now = micros(call.house.clock.now())
    rungs = []
    for rung in sorted(call.house.directory.services[one.service].ladder, key=lambda it: it.after_minutes):
        at = micros(from_micros(one.asked_at) + timedelta(minutes=rung.after_minutes))
        rungs.append({"name": rung.name, "phone": rung.phone, "from": instant(at), "ring_now": at <= now})
    return rungs


def _for_team(one: HeldRequest) -> dict[str, object]:
    return {
        "id": one.reference.partition("/")[2],
        "patient": one.patient,
        "service": one.service,
        "person": one.person,
        "ground": one.ground,
        "reason": one.reason.decode(),
        "asked_at": instant(one.asked_at),
    }
