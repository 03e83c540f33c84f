"""Asking about sharing: what would be decided, what a consent would change, who was told, and breaking the glass."""

from dataclasses import asdict

from starlette.responses import Response

from consent.override import MINUTES
from gateway.api.border import Call, object_of, only, text_in, whole_in
from gateway.api.finding import IDENTITY, one_in
from gateway.api.problem import Refused, absent, json
from gateway.api.referrals import person_needed
from gateway.gate import rehearsal
from gateway.intake.override import override
from gateway.parties import asker
from schemas.clock import instant
from schemas.policy_words import Role


async def decide(call: Call) -> Response:
    """A dry run: what a `service` would see of a `patient`, in `role`, for `purpose`; nothing is shown or sent."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "patient", "service", "role", "purpose")
    service = text_in(body, "service") or call.asker.service
    if service not in call.house.directory.services:
        raise Refused(400, "value", "service: names no service of this gateway")
    who = asker(call.house.directory, service, _role(text_in(body, "role")))
    purpose = text_in(body, "purpose") or call.caller.purpose
    patient = text_in(body, "patient", required=True)
    found = await rehearsal.rehearse(call.house, call.asker, who, patient, purpose=purpose)
    if not found:
        return absent()
    visible = [one.reference for one in found if one.extent != "none"]
    hidden = [one.reference for one in found if one.extent == "none"]
    return json({"visible": visible, "hidden": hidden, "decisions": [asdict(one) for one in found]})


async def what_if(call: Call) -> Response:
    """Who would gain or lose what if a `consent` (FHIR) of a `patient` were put on record."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "patient", "consent")
    consent = body.get("consent")
    if not isinstance(consent, dict) or consent.get("resourceType") != "Consent":
        raise Refused(400, "value", "consent: must be a FHIR Consent")
    patient = text_in(body, "patient", required=True)
    fault = call.house.judge.fault_of(consent | {"patient": {"reference": patient}})
    if fault is not None:
        raise Refused(422, "business-rule", f"consent: {fault}")
    found = await rehearsal.what_if(call.house, call.asker, patient, consent, purpose=call.caller.purpose)
    return absent() if found is None else json({"changes": found})


async def disclosures(call: Call) -> Response:
    """The services that were sent or shown something of a person, and since when: `?patient=Patient/<id>`.

    For the privacy officer of an organisation that wrote some of it and has, or had, to do with the person.
    """
    reference = call.request.query_params.get("patient", "")
    dossier = await rehearsal.dossier_of(call.house, reference)
    known = await rehearsal.rehearse(call.house, call.asker, call.asker, reference, purpose=call.caller.purpose)
    if dossier is None or not known or not rehearsal.had_to_do(call.house, call.asker, dossier):
        return absent()
    by = call.asker.person or call.caller.client
    rows = await call.house.store.holders(dossier.patient, by=by, reference=reference)
    return json([{"service": service, "since": instant(since)} for service, since in rows])


async def break_glass(call: Call) -> Response:
    """Open one person's record to you for at most 60 minutes: `ground`, `reason`, `patient` or all four identifiers.

    Grounds: vital-interests, lack-of-capacity, risk-to-others, lawful-duty. It is audited and told at once.
    """
    person_needed(call)
    body = await object_of(call.request)
    only(body, "patient", *IDENTITY, "ground", "reason", "minutes")
    minutes = whole_in(body, "minutes", default=MINUTES)
    patient = await one_in(call, body)
    made = await override(
        call.house, call.asker, patient, ground=text_in(body, "ground", required=True),
        reason=text_in(body, "reason", required=True, longest=2_000), minutes=minutes,
    )  # fmt: skip
    if made is None:
        return absent()
    epoch, until = made
    return json({"patient": patient, "until": instant(until), "epoch": epoch}, 201, {"nwd-epoch": str(epoch)})


def _role(text: str) -> Role:
    if text and text not in {one.value for one in Role}:
        raise Refused(400, "value", f"role: must be one of {', '.join(one.value for one in Role)}")
    return Role(text) if text else Role.SERVICE_INBOX
