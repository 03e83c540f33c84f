"""A clock that is set back, or another machine's that is behind: what was taken is past all the same."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import faults
from tests.town import referral, town


@pytest.mark.parametrize("behind", [timedelta(0), timedelta(seconds=30)], ids=["right", "behind"])
async def test_a_referral_is_told_whole_by_a_clock_that_is_behind_that_of_its_intake(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ahead: Callable[[timedelta], None], behind: timedelta
) -> None:
    """The tie that the referral made has begun, whatever the clock shows by which its delivery is decided."""
    ahead(behind)
    monkeypatch.setattr(faults, "hit", lambda point: ahead(timedelta(0)) if "fan-out" in point else None)
    async with town(tmp_path) as place:
        assert "MSA|AA" in await place.send(referral(1))
        told = await place.hook("/cafe", "referral.received")
        _, why, _ = await place.call("GET", f"/explain/{told['id']}", await place.token("cafe", "privacy-officer"))

    assert len(why[0]["because"]) == 3
    assert not [one for one in why[0]["because"] if ": deny" in one]


async def test_a_tie_that_was_made_before_a_clock_was_set_back_has_begun(
    tmp_path: Path, ahead: Callable[[timedelta], None]
) -> None:
    """What came since is older by that clock than the tie; it is told whole all the same, and can be read."""
    async with town(tmp_path) as place:
        ahead(timedelta(seconds=30))
        await place.referred(1)
        ahead(timedelta(0))
        reference = await place.referred(2)
        told = await place.hook("/cafe", "referral.received", number=2)
        cafe = await place.token()
        _, why, _ = await place.call("GET", f"/explain/{told['id']}", await place.token("cafe", "privacy-officer"))
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", cafe)
        status, _, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}", cafe)

    assert not [one for one in why[0]["because"] if ": deny" in one]
    assert status == 200


async def test_a_tie_that_ended_before_a_clock_was_set_back_has_ended(
    tmp_path: Path, ahead: Callable[[timedelta], None]
) -> None:
    """Who declined reads no more, is told of no change, and writes nothing of them."""
    async with town(tmp_path) as place:
        ahead(timedelta(seconds=30))
        reference = await place.referred(1)
        cafe = await place.token()
        _, seen, _ = await place.call("GET", f"/fhir/{reference}", cafe)
        status, _, _ = await place.call("POST", f"/referrals/{reference[15:]}/decline", cafe, json={"reason": "full"})
        ahead(timedelta(0))
        after = [await place.call("GET", f"/fhir/{one}", cafe) for one in (reference, seen["subject"]["reference"])]
        path = f"/patients/{seen['subject']['reference'][8:]}/contacts"
        written = await place.call("POST", path, cafe, json={"attended": True})

    assert status == 200
    assert [one[0] for one in after] == [404, 404]
    assert written[0] == 404


async def test_a_tie_that_begins_after_one_ended_by_a_clock_that_was_ahead_goes_on(
    tmp_path: Path, ahead: Callable[[timedelta], None]
) -> None:
    """It is not taken for the one before, which would end as soon as the clock has caught up."""
    async with town(tmp_path) as place:
        ahead(timedelta(seconds=30))
        declined = await place.referred(1)
        path = f"/referrals/{declined[15:]}/decline"
        await place.call("POST", path, await place.token(), json={"reason": "full"})
        ahead(timedelta(0))
        reference = await place.referred(2)
        ahead(timedelta(seconds=60))
        status, _, _ = await place.call("GET", f"/fhir/{reference}", await place.token())

    assert status == 200
