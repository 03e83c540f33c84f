"""From a form to a decoded message, and the reply that a sender of forms gets."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson

from adapters.contract import Address, Decoded, Verdict
from adapters.fhir_r4.codec import interpret
from adapters.forms import agreed, kinds, told
from adapters.forms.people import patient
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.fhir.retold import Telling

_MAKERS: dict[type[kinds.Message], Callable[[Any, str], list[Resource]]] = {
    kinds.Referral: agreed.referral,
    kinds.CarePlan: agreed.care_plan,
    kinds.CarerConsent: agreed.carer_consent,
    kinds.ContactNote: told.contact_note,
    kinds.CarerConcern: told.carer_concern,
    kinds.Discharge: told.discharge,
}


def resources(form: kinds.AnyForm, organisation: str) -> list[Resource]:
    """What the form says, in FHIR; the person last."""
    return [*_MAKERS[type(form)](form, organisation), patient(form.patient)]


def decoded(form: kinds.AnyForm, made: list[Resource], seed: str) -> Decoded:
    """The message that these resources of a form are; `seed` makes its fullUrls the sender's own."""
    found = interpret(_bundle(form, made), form.id or "", seed)
    codes = tuple(("to", code) for _, code in found.addressee.codes)
    sent_at = form.sent_at or found.sent_at
    return replace(found, kind=form.kind, addressee=Address(codes), sent_at=sent_at, telling=Telling.FIELDS)


def reply(verdict: Verdict) -> bytes:
    """What became of the message, with every issue."""
    said: Resource = {
        "outcome": str(verdict.outcome),
        "reference": str(verdict.reference) if verdict.reference else None,
        "issues": [
            {"severity": str(it.severity), "code": it.code, "where": it.where, "message": it.message}
            for it in verdict.issues
        ],
    }
    return orjson.dumps(said)


def _bundle(form: kinds.AnyForm, made: list[Resource]) -> Resource:
    bundle: Resource = {"resourceType": "Bundle", "type": "collection"}
    if form.test:
        bundle["meta"] = {"tag": [{"system": V3_ACT_REASON, "code": "HTEST"}]}
    if form.sent_at:
        bundle["timestamp"] = form.sent_at.isoformat()
    return bundle | {"entry": [{"resource": it} for it in made]}
