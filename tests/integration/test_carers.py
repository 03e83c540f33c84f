"""What a carer gets: general information that knows nobody, and a worker who tells; and what a café's note comes to."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.integration.test_attacks import person
from tests.integration.test_overseeing import AGREED, cared_for
from tests.integration.test_who_may_join import joining
from tests.town import OTHER, Town, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_general_information_is_the_same_for_everybody_and_leaves_no_trace(place: Town) -> None:
    """With a token, with a person in the address, without either: the same bytes, no cookie, no line in the audit."""
    operator = await place.token("cmht", "operator")
    await place.referred()
    before = (await place.call("GET", "/audit/export", operator))[1]
    answers = []
    for path, headers in (
        ("/information", {}),
        ("/information?patient=Patient/x&carer=RelatedPerson/y", {}),
        ("/information", {"authorization": f"Bearer {operator}", "cookie": "nwd_token=x"}),
    ):
        async with place.session.get(place.http + path, headers=headers) as answer:
            answers.append((answer.status, await answer.read(), answer.headers.get("set-cookie")))

    assert answers[0] == answers[1] == answers[2] and answers[0][0] == 200 and answers[0][2] is None
    assert b"116 123" in answers[0][1] and b"option 2" in answers[0][1]
    assert (await place.call("GET", "/audit/export", operator))[1] == before


async def test_personal_detail_is_a_task_for_a_named_worker(place: Town) -> None:
    """With consent a worker is given the task; for an unknown carer, and for one who is unsafe, there is none."""
    _, patient, carer = await cared_for(place)
    team, path = await place.token("cmht", "worker"), f"/patients/{patient}/carers"
    sent = len(place.hooks)

    status, task, _ = await place.call("POST", f"{path}/{carer}/tasks", team, json={"worker": "pat.7"})
    unknown = await place.call("POST", f"{path}/{'a' * 26}/tasks", team, json={"worker": "pat.7"})
    unsafe = {"kind": "unsafe-carer", "carer": f"RelatedPerson/{carer}", "reason": "told us"}
    assert (await place.call("POST", f"/patients/{patient}/circumstances", team, json=unsafe))[0] == 201
    after = await place.call("POST", f"{path}/{carer}/tasks", team, json={"worker": "pat.7"})

    assert status == 201 and task["owner"] == {"reference": "Practitioner/pat.7"}
    assert (await place.call("GET", f"/fhir/Task/{task['id']}", team))[0] == 200
    assert unknown[:2] == after[:2] and unknown[0] == 404
    assert len(place.hooks) == sent


async def test_a_note_goes_whole_to_the_referrer_when_a_worker_escalates_it(place: Town) -> None:
    """Before: attended and outcome. After: the words, to the team alone; only the café's own people may do it."""
    patient, cafe = await person(place, await place.referred()), await place.token("cafe", "worker")
    note = {"attended": True, "text": "has a plan for tonight"}
    _, made, _ = await place.call("POST", f"/patients/{patient[8:]}/contacts", cafe, json=note)
    team, reference = await place.token("cmht", "registered-professional"), f"Communication/{made['id']}"
    _, before, _ = await place.call("GET", f"/fhir/{reference}", team)
    told = {"kind": "escalated", "item": reference, "reason": "risk tonight"}

    by_team, _, _ = await place.call("POST", f"/patients/{patient[8:]}/circumstances", team, json=told)
    by_cafe, _, _ = await place.call("POST", f"/patients/{patient[8:]}/circumstances", cafe, json=told)

    _, after, _ = await place.call("GET", f"/fhir/{reference}", team)
    assert (by_team, by_cafe) == (404, 201)
    assert "tonight" not in json.dumps(before) and "tonight" in json.dumps(after)
    await place.hook("/cmht", "contact.recorded", number=2)


async def test_a_carer_is_told_no_record_number(place: Town) -> None:
    """The numbers that the worker's organisation gave the person are for its own files, and in no extract."""
    patient = await person(place, await place.referred())
    team, agreed = await place.token("cmht", "registered-professional"), AGREED | {"categories": ["demographics"]}
    assert (await place.call("POST", "/api/consents", team, json=agreed))[0] == 201
    _, all_, _ = await place.call("GET", f"/fhir/{patient}/$everything", team)
    found = {one["resource"]["resourceType"]: one["resource"] for one in all_["entry"]}

    path = f"/patients/{patient[8:]}/carers/{found['RelatedPerson']['id']}"
    _, heard, _ = await place.call("GET", path, await place.token("cmht", "worker"))

    [told] = [one["resource"] for one in heard["entry"] if one["resource"]["resourceType"] == "Patient"]
    assert "identifier" in found["Patient"] and "name" in told
    assert "identifier" not in told


async def test_a_concern_is_of_a_carer_of_this_person_or_of_one_unnamed(place: Town) -> None:
    """Named as the person's own words, or a service's, it would be theirs to let others read."""
    _, patient, carer = await cared_for(place)
    team, path = await place.token("cmht", "worker"), f"/patients/{patient}/concerns"
    wrong = (f"Patient/{patient}", "HealthcareService/cafe", f"RelatedPerson/{'a' * 26}", "their mother")

    said = [(await place.call("POST", path, team, json={"text": "worried", "carer": one}))[0] for one in wrong]
    status, told, _ = await place.call("POST", path, team, json={"text": "worried", "carer": f"RelatedPerson/{carer}"})

    assert said == [404] * 4
    assert (status, told["sender"]) == (201, {"reference": f"RelatedPerson/{carer}"})


@pytest.mark.parametrize("born", ["20120505", "2012"])
async def test_no_carer_hears_of_a_child_whose_record_was_joined_with_an_adults(place: Town, born: str) -> None:
    """The child's record is the older one: that the later one tells of an adult does not make the person one."""
    child = await person(place, await place.referred(1, OTHER.replace("19851130", born)))
    _, patient, carer = await cared_for(place)
    worker, path = await place.token("cmht", "worker"), f"/patients/{patient}/carers/{carer}"
    assert (await place.call("GET", path, worker))[0] == 200

    said = joining(child, f"Patient/{patient}")
    assert (await place.call("POST", "/identity/join", await place.token("cmht", "operator"), json=said))[0] == 200

    assert (await place.call("GET", path, worker))[0] == 404
