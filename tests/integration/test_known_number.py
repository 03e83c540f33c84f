"""Whoever sends a known NHS number under another name learns nothing by it: all answers are those of an unknown one."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, consent, town

KNOWN, UNKNOWN = "9991234500", "9991234527"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def answers(place: Town, number: str) -> list[Any]:
    """Every answer that the café gets about somebody whom it refers twice: what differs by chance is left out."""
    token = await place.token()
    who = {"nhs_number": number, "family_name": "WRONG", "given_name": "NAME", "birth_date": "1971-02-03"}
    found: list[Any] = []
    people = set()
    for at in range(2):
        body = {"patient": who, "to": "cmht", "reason": "Low mood", "reference": f"{number}-{at}"}
        status, made, _ = await place.call("POST", "/api/referrals", token, json=body)
        seen_status, seen, headers = await place.call("GET", f"/api/referrals/{made['id']}", token)
        whole_status, whole, more = await place.call("GET", f"/fhir/ServiceRequest/{made['id']}", token)
        people.add(str(whole["subject"]["reference"]))
        found += [status, made["outcome"], made.get("issues"), seen_status, sorted(seen), seen["warnings"]]
        found += [whole_status, sorted(whole), sorted(headers), sorted(more), more.get("nwd-warning")]
    looked, who_is, _ = await place.call("POST", "/api/people/find", token, json=who)
    about, page, headers = await place.call("GET", f"/fhir/{next(iter(people))}", token)
    found += [len(people), looked, f"Patient/{who_is.get('patient')}" in people, who_is.get("warnings")]
    return [*found, about, sorted(page), headers.get("nwd-warning")]


@pytest.mark.parametrize("refused", [None, "cafe", "cmht"], ids=["nobody", "the sender", "the addressee"])
async def test_the_sender_cannot_tell_a_known_number_from_an_unknown_one(place: Town, refused: str | None) -> None:
    """Replies, reading, finding, the person's reference and what is read with it are alike, whoever is refused."""
    reference = await place.referred()
    if refused is not None:
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
        staff = await place.token("cmht", "registered-professional")
        told = consent(seen["subject"]["reference"], service=refused)
        assert (await place.call("POST", "/consents", staff, data=json.dumps(told)))[0] == 201

    assert await answers(place, KNOWN) == await answers(place, UNKNOWN)


async def test_the_addressee_is_told_of_the_doubt(place: Town) -> None:
    """The team that was asked sees that the identity is unverified."""
    await place.referred()
    await answers(place, KNOWN)

    _, listed, _ = await place.call("GET", "/api/referrals", await place.token("cmht", "worker"))

    assert "identity unverified" in listed["warnings"]
