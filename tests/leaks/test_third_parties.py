"""Text that names or quotes somebody close to the person, with no label to say so, at each exit."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_consenting import GLASS
from tests.integration.test_own_app import PORTAL, signed_in
from tests.town import Town, town

SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
AGREED = {
    "patient": SAM, "carer": {"family_name": "SAMPLE", "given_name": "ANN", "relationship": "sibling"},
    "agrees": True, "categories": ["crisis-plan"], "agreed_at": "2026-11-01T09:00:00Z",
}  # fmt: skip
PLAN: dict[str, Any] = {
    "patient": SAM,
    "title": "When it gets bad",
    "elements": [
        {"element": "person-to-call", "text": "My sister Ann Sample, 07700 900456"},
        {"element": "warning-sign", "text": "No sleep, no food"},
        {"element": "what-helps", "text": "A walk with Ann Sample"},
        {"element": "what-to-avoid", "text": "Mum says not to shout"},
    ],
    "summary": "Mum told us in confidence that he drinks",
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=PORTAL) as made:
        yield made


async def planned(place: Town) -> str:
    """The team tells of the plan, and of the sister; the plan's id."""
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/api/consents", team, json=AGREED))[0] == 201
    _, made, _ = await place.call("POST", "/api/care-plans", team, json=PLAN)
    referral = {"patient": SAM, "to": "cafe", "reason": "Low mood"}
    assert (await place.call("POST", "/api/referrals", team, json=referral))[0] == 201
    return str(made["id"])


async def read(place: Town, plan: str, token: str) -> str:
    status, found, _ = await place.call("GET", f"/fhir/CarePlan/{plan}", token)
    assert status == 200
    return json.dumps(found)


async def test_a_cafe_reads_no_text_that_names_or_quotes_another(place: Town) -> None:
    """Whom the person's own plan names stays; what the mother says goes."""
    plan = await planned(place)

    shown = await read(place, plan, await place.token("cafe", "worker"))

    assert "My sister Ann Sample, 07700 900456" in shown and "No sleep, no food" in shown
    assert "A walk with Ann Sample" in shown
    assert "Mum" not in shown


async def test_what_a_relative_told_in_confidence_is_whom_to_ask_to_clinicians_elsewhere(place: Town) -> None:
    """Whoever wrote it reads it; a crisis team reads everything else, names and quotations too."""
    plan = await planned(place)
    doctor = await place.token("htt", "registered-professional")
    assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201

    team, crisis = await read(place, plan, await place.token("cmht", "worker")), await read(place, plan, doctor)

    assert "in confidence" in team
    assert "in confidence" not in crisis and "whom-to-ask" in crisis
    assert "A walk with Ann Sample" in crisis and "Mum says not to shout" in crisis


async def test_who_asked_before_makes_no_difference(place: Town) -> None:
    """Asked in turn, and then in the other order, each sees their own and always the same."""
    plan = await planned(place)
    doctor = await place.token("htt", "registered-professional")
    assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201
    own = await signed_in(place)
    who = await place.token("cafe", "worker"), doctor, await place.token("cmht", "worker"), own

    first = [await read(place, plan, one) for one in who]
    again = [await read(place, plan, one) for one in reversed(who)]

    assert first == again[::-1]
    tells = ["in confidence", "A walk", "Mum says", "whom-to-ask"]
    assert [[one for one in tells if one in shown] for shown in first] == [tells[1:2], tells[1:], tells[:3], tells[1:2]]


async def test_a_carer_hears_their_own_name_and_nobody_elses_words(place: Town) -> None:
    """The plan names the sister who asks; what the mother says is not hers to hear."""
    await planned(place)
    team = await place.token("cmht", "worker")
    _, found, _ = await place.call("GET", "/referrals", await place.token())
    patient = found["entry"][0]["resource"]["subject"]["reference"]
    _, all_, _ = await place.call("GET", f"/fhir/{patient}/$everything", team)
    carer = next(one["resource"]["id"] for one in all_["entry"] if one["resource"]["resourceType"] == "RelatedPerson")

    _, heard, _ = await place.call("GET", f"/patients/{patient[8:]}/carers/{carer}", team)

    assert "A walk with Ann Sample" in json.dumps(heard) and "Mum" not in json.dumps(heard)


async def test_the_person_reads_nothing_that_others_told(place: Town) -> None:
    """Their own record through their own app: nothing shows that somebody told something."""
    plan = await planned(place)

    shown = await read(place, plan, await signed_in(place))

    assert "No sleep, no food" in shown and "My sister Ann Sample" in shown and "A walk with Ann Sample" in shown
    assert "Mum" not in shown and "withheld" not in shown and "whom-to-ask" not in shown
