"""That sharing has stopped is told once to whom it stopped for, and what the person does later is told no more."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import person, record
from tests.town import OTHER, Town, consent, referral, town

CLUB = (
    '[[subscription]]\nid = "club-hook"\nservice = "club"\nevents = ["referral.received", "sharing.stopped"]\n'
    'webhook = { url = "http://127.0.0.1:HOOK/club", secret_file = "SECRET_FILE" }\n'
)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change={"[[client]]": CLUB + "[[client]]"}) as made:
        yield made


async def refuses(place: Town, patient: str, service: str, **more: Any) -> None:
    team = await place.token("cmht", "registered-professional")
    assert (await record(place, team, consent(patient, service=service) | more))[0] == 201


async def told(place: Town, patient: str) -> int:
    """How often the café was told, once the club, which still sees the person, has been told of a last refusal."""
    assert "MSA|AA" in await place.send(referral(90, to="club"))
    await place.hook("/club", "referral.received")
    await refuses(place, patient, "club")
    await place.hook("/club", "sharing.stopped")
    return sum(b"sharing.stopped" in body for path, _, body in place.hooks if path == "/cafe")


async def test_whoever_declined_somebody_hears_of_no_later_refusal(place: Town) -> None:
    """The café's tie is over: that the person refuses somebody else today is none of its business."""
    reference, cafe = await place.referred(), await place.token("cafe", "worker")
    patient, path = await person(place, reference), f"/referrals/{reference.partition('/')[2]}/decline"
    assert (await place.call("POST", path, cafe, json={"reason": "full"}))[0] == 200

    await refuses(place, patient, "cmht")

    assert await told(place, patient) == 0


async def test_whoever_was_refused_hears_so_once(place: Town) -> None:
    """Refused again, and others refused after it: one notice."""
    patient = await person(place, await place.referred())

    await refuses(place, patient, "cafe")
    await place.hook("/cafe", "sharing.stopped")
    await refuses(place, patient, "cafe", dateTime="2026-11-02T09:00:00Z")
    await refuses(place, patient, "cmht")

    assert await told(place, patient) == 1


async def test_two_refusals_at_once_are_told(place: Town) -> None:
    """Both are on record before the first notice is decided on: the café hears that sharing has stopped."""
    place.answers["/cafe"] = 503
    patient = await person(place, await _referred_in_vain(place))
    for day in (1, 2):
        await refuses(place, patient, "cafe", dateTime=f"2026-11-0{day}T09:00:00Z")
    place.answers["/cafe"] = 204

    await place.hook("/cafe", "sharing.stopped")


async def _referred_in_vain(place: Town) -> str:
    """A referral that the café's system cannot take yet, by its reference."""
    assert "MSA|AA" in await place.send(referral(1, OTHER))
    _, inbox, _ = await place.call("GET", "/referrals", await place.token())
    return f"ServiceRequest/{inbox['entry'][0]['resource']['id']}"


async def test_the_notice_does_not_tell_who_wrote_the_refusal_down(tmp_path: Path) -> None:
    """The café does not know that the club looks after the person too: sharing has stopped, and no more is told."""
    hook = 'webhook = { url = "http://127.0.0.1:HOOK/cafe"'
    async with town(tmp_path, change={hook: f'payload = "extract"\n{hook}'}) as place:
        patient = await person(place, await place.referred())
        assert "MSA|AA" in await place.send(referral(90, to="club"))
        assert (await record(place, await place.token("club", "worker"), consent(patient)))[0] == 201

        told = (await place.hook("/cafe", "sharing.stopped"))["data"]

        assert told["notices"] == ["sharing has stopped, contact the referrer"]
        assert told["attribution"] == "No Wrong Door gateway"
