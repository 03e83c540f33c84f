"""A cancelled referral ends the tie that it was, and no other: neither another sender's referral nor a visit."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import SAM, person
from tests.town import Town, referral, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def cancelled(place: Town, *, number: int, of: int) -> None:
    assert "MSA|AA" in await place.send(referral(number, event="I14", of=of))
    await place.hook("/cafe", "referral.cancelled")


async def sees(place: Town, reference: str) -> int:
    return (await place.call("GET", f"/fhir/{reference}", await place.token()))[0]


async def test_another_sender_ends_no_tie_by_a_cancellation_of_its_own(place: Town) -> None:
    """The club tells of a referral of the same person to the café that is off: the trust's stands, and is seen."""
    reference = await place.referred()
    club = await place.token("club", "worker")
    off: dict[str, Any] = {"patient": SAM, "to": "cafe", "reason": "came no more", "cancelled": True, "reference": "c1"}

    status, said, _ = await place.call("POST", "/api/referrals", club, json=off)

    assert status in {201, 202}, json.dumps(said)
    assert await sees(place, reference) == 200


async def test_of_two_referrals_one_goes_on(place: Town) -> None:
    """The tie ends with the second."""
    first, second = await place.referred(1), await place.referred(2)

    await cancelled(place, number=3, of=1)
    assert await sees(place, second) == 200
    patient = await person(place, second)
    assert "MSA|AA" in await place.send(referral(4, event="I14", of=2))
    await place.hook("/cafe", "referral.cancelled", number=2)

    assert first != second and await sees(place, patient) == 404


async def test_a_declined_referral_keeps_no_tie_open(place: Town) -> None:
    """Declined, asked again, and that cancelled: what was declined is no reason to go on."""
    first, cafe = await place.referred(1), await place.token("cafe", "worker")
    patient = await person(place, first)
    path = f"/referrals/{first.partition('/')[2]}/decline"
    assert (await place.call("POST", path, cafe, json={"reason": "full"}))[0] == 200
    await place.referred(2)
    assert await sees(place, patient) == 200

    await cancelled(place, number=3, of=2)

    assert await sees(place, patient) == 404


async def test_a_visit_outlasts_a_cancelled_referral(place: Town) -> None:
    """The person is there and has agreed, whatever becomes of the referral."""
    reference, cafe = await place.referred(), await place.token("cafe", "worker")
    patient = await person(place, reference)
    assert (await place.call("POST", "/walk-ins", cafe, json=SAM | {"scope": ["all"], "witness": "Jo"}))[0] == 201

    await cancelled(place, number=2, of=1)

    assert await sees(place, patient) == 200
