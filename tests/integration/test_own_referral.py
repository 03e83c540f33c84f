"""A charity that refers somebody to itself sees what it wrote, and by that alone nothing that others did."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_attacks import SAM, record
from tests.town import Town, consent, town

FAR = {
    '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven"]': '[[organisation]]\nid = "far"\nname = "Far"\n'
    '[[service]]\nid = "line"\norganisation = "far"\nname = "Far Line"\nclass = "helpline"\n'
    '[[service]]\nid = "rest"\norganisation = "far"\nname = "Far Rest"\nclass = "cafe"\n'
    '[[partner]]\nid = "far-fhir"\norganisation = "far"\nadapter = "fhir_r4"\n'
    '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven", "far"]',
    'services = ["cafe", "club", "cmht"]': 'services = ["cafe", "club", "cmht", "line", "rest"]',
    'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "far-fhir"]',
}


def form(to: str) -> dict[str, Any]:
    patient = {**SAM, "phone": "07700900001"}
    return {"patient": patient, "to": to, "reason": "asked for company"}


async def refer(place: Town, service: str, to: str) -> None:
    status, said, _ = await place.call("POST", "/api/referrals", await place.token(service, "worker"), json=form(to))
    assert status == 201, said


async def sees(place: Town, service: str, reference: str) -> int:
    return (await place.call("GET", f"/fhir/{reference}", await place.token(service, "worker")))[0]


@pytest.mark.parametrize("to", ["line", "rest"])
async def test_a_referral_to_oneself_is_no_tie(tmp_path: Path, to: str) -> None:
    """To the same service or another of the same charity: it knows a number and a name, and nobody has agreed."""
    async with town(tmp_path, change=FAR) as place:
        told = await place.referred()
        assert [await sees(place, one, told) for one in ("line", to)] == [404, 404]

        await refer(place, "line", to)

        assert [await sees(place, one, told) for one in ("line", to)] == [404, 404]
        _, inbox, _ = await place.call("GET", "/referrals", await place.token(to, "worker"))
        [own] = [one["resource"]["id"] for one in inbox["entry"]]
        assert (await place.call("POST", f"/referrals/{own}/accept", await place.token(to, "worker")))[0] == 200


async def test_a_system_that_speaks_for_the_whole_charity_ties_it_to_nobody(tmp_path: Path) -> None:
    """A FHIR system of the organisation, that names no service of its own."""
    person = {
        "resourceType": "Patient", "birthDate": SAM["birth_date"],
        "name": [{"family": SAM["family_name"], "given": [SAM["given_name"]]}],
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": SAM["nhs_number"]}],
    }  # fmt: skip
    asks = {
        "resourceType": "ServiceRequest", "status": "active", "intent": "order",
        "subject": {"reference": "urn:uuid:00000000-0000-4000-8000-000000000001"},
        "performer": [{"reference": "HealthcareService/rest"}],
    }  # fmt: skip
    entries = [
        {"fullUrl": f"urn:uuid:00000000-0000-4000-8000-00000000000{at}", "resource": one}
        for at, one in enumerate((person, asks), 1)
    ]
    async with town(tmp_path, change=FAR) as place:
        told, token = await place.referred(), await place.token("rest", "worker")
        bundle = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entries})
        assert (await place.call("POST", "/messages/far-fhir", token, data=bundle))[0] == 201

        assert await sees(place, "rest", told) == 404


async def test_a_referral_from_elsewhere_is_a_tie(tmp_path: Path) -> None:
    """A café refers to another charity's line: both look after the person."""
    async with town(tmp_path, change=FAR) as place:
        told = await place.referred()

        await refer(place, "cafe", "line")

        assert await sees(place, "line", told) == 200


async def plan_of_the_line(place: Town) -> tuple[str, str, str]:
    """A charity that has nothing to do with the person writes of them: the message, the plan and the person."""
    line = await place.token("line", "worker")
    plan = {"patient": SAM, "title": "Ours", "elements": [{"element": "what-helps", "text": "quiet"}]}
    status, said, _ = await place.call("POST", "/api/care-plans", line, json=plan)
    assert status == 201, said
    _, seen, _ = await place.call("GET", f"/fhir/CarePlan/{said['id']}", line)
    return str(said["message"]), f"CarePlan/{said['id']}", str(seen["subject"]["reference"])


async def test_what_others_tell_of_a_person_hides_nobodys_own_words(tmp_path: Path) -> None:
    """Who wrote down who somebody is reads it as before: that it went would say that others know the person too."""
    async with town(tmp_path, change=FAR) as place:
        await place.referred()
        _, plan, patient = await plan_of_the_line(place)
        line = await place.token("line", "worker")
        paths = (f"/fhir/{patient}", f"/fhir/{patient}/$everything", f"/fhir/{plan}")
        before = [await place.call("GET", path, line) for path in paths]

        await place.referred(2)

        after = [await place.call("GET", path, line) for path in paths]
        found = await place.call("POST", "/api/people/find", line, json=SAM)
    assert [one[:2] for one in after] == [one[:2] for one in before]
    assert [one[0] for one in before] == [200, 200, 200] and found[0] == 200


@pytest.mark.parametrize("to", ["rest", "club", None])
async def test_who_wrote_a_note_and_no_more_records_no_consent(tmp_path: Path, to: str | None) -> None:
    """A permission for anybody, or a refusal: of whoever is in nobody's care here it is as absent as of nobody."""
    async with town(tmp_path, change=FAR) as place:
        told = await place.referred()
        _, _, patient = await plan_of_the_line(place)
        said = consent(patient, "permit", to) if to else consent(patient)
        line = await place.token("line", "worker")

        recorded = await record(place, line, said)
        nobody = await record(place, line, _of_nobody(said))

        assert recorded[:2] == nobody[:2] and recorded[0] == 404
        by_id = [(await place.call("POST", "/fhir/Consent", line, json=it))[0] for it in (said, _of_nobody(said))]
        assert by_id == [202 if to == "rest" else 422, 422]
        assert await sees(place, "cafe", told) == 200
        assert to is None or await sees(place, to, told) == 404


def _of_nobody(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"patient": {"reference": "Patient/" + "a" * 26}}


async def test_who_wrote_a_note_and_no_more_records_no_circumstance(tmp_path: Path) -> None:
    """Nor that somebody lacks capacity, on which an override would rest."""
    said = {"kind": "lacks-capacity", "reason": "seen today", "days": 3}
    async with town(tmp_path, change=FAR) as place:
        await place.referred()
        _, _, patient = await plan_of_the_line(place)
        line = await place.token("line", "registered-professional")
        path = f"/patients/{patient.partition('/')[2]}/circumstances"

        assert (await place.call("POST", path, line, json=said))[0] == 404


async def test_the_first_to_tell_of_somebody_records_what_they_agree_to(tmp_path: Path) -> None:
    """Nobody else is known to look after them."""
    async with town(tmp_path, change=FAR) as place:
        _, _, patient = await plan_of_the_line(place)

        assert (await record(place, await place.token("line", "worker"), consent(patient)))[0] == 201


async def test_the_first_to_tell_of_somebody_lets_itself_in_by_no_permit(tmp_path: Path) -> None:
    """Others look after the person now: what they told is opened at a visit, by the person and before a witness."""
    system = 'organisation = "far"\nadapter'
    of_the_line = system.replace("adapter", 'service = "line"\nadapter')
    change = {name: text.replace(system, of_the_line) for name, text in FAR.items()}
    async with town(tmp_path, change=change) as place:
        _, _, patient = await plan_of_the_line(place)
        told, line = await place.referred(), await place.token("line", "worker")

        said = [(await record(place, line, consent(patient, "permit", one)))[0] for one in ("line", "rest")]
        by_id = await place.call("POST", "/fhir/Consent", line, json=consent(patient, "permit", "rest"))

        assert said == [404, 404] and by_id[0] == 422
        assert [await sees(place, one, told) for one in ("line", "rest")] == [404, 404]
        assert (await place.call("POST", "/walk-ins", line, json=SAM | {"scope": ["all"], "witness": "Kit"}))[0] == 201
        assert await sees(place, "line", told) == 200


async def test_who_wrote_a_note_and_no_more_is_not_told_who_holds_something(tmp_path: Path) -> None:
    """The privacy officer of a charity that has nothing to do with the person: the services are none of theirs."""
    async with town(tmp_path, change=FAR) as place:
        await place.referred()
        _, _, patient = await plan_of_the_line(place)
        officers = [await place.token(one, "privacy-officer") for one in ("line", "cmht")]

        said = [(await place.call("GET", f"/consent/disclosures?patient={patient}", one))[0] for one in officers]

    assert said == [404, 200]


async def test_who_wrote_a_note_and_no_more_is_not_told_which_services_see_it(tmp_path: Path) -> None:
    """Its privacy officer, by a dry run, a what-if, reasons or the log of access: each tells who looks after whom."""
    async with town(tmp_path, change=FAR) as place:
        await place.referred()
        _, _, patient = await plan_of_the_line(place)
        line, cmht = [await place.token(one, "privacy-officer") for one in ("line", "cmht")]
        asked = {"patient": patient, "service": "cmht"}

        _, rehearsed, _ = await place.call("POST", "/consent/decide", line, json=asked)
        _, reasons, _ = await place.call("POST", "/consent/explain", line, json=asked)
        what = {"patient": patient, "consent": consent(patient, "deny", "cmht")}
        _, changes, _ = await place.call("POST", "/consent/what-if", line, json=what)
        logs = [(await place.call("GET", f"/consent/access-log?patient={patient}", one))[0] for one in (line, cmht)]

        assert rehearsed["visible"] == [] and changes["changes"] == []
        assert [one["explanation"] for one in reasons] == [rehearsed["decisions"][0]["explanation"]]
        assert logs == [404, 200]
        _, whole, _ = await place.call("POST", "/consent/decide", cmht, json=asked)
        assert whole["visible"]


@pytest.mark.parametrize("to", ["line", "rest"])
async def test_a_system_of_the_whole_charity_permits_none_of_its_services(tmp_path: Path, to: str) -> None:
    """As the system of one service may not permit that service: it is held, and opens nothing."""
    sam = "urn:uuid:00000000-0000-4000-8000-000000000001"
    person = {
        "resourceType": "Patient", "birthDate": SAM["birth_date"],
        "name": [{"family": SAM["family_name"], "given": [SAM["given_name"]]}],
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": SAM["nhs_number"]}],
    }  # fmt: skip
    resources = (person, consent(sam, "permit", to))
    entries = [{"fullUrl": sam[:-1] + str(at), "resource": one} for at, one in enumerate(resources, 1)]
    async with town(tmp_path, change=FAR) as place:
        told = await place.referred()
        await refer(place, "cafe", "line")
        bundle, line = {"resourceType": "Bundle", "type": "collection", "entry": entries}, await place.token("line")

        status, _, _ = await place.call("POST", "/messages/far-fhir", line, data=json.dumps(bundle))

        assert status == 202
        _, rows, _ = await place.call("GET", "/ops/messages?source=far-fhir", await place.token("cmht", "operator"))
        assert rows[0]["outcome"] == "quarantined"
        assert await sees(place, "rest", told) == 404
