"""What a grant to break the glass never does, by the API: it is to one person, over one person, for an hour at most."""

import json
from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.integration.test_asking import TEAM, WHY, asked, doctor
from tests.integration.test_consenting import GLASS, HTT, SAM, referred
from tests.town import OTHER, Town, consent, town

WORRY = "she told me that he drinks before work"
NOTHING: dict[str, Any] = {}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path, change=TEAM) as made:
        yield made


async def sees(place: Town, reference: str, token: str) -> bool:
    return bool((await place.call("GET", f"/fhir/{reference}", token))[0] == 200)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"minutes": 0}, 409),
        ({"minutes": -5}, 409),
        ({"minutes": 61}, 409),
        ({"minutes": 20.5}, 400),
        ({"minutes": True}, 400),
        ({"minutes": "20"}, 400),
        ({"minutes": None}, 400),
        ({"ground": ["vital-interests"]}, 400),
        ({"ground": "VITAL-INTERESTS"}, 409),
        ({"ground": ""}, 400),
        ({"reason": ["x"]}, 400),
        ({"reason": "\u00a0\t"}, 400),
        ({"until": "2099-01-01T00:00:00Z"}, 400),
        ({"holder": "jo.2"}, 400),
        ({"released_by": "dr.2"}, 400),
        ({"patient": ["Patient/x"]}, 400),
        ({"nhs_number": ["9991234500", "9991234519"]}, 400),
    ],
    ids=str,
)
async def test_a_grant_that_says_more_or_less_than_it_may_is_none(
    place: Town, change: dict[str, Any], status: int
) -> None:
    """Minutes, ground, words and person are each of one kind; nobody says in a request when it ends or whose it is."""
    reference, _ = await referred(place)
    token = await place.token("htt", "registered-professional")

    got, answer, _ = await place.call("POST", "/consent/override", token, json=GLASS | change)

    assert got == status, answer
    assert not await sees(place, reference, token)


async def test_a_grant_over_two_people_is_none(place: Town) -> None:
    """A reference to one person beside the four identifiers of another: neither record opens."""
    reference, _ = await referred(place)
    of_other = await place.referred(2, OTHER)
    _, seen, _ = await place.call("GET", f"/fhir/{of_other}", await place.token())
    token = await place.token("htt", "registered-professional")

    both = GLASS | {"patient": seen["subject"]["reference"]}
    status, answer, _ = await place.call("POST", "/consent/override", token, json=both)

    assert status == 400, answer
    assert not await sees(place, reference, token) and not await sees(place, of_other, token)


async def test_a_grant_opens_nobody_elses_record(place: Town) -> None:
    """Another person's referral stays absent, and so does every list."""
    await referred(place)
    of_other = await place.referred(2, OTHER)
    token = await place.token("htt", "registered-professional")

    assert (await place.call("POST", "/consent/override", token, json=GLASS))[0] == 201

    assert not await sees(place, of_other, token)
    _, found, _ = await place.call("GET", "/fhir/ServiceRequest", token)
    assert "SPECIMEN" not in json.dumps(found) and of_other not in json.dumps(found)


@pytest.mark.parametrize(
    ("user", "role"), [("jo.2", "registered-professional"), ("jo.1", "volunteer"), ("jo.1", "operator")]
)
async def test_a_grant_is_one_professionals_alone(place: Town, user: str, role: str) -> None:
    """A colleague of the same team, and the same worker in another part, find nothing."""
    reference, _ = await referred(place)
    token = await place.token("htt", "registered-professional")
    assert (await place.call("POST", "/consent/override", token, json=GLASS))[0] == 201
    about = {"subject_name": "Jo", "subject_role": role, "purpose_of_use": "TREAT"}
    claims = place.assertion(nwd_user=user, extensions={"ihe_iua": about})

    other = str((await place.ask_token(claims, "service/htt"))["access_token"])

    assert await sees(place, reference, token) and not await sees(place, reference, other)


async def test_a_grant_ends_when_its_minutes_are_over(place: Town, ahead: Callable[[timedelta], None]) -> None:
    """The record opens, and closes by itself, to whoever may go on asking for other things."""
    reference, _ = await referred(place)
    token = await place.token("htt", "registered-professional")

    assert (await place.call("POST", "/consent/override", token, json=GLASS | {"minutes": 20}))[0] == 201

    seen = [await sees(place, reference, token)]
    for minutes in (18, 20):
        ahead(timedelta(minutes=minutes))
        seen.append(await sees(place, reference, token))
    assert seen == [True, True, False]
    assert (await place.call("GET", "/referrals", token))[0] == 200


async def test_a_later_weaker_grant_takes_nothing_from_one_in_force(place: Town) -> None:
    """After a refusal: what recorded lack of capacity opened stays open beside a grant on vital interests."""
    reference, patient = await referred(place)
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/consents", team, json=consent(patient, service="htt")))[0] == 201
    token = await place.token("htt", "registered-professional")

    for ground in ("lack-of-capacity", "vital-interests"):
        assert (await place.call("POST", "/consent/override", token, json=GLASS | {"ground": ground}))[0] == 201

    assert await sees(place, reference, token)


async def test_no_grant_shows_what_a_carer_told(place: Town) -> None:
    """The words stay away, by reading and by everything; that somebody told something may be seen."""
    _, patient = await referred(place)
    team = await place.token("cmht", "registered-professional")
    path = f"/patients/{patient.partition('/')[2]}/concerns"
    status, made, _ = await place.call("POST", path, team, json={"text": WORRY})
    assert status == 201, made
    token = await place.token("htt", "registered-professional")

    assert (await place.call("POST", "/consent/override", token, json=GLASS | {"ground": "risk-to-others"}))[0] == 201
    ways = [
        f"/fhir/{patient}/$everything",
        f"/fhir/Communication?patient={patient}",
        f"/api/contacts?patient={patient}",
    ]
    seen = [await place.call("GET", way, token) for way in ways]

    assert seen[0][0] == 200
    assert WORRY not in json.dumps([body for _, body, _ in seen])


@pytest.mark.parametrize("ground", ["vital-interests", "lack-of-capacity"])
async def test_a_release_holds_against_a_refusal_by_its_ground_alone(place: Town, ground: str) -> None:
    """The person has refused the café: what a clinician releases on vital interests opens nothing."""
    reference, patient = await referred(place)
    team = await place.token("cmht", "registered-professional")
    assert (await place.call("POST", "/consents", team, json=consent(patient)))[0] == 201
    cafe = await place.token("cafe", "volunteer")
    assert not await sees(place, reference, cafe)
    _, made = await asked(place, ground=ground)

    path = f"/consent/override/requests/{made['id']}/release"
    assert (await place.call("POST", path, await doctor(place), json=NOTHING))[0] == 201

    assert await sees(place, reference, cafe) is (ground == "lack-of-capacity")


@pytest.mark.parametrize(
    "body", [{"minutes": 61}, {"minutes": 0}, {"person": "jo.9"}, {"patient": "Patient/x"}], ids=str
)
async def test_a_release_lasts_an_hour_at_most_and_is_to_whoever_asked(place: Town, body: dict[str, Any]) -> None:
    """A clinician can neither make it longer nor give it to somebody else."""
    reference, _ = await referred(place)
    _, made = await asked(place)

    path = f"/consent/override/requests/{made['id']}/release"
    status, answer, _ = await place.call("POST", path, await doctor(place), json=body)

    assert status in {400, 409}, answer
    state = (await place.call("GET", path.removesuffix("/release"), await place.token("cafe", "volunteer")))[1]["state"]
    assert state == "waiting" and reference


async def test_nobody_asks_for_somebody_else(place: Town) -> None:
    """A request names the person asked about, the ground and the words, and nobody to whom it is to be released."""
    await referred(place)
    token = await place.token("cafe", "volunteer")

    status, answer, _ = await place.call(
        "POST", "/consent/override/requests", token, json=SAM | WHY | {"person": "jo.9"}
    )

    assert status == 400, answer


async def test_whoever_broke_the_glass_records_no_consent(tmp_path: Path) -> None:
    """A grant is for reading: neither by the API nor by the id that it showed may its holder refuse for the person."""
    fhir = '[[partner]]\nid = "east-fhir"\norganisation = "east"\nservice = "htt"\nadapter = "fhir_r4"\n[[client]]'
    more = {"[[client]]": fhir, 'partners = ["engine", "cafe-fhir"]': 'partners = ["engine", "cafe-fhir", "east-fhir"]'}
    async with town(tmp_path, change=HTT | more) as place:
        reference, patient = await referred(place)
        token = await place.token("htt", "registered-professional")
        assert (await place.call("POST", "/consent/override", token, json=GLASS))[0] == 201

        said = [
            (await place.call("POST", way, token, json=consent(patient)))[0] for way in ("/fhir/Consent", "/consents")
        ]

        assert said == [422, 404] and await sees(place, reference, await place.token())
