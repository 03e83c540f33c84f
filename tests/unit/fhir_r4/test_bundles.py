"""Transactions, documents and XML: the ways in which FHIR senders wrap what they say."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest

from adapters.contract import Decoded, Outcome, Verdict
from adapters.fhir_r4.adapter import FhirAdapter
from adapters.fhir_r4.profile import FhirProfile
from schemas.fhir.check import check
from schemas.fhir.xml_read import read_xml
from schemas.fhir.xml_write import write_xml
from tests.made_up.fhir import Resource, about, bundle, patient, referral
from tests.unit.fhir_r4.conftest import AT

Decode = Callable[[Any], Decoded]

_PERSON, _REQUEST = "urn:uuid:0f0ff0b0-0000-4000-8000-000000000001", "urn:uuid:0f0ff0b0-0000-4000-8000-000000000002"


def transaction(**more: Any) -> Resource:
    """A referral and its person, the referral first."""
    request = {name: it for name, it in referral().items() if name != "contained"}
    listed = [(_REQUEST, request | {"subject": {"reference": _PERSON}} | more), (_PERSON, patient())]
    return {
        "resourceType": "Bundle",
        "type": "transaction",
        "entry": [
            {"fullUrl": url, "resource": it, "request": {"method": "POST", "url": it["resourceType"]}}
            for url, it in listed
        ],
    }


def answered(found: Decoded, outcome: Outcome | None = None, **written: tuple[str, int]) -> Resource:
    """The reply; `written` by place in the request."""
    urls = found.envelope["entries"].split(" ") if "entries" in found.envelope else []
    verdict = Verdict(
        outcome or found.outcome, found.issues, AT, written={urls[int(k[1:])]: v for k, v in written.items()}
    )
    said = FhirAdapter().codec(FhirProfile()).reply(found, verdict)
    reply: Resource = read_xml(said) if said.startswith(b"<") else orjson.loads(said)
    assert check(reply) == ()
    return reply


def test_a_transaction_is_answered_entry_by_entry(decode: Decode) -> None:
    """In the order of the request, each with its status and where it is now."""
    reply = answered(decode(transaction()), _0=("ServiceRequest/abc", 1), _1=("Patient/def", 3))

    assert reply["type"] == "transaction-response"
    assert [it["response"] for it in reply["entry"]] == [
        {"status": "201 Created", "location": "ServiceRequest/abc"},
        {"status": "200 OK", "location": "Patient/def"},
    ]


@pytest.mark.parametrize(
    ("url", "doubted"),
    [
        ("urn:uuid:", True),
        ("urn:uuid:1", True),
        (f"{_REQUEST}0", True),
        (f"{_REQUEST[:-1]}g", True),
        (_REQUEST.upper().replace("URN:UUID", "urn:uuid"), False),
        ("urn:oid:1.2.36.146", False),
        ("https://sender.example/fhir/ServiceRequest/r1", False),
    ],
)
def test_a_full_url_that_only_calls_itself_a_uuid_is_flagged(decode: Decode, url: str, doubted: bool) -> None:
    """It names its entry within the message all the same: no referral is lost for it."""
    sent = transaction()
    sent["entry"][0] |= {"fullUrl": url}

    found = decode(sent)

    flags = [(it.where, it.message.partition(";")[0]) for it in found.issues]
    wrong = ("Bundle.entry[0].fullUrl", "has no UUID after `urn:uuid:`")
    assert (found.outcome, flags) == ((Outcome.FLAGGED, [wrong]) if doubted else (Outcome.ACCEPTED, []))


def test_references_between_entries_of_a_transaction_are_resolved(decode: Decode) -> None:
    """`urn:uuid` becomes the fullUrl that the entry has here."""
    found = decode(transaction())
    assert found.bundle is not None
    request, person = found.bundle["entry"]
    assert request["resource"]["subject"]["reference"] == person["fullUrl"] != _PERSON


def test_a_copy_of_the_person_has_the_place_of_the_one_kept(decode: Decode) -> None:
    """Every entry of the request has its answer."""
    sent = transaction()
    sent["entry"].append({"resource": patient(), "request": {"method": "POST", "url": "Patient"}})
    reply = answered(decode(sent), _0=("ServiceRequest/abc", 1), _1=("Patient/def", 1))

    assert [it["response"]["location"] for it in reply["entry"]] == ["ServiceRequest/abc", "Patient/def", "Patient/def"]


def test_a_transaction_that_waits_for_a_person_says_so(decode: Decode) -> None:
    """Nothing is written yet, so nothing has a place; the reasons stand at their entry."""
    sent = transaction()
    sent["entry"][1]["resource"]["identifier"][0]["value"] = "9991234501"
    reply = answered(decode(sent))

    assert [it["response"]["status"] for it in reply["entry"]] == ["202 Accepted", "202 Accepted"]
    assert reply["entry"][1]["response"]["outcome"]["issue"][0]["severity"] == "warning"
    assert "outcome" not in reply["entry"][0]["response"]


_BROKEN = [
    (transaction(status="pending"), "Bundle.entry[0].resource.status"),
    (transaction(basedOn=[{"reference": "urn:uuid:0f0ff0b0-0000-4000-8000-000000000009"}]), "*"),
    (transaction(subject={"reference": "Patient/another"}), "Bundle.entry[0].resource.subject"),
]


@pytest.mark.parametrize(("sent", "where"), _BROKEN)
def test_a_transaction_is_all_or_nothing(decode: Decode, sent: Resource, where: str) -> None:
    """One entry that is wrong, or points nowhere, refuses the whole, with an OperationOutcome."""
    found = decode(sent)

    assert (found.outcome, found.bundle) == (Outcome.REFUSED, None)
    assert where == "*" or where in [it.where for it in found.issues]
    assert answered(found)["resourceType"] == "OperationOutcome"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"method": "DELETE"}, "method"),
        ({"url": "CarePlan"}, "url"),
        ({"ifNoneExist": "identifier=a"}, "ifNoneExist"),
        ({"ifMatch": 'W/"1"'}, "ifMatch"),
    ],
)
def test_what_a_transaction_may_not_ask_is_refused(decode: Decode, more: Resource, place: str) -> None:
    """Only writing of the type named, without conditions."""
    sent = transaction()
    sent["entry"][0]["request"] |= more
    assert [it.where for it in decode(sent).issues] == [f"Bundle.entry[0].request.{place}"]


def test_an_entry_of_a_transaction_needs_its_request(decode: Decode) -> None:
    """Else nobody knows what to do with it."""
    sent = transaction()
    del sent["entry"][1]["request"]
    assert [it.where for it in decode(sent).issues] == ["Bundle.entry[1].request"]


def document(*resources: Resource, **more: Any) -> Resource:
    """A document led by a Composition."""
    composition = about(
        "Composition",
        status="final",
        type={"coding": [{"system": "http://snomed.info/sct", "code": "734163000"}]},
        date="2026-11-01T10:00:00Z",
        author=[{"display": "A nurse"}],
        title="Care plan",
    )
    identified = {"identifier": {"system": "urn:oid:1.2.3", "value": "d1"}, "timestamp": "2026-11-01T10:00:00Z"}
    return bundle(composition, patient(), *resources, kind="document") | identified | more


def test_a_document_is_about_the_plan_that_it_brings(decode: Decode) -> None:
    """With its Composition along."""
    found = decode(document(about("CarePlan", status="active", intent="plan") | {"id": "plan"}))

    assert (found.outcome, found.kind, found.control_id) == (Outcome.ACCEPTED, "CarePlan", "d1")
    assert [str(it.type) for it in found.occurrences] == ["care-plan.updated", "document.received"]


def test_a_document_of_words_is_about_its_composition(decode: Decode) -> None:
    """Nothing structured is in it."""
    found = decode(document())
    assert (found.kind, [str(it.type) for it in found.occurrences]) == ("Composition", ["document.received"])


@pytest.mark.parametrize("name", ["identifier", "timestamp"])
def test_a_document_needs_its_name_and_moment(decode: Decode, name: str) -> None:
    """As FHIR has it."""
    sent = document()
    del sent[name]
    assert [it.where for it in decode(sent).issues] == [f"Bundle.{name}"]


_AWAY = [
    {"author": [{"reference": "Practitioner/away"}]},
    {"custodian": {"reference": "https://x.example/fhir/Organization/away"}},
    {"attester": [{"mode": "legal", "party": {"reference": "Practitioner/away"}}]},
    {"event": [{"detail": [{"reference": "Encounter/away"}]}]},
    {"section": [{"title": "a", "section": [{"title": "b", "entry": [{"reference": "Flag/away"}]}]}]},
]


@pytest.mark.parametrize("more", _AWAY, ids=lambda it: next(iter(it)))
def test_a_document_that_leaves_out_what_its_composition_names_is_put_before_a_person(
    decode: Decode, more: Resource
) -> None:
    """A document is whole by itself; the words are taken all the same."""
    sent = document()
    sent["entry"][0]["resource"] |= more

    found = decode(sent)

    assert found.outcome is Outcome.FLAGGED
    assert [
        it.where.removeprefix("Bundle.entry[0].resource.").partition(".")[0].partition("[")[0] for it in found.issues
    ] == list(more)


def test_a_document_may_replace_one_that_was_sent_before(decode: Decode) -> None:
    """That one is not sent again, and what a Composition contains is there."""
    flag = about("Flag", status="active", code={"text": "a flag"}) | {"id": "f"}
    sent = document()
    sent["entry"][0]["resource"] |= {
        "relatesTo": [{"code": "replaces", "targetReference": {"reference": "Composition/before"}}],
        "contained": [flag],
        "section": [{"title": "a", "entry": [{"reference": "#f"}]}],
    }
    assert decode(sent).outcome is Outcome.ACCEPTED


def test_xml_becomes_what_its_json_becomes(decode: Decode) -> None:
    """The same Bundle, and the answer in XML."""
    sent = document(identifier={"system": "urn:oid:1.2.3", "value": "d1"})
    in_json, in_xml = decode(sent), decode(write_xml(sent))

    assert in_xml.bundle == in_json.bundle
    assert in_xml.occurrences == in_json.occurrences
    assert answered(in_xml)["issue"][0]["severity"] == "information"
    assert in_xml.envelope["format"] == "xml"


@pytest.mark.parametrize("number", ["9991234500", "999%20123%204500"])
def test_a_condition_on_an_identifier_names_the_person(decode: Decode, number: str) -> None:
    """A conditional reference by NHS number is as good as a reference by identifier; what is sent along is taken."""
    asked = f"Patient?identifier=https://fhir.nhs.uk/Id/nhs-number%7C{number}"
    alone = transaction(subject={"reference": asked})
    alone["entry"].pop()

    found = decode(alone)
    beside = decode(transaction(subject={"reference": asked.replace("%20", "")}))

    assert [it.outcome for it in (found, beside)] == [Outcome.ACCEPTED, Outcome.ACCEPTED]
    assert found.bundle is not None
    assert found.bundle["entry"][-1]["resource"]["identifier"][0]["value"] == "9991234500"


def test_a_condition_on_an_identifier_names_the_addressee(decode: Decode) -> None:
    """By its code, as if it were written as an identifier."""
    found = decode(transaction(performer=[{"reference": "HealthcareService?identifier=urn:x|haven-cafe"}]))
    assert ("ServiceRequest.performer[0]", "haven-cafe") in found.addressee.codes


@pytest.mark.parametrize(
    "asked", ["Encounter?name=Quill", "Encounter?identifier=1", "Encounter?identifier=a|b&status=x"]
)
def test_another_condition_is_refused_where_it_stands(decode: Decode, asked: str) -> None:
    """Nothing is searched for."""
    found = decode(transaction(encounter={"reference": asked}))
    assert [it.where for it in found.issues] == ["Bundle.entry[0].resource.encounter.reference"]
    assert not any("Quill" in it.message for it in found.issues)


@pytest.mark.parametrize("where", ["entry", "contained"])
def test_a_crowd_of_resources_is_refused_at_once(decode: Decode, where: str) -> None:
    """A message tells of one event; what brings thousands of things keeps everybody waiting."""
    crowd = [about("Flag", status="active", code={"text": "x"}) | {"id": f"f{at}"} for at in range(5_001)]
    sent = bundle(*crowd) if where == "entry" else referral(contained=crowd)

    found = decode(sent)

    assert [it.code for it in found.issues] == ["too-costly"]


def test_many_copies_of_the_person_are_one(decode: Decode) -> None:
    """However many there are, and whoever names which."""
    people = [patient(id=f"p{at}") for at in range(300)]
    plans = [
        about("CarePlan", status="active", intent="plan", subject={"reference": f"Patient/p{at}"}) | {"id": f"c{at}"}
        for at in range(300)
    ]

    found = decode(bundle(*people, *plans))

    assert found.bundle is not None, found.issues
    entries = found.bundle["entry"]
    assert len(entries) == 301
    assert len({it["resource"].get("subject", {}).get("reference") for it in entries[1:]}) == 1


@pytest.mark.parametrize(
    ("more", "outcome", "where"),
    [
        ({"subject": {"reference": "Patient/other"}}, Outcome.REFUSED, "subject"),
        ({"recorder": {"reference": "#nobody"}}, Outcome.FLAGGED, "recorder.reference"),
    ],
)
def test_what_is_wrong_in_a_contained_resource_is_told_once(
    decode: Decode, more: dict[str, Any], outcome: Outcome, where: str
) -> None:
    """At its own place, and not by what contains it as well."""
    inner = about("Condition", clinicalStatus={"text": "active"}) | {"id": "c1"} | more
    plan = about("CarePlan", status="active", intent="plan", addresses=[{"reference": "#c1"}], contained=[inner])

    found = decode(bundle(patient(), plan))

    assert found.outcome is outcome
    assert [it.where for it in found.issues] == [f"Bundle.entry[1].resource.contained[0].{where}"]
