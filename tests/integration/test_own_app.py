"""An app for people themselves: whoever has signed in to it reads their own record and who saw it, and no more."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import jwt
import pytest

from tests.integration.test_after_a_join import two
from tests.integration.test_apart_and_joined import joined
from tests.integration.test_attacks import person
from tests.integration.test_consenting import GLASS, HTT
from tests.integration.test_overseeing import PLAN, cared_for
from tests.town import OTHER, Town, town

PORTAL = HTT | {
    'organisation = "east"\nname = "East HTT"\nclass = "htt"\n': 'organisation = "east"\nname = "East HTT"\n'
    'class = "htt"\n[[service]]\nid = "portal"\norganisation = "trust"\nname = "My Record"\nclass = "patient"\n',
    '"cmht", "htt"]': '"cmht", "htt", "portal"]',
    '"HRESCH"]': '"HRESCH", "PATRQT"]',
}
SAM, KIM = "9991234500", "9991234519"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=PORTAL) as made:
        yield made


async def signed_in(place: Town, number: str = SAM) -> str:
    """The token of an app to which somebody with this NHS number has signed in."""
    return str((await asked(place, person_id=number, purpose_of_use="PATRQT"))["access_token"])


async def asked(place: Town, **about: Any) -> dict[str, Any]:
    return await place.ask_token(place.assertion(extensions={"ihe_iua": about}), "service/portal")


@pytest.mark.parametrize("about", [{}, {"person_id": "9991234501"}, {"person_id": ["9991234500"]}], ids=str)
async def test_an_app_for_people_says_who_has_signed_in(place: Town, about: dict[str, Any]) -> None:
    """Without a whole NHS number there is no token, for a machine or a worker neither."""
    worker = place.assertion(nwd_user="jo.1", extensions={"ihe_iua": about | {"subject_role": "worker"}})

    for answer in (await asked(place, **about), await place.ask_token(worker, "service/portal")):
        assert answer["error"] == "invalid_request" and "person_id" in answer["error_description"]
    assert "error" in await place.ask_token(place.assertion(), "service/portal")


async def test_the_token_names_nobody(place: Town) -> None:
    """Whoever reads it on its way reads no number."""
    told = jwt.decode(await signed_in(place), options={"verify_signature": False})

    assert SAM not in json.dumps(told) and told["owner"]


async def test_whoever_has_signed_in_reads_their_own_record_and_nobody_elses(place: Town) -> None:
    """By every way of reading, another's record is as absent as nobody's."""
    plan, patient, _ = await cared_for(place)
    mine, another = await signed_in(place), await signed_in(place, KIM)
    form = {"identifier": SAM, "birthdate": "1990-04-17", "family": "EXAMPLE", "given": "SAM"}

    assert (await place.call("GET", f"/fhir/CarePlan/{plan}", mine))[0] == 200
    assert (await place.call("POST", "/fhir/Patient/_search", mine, data=form))[1]["entry"]
    for path in (f"/fhir/CarePlan/{plan}", f"/fhir/Patient/{patient}/$everything", f"/fhir/Patient/{patient}"):
        nobody = await place.call("GET", path.replace(plan, "a" * 26).replace(patient, "a" * 26), another)
        assert (await place.call("GET", path, another))[:2] == nobody[:2]
    assert "entry" not in (await place.call("POST", "/fhir/Patient/_search", another, data=form))[1]


async def test_what_stands_apart_under_the_number_is_not_theirs(place: Town) -> None:
    """Somebody sent this number with another name: whose it is nobody knows."""
    await cared_for(place)
    told = PLAN | {"patient": PLAN["patient"] | {"family_name": "ELSE", "birth_date": "1970-01-01"}}
    team = await place.token("cmht", "registered-professional")
    _, apart, _ = await place.call("POST", "/api/care-plans", team, json=told)
    assert (await place.call("GET", f"/fhir/CarePlan/{apart['id']}", team))[0] == 200

    assert (await place.call("GET", f"/fhir/CarePlan/{apart['id']}", await signed_in(place)))[0] == 404


async def test_a_record_with_two_numbers_is_shown_to_neither(place: Town) -> None:
    """Two records made one, by mistake or not: whoever has one of the numbers would read what was told of the other."""
    _, people = await two(place)
    _, made, _ = await place.call("POST", "/api/care-plans", await place.token("cmht", "worker"), json=PLAN)
    plan = f"CarePlan/{made['id']}"
    assert (await place.call("GET", f"/fhir/{plan}", await signed_in(place)))[0] == 200

    await joined(place, *people)

    for number in (SAM, KIM):
        mine = await signed_in(place, number)
        assert {(await place.call("GET", f"/fhir/{one}", mine))[0] for one in (*people, plan)} == {404}
        assert (await place.call("GET", f"/consent/access-log?patient={people[1]}", mine))[0] == 404


async def test_an_app_for_people_does_nothing_in_their_name(place: Town) -> None:
    """It records no agreement, breaks no glass and refers nobody."""
    _, patient, _ = await cared_for(place)
    mine = await signed_in(place)

    for path, body in (("/consent/override", GLASS), (f"/patients/{patient}/concerns", {"text": "worried"})):
        assert (await place.call("POST", path, mine, json=body))[0] in {403, 404}


async def test_the_person_reads_who_looked_at_their_record(place: Town) -> None:
    """Service and role, when, what and why in plain words, broken glass too; who could; no worker's name."""
    plan, patient, _ = await cared_for(place)
    doctor = await place.token("htt", "registered-professional")
    await place.call("POST", "/consent/override", doctor, json=GLASS)
    await place.call("GET", f"/fhir/CarePlan/{plan}", doctor)

    status, log, _ = await place.call("GET", f"/consent/access-log?patient=Patient/{patient}", await signed_in(place))

    saw = {one["action"]: one for one in log["saw"] if one["organisation"] == "East Trust"}
    assert status == 200 and {*saw} == {"override", "read"}
    assert saw["override"]["because"] == ["your record was opened in an emergency, to protect life or health"]
    assert (saw["read"]["categories"], saw["read"]["because"]) == (["crisis-plan"], ["it was an emergency"])
    assert saw["read"]["role"] == "registered-professional" and saw["read"]["at"]
    assert "Town CMHT" in {one["service"] for one in log["could"]}
    assert "jo.1" not in json.dumps(log) and "Jo" not in json.dumps(log)


async def test_the_persons_log_tells_of_no_carers_concern_and_no_safeguarding(place: Town) -> None:
    """Not that it is there, nor who read it, nor who could; the officer's log has it."""
    _, patient, carer = await cared_for(place)
    team = await place.token("cmht", "worker")
    concern = {"text": "afraid of him", "carer": f"RelatedPerson/{carer}"}
    _, told, _ = await place.call("POST", f"/patients/{patient}/concerns", team, json=concern)
    path = f"/consent/access-log?patient=Patient/{patient}"
    before = (await place.call("GET", path, await signed_in(place)))[1]
    assert (await place.call("GET", f"/fhir/Communication/{told['id']}", team))[0] == 200
    assert (await place.call("GET", f"/fhir/RelatedPerson/{carer}", team))[0] == 200

    _, log, _ = await place.call("GET", path, await signed_in(place))
    _, whole, _ = await place.call("GET", path, await place.token("cmht", "privacy-officer"))

    assert log == before
    assert "third-party" in json.dumps(whole) and "third-party" not in json.dumps(log)


async def test_nobody_else_has_the_log_of_a_person(place: Town) -> None:
    """Another who has signed in, a worker who looks after them and tells their carer, a charity: as of nobody."""
    _, patient, _ = await cared_for(place)
    await person(place, await place.referred(1, OTHER))
    answers = []
    for token in (
        await signed_in(place, KIM), await place.token("cmht", "worker"), await place.token("cafe", "manager"),
        await place.token("cafe", None),
    ):  # fmt: skip
        for who in (patient, "a" * 26, "none"):
            answers.append((await place.call("GET", f"/consent/access-log?patient=Patient/{who}", token))[:2])

    assert {status for status, _ in answers} == {404} and len({json.dumps(body) for _, body in answers}) == 1
