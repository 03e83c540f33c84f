"""The plain JSON interface, for apps that do not speak FHIR: the same intake, the same gate, plainer words."""

from collections.abc import Sequence
from uuid import uuid4

import orjson
from starlette.responses import Response

from adapters.contract import Outcome
from adapters.json_api.schema import public
from adapters.json_api.views import VIEWS
from gateway.api import fhir, referrals
from gateway.api.border import Call, object_of, only
from gateway.api.finding import IDENTITY, NOBODY, find_in
from gateway.api.problem import Refused, absent, json
from gateway.gate import read
from gateway.intake import acts, consents
from gateway.intake.accept import Taken, take
from gateway.intake.scene import Acted
from gateway.parties import app_partner
from gateway.store.verbs.intake import Fate
from schemas.fhir import Resource

_STATUS = {Outcome.ACCEPTED: 201, Outcome.FLAGGED: 202, Outcome.QUARANTINED: 202, Outcome.REFUSED: 422}


async def send_referral(call: Call) -> Response:
    """Ask a service to help a person."""
    return await _sent(call, "referral", "ServiceRequest")


async def send_care_plan(call: Call) -> Response:
    """Put a crisis plan or a care-plan summary on record."""
    return await _sent(call, "care-plan", "CarePlan")


async def send_consent(call: Call) -> Response:
    """Put on record what a person lets a carer know, or refuses; `Nwd-Epoch` says that it binds."""
    return await _sent(call, "carer-consent", "Consent")


async def send_contact(call: Call) -> Response:
    """Tell of a contact with a person."""
    return await _sent(call, "contact-note", "Communication", service=call.asker.service)


async def send_concern(call: Call) -> Response:
    """Tell what a carer worries about; the person does not see it unless the carer agrees."""
    return await _sent(call, "carer-concern", "Communication")


async def send_discharge(call: Call) -> Response:
    """Tell that a person has left a service, and who holds care next."""
    return await _sent(call, "discharge", "Communication")


async def list_referrals(call: Call) -> Response:
    """Referrals addressed to the caller's service, newest first, a page at a time, each with the warnings about it."""
    page, onward = await referrals.page(call, "/api/referrals")
    items = [_plain(one.resources)[0] | {"warnings": list(one.warnings)} for one in page.each]
    return json({"items": items, "warnings": list(page.shown.warnings), "next": onward})


async def get_referral(call: Call) -> Response:
    """One referral."""
    return await _one(call, "ServiceRequest")


async def list_care_plans(call: Call) -> Response:
    """Care plans of one person: `?patient=<id>`."""
    return await _of_patient(call, "CarePlan")


async def get_care_plan(call: Call) -> Response:
    """One care plan."""
    return await _one(call, "CarePlan")


async def list_consents(call: Call) -> Response:
    """Consents of one person: `?patient=<id>`."""
    return await _of_patient(call, "Consent")


async def get_consent(call: Call) -> Response:
    """One consent."""
    return await _one(call, "Consent")


async def withdraw_consent(call: Call) -> Response:
    """End a consent: nothing that rested on it is shown or sent after the answer."""
    referrals.person_needed(call)
    reference = f"Consent/{call.path('id')}"
    return _acted(
        await consents.revoke_consent(call.house, call.asker, reference, purpose=call.caller.purpose, key=call.key)
    )


async def list_contacts(call: Call) -> Response:
    """Contact notes, concerns and step-down notices on one person: `?patient=<id>`."""
    return await _of_patient(call, "Communication")


async def get_contact(call: Call) -> Response:
    """One contact note, concern or notice."""
    return await _one(call, "Communication")


async def open_plain(call: Call) -> Response:
    """Mark a referral as opened by the named person who calls."""
    return await _step(call, acts.open_referral)


async def accept_plain(call: Call) -> Response:
    """Accept a referral."""
    return await _step(call, acts.accept_referral)


async def decline_plain(call: Call) -> Response:
    """Decline a referral: `reason` is a code, `text` may say more."""
    return _acted(await referrals.declined(call))


async def find_person(call: Call) -> Response:
    """Find a person by `nhs_number`, `family_name`, `given_name` and `birth_date`, all four."""
    body = await object_of(call.request)
    only(body, *IDENTITY)
    found = await find_in(call, body)
    types = frozenset({"Patient"})
    reference = found or NOBODY
    shown = await read.search(call.house, call.asker, reference, types=types, purpose=call.caller.purpose)
    return absent() if shown is None else json({"patient": shown.resources[0]["id"], "warnings": list(shown.warnings)})


async def schema(call: Call) -> Response:
    """The JSON Schema of one kind of message."""
    document = public(call.path("name"))
    return absent() if document is None else Response(document, media_type="application/schema+json")


async def _sent(call: Call, kind: str, main: str, **said: str) -> Response:
    referrals.person_needed(call)
    body = await object_of(call.request)
    for name, value in ({"kind": kind} | said).items():
        if body.setdefault(name, value) != value:
            raise Refused(422, "value", f"{name}: must be `{value}` here; leave it out")
    partner = app_partner(call.caller.client, call.caller.service)
    own_id = body.get("id")
    name = call.key or (own_id if isinstance(own_id, str) else "") or str(uuid4())
    taken = await take(call.house, partner, orjson.dumps(body), control_id=name, by=call.caller.person)
    return _answer(taken, main)


def _answer(taken: Taken, main: str) -> Response:
    """What became of it: its id where it is on record, and every issue by the place in the form."""
    status = 409 if taken.receipt.fate is Fate.CONFLICT_REFUSED else _STATUS[taken.verdict.outcome]
    issues = [{"where": one.where, "message": one.message, "code": one.code} for one in taken.verdict.issues]
    made = (one for one in taken.receipt.references.values() if one.startswith(f"{main}/"))
    said: Resource = {"message": str(taken.receipt.message_id), "outcome": str(taken.verdict.outcome), "issues": issues}
    reference = next(made, None)
    if status >= 400:
        raise Refused(status, "invalid", "nothing was taken; `errors` says what to mend", places=issues)
    named = {"id": reference.partition("/")[2]} if reference else {}
    return json(said | named, status, _epoch(taken.receipt.epoch))


async def _one(call: Call, kind: str) -> Response:
    reference = f"{kind}/{call.path('id')}"
    shown = await read.show(call.house, call.asker, [reference], purpose=call.caller.purpose)
    if shown is None:
        return absent()
    return json(
        _plain(shown.resources)[0] | {"warnings": list(shown.warnings)}, headers={"etag": f'W/"{shown.etags[0]}"'}
    )


async def _of_patient(call: Call, kind: str) -> Response:
    asked = dict(call.request.query_params)
    patient = asked.pop("patient", None)
    if asked or not patient:
        raise Refused(400, "not-supported", "patient: is needed, and nothing else")
    shown = await fhir.of_patient(call, kind, patient)
    return json({"items": _plain(shown.resources), "warnings": list(shown.warnings), "next": None})


async def _step(call: Call, act: "acts.Act") -> Response:
    referrals.person_needed(call)
    reference = f"ServiceRequest/{call.path('id')}"
    return _acted(await act(call.house, call.asker, reference, purpose=call.caller.purpose, key=call.key))


def _acted(made: Acted | None) -> Response:
    if made is None:
        return absent()
    return json(_plain([made.resource])[0], headers=_epoch(made.epoch))


def _epoch(epoch: int | None) -> dict[str, str]:
    return {} if epoch is None else {"nwd-epoch": str(epoch)}


def _plain(resources: Sequence[Resource]) -> list[Resource]:
    return [VIEWS[one["resourceType"]](one) for one in resources]
