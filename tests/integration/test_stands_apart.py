"""Somebody tells of a protected person's NHS number under another name, and learns nothing by it.

Each is tried beside the same of a number that nobody has: what comes back is alike, but for ids and times.
"""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_restricted import SETTINGS, _record, tells_where
from tests.town import Town, town

KNOWN, NOBODYS = "9991234500", "9991234527"
WRONG = {"family_name": "WRONG", "given_name": "NAME", "birth_date": "1971-02-03"}
_CHANCE = ((r"\b[a-z2-7]{26}\b", "ID"), (r"\d{4}-\d\d-\d\dT\d\d:[\d:.]+(?:Z|\+00:00)", "TIME"))
SIDES = {"cafe": ("cafe-fhir", "worker", "cmht"), "cmht": ("trust-fhir", "registered-professional", "cafe")}
"""Of each service: how it sends, as whom it reads, and whom it refers to."""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    asked = {'events = ["referral.opened"': 'payload = "extract"\nevents = ["referral.received", "referral.opened"'}
    async with town(tmp_path, change=SETTINGS | asked) as made:
        yield made


def alike(body: Any, number: str) -> str:
    """The text of an answer without what differs by chance: ids, times and the number that was told."""
    text = json.dumps(body, sort_keys=True).replace(number, "NUMBER")
    for pattern, word in _CHANCE:
        text = re.sub(pattern, word, text)
    return text


async def told(place: Town, by: str, number: str, *, protected: bool = False) -> None:
    """A record with address, numbers and words that say where somebody is; under another name unless protected."""
    partner, role, to = SIDES[by]
    record = _record()
    person, referral = record["entry"][0]["resource"], record["entry"][1]["resource"]
    person["identifier"][0]["value"] = number
    referral["performer"] = [{"reference": f"HealthcareService/{to}"}]
    if not protected:
        del person["meta"]
        person |= {"name": [{"family": "WRONG", "given": ["NAME"]}], "birthDate": "1971-02-03"}
    status, answer, _ = await place.call("POST", f"/messages/{partner}", await place.token(by, role), json=record)
    assert status == 201, answer


async def read(place: Town, by: str, number: str) -> list[Any]:
    """What a service is shown of whoever it told of by this number."""
    token = await place.token(by, SIDES[by][1])
    _, found, _ = await place.call("POST", "/api/people/find", token, json=WRONG | {"nhs_number": number})
    patient = found["patient"]
    ways = [f"/fhir/Patient/{patient}/$everything", f"/fhir/Patient/{patient}"]
    ways += [f"/api/{one}?patient=Patient/{patient}" for one in ("care-plans", "contacts")]
    seen = [await place.call("GET", way, token) for way in ways]
    return [(status, body, headers.get("nwd-warning")) for status, body, headers in seen]


@pytest.mark.parametrize("by", ["cafe", "cmht"])
async def test_what_one_told_of_a_protected_number_reads_as_it_was_told(place: Town, by: str) -> None:
    """Nothing is taken out of it: by that the teller would learn that somebody with this number is protected."""
    await told(place, "cmht" if by == "cafe" else "cafe", KNOWN, protected=True)
    for number in (KNOWN, NOBODYS):
        await told(place, by, number)

    of_known, of_nobody = await read(place, by, KNOWN), await read(place, by, NOBODYS)

    assert of_known[0][0] == 200 and tells_where(json.dumps(of_known))
    assert alike(of_known, KNOWN) == alike(of_nobody, NOBODYS)


@pytest.mark.parametrize("by", ["cafe", "cmht"])
async def test_everybody_else_is_shown_no_place_of_whoever_may_be_protected(place: Town, by: str) -> None:
    """To whom it was sent, by message and by reading."""
    other = "cmht" if by == "cafe" else "cafe"
    await told(place, other, KNOWN, protected=True)
    await told(place, by, KNOWN)
    await place.hook(f"/{other}", "referral.received")
    token = await place.token(other, SIDES[other][1])

    _, inbox, _ = await place.call("GET", "/referrals", token)
    patient = inbox["entry"][0]["resource"]["subject"]["reference"]
    status, seen, headers = await place.call("GET", f"/fhir/{patient}/$everything", token)

    assert status == 200 and "identity unverified" in headers["nwd-warning"]
    assert tells_where(json.dumps([inbox, seen, *(body.decode() for path, _, body in place.hooks)])) == []
