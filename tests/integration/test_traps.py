"""Traps that parsers fall into, tried at every door: what could be read in two ways is taken at none."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.hl7v2.codec import MAPPERS
from tests.town import Town, consent, town

ROOT = Path(__file__).parents[2]
FHIR = {"content-type": "application/fhir+json"}
DENIES = '"type":"deny"'
TRAPS = {
    "deny, then permit": (DENIES, DENIES + ',"type":"permit"'),
    "deny, then permit under an escaped name": (DENIES, DENIES + ',"t\\u0079pe":"permit"'),
    "NaN": ('"status":"active"', '"status":NaN'),
    "half a character": ('"status":"active"', '"status":"\\ud800"'),
    "too deep": ('"status":"active"', '"status":' + "[" * 200 + "]" * 200),
}
DOORS = ("/consents", "/fhir/Consent", "/messages/cafe-fhir")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


@pytest.mark.parametrize("trap", TRAPS)
async def test_a_refusal_that_could_be_read_as_a_permit_is_taken_at_no_door(trap: str, place: Town) -> None:
    """Each door says 4xx, and the café still sees what it saw: nothing of the Consent came into force."""
    reference = await place.referred()
    token = await place.token(role="worker")
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    sound = json.dumps(consent(seen["subject"]["reference"], service="club"), separators=(",", ":"))
    before, after = TRAPS[trap]
    assert before in sound
    trapped = sound.replace(before, after)

    answers = [(await place.call("POST", door, token, data=trapped, headers=FHIR))[0] for door in DOORS]

    assert all(400 <= status < 500 for status in answers), answers
    _, found, _ = await place.call("GET", f"/fhir/Consent?patient={seen['subject']['reference']}", token)
    assert "entry" not in found
    assert (await place.call("POST", "/consents", token, data=sound, headers=FHIR))[0] == 201


async def test_a_plain_form_with_a_key_twice_is_not_taken(place: Town) -> None:
    """The plain interface reads as strictly: which of two answers was meant, nobody can know."""
    body = '{"agrees": false, "agrees": true, "carer": {}, "patient": {}}'

    status, told, _ = await place.call("POST", "/api/consents", await place.token(role="worker"), data=body)

    assert status == 400
    assert "twice" in told["detail"]


@pytest.mark.parametrize("page", ["README.md", "docs/hl7v2.md"])
def test_the_documents_name_every_event_that_is_taken(page: str) -> None:
    """Nobody has to try in order to learn what is read."""
    text = (ROOT / page).read_text()

    assert [event for _, event in MAPPERS if event not in text] == []
