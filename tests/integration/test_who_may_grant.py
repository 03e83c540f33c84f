"""Only the person grants, and whoever writes it down may; what may not take effect is kept, told and opens nothing."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, consent, town

NUMBER = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}
SAM = "urn:uuid:00000000-0000-4000-8000-000000000001"
PERSON = {
    "resourceType": "Patient",
    "identifier": [NUMBER],
    "name": [{"family": "EXAMPLE", "given": ["SAM"]}],
    "birthDate": "1990-04-17",
}
STRANGERS: dict[str, Any] = {
    "nobody": None,
    "a carer": [{"reference": "urn:uuid:00000000-0000-4000-8000-000000000003"}],
    "a worker": [{"reference": "Practitioner/jo.1"}],
    "another person": [{"reference": "Patient/other"}],
}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def known(place: Town) -> str:
    _, seen, _ = await place.call("GET", f"/fhir/{await place.referred()}", await place.token())
    return str(seen["subject"]["reference"])


async def sent(place: Town, told: dict[str, Any], partner: str = "cafe-fhir") -> tuple[int, dict[str, Any]]:
    """Send a Consent by the café's own system; the status, and what the operator sees of it."""
    carer = {"resourceType": "RelatedPerson", "patient": {"reference": SAM}, "name": [{"family": "EXAMPLE"}]}
    entry = [{"fullUrl": SAM[:-1] + str(n), "resource": it} for n, it in enumerate((PERSON, told, carer), 1)]
    body = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry})
    status, _, _ = await place.call("POST", f"/messages/{partner}", await place.token(), data=body)
    _, rows, _ = await place.call("GET", f"/ops/messages?source={partner}", await place.token("cmht", "operator"))
    return status, rows[0]


def without(told: dict[str, Any], performer: Any) -> dict[str, Any]:
    return {name: it for name, it in (told | {"performer": performer}).items() if it is not None}


@pytest.mark.parametrize("who", STRANGERS)
async def test_a_consent_that_somebody_else_granted_is_held_and_changes_nothing(place: Town, who: str) -> None:
    """By a system: quarantined, with an owner. By a worker: refused, with what to mend. The café sees what it saw."""
    patient, reference = await known(place), "/referrals"
    _, before, _ = await place.call("GET", reference, await place.token())

    kind = "permit" if who == "nobody" else "deny"
    status, row = await sent(place, without(consent(SAM, kind, service="club"), STRANGERS[who]))
    body = json.dumps(without(consent(patient), STRANGERS[who]))
    by_hand, answer, _ = await place.call("POST", "/consents", await place.token("cmht", "worker"), data=body)

    held = "refused" if who == "another person" else "quarantined"
    assert (status, row["outcome"]) == (422 if held == "refused" else 202, held)
    if who != "nobody":
        assert by_hand == 409 and "grant" in answer["issue"][0]["diagnostics"]
        assert (await place.call("GET", reference, await place.token()))[1] == before
    _, stuck, _ = await place.call("GET", "/ops/stuck", await place.token("cmht", "operator"))
    assert held == "refused" or [one["owner"] for one in stuck if one["what"] == "message"] == ["ops"]


async def test_what_only_refuses_is_the_persons_until_somebody_else_is_named(place: Town) -> None:
    """A refusal without a grantor binds, by a system and by a worker; what a worker records names the person."""
    patient = await known(place)
    team = await place.token("cmht", "worker")

    status, _ = await sent(place, without(consent(SAM), None))
    by_hand, made, _ = await place.call("POST", "/consents", team, data=json.dumps(without(consent(patient), None)))

    assert (status, by_hand, made["performer"]) == (201, 201, [{"reference": patient}])
    assert (await place.call("GET", "/referrals", await place.token()))[1].get("entry") is None


@pytest.mark.parametrize("performer", [[{"reference": SAM}], [{"identifier": NUMBER}]], ids=["reference", "number"])
async def test_the_person_is_known_by_reference_and_by_number(place: Town, performer: Any) -> None:
    """A refusal of theirs binds, whichever way it calls them."""
    await known(place)

    status, _ = await sent(place, consent(SAM) | {"performer": performer})

    assert status == 201
    assert (await place.call("GET", "/referrals", await place.token()))[1].get("entry") is None


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"period": {"end": "2026-01-31"}}, "is over"),
        ({"period": {"start": "2090"}}, "has not begun"),
        ({"period": {"start": "2026-05-01", "end": "2026-04-01"}}, "never holds"),
        ({"purpose": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "WISH"}]}, "not known"),
    ],
    ids=["expired", "future", "contradictory", "unknown-code"],
)
async def test_what_cannot_hold_now_is_taken_and_put_before_a_person(
    place: Town, change: dict[str, Any], says: str
) -> None:
    """Stored and flagged; a permit of that kind opens nothing."""
    reference = await place.referred()
    told = consent(SAM, "permit", service="club")
    told["provision"] |= change

    status, row = await sent(place, told)

    assert (status, row["outcome"]) == (202, "flagged")
    assert says in row["issues"][-1]["message"]
    assert (await place.call("GET", f"/fhir/{reference}", await place.token("club")))[0] == 404


@pytest.mark.parametrize(("date", "outcome", "seen"), [("2026-11-01", "accepted", 200), ("2090-11-01", "flagged", 404)])
async def test_a_permit_that_is_dated_ahead_opens_nothing(place: Town, date: str, outcome: str, seen: int) -> None:
    """It is taken, and put before a person; the same of a day that has come opens the referral to the club."""
    reference = await place.referred()

    _, row = await sent(place, consent(SAM, "permit", service="club") | {"dateTime": date})

    assert row["outcome"] == outcome and ("dated ahead" in str(row["issues"])) is (outcome == "flagged")
    assert (await place.call("GET", f"/fhir/{reference}", await place.token("club")))[0] == seen


async def test_an_operator_records_no_consent(place: Town) -> None:
    """Whoever writes down what a person said has met them."""
    patient = await known(place)

    status, answer, _ = await place.call(
        "POST", "/consents", await place.token("cmht", "operator"), data=json.dumps(consent(patient))
    )

    assert status == 409 and "operator" in str(answer)


async def test_a_carer_lets_their_own_words_be_known_and_nothing_else(place: Town) -> None:
    """What a carer told may be released by the carer; the rest of the record is not theirs to give."""
    await known(place)
    mine = {"system": "https://nowrongdoor.example/CodeSystem/sharing-category", "code": "third-party"}
    told = without(consent(SAM, "permit", service="club"), STRANGERS["a carer"])

    narrow = told | {"provision": told["provision"] | {"class": [mine]}}

    assert (await sent(place, narrow))[0] == 201
    assert (await sent(place, told))[0] == 202


ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
SERVICE = "https://nowrongdoor.example/Id/service"
PARTIES: dict[str, dict[str, Any]] = {
    "an organisation": {"resourceType": "Organization", "identifier": [{"system": ODS, "value": "hav01"}]},
    "a service": {"resourceType": "HealthcareService", "identifier": [{"system": SERVICE, "value": "cafe"}]},
    "a service by its address": {
        "resourceType": "HealthcareService",
        "identifier": [{"system": "https://dos.example", "value": "HAVEN"}],
    },
    "a job": {"resourceType": "PractitionerRole", "organization": {"identifier": {"system": ODS, "value": "ZZZ99"}}},
}


async def brought_along(place: Town, kind: str, party: str) -> int:
    """The café's own system sends a Consent about a party that stands in the same message; the status."""
    told, url = consent(SAM, kind), SAM[:-1] + "9"
    told["provision"]["actor"][0]["reference"] = {"reference": url}
    entry = [{"fullUrl": SAM, "resource": PERSON}, {"resource": told}, {"fullUrl": url, "resource": PARTIES[party]}]
    body = json.dumps({"resourceType": "Bundle", "type": "collection", "entry": entry})
    status, _, _ = await place.call("POST", "/messages/cafe-fhir", await place.token(), data=body)
    return status


@pytest.mark.parametrize("party", ["an organisation", "a service", "a service by its address"])
async def test_a_permit_of_its_own_sender_is_held_by_whatever_name_the_message_has_for_it(
    tmp_path: Path, party: str
) -> None:
    """The café that brings itself along in the message grants itself nothing by it."""
    async with town(tmp_path, change={'name = "Haven"\n': 'name = "Haven"\nods_code = "HAV01"\n'}) as place:
        await known(place)

        status = await brought_along(place, "permit", party)
        _, [row], _ = await place.call("GET", "/ops/messages?source=cafe-fhir", await place.token("cmht", "operator"))

    assert (status, row["outcome"]) == (202, "quarantined")


@pytest.mark.parametrize("party", PARTIES)
async def test_a_refusal_of_a_party_that_the_message_brings_along_binds(tmp_path: Path, party: str) -> None:
    """Known by its number, or, a job, closed to everybody and put before a person."""
    async with town(tmp_path, change={'name = "Haven"\n': 'name = "Haven"\nods_code = "HAV01"\n'}) as place:
        await known(place)

        status = await brought_along(place, "deny", party)

        assert status == (202 if party == "a job" else 201)
        assert (await place.call("GET", "/referrals", await place.token()))[1].get("entry") is None


@pytest.mark.parametrize(
    ("whom", "closes"),
    [
        ("Organization/elsewhere", False),
        ("HealthcareService/elsewhere", False),
        ("https://trust.example/fhir/Organization/haven", True),
        ("PractitionerRole/jo", True),
        ("CareTeam/night", True),
    ],
)
async def test_a_refusal_of_a_party_that_nobody_here_knows_is_put_before_a_person(
    place: Town, whom: str, closes: bool
) -> None:
    """Loudly, whether it closes the record to everybody in doubt or reaches nobody; a worker is told at once."""
    patient = await known(place)
    told = consent(SAM, "deny")
    told["provision"]["actor"][0]["reference"] = {"reference": whom}

    by_hand, answer, _ = await place.call(
        "POST",
        "/consents",
        await place.token("cmht", "worker"),
        data=json.dumps(told | {"patient": {"reference": patient}, "performer": [{"reference": patient}]}),
    )
    status, row = await sent(place, told)

    assert (status, row["outcome"], by_hand) == (202, "flagged", 409)
    assert "does not know" in row["issues"][-1]["message"] and "does not know" in answer["issue"][0]["diagnostics"]
    assert ((await place.call("GET", "/referrals", await place.token()))[1].get("entry") is None) is closes


STRANGER = """
[[organisation]]
id = "away"
name = "Away"
[[service]]
id = "line"
organisation = "away"
name = "Away Line"
class = "helpline"
[[partner]]
id = "line-fhir"
organisation = "away"
service = "line"
adapter = "fhir_r4"
[[agreement]]
"""


@pytest.fixture
async def wide(tmp_path: Path) -> AsyncIterator[Town]:
    """The town with a helpline that has nothing to do with anybody yet."""
    change = {"[[agreement]]": STRANGER, 'partners = ["engine", "cafe-fhir"]': 'partners = ["cafe-fhir", "line-fhir"]'}
    async with town(tmp_path, change=change | {'services = ["cafe"': 'services = ["line", "cafe"'}) as made:
        yield made


@pytest.mark.parametrize("number", ["9991234500", "9991234527"], ids=["known", "unknown"])
async def test_a_sender_without_a_tie_to_the_person_changes_nothing_and_learns_nothing(
    wide: Town, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The reply is the same whoever it is about; the record stays as it was and a person is told."""
    await known(wide)
    monkeypatch.setitem(NUMBER, "value", number)

    status, row = await sent(wide, consent(SAM), "line-fhir")

    is_known = number == "9991234500"
    assert (status, row["outcome"]) == (201, "flagged" if is_known else "accepted")
    assert not is_known or "no live tie" in row["issues"][-1]["message"]
    assert (await wide.call("GET", "/referrals", await wide.token()))[1]["entry"]
    _, stuck, _ = await wide.call("GET", "/ops/stuck", await wide.token("cmht", "operator"))
    assert [one["owner"] for one in stuck if one["what"] == "message"] == ["ops"] * is_known


async def test_a_tie_or_a_consent_of_its_own_on_record_lets_a_sender_record(wide: Town) -> None:
    """The café, which the person was referred to, refuses for them; it takes that back after the tie has ended."""
    await known(wide)
    referral = (await wide.call("GET", "/referrals", await wide.token()))[1]["entry"][0]["resource"]["id"]
    told = consent(SAM, service="club") | {"identifier": [{"system": "urn:x", "value": "C1"}]}

    first, row = await sent(wide, told)
    await wide.call("POST", f"/referrals/{referral}/decline", await wide.token(), json={"reason": "capacity"})
    after, again = await sent(wide, told | {"status": "inactive"})

    assert (first, row["outcome"], after, again["outcome"]) == (201, "accepted", 201, "accepted")
