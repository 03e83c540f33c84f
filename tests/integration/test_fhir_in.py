"""FHIR taken over HTTP: create, transactions that are all or nothing, and XML there and back."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import FHIR_XML, write_xml
from tests.made_up.fhir import bundle, header, patient, referral
from tests.town import Town, consent, town
from tests.unit.fhir_r4.test_bundles import transaction

_CAFE = {"performer": [{"reference": "HealthcareService/cafe"}]}


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Town]:
    async with town(tmp_path) as made:
        yield made


def named(**more: Any) -> dict[str, Any]:
    """A referral with an identifier, from the café's own system to the café."""
    return transaction(identifier=[{"system": "urn:x", "value": "R1"}], **_CAFE, **more)


async def test_a_transaction_is_answered_with_where_everything_is(place: Town) -> None:
    """In request order; what it names can be read; sent again under the same key it answers the same."""
    token, key = await place.token(), {"headers": {"idempotency-key": "k1"}}

    status, reply, _ = await place.call("POST", "/fhir", token, json=named(), **key)
    again, repeated, _ = await place.call("POST", "/fhir", token, json=named(), **key)

    assert (status, reply["type"]) == (200, "transaction-response")
    assert [it["response"]["status"] for it in reply["entry"]] == ["201 Created", "201 Created"]
    locations = [it["response"]["location"] for it in reply["entry"]]
    assert [it.partition("/")[0] for it in locations] == ["ServiceRequest", "Patient"]
    _, seen, _ = await place.call("GET", f"/fhir/{locations[0]}", token)
    assert seen["subject"]["reference"] == locations[1]
    assert (again, repeated) == (status, reply)


async def test_what_comes_again_under_another_name_is_an_update(place: Town) -> None:
    """Its own identifier says which one."""
    token = await place.token()
    _, first, _ = await place.call("POST", "/fhir", token, json=named())

    _, second, _ = await place.call("POST", "/fhir", token, json=named(priority="urgent"))

    was, now = first["entry"][0]["response"], second["entry"][0]["response"]
    assert (now["status"], now["location"]) == ("200 OK", was["location"])


async def test_a_decimal_is_read_as_precise_as_it_was_sent(place: Town) -> None:
    """Sent in JSON or XML, now or before; read, searched and told of in either."""
    token, dose = await place.token(), {"quantityQuantity": {"value": 7, "unit": "mg"}}
    text = json.dumps(named(**dose)).replace('"value": 7,', '"value": 1.10,')
    _, made, _ = await place.call("POST", "/fhir", token, data=text, headers={"content-type": "application/json"})
    where = made["entry"][0]["response"]["location"]
    in_xml = write_xml(referral(**_CAFE, **dose)).replace(b'"7"', b'"12345678901234567890.10"')
    _, _, headers = await place.call("POST", "/fhir/ServiceRequest", token, data=in_xml)

    async def told(path: str, accept: str) -> str:
        asked = {"authorization": f"Bearer {token}", "accept": accept}
        async with place.session.get(place.http + path, headers=asked) as answer:
            return (await answer.text()).replace("\t", "")

    person = (await place.call("GET", f"/fhir/{where}", token))[1]["subject"]["reference"]
    search = f"/fhir/ServiceRequest?patient={person}"
    for path in (f"/fhir/{where}", search, f"/fhir/{person}/$everything", "/referrals"):
        assert '"value":1.10,' in await told(path, "application/fhir+json")
        assert '<value value="1.10"/>' in await told(path, FHIR_XML)
    assert '"value":12345678901234567890.10,' in await told(headers["location"], "application/fhir+json")
    assert '<value value="12345678901234567890.10"/>' in await told(headers["location"], FHIR_XML)


async def test_a_transaction_with_one_fault_leaves_nothing(place: Town) -> None:
    """The other entries of it are not kept either."""
    token = await place.token()
    sent = named()
    sent["entry"][1]["resource"]["gender"] = "F"

    status, reply, _ = await place.call("POST", "/fhir", token, json=sent)
    _, inbox, _ = await place.call("GET", "/referrals", token)

    assert (status, reply["resourceType"]) == (422, "OperationOutcome")
    assert reply["issue"][1]["expression"] == ["Bundle.entry[1].resource.gender"]
    assert "entry" not in inbox


async def test_one_resource_is_created_where_location_says(place: Town) -> None:
    """With its person contained."""
    token = await place.token()

    status, _, headers = await place.call("POST", "/fhir/ServiceRequest", token, json=referral(**_CAFE))
    _, seen, _ = await place.call("GET", headers["location"], token)

    assert (status, seen["resourceType"]) == (201, "ServiceRequest")


async def test_the_path_and_the_body_name_the_same_type(place: Town) -> None:
    """A resource sent to the wrong place is not taken."""
    status, _, _ = await place.call("POST", "/fhir/CarePlan", await place.token(), json=referral(**_CAFE))
    assert status == 400


async def test_a_condition_in_a_header_is_refused(place: Town) -> None:
    """Nothing is made as if the condition had not been there."""
    condition = {"If-None-Exist": "identifier=urn:x|R1"}
    status, reply, _ = await place.call(
        "POST", "/fhir/ServiceRequest", await place.token(), json=referral(**_CAFE), headers=condition
    )
    assert (status, reply["issue"][0]["code"]) == (400, "not-supported")


async def test_what_is_put_again_by_id_is_an_update(place: Town) -> None:
    """Of the same resource, by the sender's own id."""
    token = await place.token()
    sent = transaction(id="mine", **_CAFE)
    sent["entry"][0]["request"] = {"method": "PUT", "url": "ServiceRequest/mine"}

    _, first, _ = await place.call("POST", "/fhir", token, json=sent)
    _, second, _ = await place.call("POST", "/fhir", token, json=sent)

    was, now = first["entry"][0]["response"], second["entry"][0]["response"]
    assert (was["status"], now["status"], now["location"]) == ("201 Created", "200 OK", was["location"])


async def test_what_is_put_by_an_id_of_this_gateway_is_not_made_a_second_time(place: Town) -> None:
    """Refused with what to do instead."""
    token = await place.token()
    _, first, _ = await place.call("POST", "/fhir", token, json=named())
    here = first["entry"][0]["response"]["location"]
    sent = transaction(id=here.partition("/")[2], **_CAFE)
    sent["entry"][0]["request"] = {"method": "PUT", "url": here}

    status, reply, _ = await place.call("POST", "/fhir", token, json=sent)

    assert (status, reply["issue"][1]["expression"]) == (422, ["Bundle.entry[0].request.url"])


@pytest.mark.parametrize("kind", ["OperationOutcome", "AuditEvent", "Observation"])
async def test_every_kind_of_entry_has_a_place(place: Town, kind: str) -> None:
    """What a message may bring along is stored with the rest."""
    beside = {
        "OperationOutcome": {"issue": [{"severity": "error", "code": "invalid"}]},
        "AuditEvent": {
            "type": {"code": "x"}, "recorded": "2026-01-01T00:00:00Z", "agent": [{"requestor": True}],
            "source": {"observer": {"display": "x"}},
        },
        "Observation": {"status": "final", "code": {"text": "x"}, "valueString": "y"},
    }[kind]  # fmt: skip
    sent = named()
    sent["entry"].append({"resource": {"resourceType": kind, **beside}, "request": {"method": "POST", "url": kind}})

    status, reply, _ = await place.call("POST", "/fhir", await place.token(), json=sent)

    assert (status, reply["entry"][2]["response"]["status"]) == (200, "201 Created")


async def test_xml_is_answered_in_xml(place: Town) -> None:
    """And what is read is in the format that is asked for."""
    token = await place.token()
    status, text, headers = await place.call(
        "POST", "/fhir/ServiceRequest", token, data=write_xml(referral(**_CAFE)), headers={"content-type": FHIR_XML}
    )
    assert (status, headers["content-type"]) == (201, FHIR_XML)
    assert read_xml(text.encode())["resourceType"] == "OperationOutcome"

    _, in_json, _ = await place.call("GET", headers["location"], token)
    _, in_xml, more = await place.call("GET", headers["location"], token, headers={"accept": FHIR_XML})

    assert read_xml(in_xml.encode()) == in_json
    assert more["etag"]


async def test_a_refusal_in_xml_is_the_one_for_everybody(place: Town) -> None:
    """What is denied and what is absent stay alike."""
    token = await place.token()
    asked = {"headers": {"accept": "application/xml, application/json;q=0.5"}}

    one = await place.call("GET", "/fhir/Patient/aaaa", token, **asked)
    other = await place.call("GET", "/fhir/Flag/bbbb", token, **asked)

    assert one[:2] == other[:2]
    assert read_xml(one[1].encode())["issue"][0]["code"] == "not-found"


async def test_json_is_asked_for_in_answer_to_xml(place: Town) -> None:
    """Accept wins over the format that was sent."""
    token, wanted = await place.token(), {"accept": "application/fhir+json"}
    _, reply, _ = await place.call("POST", "/messages/cafe-fhir", token, data=write_xml(patient()), headers=wanted)
    assert reply["resourceType"] == "OperationOutcome"


async def test_a_caller_without_a_system_of_its_own_sends_nothing(place: Town) -> None:
    """The same answer as for what is not there."""
    status, _, _ = await place.call("POST", "/fhir", await place.token("cmht"), data=json.dumps(named()))
    assert status == 404


async def test_a_referral_of_somebody_unknown_is_stored_unverified(place: Town) -> None:
    """It reaches the inbox of its addressee, with the warning."""
    token = await place.token()
    sent = named()
    sent["entry"][1]["resource"] = {"resourceType": "Patient", "gender": "female"}

    status, reply, _ = await place.call("POST", "/fhir", token, json=sent)
    _, _, headers = await place.call("GET", f"/fhir/{reply['entry'][0]['response']['location']}", token)

    assert status == 202
    assert "unverified" in headers["nwd-warning"]


def _consent(**more: Any) -> dict[str, Any]:
    """A Consent that a sender may also bring without a date."""
    return {
        "resourceType": "Consent",
        "identifier": [{"system": "urn:x", "value": "C1"}],
        "scope": {"coding": [{"code": "patient-privacy"}]},
        "category": [{"text": "sharing"}],
        "patient": {"reference": "urn:uuid:0f0ff0b0-0000-4000-8000-000000000001"},
    } | more


_IMPLIED = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMPLIED"}]}


@pytest.mark.parametrize(
    "brought", [_consent(status="active", policyRule=_IMPLIED), _consent(status="inactive", policyRule={"text": "x"})]
)
async def test_a_referral_is_not_held_for_a_consent_that_binds_nobody(place: Town, brought: dict[str, Any]) -> None:
    """Implied consent, and one that has ended, need no date; the addressee sees the referral."""
    token, sent = await place.token(), named()
    sent["entry"].append({"resource": brought, "request": {"method": "POST", "url": "Consent"}})

    status, reply, _ = await place.call("POST", "/fhir", token, json=sent)
    seen, _, _ = await place.call("GET", f"/fhir/{reply['entry'][0]['response']['location']}", token)

    assert (status, seen) == (200, 200)


def flag(patient: str) -> dict[str, Any]:
    """A risk that is noted on a person who is named by their id here."""
    kind = {"coding": [{"system": "https://nowrongdoor.example/CodeSystem/flag-kind", "code": "risk"}]}
    return {"resourceType": "Flag", "status": "active", "category": [kind], "code": {"text": "Sleeps badly"},
            "subject": {"reference": patient}}  # fmt: skip


async def test_a_person_whom_the_sender_was_told_of_may_be_named_by_our_id(place: Town) -> None:
    """In place of everything about them; what is written is about that very person."""
    token = await place.token()
    _, first, _ = await place.call("POST", "/fhir", token, json=named())
    person = first["entry"][1]["response"]["location"]
    before = (await place.call("GET", f"/fhir/{person}", token))[1]

    status, _, headers = await place.call("POST", "/fhir/Flag", token, json=flag(person))
    _, seen, _ = await place.call("GET", headers["location"], token)

    assert (status, seen["subject"]["reference"]) == (201, person)
    assert (await place.call("GET", f"/fhir/{person}", token))[1] == before
    both = transaction(identifier=[{"system": "urn:x", "value": "R2"}], **_CAFE)
    both["entry"] = [it for it in both["entry"] if it["resource"]["resourceType"] != "Patient"]
    both["entry"][0]["resource"]["subject"] = {"reference": person}
    status, reply, _ = await place.call("POST", "/fhir", token, json=both)
    assert (status, [it["response"]["status"] for it in reply["entry"]]) == (200, ["201 Created"])


async def test_an_id_of_somebody_whom_one_may_not_know_is_an_id_of_nobody(place: Town) -> None:
    """Once the person has refused, the answer is the one for an id that was never given; nothing is written."""
    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{await place.referred()}", token)
    person = seen["subject"]["reference"]
    once = {"headers": {"idempotency-key": "k1"}}
    status, body, _ = await place.call("POST", "/fhir/Flag", token, json=flag(person), **once)
    staff, as_fhir = await place.token("cmht", "registered-professional"), {"content-type": "application/fhir+json"}
    refusal = json.dumps(consent(person))
    assert (await place.call("POST", "/consents", staff, data=refusal, headers=as_fhir))[0] == 201

    again, repeated, _ = await place.call("POST", "/fhir/Flag", token, json=flag(person), **once)
    answers = []
    for it in (person, f"Patient/{'a' * 26}", "Patient/our-own-17"):
        refused, said, _ = await place.call("POST", "/fhir/Flag", token, json=flag(it))
        answers.append((refused, said["issue"][1:]))

    assert answers[0] == answers[1] == answers[2] and answers[0][0] == 422
    assert (again, repeated) == (status, body) and status == 201
    _, held, _ = await place.call("GET", f"/fhir/Flag?patient={person}", staff)
    assert len(held["entry"]) == 1


async def test_a_refusal_of_a_person_who_is_named_by_our_id_binds(place: Town) -> None:
    """A Consent is of that person like any other."""
    token = await place.token()
    reference = await place.referred()
    _, seen, _ = await place.call("GET", f"/fhir/{reference}", token)

    status, _, headers = await place.call(
        "POST", "/fhir/Consent", token, json=consent(seen["subject"]["reference"], service="cafe")
    )

    assert status == 201 and headers["nwd-epoch"]
    assert (await place.call("GET", f"/fhir/{reference}", token))[0] == 404


async def test_elsewhere_an_id_of_ours_names_nobody(place: Town) -> None:
    """Where nobody is asked who the sender is, as over a wire without tokens, it is refused as before."""
    token = await place.token()
    _, seen, _ = await place.call("GET", f"/fhir/{await place.referred()}", token)

    status, _, _ = await place.call("POST", "/messages/cafe-fhir", token, json=flag(seen["subject"]["reference"]))

    assert status == 422


@pytest.mark.parametrize(
    "name", [{"id": "m-1"}, {"identifier": {"system": "urn:x", "value": "m-1"}}], ids=["id", "identifier"]
)
async def test_a_message_that_is_sent_again_is_taken_once(place: Town, name: dict[str, Any]) -> None:
    """Its sender heard nothing and repeats it without a key: one referral; other words under its name are flagged."""
    token = await place.token()
    said = referral(id="r", subject={"reference": "Patient/p"}, **_CAFE)

    def message(**more: Any) -> dict[str, Any]:
        return bundle(header("ServiceRequest/r"), patient(id="p"), said | more, kind="message", **name)

    first, second = [await place.call("POST", "/fhir", token, json=message()) for _ in range(2)]
    other, _, _ = await place.call("POST", "/fhir", token, json=message(priority="urgent"))

    assert (first[0], second[0], other) == (201, 201, 202)
    assert first[2]["nwd-message"] == second[2]["nwd-message"]
    _, rows, _ = await place.call("GET", "/ops/messages?source=cafe-fhir", await place.token("cmht", "operator"))
    assert sorted(it["outcome"] for it in rows) == ["accepted", "flagged"]
