"""A message over HTTP that its sender could not see the answer to, and sends again under its own id."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.town import PERSON, town

_APP = """[[partner]]
id = "app-forms"
organisation = "haven"
service = "cafe"
adapter = "json"
[[client]]
id = "app"
"""
_SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
_FORM: dict[str, Any] = {"kind": "referral", "patient": _SAM, "to": "cafe", "reason": "Low mood"}
_HL7 = "MSH|^~\\&|ACME_PAS|RXX01|NWD|HAVEN|20261101091500||REF^I12|{id}|P|2.4\rRF1|A|R|HAVEN|||REF1\rPID|||" + PERSON
_FHIR: dict[str, Any] = {
    "resourceType": "Bundle",
    "type": "collection",
    "entry": [
        {
            "fullUrl": "urn:uuid:6b1c7c5e-26f3-4a39-9d25-1c0a4b1c0001",
            "resource": {
                "resourceType": "Patient",
                "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}],
                "name": [{"family": "EXAMPLE", "given": ["SAM"]}],
                "birthDate": "1990-04-17",
            },
        }
    ],
}


def _written(kind: str, name: str) -> str:
    """A message of a kind that carries an id, or none."""
    match kind:
        case "hl7v2":
            return _HL7.format(id=name)
        case "json":
            return json.dumps(_FORM | ({"id": name} if name else {}))
    return json.dumps(_FHIR | ({"identifier": {"system": "urn:app", "value": name}} if name else {}))


@pytest.mark.parametrize(
    ("partner", "kind", "content_type"),
    [
        ("engine", "hl7v2", "application/hl7-v2+er7"), ("engine", "hl7v2", "text/plain"),
        ("app-forms", "json", "application/json"), ("cafe-fhir", "fhir_r4", "application/fhir+json"),
    ],
)  # fmt: skip
async def test_the_id_that_a_message_carries_is_its_own(
    tmp_path: Path, partner: str, kind: str, content_type: str
) -> None:
    """The same again is answered as before; other words under it are flagged; without an id each is new."""
    change = {'[[client]]\nid = "app"\n': _APP, 'partners = ["engine"': 'partners = ["app-forms", "engine"'}
    async with town(tmp_path, change=change) as place:
        token = await place.token("cafe", "worker")

        async def sent(text: str) -> tuple[int, str]:
            as_sent = {"content-type": content_type}
            status, _, headers = await place.call("POST", f"/messages/{partner}", token, data=text, headers=as_sent)
            return status, headers["nwd-message"]

        first, again = [await sent(_written(kind, "S1")) for _ in range(2)]
        other = await sent(_written(kind, "S1").replace("SAM", "SAMUEL"))
        unnamed = [await sent(_written(kind, "")) for _ in range(2)]

    assert first == again and first[0] == 201
    assert other[0] == 202 and other[1] != first[1]
    assert unnamed[0][1] != unnamed[1][1]
