"""Before what a carer may know ends somebody is told, without a word of whom it is about, until renewed or over."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_overseeing import AGREED, CARER, SAM
from tests.town import Town, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


def day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


async def agreed(place: Town, **more: Any) -> str:
    """The team writes down what the carer may know; the Consent's id."""
    team = await place.token("cmht", "registered-professional")
    status, made, _ = await place.call("POST", "/api/consents", team, json=AGREED | more)
    assert status in {201, 202}
    return str(made["id"])


async def reminders(place: Town) -> list[dict[str, str]]:
    _, found, _ = await place.call("GET", "/ops/stuck", await place.token("cmht", "operator"))
    return [one for one in found if one["what"] == "consent"]


async def test_an_agreement_that_ends_soon_is_put_before_whoever_wrote_it_down(place: Town) -> None:
    """Once, by its id and their name alone; on the console, and counted for the alarm."""
    consent = await agreed(place, ends=day(10), reference="R1")

    [told] = await reminders(place)

    assert (told["id"], told["owner"]) == (f"Consent/{consent}", "cmht")
    assert told["since"][:10] in {day(10), day(11)} and "EXAMPLE" not in str(told)
    async with place.session.get(f"{place.http}/metrics") as answer:
        assert 'nwd_stuck{what="consent"} 1' in await answer.text()
    token = await place.token("cmht", "operator")
    async with place.session.get(f"{place.http}/console", cookies={"nwd_token": token}) as answer:
        assert f"Consent/{consent}" in await answer.text()


@pytest.mark.parametrize(
    "more",
    [{"ends": day(40)}, {}, {"ends": day(-3)}, {"ends": day(3), "agrees": False}],
    ids=["far", "endless", "over", "refusal"],
)
async def test_nobody_is_told_of_what_does_not_end_soon(place: Town, more: dict[str, Any]) -> None:
    """A month away, without an end, over already, or a refusal, which is for the person to take back."""
    await agreed(place, **more)

    assert await reminders(place) == []


@pytest.mark.parametrize(
    "more",
    [
        {"ends": day(200)}, {}, {"reference": "R1", "ends": day(200)}, {"reference": "R1", "withdrawn": True},
        {"agrees": False, "categories": []},
    ],
    ids=["later", "without an end", "told again", "withdrawn", "refused"],
)  # fmt: skip
async def test_the_reminder_goes_when_it_was_renewed_or_ended(place: Town, more: dict[str, Any]) -> None:
    """By a later agreement with the same carer, the same Consent told again, a withdrawal, a refusal."""
    await agreed(place, ends=day(10), reference="R1")
    assert len(await reminders(place)) == 1

    await agreed(place, **{"reference": "R2"} | more)

    assert await reminders(place) == []


async def test_the_reminder_goes_when_the_consent_is_revoked(place: Town) -> None:
    """At the API, by a worker."""
    consent = await agreed(place, ends=day(10))

    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", f"/consents/{consent}/revoke", team))[0] == 200

    assert await reminders(place) == []


async def test_an_agreement_with_another_carer_or_that_ends_sooner_renews_nothing(place: Town) -> None:
    """Each is put before somebody."""
    await agreed(place, ends=day(10), reference="R1")

    await agreed(place, ends=day(5), reference="R2")
    await agreed(place, ends=day(9), reference="R3", carer=CARER | {"given_name": "ROBIN", "reference": "c2"})

    assert len(await reminders(place)) == 3
    assert SAM["nhs_number"] not in str(await reminders(place))
