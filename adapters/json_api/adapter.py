"""The installed adapter `json`: plain JSON forms in, plain JSON notices out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.contract import Address, Codec, Decoded, Issue, Outcome, Released, Rendition, Severity, Verdict
from adapters.fhir_r4.codec import interpret
from adapters.json_api import agreed, faults, forms, told
from adapters.json_api.notice import notice
from adapters.json_api.people import patient
from schemas.codes.systems import V3_ACT_REASON
from schemas.fhir import Resource
from schemas.fhir.read import Unreadable, read_object
from schemas.ids import body_hash

_BOM = b"\xef\xbb\xbf"
_MAKERS: dict[type[forms.Message], Callable[[Any, str], list[Resource]]] = {
    forms.Referral: agreed.referral,
    forms.CarePlan: agreed.care_plan,
    forms.CarerConsent: agreed.carer_consent,
    forms.ContactNote: told.contact_note,
    forms.CarerConcern: told.carer_concern,
    forms.Discharge: told.discharge,
}


class JsonProfile(BaseModel):
    """Options of a partner that sends plain JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str = Field("", description="Id of the partner's organisation, in the systems of its ids.")


class JsonCodec:
    """Reads the six forms and writes notices."""

    def __init__(self, profile: JsonProfile) -> None:
        self._profile = profile

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """One form, translated to FHIR; what is wrong stands in `issues` by JSON path."""
        try:
            read_object(raw)
            form = forms.READER.validate_json(raw.removeprefix(_BOM))
        except Unreadable as refused:
            issues = tuple(Issue(Severity.ERROR, it.code, it.where, it.message) for it in refused.issues)
            return Decoded(Outcome.REFUSED, "", "", issues=issues)
        except ValidationError as refused:
            return Decoded(Outcome.REFUSED, "", "", issues=faults.issues(refused))
        organisation = self._profile.organisation
        seed = f"{organisation}|{form.id or body_hash(raw)}"
        found = interpret(_bundle(form, organisation), form.id or "", seed)
        codes = tuple(("to", code) for _, code in found.addressee.codes)
        return replace(found, kind=form.kind, addressee=Address(codes), sent_at=form.sent_at or found.sent_at)

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
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

    def encode(self, released: Released) -> Rendition:
        """A notice with what this recipient may see."""
        return notice(released)


class JsonAdapter:
    """Plain JSON for small apps."""

    name = "json"
    profile: type[BaseModel] = JsonProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner."""
        return JsonCodec(JsonProfile.model_validate(profile.model_dump()))


def _bundle(form: forms.AnyForm, organisation: str) -> Resource:
    made = _MAKERS[type(form)](form, organisation)
    bundle: Resource = {"resourceType": "Bundle", "type": "collection"}
    if form.test:
        bundle["meta"] = {"tag": [{"system": V3_ACT_REASON, "code": "HTEST"}]}
    if form.sent_at:
        bundle["timestamp"] = form.sent_at.isoformat()
    return bundle | {"entry": [{"resource": it} for it in (*made, patient(form.patient))]}
