"""Somebody walks in and agrees aloud: what that opens, for how long, and who looks at it afterwards."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from schemas.clock import LONDON
from tests.town import Town, town

SAM = {"nhs_number": "9991234500", "family_name": "Example", "given_name": "Sam", "birth_date": "1990-04-17"}
VISIT = SAM | {"scope": ["crisis-plan"], "witness": "Kit, second worker"}
PLAN = {
    "patient": SAM,
    "title": "When it gets bad",
    "crisis": True,
    "elements": [{"element": "what-helps", "text": "a quiet room"}],
}
FEW = {'[operations]\nowner = "ops"': '[operations]\nowner = "ops"\nfinds_per_minute = 3'}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def planned(place: Town) -> str:
    """The team has put a crisis plan on record; nobody has referred."""
    team = await place.token("cmht", "registered-professional")
    status, made, _ = await place.call("POST", "/api/care-plans", team, json=PLAN)
    assert status == 201, made
    return f"CarePlan/{made['id']}"


async def visit(place: Town, token: str, **change: Any) -> tuple[int, Any]:
    status, made, _ = await place.call("POST", "/walk-ins", token, json=VISIT | change)
    return status, made


async def test_what_is_agreed_aloud_opens_what_was_agreed(place: Town) -> None:
    """Before the visit the plan is absent; the answer says what it opened, and the café reads it."""
    plan, cafe = await planned(place), await place.token("cafe", "worker")
    before = (await place.call("GET", f"/fhir/{plan}", cafe))[0]

    status, made = await visit(place, cafe)

    assert (before, status) == (404, 201), made
    assert plan in made["sees"] and made["epoch"] > 1
    assert (await place.call("GET", f"/fhir/{plan}", cafe))[0] == 200
    assert (await place.call("GET", f"/fhir/{plan}", await place.token("club", "worker")))[0] == 404


@pytest.mark.parametrize("days", [0, 28])
async def test_it_lasts_for_the_visit_or_for_days_and_says_who_heard_it(place: Town, days: int) -> None:
    """The Consent names the person as grantor, the witness, its end and that it serves its recorder."""
    await planned(place)
    cafe, today = await place.token("cafe", "worker"), datetime.now(LONDON).date()

    _, made = await visit(place, cafe, days=days)

    _, told, _ = await place.call("GET", f"/fhir/{made['consent']}", cafe)
    visited = date.fromisoformat(told["provision"]["period"]["end"]) - timedelta(days=days)
    assert today <= visited <= datetime.now(LONDON).date()
    assert told["performer"] == [{"reference": made["patient"]}]
    assert "serves-recorder" in str(told["meta"]) and "Kit" in str(told["extension"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"days": 29}, 409),
        ({"days": -1}, 409),
        ({"scope": []}, 400),
        ({"scope": ["everything"]}, 400),
        ({"scope": ["third-party"]}, 409),
        ({"witness": " "}, 400),
        ({"given_name": ""}, 400),
    ],
)
async def test_what_no_visit_can_agree_to_is_refused_before_anybody_is_looked_up(
    place: Town, change: dict[str, Any], status: int
) -> None:
    """The same for somebody on record and for nobody."""
    await planned(place)
    cafe = await place.token("cafe", "worker")

    assert (await visit(place, cafe, **change))[0] == status
    assert (await visit(place, cafe, **{"nhs_number": "9991234527"} | change))[0] == status


async def test_nobody_of_this_description_is_absent_and_it_is_on_the_audit(place: Town) -> None:
    """One wrong letter of the name finds nobody; nothing is recorded but that somebody asked."""
    await planned(place)
    cafe = await place.token("cafe", "worker")

    found = [await visit(place, cafe, **it) for it in ({"family_name": "Exampel"}, {"nhs_number": "9991234527"})]

    assert [status for status, _ in found] == [404, 404] and found[0] == found[1]
    _, lines, _ = await place.call("GET", "/audit/export", await place.token("cmht", "operator"))
    assert lines.count('"walk-in"') == 2


async def test_operators_and_machines_record_no_visit(place: Town) -> None:
    """Whoever records it has met the person."""
    await planned(place)

    assert (await visit(place, await place.token("cafe", "operator")))[0] == 409
    assert (await visit(place, await place.token("cafe", None)))[0] == 403


async def test_a_repeated_visit_has_one_effect_and_another_body_is_refused(place: Town) -> None:
    """The same Idempotency-Key and body: the same Consent."""
    await planned(place)
    cafe, key = await place.token("cafe", "worker"), {"idempotency-key": "v1"}

    made = [(await place.call("POST", "/walk-ins", cafe, json=VISIT | it, headers=key)) for it in ({}, {}, {"days": 3})]

    assert [status for status, _, _ in made] == [201, 201, 409]
    assert made[0][1]["consent"] == made[1][1]["consent"]


async def test_a_refusal_still_wins_over_what_the_cafe_wrote_down(place: Town) -> None:
    """The person refused the café by the team's hand: the café's own record of a spoken consent opens nothing."""
    from tests.integration.test_attacks import record
    from tests.town import consent

    plan, cafe = await planned(place), await place.token("cafe", "worker")
    _, made = await visit(place, cafe)
    team = await place.token("cmht", "registered-professional")
    assert (await record(place, team, consent(made["patient"]) | {"dateTime": "2090-01-01T00:00:00Z"}))[0] == 201

    status, again = await visit(place, cafe)

    assert status == 201 and plan not in again["sees"]
    assert (await place.call("GET", f"/fhir/{plan}", cafe))[0] == 404


async def test_a_privacy_officer_looks_at_permits_that_serve_their_recorder(place: Town) -> None:
    """The first of a service in a week is drawn; looked at, it is gone; others have nothing to look at."""
    await planned(place)
    await visit(place, await place.token("cafe", "worker"))
    officer = await place.token("cmht", "privacy-officer")

    _, [found], _ = await place.call("GET", "/consent/reviews", officer)
    path, finding = f"/consent/reviews/{found['id']}", {"finding": "sound", "reason": "spoke to the person"}

    assert (found["kind"], found["service"], found["person"]) == ("permit", "cafe", "jo.1")
    assert (await place.call("GET", "/consent/reviews", await place.token("cmht", "worker")))[0] == 404
    assert [(await place.call("POST", path, officer, json=finding))[0] for _ in range(2)] == [200, 404]
    assert (await place.call("GET", "/consent/reviews", officer))[1] == []


async def test_looking_people_up_is_limited_whoever_it_is_about(tmp_path: Path) -> None:
    """Three a minute for one worker: the fourth waits, on every way of finding; another worker does not."""
    async with town(tmp_path, change=FEW) as place:
        await planned(place)
        cafe = await place.token("cafe", "worker")
        for body in (SAM, SAM | {"nhs_number": "9991234527"}, SAM):
            assert (await place.call("POST", "/api/people/find", cafe, json=body))[0] == 404
        form = {"identifier": "9991234500", "birthdate": "1990-04-17", "family": "Example", "given": "Sam"}

        tries = [
            await place.call("POST", "/api/people/find", cafe, json=SAM),
            await place.call("POST", "/fhir/Patient/_search", cafe, data=form),
            await place.call("POST", "/walk-ins", cafe, json=VISIT),
        ]

        assert [status for status, _, _ in tries] == [429] * 3
        assert all(int(headers["retry-after"]) > 0 for _, _, headers in tries)
        assert (await visit(place, await place.token("club", "worker")))[0] == 201


@pytest.mark.parametrize("witness", ["\u200b\u2060", "\ufeff", "\u00ad ", "\u3164", "\u2800", "\u2028"])
async def test_a_witness_whom_nobody_can_read_is_none(place: Town, witness: str) -> None:
    """Signs that nobody sees name nobody."""
    plan, cafe = await planned(place), await place.token("cafe", "worker")

    status, _ = await visit(place, cafe, witness=witness)

    assert status == 400
    assert (await place.call("GET", f"/fhir/{plan}", cafe))[0] == 404
