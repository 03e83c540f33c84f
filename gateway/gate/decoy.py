"""A person who never was: what is decided on them takes the time that a refusal of somebody on record takes."""

import orjson

from gateway.gate.facts import dump_item
from gateway.gate.judging import Asking, Judged, judge_all, why
from gateway.house import House
from gateway.store.verbs.intake import Identity
from gateway.store.verbs.reading import Dossier, Held
from schemas.fhir import Resource

_REFERRAL: Resource = {
    "resourceType": "ServiceRequest",
    "status": "active",
    "intent": "order",
    "subject": {"reference": "Patient/nobody"},
    "performer": [{"reference": "HealthcareService/none"}],
}
_PERSON: Resource = {"resourceType": "Patient", "name": [{"family": "NOBODY"}], "birthDate": "1900-01-01"}


def refused(house: House, asking: Asking) -> bytes:
    """Decide on somebody who never was, and say why as a refusal does; nothing of it is kept."""
    held = tuple(_held(house, one, row) for row, one in enumerate((_PERSON, _REFERRAL), 1))
    dossier = Dossier(0, 0, 0, Identity.CERTAIN, False, False, held, (), ())
    judged: list[Judged] = judge_all(house, asking, dossier, held[1:])
    return why(judged, asking)


def _held(house: House, resource: Resource, row: int) -> Held:
    kind, judge = str(resource["resourceType"]), house.judge
    label = dump_item(judge.label(resource))
    return Held(
        f"{kind}/nobody", row, kind, 1, orjson.dumps(resource), label, judge.version, None, "none", None, "active", 0
    )
