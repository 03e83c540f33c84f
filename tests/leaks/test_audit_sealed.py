"""What the audit holds of a person is sealed under the person's key, whoever asked what."""

import base64
import json
from pathlib import Path

from tests.integration.test_attacks import person, record
from tests.leaks.exits import calls_of_every_route
from tests.town import consent, town

ROLES = ("registered-professional", "privacy-officer", "operator", "manager")


async def test_no_line_of_the_audit_tells_in_clear_what_it_is_about(tmp_path: Path) -> None:
    """Every route is called by every role that oversees: an export to anybody's operator names no record."""
    async with town(tmp_path) as place:
        referral = await place.referred()
        patient = await person(place, referral)
        _, agreed, _ = await record(place, await place.token("cafe", "worker"), consent(patient, "permit"))
        known = [patient, referral, f"Consent/{agreed['id']}", "CarePlan/" + "a" * 26]
        for role in ROLES:
            token = await place.token("cmht", role)
            for _, (method, path, more) in calls_of_every_route(known):
                await place.call(method, path, token, **more)

        _, text, _ = await place.call("GET", "/audit/export", await place.token("cafe", "operator"))

    lines = [json.loads(one) for one in text.splitlines()]
    asked = {"dry-run", "what-if", "disclosures", "access-log"}
    assert asked <= {one["action"] for one in lines}
    clear = [(one["action"], base64.b64decode(one["detail"])) for one in lines]
    assert [it for it in clear if any(name.partition("/")[2].encode() in it[1] for name in known)] == []
    assert [action for action, detail in clear if action in asked and _is_json(detail)] == []


def _is_json(detail: bytes) -> bool:
    try:
        json.loads(detail)
    except ValueError:
        return False
    return True
