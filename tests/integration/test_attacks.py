"""What somebody tries who wants to learn of a person what they may not know: every try looks like absence."""

import base64
import json
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.town import OTHER, Town, consent, town

SAM = {"nhs_number": "9991234500", "family_name": "EXAMPLE", "given_name": "SAM", "birth_date": "1990-04-17"}
THIRD = OTHER.replace("0700002", "0700003").replace("9991234519", "9991234527").replace("SPECIMEN^KIM", "SAMPLE^JO")
NOBODY = SAM | {"nhs_number": "9991234543", "family_name": "NOBODY"}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def person(place: Town, reference: str) -> str:
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", await place.token("cmht", "registered-professional"))
    return str(seen["subject"]["reference"])


async def record(place: Town, token: str, body: dict[str, Any]) -> tuple[int, Any, Mapping[str, str]]:
    headers = {"content-type": "application/fhir+json"}
    return await place.call("POST", "/consents", token, data=json.dumps(body), headers=headers)


async def alike(place: Town, token: str, method: str, *tries: tuple[str, Any]) -> None:
    """All of these calls get the same status, headers and body."""
    said = []
    for path, body in tries:
        status, answer, headers = await place.call(method, path, token, **({} if body is None else {"json": body}))
        said.append((status, answer, {name: value for name, value in headers.items() if name.lower() != "date"}))
    assert all(one == said[0] for one in said), said


@pytest.mark.parametrize("role", ["volunteer", "manager"])
async def test_breaking_the_glass_in_vain_does_not_tell_whether_somebody_is_known(place: Town, role: str) -> None:
    """Who may not override is told so, about a person on record and about nobody alike."""
    await place.referred()
    token, glass = await place.token("club", role), {"ground": "vital-interests", "reason": "found unwell"}

    await alike(place, token, "POST", ("/consent/override", SAM | glass), ("/consent/override", NOBODY | glass))


async def test_an_epoch_does_not_count_what_others_did(place: Town) -> None:
    """A consent about a busy person and one about a new one bind from the moment of their writing, no more is told."""
    busy, quiet = await person(place, await place.referred()), await person(place, await place.referred(2, OTHER))
    team = await place.token("cmht", "registered-professional")
    for _ in range(3):
        assert (await record(place, team, consent(busy)))[0] == 201

    epochs = [int((await record(place, team, consent(one)))[2]["nwd-epoch"]) for one in (busy, quiet)]

    assert 0 < epochs[1] - epochs[0] < 60_000_000


async def test_a_cursor_holds_no_row_number(place: Town) -> None:
    """It is sealed, of this service alone, and the same row gives nothing away to another."""
    for number in range(1, 4):
        await place.referred(number)
    token = await place.token()
    _, _, headers = await place.call("GET", "/referrals?limit=1", token)
    cursor = headers["link"].partition("cursor=")[2].partition(">")[0]
    raw = base64.urlsafe_b64decode(cursor + "==")

    assert all(int.from_bytes(raw[at : at + 8], "big") > 1 << 32 for at in range(9))
    assert (await place.call("GET", f"/referrals?cursor={cursor}", token))[0] == 200
    assert (await place.call("GET", f"/referrals?cursor={cursor}", await place.token("club")))[0] == 404
    for bad in ("AAAA", "A" * 22, cursor[:-1], "\u00e9"):
        assert (await place.call("GET", f"/referrals?cursor={bad}", token))[0] == 404


async def test_a_cafe_does_not_lift_a_refusal_about_itself(place: Town) -> None:
    """One that it wrote down itself it is told to replace; one of another it does not even find."""
    patient = await person(place, await place.referred())
    team, cafe = await place.token("cmht", "registered-professional"), await place.token("cafe", "worker")
    _, own, _ = await record(place, cafe, consent(patient))
    _, foreign, _ = await record(place, team, consent(patient))

    assert (await place.call("POST", f"/consents/{own['id']}/revoke", cafe))[0] == 409
    paths = [f"/consents/{one}/revoke" for one in (foreign["id"], "a" * 26)]
    await alike(place, cafe, "POST", *((path, None) for path in paths))
    assert (await place.call("GET", "/referrals", cafe))[1] == {"resourceType": "Bundle", "type": "searchset"}


async def test_a_dry_run_does_not_tell_which_other_services_somebody_uses(place: Town) -> None:
    """The café asks what the team would see of the café's own note: it is not told that the team knows the person."""
    patient, cafe = await person(place, await place.referred()), await place.token("cafe", "manager")
    assert (await place.call("POST", f"/patients/{patient[8:]}/contacts", cafe, json={"attended": True}))[0] == 201

    _, answer, _ = await place.call("POST", "/consent/decide", cafe, json={"patient": patient, "service": "cmht"})

    [note] = [one for one in answer["decisions"] if one["reference"].startswith("Communication/")]
    assert "no live referral" in str(note["reasons"])


async def test_a_consent_tells_a_reader_no_other_service(place: Town) -> None:
    """Whoever did not write it down sees that there is a Consent, and neither whom it names nor what it is about."""
    patient = await person(place, await place.referred())
    _, made, _ = await record(place, await place.token("cafe", "worker"), consent(patient, "permit", service="club"))
    team = await place.token("cmht", "registered-professional")

    _, seen, _ = await place.call("GET", f"/fhir/Consent/{made['id']}", team)

    assert seen["resourceType"] == "Consent" and "provision" not in seen
    assert "HealthcareService/club" not in json.dumps(seen)


async def test_a_referral_that_was_declined_is_the_cafes_no_more(place: Town) -> None:
    """The tie ended with the decline: referral, person and inbox are closed, and what the team writes later too."""
    reference, cafe = await place.referred(), await place.token("cafe", "worker")
    patient, path = await person(place, reference), f"/referrals/{reference.partition('/')[2]}/decline"
    assert (await place.call("POST", path, cafe, json={"reason": "full"}))[0] == 200

    found = [(await place.call("GET", f"/fhir/{one}", cafe))[0] for one in (reference, patient)]

    assert found == [404, 404]
    assert (await place.call("GET", "/referrals", cafe))[1].get("entry") is None


async def test_a_cancelled_referral_is_still_told_as_cancelled(place: Town) -> None:
    """Whoever it was addressed to hears that it is over, though the tie has ended with it."""
    from tests.town import referral

    await place.referred()

    assert "MSA|AA" in await place.send(referral(2, event="I14", of=1))

    await place.hook("/cafe", "referral.cancelled")


async def test_every_way_to_another_is_as_closed_for_somebody_on_record_as_for_nobody(place: Town) -> None:
    """Methods, histories, trailing slashes, parameters, acts: another service's worker gets the same for both."""
    known, nobody = await place.referred(), "ServiceRequest/" + "a" * 26
    patient, club = await person(place, known), await place.token("club", "worker")
    for method, tail in (("PUT", ""), ("PATCH", ""), ("DELETE", ""), ("GET", "/_history"), ("GET", "/_history/1"),
                         ("GET", "/"), ("GET", "?_summary=count"), ("GET", "?_elements=id"), ("GET", "")):  # fmt: skip
        await alike(place, club, method, (f"/fhir/{known}{tail}", None), (f"/fhir/{nobody}{tail}", None))
    for tail in (
        "&_id=x",
        "&_sort=-date",
        "&_total=accurate",
        "&_include=*",
        "&_revinclude=*:*",
        "&_has:Flag:patient:code=x",
        "",
    ):
        asked = [f"/fhir/CarePlan?patient={one}{tail}" for one in (patient, "Patient/" + "a" * 26)]
        await alike(place, club, "GET", *((path, None) for path in asked))
    for act in ("open", "accept"):
        paths = [f"/referrals/{one.partition('/')[2]}/{act}" for one in (known, nobody)]
        await alike(place, club, "POST", *((path, None) for path in paths))
    notes = [(f"/patients/{one}/contacts", {"attended": True}) for one in (patient[8:], "a" * 26)]
    await alike(place, club, "POST", *notes)
    carers = [(f"/patients/{one}/carers/{'a' * 26}", None) for one in (patient[8:], "a" * 26)]
    await alike(place, club, "GET", *carers)


async def test_somebody_with_two_services_is_two_askers(place: Town) -> None:
    """What the worker may see at the café they may not see at the club, though it is the same person."""
    reference = await place.referred()

    seen = [
        (await place.call("GET", f"/fhir/{reference}", await place.token(one, "worker")))[0] for one in ("cafe", "club")
    ]

    assert seen == [200, 404]


async def test_a_token_without_a_person_acts_for_nobody(place: Town) -> None:
    """A machine neither opens, nor records, nor asks; about somebody on record and about nobody alike."""
    reference = await place.referred()
    machine, patient = await place.token("cafe", None), await person(place, reference)
    for one in (patient[8:], "a" * 26):
        tries = [
            (f"/patients/{one}/contacts", {"attended": True}),
            (f"/patients/{one}/circumstances", {"kind": "unsafe-carer", "reason": "x"}),
            ("/consent/override", SAM | {"ground": "vital-interests", "reason": "x"}),
            ("/walk-ins", SAM | {"scope": ["all"], "witness": "x"}),
        ]
        assert {(await place.call("POST", path, machine, json=body))[0] for path, body in tries} == {403}


async def test_an_override_is_no_research_no_list_and_no_other_service(tmp_path: Path) -> None:
    """It opens one record for care to one person of one service: not for another purpose, nor in an export."""
    from tests.integration.test_consenting import GLASS, HTT

    async with town(tmp_path, change=HTT) as place:
        reference = await place.referred()
        doctor = await place.token("htt", "registered-professional")
        assert (await place.call("POST", "/consent/override", doctor, json=GLASS))[0] == 201
        research = await place.token("htt", "registered-professional", "HRESCH")
        elsewhere = await place.token("club", "registered-professional")
        _, sheet, _ = await place.call("GET", "/api/exports/referrals.csv", doctor)

        found = [(await place.call("GET", f"/fhir/{reference}", one))[0] for one in (doctor, research, elsewhere)]

        assert found == [200, 404, 404] and "EXAMPLE" not in sheet
        assert (await place.call("GET", "/referrals", doctor))[1].get("entry") is None


async def test_a_cafe_learns_of_no_consent_about_other_services(place: Town) -> None:
    """How often somebody agreed or refused elsewhere is theirs: the café finds what names it, and nothing else."""
    patient, cafe = await person(place, await place.referred()), await place.token("cafe", "worker")
    team = await place.token("cmht", "registered-professional")
    made = [(await record(place, team, consent(patient, "permit", service=one)))[1]["id"] for one in ("cmht", "cafe")]

    _, found, _ = await place.call("GET", f"/fhir/Consent?patient={patient}", cafe)

    assert [one["resource"]["id"] for one in found["entry"]] == [made[1]]
    assert (await place.call("GET", f"/fhir/Consent/{made[0]}", cafe))[0] == 404


async def test_hidden_referrals_leave_no_gap_and_no_empty_page(place: Town) -> None:
    """Of five referrals two may not be seen: pages of one are full, the walk ends as if the two had never been."""
    hidden = [await place.referred(1, OTHER), await place.referred(2)]
    await place.referred(3, THIRD)
    for number in (4, 5):
        await place.referred(number, OTHER if number == 4 else THIRD)
    refused = await person(place, hidden[0])
    assert (await record(place, await place.token("cmht", "registered-professional"), consent(refused)))[0] == 201
    token, path, pages = await place.token(), "/referrals?limit=1", []
    while path:
        _, page, headers = await place.call("GET", path, token)
        pages.append(len(page.get("entry", [])))
        path = headers.get("link", "").partition("<")[2].partition(">")[0]

    assert pages == [1, 1, 1, 0]
    _, whole, headers = await place.call("GET", "/referrals?limit=4", token)
    assert len(whole["entry"]) == 3 and "link" not in headers and "total" not in whole


async def test_an_etag_is_of_what_is_shown(place: Town) -> None:
    """The team changes words that the café may not see: to the café nothing has happened."""
    from tests.town import referral

    reference, cafe = await place.referred(), await place.token()
    _, before, first = await place.call("GET", f"/fhir/{reference}", cafe)
    assert "MSA|AA" in await place.send(referral(2, event="I13", of=1, why="HEARS VOICES"))
    await place.hook("/cafe", "referral.updated")

    _, after, second = await place.call("GET", f"/fhir/{reference}", cafe)

    assert (before, first["etag"]) == (after, second["etag"])
    _, own, _ = await place.call("GET", f"/fhir/{reference}", await place.token("cmht", "registered-professional"))
    assert "HEARS VOICES" in json.dumps(own)


async def test_refusals_and_searches_leave_on_the_time_grid(place: Town) -> None:
    """Twenty-five milliseconds or a multiple of them, whether something is found, hidden or not there."""
    reference = await place.referred()
    patient = await person(place, reference)
    grid, cafe, club = 0.025, await place.token(), await place.token("club", "worker")
    calls = [
        (club, f"/fhir/{reference}"), (club, "/fhir/Task/" + "a" * 26), (cafe, f"/fhir/Task?patient={patient}"),
        (club, f"/fhir/Task?patient={patient}"), (cafe, "/referrals"), (club, "/api/referrals"),
    ]  # fmt: skip

    spent = []
    for token, path in calls:
        begun = time.perf_counter()
        await place.call("GET", path, token)
        spent.append(time.perf_counter() - begun)

    assert min(spent) >= grid


async def test_people_are_found_by_their_whole_identity_or_not_at_all(place: Town) -> None:
    """No postcode, no name alone, no number alone: the same refusal for somebody on record and for nobody."""
    await place.referred()
    cafe = await place.token()
    for asked in ("address-postalcode=ZZ99 9ZZ", "family=EXAMPLE", "identifier=9991234500", "general-practitioner=X"):
        name, _, value = asked.partition("=")
        for form in ({name: value}, {name: "nobody"}, {name: value, "birthdate": "1990-04-17"}):
            status, _, _ = await place.call("POST", "/fhir/Patient/_search", cafe, data=form)
            assert status == 400, form
    wrong = {"identifier": "9991234500", "birthdate": "1990-04-17", "family": "EXAMPLE", "given": "KIM"}
    assert (await place.call("POST", "/fhir/Patient/_search", cafe, data=wrong))[1].get("entry") is None
