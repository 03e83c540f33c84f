"""The first path over real wires: referral in, café told and answering, sender told."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.town import OTHER, PERSON, Town, referral, town


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


async def test_the_webhook_carries_ids_only(place: Town) -> None:
    """Nothing about the person stands in the body or the headers."""
    await place.referred()

    _, headers, body = place.hooks[0]
    assert not any(word in body.decode() + json.dumps(dict(headers)) for word in ("EXAMPLE", "9991234500", "LOW MOOD"))


async def test_the_cafe_sees_its_extract_and_the_trust_sees_all(place: Town) -> None:
    """The same referral, read by two services."""
    reference = await place.referred()

    _, mine, _ = await place.call("GET", f"/fhir/{reference}", await place.token())
    _, theirs, _ = await place.call("GET", f"/fhir/{reference}", await place.token("cmht", "registered-professional"))

    assert "a note for nobody else" in json.dumps(theirs)
    assert "note" not in mine and mine["status"] == "active"
    assert mine["requester"]["display"] == "Town CMHT, 01632 960001"


async def test_opening_accepting_and_noting_reach_the_sender(place: Town) -> None:
    """Each act of a named person is told to the one who referred."""
    reference = await place.referred()
    token, name = await place.token(), reference.partition("/")[2]
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)

    opened, _, _ = await place.call("POST", f"/referrals/{name}/open", token)
    accepted, task, _ = await place.call("POST", f"/referrals/{name}/accept", token)
    person = seen["subject"]["reference"].partition("/")[2]
    noted, _, _ = await place.call("POST", f"/patients/{person}/contacts", token, json={"agreed": "Friday"})

    assert (opened, accepted, noted, task["status"]) == (200, 200, 201, "accepted")
    for kind in ("referral.opened", "referral.accepted", "contact.recorded"):
        await place.hook("/cmht", kind)


async def test_opening_twice_is_opening_once(place: Town) -> None:
    """The second answer is the first, and nobody is told twice."""
    reference = await place.referred()
    token, path = await place.token(), f"/referrals/{reference.partition('/')[2]}/open"

    first = await place.call("POST", path, token)
    second = await place.call("POST", path, token)
    await place.call("POST", path.replace("open", "accept"), token)
    await place.hook("/cmht", "referral.accepted")

    assert first[1] == second[1]
    assert len([1 for where, _, body in place.hooks if where == "/cmht" and b"referral.opened" in body]) == 1


async def test_a_machine_neither_opens_nor_accepts(place: Town) -> None:
    """A token without a person gets machine actions only."""
    reference = await place.referred()

    status, body, _ = await place.call(
        "POST", f"/referrals/{reference.partition('/')[2]}/open", await place.token(role=None)
    )

    assert status == 403
    assert "named person" in body["issue"][0]["diagnostics"]


async def test_another_service_of_the_same_charity_sees_nothing_of_the_referral(place: Town) -> None:
    """Class and link belong to the service: the day club has no link, and gets what looks like absence."""
    reference = await place.referred()
    token = await place.token("club")

    denied = await place.call("GET", f"/fhir/{reference}", token)
    absent = await place.call("GET", f"/fhir/ServiceRequest/{'a' * 26}", token)

    assert denied[0] == absent[0] == 404
    assert denied[1] == absent[1]
    assert _comparable(denied[2]) == _comparable(absent[2])


async def test_a_repeated_message_is_answered_alike_and_told_once(place: Town) -> None:
    """Same id and body: the same acknowledgement byte for byte, one webhook."""
    first = await place.send(referral(1))
    again = await place.send(referral(1))
    await place.send(referral(2, OTHER))
    await place.hook("/cafe", "referral.received", number=2)

    assert first == again
    assert len(place.hooks) == 2


async def test_an_uncertain_person_reaches_the_addressee_and_joins_nobody(place: Town) -> None:
    """Another birth date under a known number: delivered, marked, and apart."""
    first = await place.referred(1)
    second = await place.referred(2, PERSON.replace("19900417", "19910417"))
    token = await place.token()

    _, one, _ = await place.call("GET", f"/fhir/{first}", token)
    _, other, headers = await place.call("GET", f"/fhir/{second}", token)

    assert one["subject"] != other["subject"]
    assert headers["nwd-warning"] == "identity unverified"


async def test_a_referral_to_nobody_is_held_and_owned(place: Town) -> None:
    """Acknowledged, put before a person, and on the list of what is stuck."""
    reply = await place.send(referral(1, to="NOWHERE"))
    token = await place.token("cmht", "operator")
    parked = await place.until("/ops/parked", token)

    assert "MSA|AA" in reply
    assert {(one["owner"], one["reason"]) for one in parked} == {("ops", "no route")}
    _, [told], _ = await place.call("GET", "/ops/messages?source=engine&id=0000000000000001", token)
    assert told["outcome"] == "flagged"


async def test_the_audit_chain_of_a_busy_day_verifies(place: Town) -> None:
    """Every acceptance, delivery, read and act is in one chain that holds."""
    from gateway.audit.verify import faults, signature_holds

    reference = await place.referred()
    await place.call("GET", f"/fhir/{reference}", await place.token())
    token = await place.token("cmht", "privacy-officer")
    async with place.session.get(f"{place.http}/audit/export", headers={"authorization": f"Bearer {token}"}) as answer:
        lines = (await answer.read()).splitlines()
    _, head, _ = await place.call("GET", "/audit/head", token)

    assert signature_holds(head)
    assert list(faults(lines, head["heads"])) == []
    assert list(faults([*lines[:1], *lines[2:]], head["heads"])) != []
    assert list(faults(lines[:-1], head["heads"])) != []


def _comparable(headers: object) -> dict[str, str]:
    return {name.lower(): value for name, value in dict(headers).items() if name.lower() != "date"}  # type: ignore[call-overload]


async def test_two_records_of_the_trust_become_one_person(place: Town) -> None:
    """After A40 the referral about the old number is about the person who stays; the café reads both there."""
    old = "0700009^^^RXX01^MRN||EXAMPLE^SAM^^^MX||1990|9"
    lost = await place.referred(1, old)
    kept = await place.referred(2)
    head = "MSH|^~\\&|ACME_PAS|RXX01|NWD|NWD|20261101091500||ADT^A40|0000000000000003|P|2.4"
    merged = "\r".join((head, "EVN|A40|20261101091500", f"PID|||{PERSON}", "MRG|0700009^^^RXX01^MRN"))

    assert "MSA|AA" in await place.send(merged)

    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{kept}", token)
    _, everything, _ = await place.call("GET", f"/fhir/{seen['subject']['reference']}/$everything", token)
    assert lost in {f"{one['resource']['resourceType']}/{one['resource']['id']}" for one in everything["entry"]}
