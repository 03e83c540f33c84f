"""Staff ask a clinical team to break the glass for them; a clinician of that team releases, or says no."""

import time

import orjson

from consent.errors import JudgeError
from consent.override import MINUTES, check_asked, grant_to
from consent.question import Asker
from gateway.house import House
from gateway.intake.born import born
from gateway.intake.override import overridden
from gateway.intake.scene import ActRefused
from gateway.store.verbs.asking import HeldRequest, RequestDraft
from gateway.store.verbs.intake import AuditDraft, EventDraft, Fate, OverrideDraft
from schemas.clock import from_micros, micros
from schemas.events import EventType
from schemas.ids import event_id
from schemas.policy_words import Role


async def ask(house: House, asker: Asker, patient: str, *, ground: str, reason: str) -> str:
    """Keep the question and tell the team; `Request/<id>`, whether or not there is such a person.

    Raises `ActRefused` where the service has no team to ask, or the ground or the words are missing.
    """
    team = house.directory.services[asker.service].override_team
    if team is None:
        raise ActRefused("this service has no team to ask; set `override_team` of the service in the settings")
    try:
        check_asked(ground, reason)
    except JudgeError as error:
        raise ActRefused(str(error)) from error
    located = await house.store.locate(patient)
    row = None if located is None else located.patient
    told = {"person": asker.person, "role": asker.role.value, "ground": ground, "team": team}
    audit = AuditDraft("ask", asker.service, "asked", orjson.dumps(told))
    draft = RequestDraft(row, asker.service, asker.person or "", team, ground, reason.encode(), audit)
    reference = await house.store.ask(draft, now=micros(house.clock.now()))
    if row is not None:
        await _tell(house, asker, row, reference, team)
    return reference


async def of_team(house: House, clinician: Asker, reference: str) -> HeldRequest | None:
    """A request as somebody who may answer it finds it; None for everybody else."""
    found = await house.store.request(reference)
    mine = found is not None and found.team == clinician.service and may_answer(clinician)
    return found if mine else None


def may_answer(clinician: Asker) -> bool:
    """True for a registered professional, by name."""
    return clinician.role is Role.REGISTERED_PROFESSIONAL and clinician.person is not None


async def release(house: House, clinician: Asker, reference: str, *, minutes: int = MINUTES) -> int | None:
    """Open the record to whoever asked; returns until when. None where there is no such request to this clinician.

    Raises `ActRefused` where it was answered before, nobody on record was meant, or the clinician asked themself.
    """
    found = await of_team(house, clinician, reference)
    if found is None:
        return None
    located = None if found.patient is None else await house.store.locate(found.patient)
    if located is None or found.patient is None:
        raise ActRefused("nobody on record was meant; ring whoever asked, and decline")
    draft = _grant(house, clinician, found, found.patient, minutes)
    detail = {"person": found.person, "released_by": clinician.person, "ground": found.ground}
    message = born(
        house, located.patient, f"release {reference} {time.perf_counter_ns()}", b"{}", kind="override",
        actor=found.service, detail=orjson.dumps(detail | {"reason": found.reason.decode()}),
    )  # fmt: skip
    receipt = await house.store.accept(overridden(message, found.patient, draft))
    if receipt.fate is Fate.STALE:
        raise ActRefused("somebody else has answered this request")
    house.bell.ring()
    return draft.until


async def decline(house: House, clinician: Asker, reference: str, *, reason: str) -> bool | None:
    """Say no; None where there is no such request to this clinician. Raises `ActRefused` if it was answered."""
    if await of_team(house, clinician, reference) is None:
        return None
    detail = orjson.dumps({"person": clinician.person, "reason": reason})
    note = AuditDraft("decline-override", clinician.service, "declined", detail)
    if not await house.store.decline(reference, note, by=clinician.person or "", now=micros(house.clock.now())):
        raise ActRefused("somebody else has answered this request")
    return True


def _grant(house: House, clinician: Asker, found: HeldRequest, patient: str, minutes: int) -> OverrideDraft:
    at = from_micros(micros(house.clock.now()))
    try:
        made = grant_to(
            found.person, clinician, patient=patient, ground=found.ground, reason=found.reason.decode(), at=at,
            minutes=minutes,
        )  # fmt: skip
    except JudgeError as error:
        raise ActRefused(str(error)) from error
    until = micros(made.until)
    return OverrideDraft(
        found.person, found.service, found.ground, found.reason, until, made.released_by, found.reference
    )


async def _tell(house: House, asker: Asker, patient: int, reference: str, team: str) -> None:
    made = born(house, patient, f"asked {reference}", b"{}", kind="asked", actor=asker.service)
    notice = EventDraft(
        event_id(made.message_id, 0), EventType.ACCESS_ASKED, (), made.received_at, addressee=team,
        origin=asker.service, urgent=True, detail=orjson.dumps({"by": asker.service}),
    )  # fmt: skip
    await house.store.accept(made.with_events(notice))
    house.bell.ring()
