"""Two records become one person by the word of somebody who may know of both, and for nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.test_attacks import alike, person
from tests.integration.test_consenting import HTT
from tests.town import OTHER, Town, town

NOBODY = "Patient/" + "a" * 26
OWN = OTHER.replace("0700002", "0700003").replace("9991234519", "9991234527").replace("SPECIMEN^KIM", "SAMPLE^JO")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


def joining(loser: str, keeper: str) -> dict[str, str]:
    return {"loser": loser, "keeper": keeper, "reason": "said to be one and the same"}


async def test_a_record_that_is_hidden_is_joined_with_none_of_ones_own(place: Town) -> None:
    """Else whoever looks after somebody would see anybody's record, through a person whom they look after."""
    from tests.town import referral

    hidden = await person(place, await place.referred())
    assert "MSA|AA" in await place.send(referral(2, OWN, to="club"))
    club = await place.token("club", "manager")
    _, own, _ = await place.call("GET", "/referrals", club)
    mine = str(own["entry"][0]["resource"]["subject"]["reference"])

    for one, other in ((hidden, NOBODY), (NOBODY, hidden)):
        tries = (joining(one, mine), joining(other, mine), joining(mine, one), joining(mine, other))
        await alike(place, club, "POST", *(("/identity/join", it) for it in tries))

    assert (await place.call("GET", f"/fhir/{mine}", club))[0] == 200
    assert (await place.call("GET", f"/fhir/{hidden}", club))[0] == 404


@pytest.mark.parametrize(
    ("service", "role", "status"),
    [
        ("cmht", "registered-professional", 200), ("cmht", "manager", 200), ("cafe", "manager", 200),
        ("cmht", "operator", 200), ("cmht", "privacy-officer", 200), ("cmht", "worker", 404),
        ("htt", "manager", 404), ("htt", "registered-professional", 404), ("htt", "privacy-officer", 404),
    ],
)  # fmt: skip
async def test_who_may_join(place: Town, service: str, role: str, status: int) -> None:
    """Who looks after both, an operator, and the privacy officer of an organisation that wrote of both."""
    people = [await person(place, one) for one in (await place.referred(), await place.referred(2, OTHER))]

    said = await place.call("POST", "/identity/join", await place.token(service, role), json=joining(*people))

    assert said[0] == status


async def test_a_tie_that_ended_joins_nothing(place: Town) -> None:
    """A note of its own from before is no tie: the café that declined somebody does not get back in by a join."""
    reference, cafe = await place.referred(), await place.token("cafe", "manager")
    gone, mine = await person(place, reference), await person(place, await place.referred(2, OTHER))
    assert (await place.call("POST", f"/patients/{gone[8:]}/contacts", cafe, json={"attended": True}))[0] == 201
    path = f"/referrals/{reference.partition('/')[2]}/decline"
    assert (await place.call("POST", path, cafe, json={"reason": "full"}))[0] == 200

    tries = [("/identity/join", joining(one, mine)) for one in (gone, NOBODY)]

    await alike(place, cafe, "POST", *tries)
