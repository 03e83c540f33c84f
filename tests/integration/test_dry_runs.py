"""Asking what would be decided tells nobody what they may not know, nor that there is anybody to ask about."""

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.test_attacks import alike, person, record
from tests.integration.test_consenting import HTT
from tests.town import OTHER, Town, consent, town

NOBODY = "Patient/" + "a" * 26
_ID = re.compile(r"[a-z2-7]{26}")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


async def told(place: Town, token: str, patient: str, service: str) -> list[str]:
    """All that the dry run and the what-if of a consent for this service say of a person, ids left out."""
    asked = (("decide", {"service": service}), ("what-if", {"consent": consent(patient, "permit", service)}))
    answers = [await place.call("POST", f"/consent/{at}", token, json={"patient": patient} | it) for at, it in asked]
    return sorted(_ID.sub("ID", str(one)) for _, said, _ in answers for one in said.get("decisions", said))


async def test_what_a_consent_would_change_for_somebody_hidden_is_asked_of_nobody(place: Town) -> None:
    """An empty list would say that there is somebody."""
    hidden = await person(place, await place.referred())
    tries = [("/consent/what-if", {"patient": one, "consent": consent(one)}) for one in (hidden, NOBODY)]

    await alike(place, await place.token("club", "manager"), "POST", *tries)


@pytest.mark.parametrize("service", ["htt", "club", "cafe"])
async def test_a_dry_run_does_not_tell_what_somebody_agreed_to_or_refused_elsewhere(place: Town, service: str) -> None:
    """The café asks of two people, one of whom has refused the club and permitted the other trust: no difference."""
    people = [await person(place, one) for one in (await place.referred(), await place.referred(2, OTHER))]
    cafe, team = await place.token("cafe", "manager"), await place.token("cmht", "registered-professional")
    for one in people:
        assert (await place.call("POST", f"/patients/{one[8:]}/contacts", cafe, json={"attended": True}))[0] == 201
    for given in (consent(people[0], "deny", "club"), consent(people[0], "permit", "htt")):
        assert (await record(place, team, given))[0] == 201

    told_of = [await told(place, cafe, one, service) for one in people]

    assert told_of[0] == told_of[1]
    assert "this itself" in str(told_of) or "no live referral" in str(told_of)


async def test_the_privacy_officer_is_told_all_that_a_decision_rests_on(place: Town) -> None:
    """Of the trust that wrote it down: the refusal, though the café recorded it."""
    patient = await person(place, await place.referred())
    _, made, _ = await record(place, await place.token("cafe", "worker"), consent(patient, "deny", "club"))
    officer = await place.token("cmht", "privacy-officer")

    _, answer, _ = await place.call("POST", "/consent/decide", officer, json={"patient": patient, "service": "club"})

    assert f"Consent/{made['id']} version 1" in str(answer["decisions"])
