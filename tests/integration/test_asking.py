"""Café staff ask a clinical team to open a record: the answer tells nothing until a clinician has released it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_consenting import HTT, SAM
from tests.town import Town, town

TEAM = HTT | {
    'name = "Haven Crisis Café"': 'name = "Haven Crisis Café"\noverride_team = "htt"\nladder = ['
    '{ name = "On-call lead", phone = "01632 960100" },'
    ' { name = "Crisis line", phone = "01632 960101", after_minutes = 15 }]',
    "[[client]]": '[[subscription]]\nid = "htt-hook"\nservice = "htt"\nevents = ["access.asked"]\n'
    'webhook = { url = "http://127.0.0.1:HOOK/htt", secret_file = "SECRET_FILE" }\n[[client]]',
}
WHY = {"ground": "vital-interests", "reason": "very unwell here, says nothing"}
PLAN = {"patient": SAM, "title": "When it gets bad", "elements": [{"element": "what-helps", "text": "quiet"}]}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=TEAM) as made:
        yield made


async def planned(place: Town) -> str:
    team = await place.token("cmht", "registered-professional")
    _, made, _ = await place.call("POST", "/api/care-plans", team, json=PLAN)
    return f"CarePlan/{made['id']}"


async def asked(place: Town, **change: Any) -> tuple[int, dict[str, Any]]:
    token = await place.token("cafe", "volunteer")
    status, made, _ = await place.call("POST", "/consent/override/requests", token, json=SAM | WHY | change)
    return status, made


async def doctor(place: Town) -> str:
    """A clinician of the team, who is not the one who asks."""
    about = {"subject_name": "Dr", "subject_role": "registered-professional", "purpose_of_use": "TREAT"}
    claims = place.assertion(nwd_user="dr.2", extensions={"ihe_iua": about})
    return str((await place.ask_token(claims, "service/htt"))["access_token"])


async def test_a_clinician_of_the_team_releases_what_the_cafe_asked_for(place: Town) -> None:
    """Until then nothing; then this one worker reads what the policy opens in an emergency, and nobody else."""
    plan, cafe = await planned(place), await place.token("cafe", "volunteer")
    _, made = await asked(place)
    path = f"/consent/override/requests/{made['id']}"
    before = (await place.call("GET", f"/fhir/{plan}", cafe))[0]

    [waiting] = (await place.call("GET", "/consent/override/requests", await doctor(place)))[1]
    status, released, _ = await place.call("POST", f"{path}/release", await doctor(place), json={"minutes": 20})

    assert (before, status, waiting["reason"]) == (404, 201, WHY["reason"])
    assert (await place.call("GET", f"/fhir/{plan}", cafe))[0] == 200
    assert (await place.call("GET", f"/fhir/{plan}", await place.token("club", "volunteer")))[0] == 404
    _, now, _ = await place.call("GET", path, cafe)
    assert (now["state"], now["until"], now["ladder"]) == ("released", released["until"], [])
    assert (await place.call("POST", f"{path}/release", await doctor(place), json={}))[0] == 409
    notice = await place.hook("/htt", "access.asked")
    assert notice["data"]["references"] == [] and "ring" in str(notice["data"]["notices"])


async def test_asking_about_nobody_looks_the_same_and_shows_whom_to_ring(place: Town) -> None:
    """Status and body are alike but for the number and the moment; the ladder says who is to be rung by now."""
    await planned(place)

    answers = [await asked(place), await asked(place, nhs_number="9991234527")]

    told = [
        {name: value for name, value in made.items() if name not in {"id", "asked_at", "ladder"}} for _, made in answers
    ]
    assert [status for status, _ in answers] == [202, 202] and told[0] == told[1]
    for _, made in answers:
        assert [(rung["phone"], rung["ring_now"]) for rung in made["ladder"]] == [
            ("01632 960100", True), ("01632 960101", False)
        ]  # fmt: skip
    path = f"/consent/override/requests/{answers[1][1]['id']}/release"
    status, said, _ = await place.call("POST", path, await doctor(place), json={})
    assert status == 409 and "nobody on record" in str(said)


@pytest.mark.parametrize(
    ("service", "role"), [("cafe", "volunteer"), ("htt", "worker"), ("cmht", "registered-professional")]
)
async def test_only_a_clinician_of_the_named_team_finds_the_request(place: Town, service: str, role: str) -> None:
    """To everybody else, the café and other teams' clinicians too, there is nothing to answer."""
    await planned(place)
    _, made = await asked(place)
    token, path = await place.token(service, role), f"/consent/override/requests/{made['id']}"

    assert (await place.call("POST", f"{path}/release", token, json={}))[0] == 404
    assert (await place.call("POST", f"{path}/decline", token, json={"reason": "no"}))[0] == 404
    listed = await place.call("GET", "/consent/override/requests", token)
    assert listed[0] == 404 or listed[1] == []


async def test_nobody_releases_to_themself_and_a_refused_request_opens_nothing(place: Town) -> None:
    """The clinician who asks as café staff is told to override in their own name; a no is a no."""
    plan = await planned(place)
    _, made = await asked(place)
    path = f"/consent/override/requests/{made['id']}"
    same = await place.token("htt", "registered-professional")

    assert (await place.call("POST", f"{path}/release", same, json={}))[0] == 409
    assert (await place.call("POST", f"{path}/decline", await doctor(place), json={"reason": "rang them"}))[0] == 200
    cafe = await place.token("cafe", "volunteer")
    assert (await place.call("GET", path, cafe))[1]["state"] == "declined"
    assert (await place.call("GET", f"/fhir/{plan}", cafe))[0] == 404


async def test_a_service_without_a_team_and_a_question_without_words_are_refused(place: Town) -> None:
    """Whoever it is about."""
    await planned(place)
    club = await place.token("club", "volunteer")

    for person in (SAM, SAM | {"nhs_number": "9991234527"}):
        assert (await place.call("POST", "/consent/override/requests", club, json=person | WHY))[0] == 409
    assert (await asked(place, ground="curiosity"))[0] == 409
    assert (await asked(place, reason=" "))[0] == 400
