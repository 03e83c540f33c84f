"""What a worker records about a person: contacts, a carer's concern, consents; and what a carer may hear."""

from starlette.responses import Response

from gateway.api.border import Call, body_of, flag_in, object_of, only, text_in
from gateway.api.fhir import bundle
from gateway.api.problem import Refused, absent, issues, json
from gateway.api.referrals import answer, person_needed
from gateway.api.token import USER as WORKER
from gateway.gate import read
from gateway.intake import acts, consents
from gateway.intake.forms import Concern, ContactNote
from schemas.codes.mhsds import DROP_IN_OUTCOME
from schemas.fhir import Resource
from schemas.fhir.check import check
from schemas.fhir.read import Unreadable
from schemas.fhir.read import read as read_resource


async def contact(call: Call) -> Response:
    """Record a contact: `attended`, `outcome` (MHSDS drop-in outcome), `agreed`, `text`, `for_clinical_record`."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "attended", "outcome", "agreed", "text", "for_clinical_record")
    outcome = text_in(body, "outcome") or None
    if outcome is not None and outcome not in DROP_IN_OUTCOME:
        raise Refused(400, "code-invalid", f"outcome: must be one of {', '.join(DROP_IN_OUTCOME)}")
    note = ContactNote(
        flag_in(body, "attended", default=True), outcome, text_in(body, "agreed"), text_in(body, "text"),
        flag_in(body, "for_clinical_record", default=True),
    )  # fmt: skip
    made = await acts.contact_note(
        call.house, call.asker, _patient(call), purpose=call.caller.purpose, note=note, key=call.key
    )
    return answer(made, 201)


async def concern(call: Call) -> Response:
    """Record what a carer told: `text`, `carer` (RelatedPerson/<id>, if known), `patient_may_see`."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "text", "carer", "patient_may_see")
    told = Concern(
        text_in(body, "text", required=True), text_in(body, "carer", longest=64) or None,
        flag_in(body, "patient_may_see", default=False),
    )  # fmt: skip
    made = await acts.record_concern(
        call.house, call.asker, _patient(call), purpose=call.caller.purpose, concern=told, key=call.key
    )
    return answer(made, 201)


async def carer(call: Call) -> Response:
    """What the worker may tell this carer; the same answer for an unknown carer and one without consent."""
    person_needed(call)
    named = f"RelatedPerson/{call.path('carer')}"
    shown = await read.carer(call.house, call.asker, _patient(call), named, purpose=call.caller.purpose)
    return absent() if shown is None else bundle(shown)


async def carer_task(call: Call) -> Response:
    """Give a named `worker` the task to tell this carer what they may hear; it is never sent to the carer."""
    person_needed(call)
    body = await object_of(call.request)
    only(body, "worker")
    worker = text_in(body, "worker", required=True, longest=64)
    if not WORKER.match(worker):
        raise Refused(400, "value", "worker: must be the stable id of a person: letters, digits, . _ @ -")
    made = await acts.ask_to_tell(
        call.house, call.asker, _patient(call), f"RelatedPerson/{call.path('carer')}", worker,
        purpose=call.caller.purpose, key=call.key,
    )  # fmt: skip
    return answer(made, 201)


async def create_consent(call: Call) -> Response:
    """Put a FHIR Consent on record; `Nwd-Epoch` in the answer says from when it binds: now."""
    person_needed(call)
    try:
        consent = read_resource(await body_of(call.request))
    except Unreadable as error:
        return issues(400, error.issues)
    faults = check(consent)
    if consent.get("resourceType") != "Consent" or faults:
        return issues(422, faults) if faults else _not_a_consent()
    patient = _named(consent["patient"])
    made = await consents.create_consent(
        call.house, call.asker, patient, consent, purpose=call.caller.purpose, key=call.key
    )
    return answer(made, 201)


async def revoke_consent(call: Call) -> Response:
    """Make a Consent inactive; nothing that rested on it is shown or sent after the answer."""
    person_needed(call)
    made = await consents.revoke_consent(
        call.house, call.asker, f"Consent/{call.path('id')}", purpose=call.caller.purpose, key=call.key
    )
    return answer(made)


async def join(call: Call) -> Response:
    """Say that two records are one person: `loser` and `keeper` (Patient/<id>), `reason`."""
    body = await object_of(call.request)
    only(body, "loser", "keeper", "reason")
    epoch = await consents.join_identity(
        call.house, call.asker, text_in(body, "loser", required=True), text_in(body, "keeper", required=True),
        purpose=call.caller.purpose, reason=text_in(body, "reason", required=True),
    )  # fmt: skip
    return absent() if epoch is None else json({"epoch": epoch})


def _patient(call: Call) -> str:
    return f"Patient/{call.path('id')}"


def _named(patient: Resource) -> str:
    """The reference by which a Consent names its person; a number beside it might be another's."""
    reference = str(patient.get("reference", ""))
    if "identifier" in patient or not reference.startswith("Patient/"):
        raise Refused(422, "value", "patient: must be a reference to Patient/<id> alone, without an identifier")
    return reference


def _not_a_consent() -> Response:
    raise Refused(422, "value", "resourceType: must be Consent")
