"""Consents bind when their call returns, on every exit."""

import json
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from gateway import faults
from schemas.clock import LONDON
from tests.town import Town, consent, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def person(place: Town, reference: str, token: str) -> str:
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)
    return str(seen["subject"]["reference"])


async def refuse(place: Town, patient: str) -> dict[str, Any]:
    token = await place.token("cmht", "registered-professional")
    body = json.dumps(consent(patient))
    status, made, headers = await place.call(
        "POST", "/consents", token, data=body, headers={"content-type": "application/fhir+json"}
    )
    assert status == 201, made
    assert int(headers["nwd-epoch"]) > 1
    return dict(made)


async def test_a_refusal_hides_everything_at_once_and_keeps_the_services_own_note(place: Town) -> None:
    """The referral is gone for the café, its own note stays, and it is told to contact the referrer."""
    token = await place.token()
    reference = await place.referred()
    patient = await person(place, reference, token)
    _, note, _ = await place.call("POST", f"/patients/{patient[8:]}/contacts", token, json={"text": "came by"})

    await refuse(place, patient)

    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404
    assert (await place.call("GET", f"/fhir/Communication/{note['id']}", token))[0] == 200
    _, inbox, _ = await place.call("GET", "/referrals", token)
    assert inbox == {"resourceType": "Bundle", "type": "searchset"}
    stopped = await place.hook("/cafe", "sharing.stopped")
    assert "sharing has stopped, contact the referrer" in stopped["data"]["notices"]
    assert stopped["data"]["references"] == []


async def test_revoking_the_refusal_opens_again(place: Town) -> None:
    """The Consent is made inactive, never deleted, and what it closed is open."""
    token = await place.token()
    reference = await place.referred()
    made = await refuse(place, await person(place, reference, token))

    status, after, _ = await place.call(
        "POST", f"/consents/{made['id']}/revoke", await place.token("cmht", "registered-professional")
    )

    assert (status, after["status"]) == (200, "inactive")
    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 200


async def test_a_refusal_by_one_service_says_nothing_to_another(place: Town) -> None:
    """The trust goes on seeing what it wrote."""
    reference = await place.referred()
    await refuse(place, await person(place, reference, await place.token()))

    status, _, _ = await place.call("GET", f"/fhir/{reference}", await place.token("cmht", "registered-professional"))

    assert status == 200


async def test_what_was_parked_is_decided_again_when_it_is_put_back(place: Town) -> None:
    """The person refused while it waited: it does not go out, the sender is told, and the lane moves on."""
    place.answers["/cafe"] = 410
    patient = await person(place, await place.referred(), await place.token())
    operator = await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)
    await refuse(place, patient)
    del place.answers["/cafe"]

    assert (await place.call("POST", f"/ops/parked/{parked['id'].partition('/')[2]}/replay", operator))[0] == 200

    await place.hook("/cmht", "delivery.withheld")
    await place.hook("/cafe", "sharing.stopped")
    assert sum(b"referral.received" in body for where, _, body in place.hooks if where == "/cafe") == 1


async def test_the_next_referral_is_withheld_and_the_sender_is_told(place: Town) -> None:
    """After a refusal a new referral does not reach the café; the referrer learns that it was not passed on."""
    token = await place.token()
    reference = await place.referred()
    await refuse(place, await person(place, reference, token))

    assert "MSA|AA" in await place.send(_again())

    told = await place.hook("/cmht", "delivery.withheld")
    assert "could not be passed on" in json.dumps(told["data"]["notices"])
    assert len([1 for where, _, body in place.hooks if where == "/cafe" and b"referral.received" in body]) == 1


async def test_a_worker_that_fails_after_withholding_has_told_the_sender(place: Town) -> None:
    """That a referral was withheld and that its sender hears of it are one step."""
    token = await place.token()
    await refuse(place, await person(place, await place.referred(), token))
    await place.hook("/cafe", "sharing.stopped")
    faults.arm("after-release:1:raise", production=False)

    assert "MSA|AA" in await place.send(_again())

    await place.hook("/cmht", "delivery.withheld")
    faults.arm("", production=False)


@pytest.mark.parametrize(
    "spoil",
    [
        {"status": "sunny"},
        {"dateTime": None},
        {"provision": {"type": "perhaps"}},
        {"resourceType": "Flag"},
    ],
    ids=["status", "date", "type", "resource"],
)
async def test_a_malformed_consent_is_refused_with_its_place(place: Town, spoil: dict[str, Any]) -> None:
    """It changes nothing, and says what to mend."""
    token = await place.token()
    reference = await place.referred()
    body = {k: v for k, v in (consent(await person(place, reference, token)) | spoil).items() if v is not None}

    status, outcome, _ = await place.call(
        "POST", "/consents", token, data=json.dumps(body), headers={"content-type": "application/fhir+json"}
    )

    assert status in {409, 422}, outcome
    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 200


async def test_a_key_that_stands_twice_is_refused(place: Town) -> None:
    """`deny` then `permit` must not read as permit."""
    body = '{"resourceType":"Consent","status":"active","status":"inactive"}'

    status, outcome, _ = await place.call("POST", "/consents", await place.token(), data=body)

    assert status == 400
    assert "twice" in json.dumps(outcome)


async def test_an_idempotency_key_has_one_effect(place: Town) -> None:
    """The same key and body: one note. The same key and another body: refused."""
    token = await place.token()
    patient = await person(place, await place.referred(), token)
    path, key = f"/patients/{patient[8:]}/contacts", {"idempotency-key": "k1"}

    first = await place.call("POST", path, token, json={"text": "a"}, headers=key)
    again = await place.call("POST", path, token, json={"text": "a"}, headers=key)
    other = await place.call("POST", path, token, json={"text": "b"}, headers=key)

    assert first[1]["id"] == again[1]["id"]
    assert (first[0], again[0], other[0]) == (201, 201, 409)


PERMIT_ALL = {"type": "permit"}


async def test_a_cafe_cannot_grant_itself_access_by_a_message(place: Town) -> None:
    """A Consent that permits its own sender is kept, changes nothing, and a person looks at it."""
    patient = {
        "resourceType": "Patient",
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}],
        "name": [{"family": "EXAMPLE", "given": ["SAM"]}],
        "birthDate": "1990-04-17",
    }
    granted = consent("urn:uuid:00000000-0000-4000-8000-000000000001", "permit")
    entry = [
        {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001", "resource": patient},
        {"fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002", "resource": granted},
    ]
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": entry}

    status, _, _ = await place.call("POST", "/messages/cafe-fhir", await place.token(), data=json.dumps(bundle))

    assert status == 202
    _, [row], _ = await place.call("GET", "/ops/messages?source=cafe-fhir", await place.token("cmht", "operator"))
    assert row["outcome"] == "quarantined"
    assert row["issues"][-1]["where"] == "Consent.provision"


@pytest.mark.parametrize("provision", [None, PERMIT_ALL], ids=["own-service", "everybody"])
@pytest.mark.parametrize("service", ["cafe", "club"])
async def test_what_a_worker_records_for_the_own_charity_is_short(
    place: Town, service: str, provision: dict[str, str] | None
) -> None:
    """A spoken consent lasts 28 days at most where it benefits those who wrote it down, or a neighbour of theirs."""
    token = await place.token()
    body = consent(await person(place, await place.referred(), token), "permit", service)
    body |= {"provision": provision} if provision else {}
    today = datetime.now(LONDON).date()

    status, made, _ = await place.call(
        "POST", "/consents", token, data=json.dumps(body), headers={"content-type": "application/fhir+json"}
    )

    assert status == 201
    recorded = date.fromisoformat(made["provision"]["period"]["end"]) - timedelta(days=28)
    assert today <= recorded <= datetime.now(LONDON).date()


@pytest.mark.parametrize(
    ("service", "role", "knows"),
    [
        ("cmht", "registered-professional", {"engine", "cafe"}),
        ("cmht", "privacy-officer", {"engine", "cafe"}),
        ("cafe", "manager", {"cafe"}),
        ("club", "privacy-officer", {"cafe"}),
        ("club", "manager", set()),
        ("cafe", "volunteer", set()),
    ],
    ids=["sender", "sender-officer", "recipient", "recipient-officer", "neighbour", "volunteer"],
)
async def test_why_is_told_to_those_who_may_know(place: Town, service: str, role: str, knows: set[str]) -> None:
    """The sender's side sees every decision, a recipient those on itself, others nothing at all."""
    await place.referred()
    name = place.hooks[0][1]["webhook-id"]

    status, told, _ = await place.call("GET", f"/explain/{name}", await place.token(service, role))

    assert {line["who"] for line in told if status == 200} == knows
    assert status == (200 if knows else 404)


async def test_a_recipients_worker_is_not_told_that_the_person_refused(place: Town) -> None:
    """Parked, refused, put back: the café's manager learns that it was not shown, its officer why."""
    place.answers["/cafe"] = 410
    patient = await person(place, await place.referred(), await place.token())
    name, operator = place.hooks[0][1]["webhook-id"], await place.token("cmht", "operator")
    [parked] = await place.until("/ops/parked", operator)
    made = await refuse(place, patient)
    del place.answers["/cafe"]
    await place.call("POST", f"/ops/parked/{parked['id'].partition('/')[2]}/replay", operator)
    await place.hook("/cmht", "delivery.withheld")

    _, told, _ = await place.call("GET", f"/explain/{name}", await place.token("cafe", "manager"))
    _, chain, _ = await place.call("GET", f"/explain/{name}", await place.token("cafe", "privacy-officer"))

    assert [one["outcome"] for one in told] == [one["outcome"] for one in chain] and told[-1]["outcome"] == "deny"
    assert "refused" not in json.dumps(told).replace("a refusal", "") and made["id"] not in json.dumps(told)
    assert made["id"] in json.dumps(chain)


def _again() -> str:
    from tests.town import referral

    return referral(2)
