"""What a transaction may ask, and how what it writes is known again."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import orjson
import pytest

from adapters.contract import Decoded, Outcome, Verdict
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import write_xml
from tests.made_up.fhir import about, bundle, patient
from tests.unit.fhir_r4.conftest import AT

Decode = Callable[[Any], Decoded]
CARE_PLAN = about("CarePlan", status="active", intent="plan")


def resource(found: Decoded, kind: str) -> dict[str, Any]:
    """The first resource of a type."""
    assert found.bundle is not None, found.issues
    made: dict[str, Any] = next(
        it["resource"] for it in found.bundle["entry"] if it["resource"]["resourceType"] == kind
    )
    return made


def _transaction(**request: Any) -> dict[str, Any]:
    """A plan that has an id and an identifier of the sender's own, and its person."""
    plan = CARE_PLAN | {"id": "p1", "identifier": [{"system": "urn:x", "value": "P1"}]}
    entries = bundle(patient(), plan)["entry"]
    asked = [{"method": "POST", "url": "Patient"}, request]
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [it | {"request": one} for it, one in zip(entries, asked, strict=True)],
    }


@pytest.mark.parametrize(
    ("method", "address"),
    [("POST", "CarePlan"), ("PUT", "CarePlan/p1"), ("PUT", "CarePlan?identifier=urn:x%7CP1"), ("POST", "/CarePlan/")],
)
def test_a_transaction_writes(decode: Decode, method: str, address: str) -> None:
    """POST to a type; PUT to the sender's own id, or to an identifier that the resource carries."""
    assert decode(_transaction(method=method, url=address)).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("request_", "place"),
    [
        ({"method": "DELETE", "url": "CarePlan/p1"}, "method"),
        ({"method": "PATCH", "url": "CarePlan/p1"}, "method"),
        ({"method": "GET", "url": "CarePlan/p1"}, "method"),
        ({"method": "POST", "url": "CarePlan/p1"}, "url"),
        ({"method": "POST", "url": "Patient"}, "url"),
        ({"method": "PUT", "url": "CarePlan"}, "url"),
        ({"method": "PUT", "url": "CarePlan/other"}, "url"),
        ({"method": "PUT", "url": "CarePlan?identifier=urn:x|P2"}, "url"),
        ({"method": "PUT", "url": "CarePlan?status=active"}, "url"),
        ({"method": "PUT", "url": "https://sender.example/CarePlan/p1"}, "url"),
        ({"method": "POST", "url": "CarePlan", "ifNoneExist": "identifier=urn:x|P1"}, "ifNoneExist"),
        ({"method": "PUT", "url": "CarePlan/p1", "ifMatch": 'W/"1"'}, "ifMatch"),
    ],
)
def test_what_a_transaction_cannot_ask(decode: Decode, request_: dict[str, Any], place: str) -> None:
    """Refused whole, at the place, with what to write instead and without what was written."""
    found = decode(_transaction(**request_))

    assert [it.where for it in found.issues] == [f"Bundle.entry[1].request.{place}"]
    assert "P2" not in found.issues[0].message


def test_what_is_put_by_the_one_identifier_of_its_type_is_taken(decode: Decode) -> None:
    """A QuestionnaireResponse has one identifier and no list of them."""
    answers = about("QuestionnaireResponse", status="completed", identifier={"system": "urn:x", "value": "Q1"})
    put = {"method": "PUT", "url": "QuestionnaireResponse?identifier=urn:x%7CQ1"}
    sent = bundle(patient(), answers, kind="transaction")
    for it, request in zip(sent["entry"], ({"method": "POST", "url": "Patient"}, put), strict=True):
        it["request"] = request

    assert decode(sent).outcome is Outcome.ACCEPTED


def test_an_id_that_was_given_here_is_put_by_nobody(decode: Decode) -> None:
    """Ids shown outside are ours; what has changed is known by its own identifier."""
    given = "abcdefghijklmnopqrstuvwxyz"
    sent = _transaction(method="PUT", url=f"CarePlan/{given}")
    sent["entry"][1]["resource"]["id"] = given

    assert [it.where for it in decode(sent).issues] == ["Bundle.entry[1].request.url"]


def test_an_entry_that_writes_brings_what_it_writes(decode: Decode) -> None:
    """FHIR lets a request stand alone; nothing can be written by it."""
    sent = _transaction(method="POST", url="CarePlan")
    sent["entry"].append({"request": {"method": "POST", "url": "CarePlan"}})

    assert [(it.code, it.where) for it in decode(sent).issues] == [("required", "Bundle.entry[2].resource")]


def test_what_is_put_by_id_is_the_same_when_it_is_put_again(decode: Decode) -> None:
    """The sender's own id stands as its identifier, where it has none."""
    sent = _transaction(method="PUT", url="CarePlan/p1")
    del sent["entry"][1]["resource"]["identifier"]

    found = resource(decode(sent), "CarePlan")

    assert found["identifier"] == [{"system": "urn:nwd:trust:id", "value": "p1"}]


@pytest.mark.parametrize("kind", ["Bundle", "Parameters"])
def test_what_holds_other_resources_is_no_entry(decode: Decode, kind: str) -> None:
    """Nothing hides inside it."""
    inner = {"resourceType": kind} | ({"type": "collection"} if kind == "Bundle" else {})
    found = decode(bundle(patient(), CARE_PLAN, inner))
    assert [(it.code, it.where) for it in found.issues] == [("not-supported", "Bundle.entry[2].resource")]


def test_a_transaction_in_xml_is_answered_entry_by_entry_in_xml(decode: Decode) -> None:
    """As one in JSON is: whoever sent two things must know what became of each."""
    found = decode(write_xml(_transaction(method="POST", url="CarePlan")))
    reply = FhirAdapter().codec(FhirProfile(organisation="trust")).reply(found, Verdict(found.outcome, (), AT))

    answer = read_xml(reply)
    assert (answer["type"], len(answer["entry"])) == ("transaction-response", 2)


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.FLAGGED, Outcome.QUARANTINED])
def test_a_transaction_that_was_taken_is_answered_under_our_reference(decode: Decode, outcome: Outcome) -> None:
    """Also one that waits for a person: each entry says so."""
    reference = UUID(int=7)
    found = decode(_transaction(method="POST", url="CarePlan"))

    reply = FhirAdapter().codec(FhirProfile(organisation="trust")).reply(found, Verdict(outcome, (), AT, reference))

    waits = {"response": {"status": "202 Accepted"}}
    assert orjson.loads(reply) == {
        "resourceType": "Bundle", "id": str(reference), "type": "transaction-response", "entry": [waits, waits],
    }  # fmt: skip


def test_a_condition_finds_what_the_message_brings_and_names_the_rest_by_number(decode: Decode) -> None:
    """Of a type with one identifier as of those with many."""
    answers = about("QuestionnaireResponse", id="q", status="completed", identifier={"system": "urn:x", "value": "Q1"})
    plan = CARE_PLAN | {
        "supportingInfo": [{"reference": "QuestionnaireResponse?identifier=urn:x|Q1"}],
        "author": {"reference": "Practitioner?identifier=urn:x|D1"},
    }

    entries = bundle(patient(), plan, answers)["entry"]
    posted = [it | {"request": {"method": "POST", "url": it["resource"]["resourceType"]}} for it in entries]
    found = decode({"resourceType": "Bundle", "type": "transaction", "entry": posted})

    assert found.bundle is not None, found.issues
    urls = {it["resource"]["resourceType"]: it["fullUrl"] for it in found.bundle["entry"]}
    made = resource(found, "CarePlan")
    assert made["supportingInfo"] == [{"reference": urls["QuestionnaireResponse"]}]
    assert made["author"] == {"type": "Practitioner", "identifier": {"system": "urn:x", "value": "D1"}}


@pytest.mark.parametrize("address", ["CarePlan/p1", "CarePlan?identifier=urn:x|P1"])
def test_what_is_put_twice_in_one_transaction_is_refused(decode: Decode, address: str) -> None:
    """R4: one identity at most once; POST makes another each time, and another address is another's."""
    sent = _transaction(method="PUT", url=address)
    plan = sent["entry"][1]
    again = plan | {"request": {"method": "PUT", "url": f"{address}/" if "?" not in address else address}}

    found = decode(sent | {"entry": [*sent["entry"], again]})
    posted = decode(sent | {"entry": [*sent["entry"], plan | {"request": {"method": "POST", "url": "CarePlan"}}]})

    assert [it.where for it in found.issues] == ["Bundle.entry[2].request.url"]
    assert posted.outcome is Outcome.ACCEPTED
