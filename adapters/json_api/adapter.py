"""The installed adapter `json`: plain JSON forms in, plain JSON notices out."""

from dataclasses import replace
from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from adapters.contract import Codec, Decoded, Issue, Outcome, Released, Rendition, Severity, Unsendable, Verdict
from adapters.fhir_r4.ahead import with_doubts
from adapters.forms import faults, kinds, translate
from schemas.fhir.read import Unreadable, read_object
from schemas.ids import body_hash

_BOM = b"\xef\xbb\xbf"
_FIELDS = {"Patient.birthDate": "patient.birth_date", "Consent.dateTime": "agreed_at"}
"""The field of a form that an element is made of."""
_SENT = {"contact-note": "contacted_at", "carer-concern": "told_at"}
"""Of each kind the field that Communication.sent is made of."""


class JsonProfile(BaseModel):
    """Options of a partner that sends plain JSON."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    organisation: str = Field("", description="Id of the partner's organisation, in the systems of its ids.")


class JsonCodec:
    """Reads the six forms."""

    def __init__(self, profile: JsonProfile) -> None:
        self._profile = profile

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        """One form, translated to FHIR; what is wrong stands in `issues` by JSON path."""
        try:
            read_object(raw)
            form = kinds.READER.validate_json(raw.removeprefix(_BOM))
        except Unreadable as refused:
            issues = tuple(Issue(Severity.ERROR, it.code, it.where, it.message) for it in refused.issues)
            return Decoded(Outcome.REFUSED, "", "", issues=issues)
        except ValidationError as refused:
            return Decoded(Outcome.REFUSED, "", "", issues=faults.issues(refused))
        organisation = self._profile.organisation
        made = translate.resources(form, organisation)
        found = translate.decoded(form, made, f"{organisation}|{form.id or body_hash(raw)}")
        found = with_doubts(found, received_at)
        return replace(found, issues=tuple(_placed(it, form.kind) for it in found.issues))

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        """What became of the message, with every issue."""
        return translate.reply(verdict)

    def encode(self, released: Released) -> Rendition:
        """Raises `Unsendable`: no wire takes a form to anybody; an app is told by a webhook, and reads the rest."""
        raise Unsendable("forms only come in")


def _placed(issue: Issue, kind: str) -> Issue:
    """What is doubtful in the FHIR, by the field that it came from."""
    if issue.where.endswith("].value"):
        return replace(issue, where="patient.nhs_number")
    if issue.where.endswith("].resource.identifier"):
        return replace(issue, where="reference")
    fields = _FIELDS | {"Communication.sent": _SENT.get(kind, "")}
    return replace(issue, where=fields.get(issue.where, issue.where))


class JsonAdapter:
    """Plain JSON for small apps."""

    name = "json"
    profile: type[BaseModel] = JsonProfile

    def codec(self, profile: BaseModel) -> Codec:
        """The codec for one partner."""
        return JsonCodec(JsonProfile.model_validate(profile.model_dump()))
