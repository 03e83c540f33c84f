"""One referral through new, changed and cancelled: one record on both sides."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import Town, referral, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_a_change_lands_on_the_same_referral_and_keeps_its_progress(place: Town) -> None:
    """I13 with the same RF1-6: same id, new reason, still accepted."""
    reference = await place.referred(1)
    token, trust = await place.token(), await place.token("cmht", "registered-professional")
    _, task, _ = await place.call("POST", f"/referrals/{reference[15:]}/accept", token)

    assert "MSA|AA" in await place.send(referral(2, event="I13", of=1, why="FEELING BETTER"))

    told = await place.hook("/cafe", "referral.updated")
    assert told["data"]["references"] == [reference]
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", trust)
    assert seen["reasonCode"][0]["text"] == "FEELING BETTER"
    _, progress, _ = await place.call("GET", f"/fhir/Task/{task['id']}", token)
    assert progress["status"] == "accepted"


async def test_a_cancellation_reaches_the_service_even_when_it_names_none(place: Town) -> None:
    """I14 may leave out the asked service; the referral that it is about knows it."""
    reference = await place.referred(1)
    message = referral(2, event="I14", of=1, to="")

    assert "MSA|AA" in await place.send(message)

    told = await place.hook("/cafe", "referral.cancelled")
    assert told["data"]["references"][0] == reference
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    assert seen["status"] == "revoked"
    parked = (await place.call("GET", "/ops/parked", await place.token("cmht", "operator")))[1]
    assert parked == []


async def test_a_referral_told_twice_has_one_task(place: Town) -> None:
    """A sender that repeats I12 under a new message id makes a new version, not a second referral."""
    first = await place.referred(1)
    assert "MSA|AA" in await place.send(referral(2, of=1))
    again = await place.hook("/cafe", "referral.received", number=2)

    _, tasks, _ = await place.call(
        "GET", f"/fhir/Task?patient={await _person(place, first)}", await place.token("cmht", "registered-professional")
    )

    assert again["data"]["references"][0] == first
    assert len(tasks["entry"]) == 1


async def _person(place: Town, reference: str) -> str:
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    return str(seen["subject"]["reference"])


_TOLD = {'"delivery.withheld", "contact': '"delivery.withheld", "referral.held", "contact'}


async def test_the_sender_of_a_parked_referral_is_told(tmp_path: Path) -> None:
    """What waits here for a person is known to the people who rely on it, in words that reveal nothing."""
    async with town(tmp_path, change=_TOLD) as place:
        place.answers["/cafe"] = 410

        assert "MSA|AA" in await place.send(referral(1))

        told = await place.hook("/cmht", "referral.held")
        assert any("waits here for a person" in it for it in told["data"]["notices"])


async def test_a_referral_to_a_closed_service_reaches_it_and_its_sender_is_told(tmp_path: Path) -> None:
    """Until when, in local time; a service that is open again is no news."""
    (tmp_path / "shut").mkdir(), (tmp_path / "open").mkdir()
    shut = {'addresses = ["HAVEN"]': 'addresses = ["HAVEN"]\nclosed_until = 2099-07-01T08:00:00Z'}
    past = {'addresses = ["HAVEN"]': 'addresses = ["HAVEN"]\nclosed_until = 2020-07-01T08:00:00Z'}
    async with town(tmp_path / "shut", change=_TOLD | shut) as place:
        await place.referred()
        told = await place.hook("/cmht", "referral.held")
    async with town(tmp_path / "open", change=_TOLD | past) as place:
        await place.referred()
        [trust] = await place.until("/ops/messages?id=0000000000000001", await place.token("cmht", "operator"))

    assert any("closed until 01 July 2099, 09:00" in it for it in told["data"]["notices"])
    assert [it["recipient"] for it in trust["deliveries"]] == ["cafe"]


async def test_a_referral_that_is_declined_takes_no_other_one_with_it(place: Town) -> None:
    """The same person was referred twice: the café sees and answers the second; declined too, the tie ends."""
    first, second = [await place.referred(number) for number in (1, 2)]
    cafe, why = await place.token(), {"json": {"reason": "full"}}
    assert (await place.call("POST", f"/referrals/{first[15:]}/decline", cafe, **why))[0] == 200

    open_still = (await place.call("GET", f"/fhir/{second}", cafe))[0]
    assert (await place.call("POST", f"/referrals/{second[15:]}/decline", cafe, **why))[0] == 200

    ended = [(await place.call("GET", f"/fhir/{one}", cafe))[0] for one in (first, second)]
    assert (open_still, ended) == (200, [404, 404])


async def test_the_tie_ends_when_one_of_two_is_declined_and_the_other_cancelled(place: Town) -> None:
    """No referral of the two is open any more: the café sees neither, but for what it was told of the cancellation."""
    first, _ = [await place.referred(number) for number in (1, 2)]
    cafe = await place.token()
    assert (await place.call("POST", f"/referrals/{first[15:]}/decline", cafe, json={"reason": "full"}))[0] == 200

    assert "MSA|AA" in await place.send(referral(3, event="I14", of=2))
    await place.hook("/cafe", "referral.cancelled")

    assert (await place.call("GET", f"/fhir/{first}", cafe))[0] == 404
