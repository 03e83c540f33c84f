"""Asking before acting: dry runs, what-if, disclosures; and breaking the glass, which tells at once."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from tests.town import Town, consent, town

HTT = {
    '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven"]': '[[organisation]]\nid = "east"\n'
    'name = "East Trust"\n'
    '[[service]]\nid = "htt"\norganisation = "east"\nname = "East HTT"\nclass = "htt"\n'
    '[[agreement]]\nid = "sharing"\nparties = ["trust", "haven", "east"]',
    'services = ["cafe", "club", "cmht"]': 'services = ["cafe", "club", "cmht", "htt"]',
    '"delivery.withheld", "contact': '"delivery.withheld", "access.overridden", "contact',
}
SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
GLASS = SAM | {"ground": "vital-interests", "reason": "found unwell, says nothing"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=HTT) as made:
        yield made


async def referred(place: Town) -> tuple[str, str]:
    """A referral and its person, by reference."""
    reference = await place.referred()
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    return reference, str(seen["subject"]["reference"])


async def test_a_dry_run_tells_what_a_service_would_see_and_shows_nothing(place: Town) -> None:
    """The team asks what the café and the club would see of its own referral."""
    reference, patient = await referred(place)
    token = await place.token("cmht", "registered-professional")
    asked = [{"patient": patient, "service": one} for one in ("cafe", "club")]
    answers = [(await place.call("POST", "/consent/decide", token, json=one))[1] for one in asked]

    assert reference in answers[0]["visible"] and reference in answers[1]["hidden"]
    assert all(one["reasons"] for answer in answers for one in answer["decisions"])
    assert "LOW MOOD" not in str(answers)


async def test_a_dry_run_about_what_one_may_not_know_finds_nobody(place: Town) -> None:
    """The club's manager asks about a person of whom the club holds nothing."""
    _, patient = await referred(place)
    token = await place.token("club", "manager")
    for path, body in (
        ("decide", {"patient": patient, "service": "cafe"}),
        ("decide", {"patient": "Patient/" + "a" * 26, "service": "cafe"}),
    ):
        assert (await place.call("POST", f"/consent/{path}", token, json=body))[0] == 404


async def test_what_a_refusal_would_change_is_known_before_it_is_recorded(place: Town) -> None:
    """The café would lose the referral; nothing changes by asking; a faulty consent is refused with its fault."""
    reference, patient = await referred(place)
    token = await place.token("cmht", "registered-professional")
    body = {"patient": patient, "consent": consent(patient)}
    _, answer, _ = await place.call("POST", "/consent/what-if", token, json=body)
    bad = {"patient": patient, "consent": {"resourceType": "Consent", "status": "active"}}

    lost = [one for one in answer["changes"] if one["reference"] == reference]
    assert [(one["service"], one["after"]) for one in lost] == [("cafe", "none")]
    assert (await place.call("GET", f"/fhir/{reference}", await place.token()))[0] == 200
    assert (await place.call("POST", "/consent/what-if", token, json=bad))[0] == 422


async def test_the_privacy_officer_is_told_who_holds_something(place: Town) -> None:
    """The café, since it was told; another role asks in vain."""
    _, patient = await referred(place)
    path = f"/consent/disclosures?patient={patient}"
    await place.settled()
    _, found, _ = await place.call("GET", path, await place.token("cmht", "privacy-officer"))

    assert "cafe" in [one["service"] for one in found]
    assert (await place.call("GET", path, await place.token("cmht", "worker")))[0] == 404


async def test_breaking_the_glass_opens_one_record_to_one_person_and_is_told(place: Town) -> None:
    """Before: absent. After: readable by this professional alone, until it ends; the team hears of it."""
    reference, _ = await referred(place)
    doctor = await place.token("htt", "registered-professional")
    assert (await place.call("GET", f"/fhir/{reference}", doctor))[0] == 404

    status, made, _ = await place.call("POST", "/consent/override", doctor, json=GLASS)

    assert status == 201 and made["until"]
    assert (await place.call("GET", f"/fhir/{reference}", doctor))[0] == 200
    assert (await place.call("GET", f"/fhir/{reference}", await place.token("htt", "worker")))[0] == 404
    await place.hook("/cmht", "access.overridden")
    _, lines, _ = await place.call("GET", "/audit/export", await place.token("cmht", "operator"))
    assert '"override"' in lines


@pytest.mark.parametrize(
    ("service", "role", "change", "status", "says"),
    [
        ("cafe", "volunteer", {}, 409, "only a registered professional"),
        ("htt", "manager", {}, 409, "only a registered professional"),
        ("htt", "registered-professional", {"ground": "curiosity"}, 409, "`ground` must be one of"),
        ("htt", "registered-professional", {"reason": " "}, 400, "reason"),
        ("htt", "registered-professional", {"minutes": 600}, 409, "from 1 to 60"),
        ("htt", "registered-professional", {"birth_date": "1990-04-18"}, 404, "nothing here"),
    ],
)
async def test_the_glass_is_not_broken_lightly(
    place: Town, service: str, role: str, change: dict[str, Any], status: int, says: str
) -> None:
    """Who, why, how long and about whom are checked; a person who is not found is absent."""
    await referred(place)
    token = await place.token(service, role)

    got, answer, _ = await place.call("POST", "/consent/override", token, json=GLASS | change)

    assert got == status and says in str(answer)


async def test_after_a_refusal_vital_interests_do_not_open_it_and_lack_of_capacity_does(place: Town) -> None:
    """The person has refused: only recorded lack of capacity, risk to others or lawful duty hold against it."""
    reference, patient = await referred(place)
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/consents", team, json=consent(patient, service="htt")))[0] == 201
    doctor = await place.token("htt", "registered-professional")

    await place.call("POST", "/consent/override", doctor, json=GLASS)
    refused = (await place.call("GET", f"/fhir/{reference}", doctor))[0]
    await place.call("POST", "/consent/override", doctor, json=GLASS | {"ground": "lack-of-capacity"})
    opened = (await place.call("GET", f"/fhir/{reference}", doctor))[0]

    assert (refused, opened) == (404, 200)
