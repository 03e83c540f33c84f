"""A visit every day does not become a document every day; what is urgent does not wait."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.patience import eventually
from tests.town import Town, consent, town

Ahead = Callable[[timedelta], None]
DIGEST = {
    '"contact.recorded"]\nwebhook': '"contact.recorded", "concern.recorded"]\ndigest = { every_seconds = 60 }\nwebhook',
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=DIGEST) as made:
        yield made


async def visited(place: Town, patient: str, number: int) -> str:
    """The café records a visit; returns its reference."""
    path = f"/patients/{patient}/contacts"
    status, note, _ = await place.call("POST", path, await place.token(), json={"agreed": f"Visit {number}"})
    assert status == 201
    return f"Communication/{note['id']}"


async def person_of(place: Town) -> str:
    """The id of the person that a referral is about."""
    _, seen, _ = await place.call("GET", f"/fhir/{await place.referred()}", await place.token())
    return str(seen["subject"]["reference"].partition("/")[2])


def told(place: Town, kind: str) -> list[Any]:
    every = [json.loads(body) for where, _, body in place.hooks if where == "/cmht"]
    return [one for one in every if one["type"] == kind]


async def ledger(place: Town) -> str:
    return str((await place.call("GET", "/ops/ledger", await place.token("cmht", "operator")))[1])


async def gathered(place: Town, number: int) -> bool:
    return (await ledger(place)).count('"reason":"in digest') == number


async def due(place: Town, ahead: Ahead, *, waiting: int, summary: int = 1) -> None:
    """Make the moment of a summary come, once so many visits in all wait, or waited, for theirs."""
    await eventually(partial(gathered, place, waiting), told=lambda: f"no {waiting} visits wait")
    ahead(timedelta(minutes=1, seconds=1) * summary)


async def test_three_visits_are_told_together(place: Town, ahead: Ahead) -> None:
    """One summary names all three; none comes by itself, and the ledger says where each went."""
    patient = await person_of(place)
    visits = [await visited(place, patient, number) for number in (1, 2, 3)]
    await due(place, ahead, waiting=3)
    summary = await place.hook("/cmht", "contact.digest")

    assert summary["data"]["references"] == visits
    assert told(place, "contact.recorded") == []
    assert await gathered(place, 3)


async def test_the_next_visit_waits_for_the_next_summary(place: Town, ahead: Ahead) -> None:
    """Nothing is told twice and nothing is left out."""
    patient = await person_of(place)
    first = await visited(place, patient, 1)
    await due(place, ahead, waiting=1)
    one = await place.hook("/cmht", "contact.digest")
    second = await visited(place, patient, 2)
    await due(place, ahead, waiting=2, summary=2)
    two = await place.hook("/cmht", "contact.digest", number=2)

    assert (one["data"]["references"], two["data"]["references"]) == ([first], [second])


async def test_what_the_person_refused_meanwhile_is_not_in_the_summary(place: Town, ahead: Ahead) -> None:
    """The summary is decided when it leaves: a refusal before it withholds it."""
    patient = await person_of(place)
    await visited(place, patient, 1)
    token = await place.token("cmht", "registered-professional")
    status, _, _ = await place.call("POST", "/consents", token, json=consent(f"Patient/{patient}", service="cmht"))
    assert status == 201
    await due(place, ahead, waiting=1)

    async def withheld() -> bool:
        return '"withheld"' in await ledger(place)

    await eventually(withheld, told=lambda: "no summary was decided on")
    assert told(place, "contact.digest") == []


async def test_what_is_not_gathered_comes_at_once(place: Town, ahead: Ahead) -> None:
    """A carer's concern is told by itself, before the summary of the visit."""
    patient = await person_of(place)
    await visited(place, patient, 1)
    path = f"/patients/{patient}/concerns"
    assert (await place.call("POST", path, await place.token(), json={"text": "Not eating"}))[0] == 201
    await place.hook("/cmht", "concern.recorded")

    assert told(place, "contact.digest") == []
    await due(place, ahead, waiting=1)
    await place.hook("/cmht", "contact.digest")


@pytest.mark.parametrize("outcome", ["05", "06"], ids=["urgent referral", "emergency services"])
async def test_a_visit_that_tells_of_risk_comes_at_once(place: Town, ahead: Ahead, outcome: str) -> None:
    """Whoever was sent on urgently is not in tomorrow's summary."""
    patient = await person_of(place)
    path = f"/patients/{patient}/contacts"
    assert (await place.call("POST", path, await place.token(), json={"outcome": outcome}))[0] == 201

    await place.hook("/cmht", "contact.recorded")
