"""The adapter `helpline`: one contact a message, in lines of `name: value`."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

import orjson
from pydantic import BaseModel, Field

from adapters.contract import Decoded, Issue, Occurrence, Outcome, Released, Rendition, Severity, Unsendable, Verdict
from schemas import nhs_number
from schemas.codes.nwd import COMMUNICATION_KIND
from schemas.codes.systems import NHS_NUMBER
from schemas.events import EventType
from schemas.fhir.check import check

NEEDED = ("number", "nhs number", "family", "given", "born", "note")


class Profile(BaseModel):
    """Options of a partner, under [partner.profile] in nwd.toml."""

    separator: str = Field(":", description="What stands between a name and its value.")


class Adapter:
    """Contacts in lines of text."""

    name = "helpline"
    profile: type[BaseModel] = Profile

    def codec(self, profile: BaseModel) -> "Codec":
        return Codec(Profile.model_validate(profile.model_dump()))


class Codec:
    def __init__(self, profile: Profile) -> None:
        self._separator = profile.separator

    def decode(self, raw: bytes, *, received_at: datetime) -> Decoded:
        lines = (it.partition(self._separator) for it in raw.decode("utf-8", "replace").splitlines())
        said = {name.strip().casefold(): value.strip() for name, _, value in lines}
        issues = [_issue(Severity.ERROR, it, "is missing; send this line") for it in NEEDED if not said.get(it)]
        person, contact = (f"urn:uuid:{uuid5(NAMESPACE_URL, repr((said.get('number'), it)))}" for it in "pc")
        bundle = {} if issues else _bundle(said, person, contact, received_at)
        issues += [_issue(Severity.ERROR, it.where, it.message) for it in (check(bundle) if bundle else ())]
        if issues:
            return Decoded(Outcome.REFUSED, "contact", said.get("number", ""), issues=tuple(issues))
        if nhs_number.fault(nhs_number.clean(said["nhs number"])):
            issues.append(_issue(Severity.WARNING, "nhs number", "is not a valid NHS number; check it"))
        told = Occurrence(EventType.CONTACT_RECORDED, (contact,))
        fate = Outcome.FLAGGED if issues else Outcome.ACCEPTED
        return Decoded(fate, "contact", said["number"], bundle, (told,), issues=tuple(issues))

    def reply(self, decoded: Decoded, verdict: Verdict) -> bytes:
        return orjson.dumps({"outcome": verdict.outcome, "issues": [it.where for it in verdict.issues]})

    def encode(self, released: Released) -> Rendition:
        raise Unsendable("these only come in")


def _bundle(said: dict[str, str], person: str, contact: str, at: datetime) -> dict[str, object]:
    number = {"system": NHS_NUMBER, "value": nhs_number.clean(said["nhs number"])}
    names = [{"family": said["family"], "given": [said["given"]]}]
    patient = {"resourceType": "Patient", "identifier": [number], "name": names, "birthDate": said["born"]}
    kind = [{"coding": [{"system": COMMUNICATION_KIND, "code": "contact-note"}]}]
    told = {"resourceType": "Communication", "status": "completed", "category": kind, "subject": {"reference": person}}
    told |= {"sent": at.isoformat(), "payload": [{"contentString": said["note"]}]}
    entries = [{"fullUrl": person, "resource": patient}, {"fullUrl": contact, "resource": told}]
    return {"resourceType": "Bundle", "type": "collection", "entry": entries}


def _issue(severity: Severity, where: str, message: str) -> Issue:
    return Issue(severity, "value", where, message)
