"""Whether somebody is known to have died: a death stands until whoever told of it takes it back."""

import orjson

from gateway.store.steps.people import Person
from gateway.store.steps.step import Desk, Steps, bodies
from gateway.store.verbs.intake import Acceptance
from schemas.fhir.retold import died

_OTHERS = (
    "SELECT v.key_id, v.resource, v.number, v.body_sealed FROM resource r JOIN version v ON v.resource = r.id"
    " AND v.number = r.version WHERE r.patient = ? AND r.type = 'Patient'"
    " AND COALESCE(r.written_by_organisation, '') <> ?"
)


def news(desk: Desk, acceptance: Acceptance, person: Person) -> Steps[bool | None]:
    """What a message changes of it; None where it changes nothing, as when another organisation told of the death."""
    if acceptance.deceased is not False:
        return acceptance.deceased
    if not (yield "SELECT 1 FROM patient WHERE id = ? AND deceased = 1", (person.row,)):
        return None
    teller = next((it.written_by_organisation for it in acceptance.drafts if it.type == "Patient"), None)
    rows = yield _OTHERS, (person.row, teller or "")
    told = yield from bodies(desk, rows)
    return None if any(died(orjson.loads(one)) for one in told) else False
