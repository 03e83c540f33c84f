"""Why, who saw what, who could; and circumstances that somebody records: an unsafe carer, capacity, what is known."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import record
from tests.integration.test_consenting import GLASS, HTT
from tests.town import Town, consent, town

SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
CARER = {"family_name": "EXAMPLE", "given_name": "ALEX", "relationship": "partner", "reference": "c1"}
AGREED = {
    "patient": SAM, "carer": CARER, "agrees": True, "categories": ["crisis-plan", "diagnosis"],
    "agreed_at": "2026-11-01T09:00:00Z",
}  # fmt: skip
PLAN = {"patient": SAM, "title": "When it gets bad", "elements": [{"element": "what-helps", "text": "quiet"}]}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


async def cared_for(place: Town) -> tuple[str, str, str]:
    """A person with a plan and a carer who may hear it: the plan, the person and the carer, by id."""
    team = await place.token("cmht", "registered-professional")
    _, plan, _ = await place.call("POST", "/api/care-plans", team, json=PLAN)
    _, seen, _ = await place.call("GET", f"/fhir/CarePlan/{plan['id']}", team)
    assert (await place.call("POST", "/api/consents", team, json=AGREED))[0] == 201
    patient = seen["subject"]["reference"].partition("/")[2]
    _, all_, _ = await place.call("GET", f"/fhir/Patient/{patient}/$everything", team)
    carer = next(one["resource"]["id"] for one in all_["entry"] if one["resource"]["resourceType"] == "RelatedPerson")
    return str(plan["id"]), str(patient), str(carer)


async def noted(place: Town, patient: str, role: str = "registered-professional", **body: Any) -> tuple[int, Any]:
    token = await place.token("cmht", role)
    said = {"reason": "as told today"} | body
    status, answer, _ = await place.call("POST", f"/patients/{patient}/circumstances", token, json=said)
    return status, answer


async def test_an_unsafe_carer_hears_nothing_and_cannot_tell_why(place: Town) -> None:
    """Before: the plan. After: byte for byte what an unknown carer gets. Lifted by a manager: the plan again."""
    _, patient, carer = await cared_for(place)
    team = await place.token("cmht", "worker")
    path = f"/patients/{patient}/carers/{carer}"
    heard = [await place.call("GET", path, team)]

    status, _ = await noted(place, patient, "worker", kind="unsafe-carer", carer=f"RelatedPerson/{carer}")
    heard.append(await place.call("GET", path, team))
    unknown = await place.call("GET", f"/patients/{patient}/carers/{'a' * 26}", team)
    by_worker, _ = await noted(
        place, patient, "worker", kind="unsafe-carer", carer=f"RelatedPerson/{carer}", holds=False
    )
    await noted(place, patient, "manager", kind="unsafe-carer", carer=f"RelatedPerson/{carer}", holds=False)
    heard.append(await place.call("GET", path, team))

    assert [one[0] for one in heard] == [200, 404, 200] and status == 201 and by_worker == 409
    assert heard[1][:2] == unknown[:2]
    assert "CarePlan" in json.dumps(heard[0][1])


async def test_a_consent_given_later_does_not_make_an_unsafe_carer_safe(place: Town) -> None:
    """The flag stands before consent: a new permit for this carer opens nothing."""
    _, patient, carer = await cared_for(place)
    await noted(place, patient, kind="unsafe-carer", carer=f"RelatedPerson/{carer}")
    team = await place.token("cmht", "registered-professional")

    later = AGREED | {"agreed_at": "2026-11-20T09:00:00Z"}
    assert (await place.call("POST", "/api/consents", team, json=later))[0] == 201

    assert (await place.call("GET", f"/patients/{patient}/carers/{carer}", team))[0] == 404


async def test_a_carer_hears_only_what_is_recorded_that_they_know(place: Town) -> None:
    """Without consent a diagnosis is nothing to a carer until somebody records that they know it already."""
    cafe = await place.token("cafe", "worker")
    status, _, _ = await place.call("POST", "/messages/cafe-fhir", cafe, data=json.dumps(_diagnosed()))
    assert status == 201
    _, made, _ = await place.call("POST", "/walk-ins", cafe, json=SAM | {"scope": ["all"], "witness": "Kit"})
    named = {one.partition("/")[0]: one for one in made["sees"]}
    path = f"/patients/{made['patient'][8:]}"
    carer = f"{path}/carers/{named['RelatedPerson'].partition('/')[2]}"
    before = (await place.call("GET", carer, cafe))[0]

    known = {
        "kind": "known-to-carer",
        "carer": named["RelatedPerson"],
        "item": named["Condition"],
        "reason": "told them",
    }
    assert (await place.call("POST", f"{path}/circumstances", cafe, json=known))[0] == 201

    status, heard, _ = await place.call("GET", carer, cafe)
    assert (before, status) == (404, 200)
    assert [one["resource"]["resourceType"] for one in heard["entry"]] == ["Condition"]


@pytest.mark.parametrize(
    ("role", "body", "status"),
    [
        ("worker", {"kind": "lacks-capacity"}, 409),
        ("operator", {"kind": "unsafe-carer", "carer": "RelatedPerson/x"}, 409),
        ("manager", {"kind": "unsafe-carer"}, 409),
        ("manager", {"kind": "unsafe-carer", "carer": "RelatedPerson/" + "a" * 26}, 404),
        ("manager", {"kind": "sunny"}, 400),
        ("manager", {"kind": "lacks-capacity", "reason": ""}, 400),
    ],
)
async def test_who_may_record_what_is_checked(place: Town, role: str, body: dict[str, Any], status: int) -> None:
    """Capacity is for a professional to judge; a carer of nobody here is absent."""
    _, patient, _ = await cared_for(place)

    assert (await noted(place, patient, role, **body))[0] == status
    assert (await noted(place, "a" * 26, role, **body))[0] == status


async def test_recorded_lack_of_capacity_lets_vital_interests_open_what_was_refused(place: Town) -> None:
    """The person refused; a professional has recorded that they cannot decide now; the emergency doctor may look."""
    plan, patient, _ = await cared_for(place)
    team = await place.token("cmht", "registered-professional")
    assert (await record(place, team, consent(f"Patient/{patient}", service="htt")))[0] == 201
    doctor = await place.token("htt", "registered-professional")
    assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201
    refused = (await place.call("GET", f"/fhir/CarePlan/{plan}", doctor))[0]

    assert (await noted(place, patient, kind="lacks-capacity", days=3))[0] == 201

    assert (refused, (await place.call("GET", f"/fhir/CarePlan/{plan}", doctor))[0]) == (404, 200)


async def test_the_person_is_told_who_saw_what_and_why_and_who_could(place: Town) -> None:
    """By organisation and role, never by a worker's name; broken glass stands in it with its ground."""
    plan, patient, _ = await cared_for(place)
    doctor = await place.token("htt", "registered-professional")
    await place.call("POST", "/consent/override", doctor, json=GLASS)
    await place.call("GET", f"/fhir/CarePlan/{plan}", doctor)

    status, log, _ = await place.call(
        "GET", f"/consent/access-log?patient=Patient/{patient}", await place.token("cmht", "privacy-officer")
    )

    saw = [one for one in log["saw"] if one["organisation"] == "East Trust"]
    assert status == 200
    assert {one["action"] for one in saw} == {"override", "read"}
    read = next(one for one in saw if one["action"] == "read")
    assert read["categories"] == ["crisis-plan"] and read["role"] == "registered-professional" and read["because"]
    assert any("vital-interests" in str(one["because"]) for one in saw)
    assert "jo.1" not in json.dumps(log)
    assert "Town CMHT" in {one["service"] for one in log["could"]}


async def test_an_access_log_tells_an_officer_nothing_of_what_their_organisation_does_not_hold(place: Town) -> None:
    """The café's officer, whose café knows nobody, finds nobody; other roles find no such thing at all."""
    _, patient, _ = await cared_for(place)
    path = f"/consent/access-log?patient=Patient/{patient}"

    for service, role in (("cafe", "privacy-officer"), ("cmht", "manager"), ("cmht", "registered-professional")):
        assert (await place.call("GET", path, await place.token(service, role)))[0] == 404


async def test_broken_glass_is_always_put_before_an_officer(place: Town) -> None:
    """Every one, whatever the lot."""
    await cared_for(place)
    doctor = await place.token("htt", "registered-professional")
    for _ in range(2):
        await place.call("POST", "/consent/override", doctor, json=GLASS)

    _, found, _ = await place.call("GET", "/consent/reviews", await place.token("cmht", "privacy-officer"))

    assert [(one["kind"], one["service"]) for one in found] == [("override", "htt")] * 2


async def test_why_not_follows_from_who_asks_and_the_policy_alone(place: Town) -> None:
    """The same words before anything is on record and after; only an officer is told of a person."""
    cafe = await place.token("cafe", "volunteer")
    asked = {"category": "crisis-plan"}
    before = (await place.call("POST", "/consent/explain", cafe, json=asked))[1]
    plan, patient, _ = await cared_for(place)

    after = (await place.call("POST", "/consent/explain", cafe, json=asked))[1]
    about = {"patient": f"Patient/{patient}", "service": "cafe"}
    _, told, _ = await place.call("POST", "/consent/explain", await place.token("cmht", "privacy-officer"), json=about)

    assert before == after and "looks the same from here" in after["explanation"]
    assert (await place.call("POST", "/consent/explain", cafe, json=about))[0] == 404
    assert (await place.call("POST", "/consent/explain", cafe, json={"category": "x"}))[0] == 400
    [of_plan] = [one for one in told if one["reference"] == f"CarePlan/{plan}"]
    assert "no live referral" in of_plan["explanation"] and "policy" in of_plan["explanation"]


def _diagnosed() -> dict[str, Any]:
    """A person with a carer and a diagnosis, as the café's own system tells of them."""
    sam, clinical = (
        "urn:uuid:00000000-0000-4000-8000-000000000001",
        "http://terminology.hl7.org/CodeSystem/condition-clinical",
    )
    person = {
        "resourceType": "Patient", "birthDate": "1990-04-17", "name": [{"family": "EXAMPLE", "given": ["SAM"]}],
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}],
    }  # fmt: skip
    carer = {"resourceType": "RelatedPerson", "patient": {"reference": sam}, "name": [{"family": "EXAMPLE"}]}
    condition = {
        "resourceType": "Condition", "subject": {"reference": sam},
        "clinicalStatus": {"coding": [{"system": clinical, "code": "active"}]},
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "35489007"}]},
    }  # fmt: skip
    entry = [{"fullUrl": sam[:-1] + str(n), "resource": it} for n, it in enumerate((person, carer, condition), 1)]
    return {"resourceType": "Bundle", "type": "collection", "entry": entry}


async def test_whoever_is_in_the_persons_care_hears_that_something_was_recorded_and_not_what(tmp_path: Path) -> None:
    """A subscriber with a live link gets both facts; neither names the carer, the kind or the reason."""
    asks = 'events = ["referral.received",'
    wanted = {asks: asks.replace("[", '["circumstance.recorded", "circumstance.ended", ')}
    async with town(tmp_path, change=HTT | wanted) as place:
        _, patient, carer = await cared_for(place)
        await place.referred()
        told = {"kind": "unsafe-carer", "carer": f"RelatedPerson/{carer}"}
        await noted(place, patient, "manager", **told)
        await noted(place, patient, "manager", **told, holds=False)

        bodies = [await place.hook("/cafe", it) for it in ("circumstance.recorded", "circumstance.ended")]

        assert [it["data"]["references"] for it in bodies] == [[f"Patient/{patient}"]] * 2
        assert not any(word in str(bodies) for word in (carer, "unsafe", "as told today"))
