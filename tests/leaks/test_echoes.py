"""What an act answers with: one's own words, and of what others wrote what a read would show."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from schemas.codes.systems import NHS_NUMBER, SNOMED
from tests.integration.test_attacks import record
from tests.leaks.canaries import BORN, NUMBER, PERSON
from tests.town import Town, consent, town

FHIR = {
    '[[subscription]]\nid = "cafe-hook"': (
        '[[partner]]\nid = "trust-fhir"\norganisation = "trust"\nservice = "cmht"\nadapter = "fhir_r4"\n'
        '[[subscription]]\nid = "cafe-hook"'
    ),
    'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "trust-fhir"]',
}
"""The team speaks FHIR too."""
_SECRET = "Zqxsecretk"
_EVENTS = {"open": "opened", "accept": "accepted", "decline": "declined"}
REFERRAL: dict[str, Any] = {
    "resourceType": "ServiceRequest", "status": "active", "intent": "order", "subject": {"reference": PERSON},
    "category": [{"coding": [{"system": SNOMED, "code": "3457005"}]}],
    "performer": [{"reference": "HealthcareService/cafe"}],
}  # fmt: skip


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=FHIR) as made:
        yield made


def told(*resources: dict[str, Any]) -> str:
    """A Bundle about one person, whose resources are numbered from 2."""
    person = {
        "resourceType": "Patient", "birthDate": BORN, "name": [{"family": "ZQUOLL", "given": ["MARE"]}],
        "identifier": [{"system": NHS_NUMBER, "value": NUMBER}],
    }  # fmt: skip
    entries = [{"fullUrl": f"{PERSON[:-1]}{at}", "resource": one} for at, one in enumerate((person, *resources), 1)]
    return json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})


async def refer(place: Town, *beside: dict[str, Any]) -> tuple[str, str]:
    """The team refers somebody to the café; the referral's id, and `Patient/<id>`."""
    team = await place.token("cmht", "registered-professional")
    status, answer, _ = await place.call("POST", "/messages/trust-fhir", team, data=told(REFERRAL, *beside))
    assert status == 201, answer
    name = (await place.hook("/cafe", "referral.received"))["data"]["references"][0].partition("/")[2]
    _, seen, _ = await place.call("GET", f"/fhir/ServiceRequest/{name}", await place.token())
    return name, str(seen["subject"]["reference"])


@pytest.mark.parametrize(
    ("status", "act"), [("received", "open"), ("accepted", "accept"), ("rejected", "decline"), ("requested", "open")]
)
@pytest.mark.parametrize("path", ["/referrals", "/api/referrals"])
async def test_a_step_shows_nothing_of_the_referrers_own_task(place: Town, status: str, act: str, path: str) -> None:
    """The team's Task stands as far already, or less: its words are not the café's to read, nor to take away."""
    task = {
        "resourceType": "Task", "status": status, "intent": "order", "description": _SECRET,
        "focus": {"reference": f"{PERSON[:-1]}2"}, "for": {"reference": PERSON}, "note": [{"text": _SECRET}],
        "statusReason": {"text": _SECRET}, "businessStatus": {"text": _SECRET},
    }  # fmt: skip
    name, patient = await refer(place, task)
    body = {"json": {"reason": "full"}} if act == "decline" else {}

    answer = await place.call("POST", f"{path}/{name}/{act}", await place.token("cafe", "worker"), **body)

    assert answer[0] == 200 and _SECRET not in json.dumps(answer[1])
    again = await place.call("POST", f"{path}/{name}/{act}", await place.token("cafe", "worker"), **body)
    assert _SECRET not in json.dumps(again[1])
    team = await place.token("cmht", "registered-professional")
    _, kept, _ = await place.call("GET", f"/fhir/Task?patient={patient}", team)
    assert [one["resource"]["description"] for one in kept["entry"]] == [_SECRET]
    assert await place.hook("/cmht", f"referral.{_EVENTS[act]}")


@pytest.mark.parametrize("path", ["/consents/{}/revoke", "/api/consents/{}/withdraw"])
async def test_whoever_ends_anothers_consent_reads_no_more_of_it_than_before(place: Town, path: str) -> None:
    """The café notes that a permission was withdrawn: the answer names no carer and no other service."""
    _, patient = await refer(place)
    given = consent(patient, "permit")
    [cafe] = given["provision"]["actor"]
    given["provision"]["actor"] += [cafe | {"reference": {"reference": "HealthcareService/club", "display": _SECRET}}]
    _, made, _ = await record(place, await place.token("cmht", "registered-professional"), given)

    answer = await place.call("POST", path.format(made["id"]), await place.token("cafe", "worker"))

    assert (answer[0], answer[1]["status"]) == (200, "inactive")
    assert _SECRET not in json.dumps(answer[1]) and "club" not in json.dumps(answer[1])


async def test_a_reason_to_decline_is_a_code_and_no_words(place: Town) -> None:
    """What stands beside the record in clear holds nobody's name; what is said of a person goes as text."""
    name, _ = await refer(place)
    said = {"reason": "ZQUOLL is known to us", "text": "too far away"}

    answer = await place.call("POST", f"/referrals/{name}/decline", await place.token("cafe", "worker"), json=said)

    assert answer[0] == 400 and "ZQUOLL" not in json.dumps(answer[1])
