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
from tests.made_up.fhir import Resource, about, bundle, consent, header, patient, referral
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


def test_xml_becomes_what_its_json_becomes(decode: Decode) -> None:
    """The same Bundle, and the answer in XML."""
    sent = document(identifier={"system": "urn:oid:1.2.3", "value": "d1"})
    in_json, in_xml = decode(sent), decode(write_xml(sent))

    assert in_xml.bundle == in_json.bundle
    assert in_xml.occurrences == in_json.occurrences
    assert answered(in_xml)["issue"][0]["severity"] == "information"
    assert in_xml.envelope["format"] == "xml"


def answers(*items: Resource, **more: Any) -> Resource:
    """Answers about the person."""
    return about("QuestionnaireResponse", status="completed", item=list(items), authored="2026-11-01") | more


_ASKED = [
    ({"linkId": "warning-sign", "answer": [{"valueString": "Silence"}]}, [("warning-sign", "Silence")]),
    (
        {"linkId": "7", "text": "Coping strategies", "answer": [{"valueString": "Music"}, {"valueString": "A walk"}]},
        [("what-helps", "Music"), ("what-helps", "A walk")],
    ),
    (
        {
            "linkId": "who-should-be-contacted",
            "item": [
                {"linkId": "n", "text": "Name", "answer": [{"valueString": "Alex"}]},
                {"linkId": "r", "text": "Role", "answer": [{"valueCoding": {"code": "SIS", "display": "sister"}}]},
                {"linkId": "d", "text": "Since", "answer": [{"valueDate": "2020-01-01"}]},
            ],
        },
        [("person-to-call", "Alex, sister")],
    ),
    (
        {"linkId": "1", "item": [
            {"linkId": "2", "text": "What to avoid_Instance", "answer": [{"valueString": "Crowds"}]},
        ]},
        [("what-to-avoid", "Crowds")],
    ),
    ({"linkId": "3", "text": "Medication", "answer": [{"valueString": "Lithium"}]}, []),
    ({"linkId": "place-of-safety", "answer": [{"valueBoolean": True}]}, []),
]  # fmt: skip


@pytest.mark.parametrize(("item", "expected"), _ASKED)
def test_answers_about_a_crisis_become_a_plan(decode: Decode, item: Resource, expected: list[tuple[str, str]]) -> None:
    """What is asked under a known heading, and nothing else; the answers themselves are kept."""
    found = decode(bundle(patient(), answers(item)))
    assert found.bundle is not None
    plans = [it["resource"] for it in found.bundle["entry"] if it["resource"]["resourceType"] == "CarePlan"]
    told = [
        (it["detail"]["code"]["coding"][0]["code"], it["detail"]["description"]) for p in plans for it in p["activity"]
    ]

    assert told == expected
    assert [str(it.type) for it in found.occurrences].count("care-plan.updated") == len(plans) == bool(expected)
    assert check(found.bundle) == ()


def test_a_plan_that_was_sent_is_not_made_again(decode: Decode) -> None:
    """The sender's own words count; unfinished answers are no plan."""
    item = _ASKED[0][0]
    own = about("CarePlan", status="active", intent="plan") | {"id": "plan"}
    both, unfinished = (
        decode(bundle(patient(), answers(item), own)),
        decode(bundle(patient(), answers(item, status="in-progress"))),
    )

    assert both.bundle is not None
    assert unfinished.bundle is not None
    assert len([it for it in both.bundle["entry"] if it["resource"]["resourceType"] == "CarePlan"]) == 1
    assert len(unfinished.bundle["entry"]) == 2


def proxy(**more: Any) -> Resource:
    """A proxy role as NHS England's service writes it: no role of the actor, systems with https."""
    number = {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234519"}
    made: Resource = {
        "resourceType": "Consent",
        "status": "active",
        "scope": {
            "coding": [{"system": "https://terminology.hl7.org/CodeSystem/consentscope", "code": "patient-privacy"}]
        },
        "category": [{"coding": [{"system": "https://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "INFA"}]}],
        "patient": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}},
        "dateTime": "2026-02-11T14:30:00Z",
        "performer": [{"identifier": number}],
        "policyRule": {
            "coding": [
                {
                    "system": "https://fhir.nhs.uk/England/CodeSystem/England-NHSProxyLegalBasis",
                    "code": "parental-responsibility",
                }
            ]
        },
        "provision": {"type": "permit", "actor": [{"reference": {"type": "RelatedPerson", "identifier": number}}]},
    }
    return made | more


def test_a_proxy_role_is_read_as_r4(decode: Decode) -> None:
    """The proxy is who is told; the systems are those of HL7."""
    found = decode(proxy())
    assert (found.outcome, [str(it.type) for it in found.occurrences]) == (Outcome.ACCEPTED, ["consent.granted"])
    assert found.bundle is not None
    consent = found.bundle["entry"][0]["resource"]
    assert consent["provision"]["actor"][0]["role"]["coding"][0]["code"] == "PRCP"
    assert consent["scope"]["coding"][0]["system"].startswith("http://")


def test_a_consent_without_a_legal_basis_is_not_completed(decode: Decode) -> None:
    """Any other Consent says itself what its actors are."""
    found = decode(proxy(policyRule={"text": "opt in"}))
    assert [it.where for it in found.issues] == ["Consent.provision.actor[0].role"]


@pytest.mark.parametrize(
    ("status", "outcome"), [("active", Outcome.REFUSED), ("inactive", Outcome.ACCEPTED), ("proposed", Outcome.ACCEPTED)]
)
def test_only_what_is_agreed_needs_its_moment(decode: Decode, status: str, outcome: Outcome) -> None:
    """Refusing the end of a Consent for want of a date would keep it alive."""
    assert decode({name: it for name, it in proxy(status=status).items() if name != "dateTime"}).outcome is outcome


def test_a_doubtful_number_of_a_carer_is_flagged(decode: Decode) -> None:
    """It could open the record to another."""
    wrong = [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234510"}]
    person = {"resourceType": "RelatedPerson", "identifier": wrong, "patient": {"reference": "Patient/pat"}}
    found = decode(bundle(patient(), person))
    assert [it.where for it in found.issues] == ["Bundle.entry[1].resource.identifier[0].value"]


def test_an_appointment_names_its_person_among_those_who_take_part(decode: Decode) -> None:
    """By NHS number."""
    who = {
        "actor": {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}},
        "status": "accepted",
    }
    place = {"actor": {"display": "Haven"}, "status": "accepted"}
    when = {"start": "2026-11-01T10:00:00Z", "end": "2026-11-01T11:00:00Z"}
    found = decode({"resourceType": "Appointment", "status": "booked", "participant": [place, who]} | when)
    assert (found.outcome, [str(it.type) for it in found.occurrences]) == (Outcome.ACCEPTED, ["appointment.booked"])


_IMPLIED = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "IMPLIED"}]}


def test_implied_consent_for_direct_care_tells_nothing(decode: Decode) -> None:
    """As a BaRS referral carries it: nobody is told that sharing began or stopped."""
    implied = {name: it for name, it in consent(policyRule=_IMPLIED).items() if name != "provision"}
    found = decode(bundle(patient(), about("ServiceRequest", status="active", intent="order"), implied))
    assert [str(it.type) for it in found.occurrences] == ["referral.received"]


@pytest.mark.parametrize("provision", [{"type": "deny"}, {"type": "permit"}])
def test_a_provision_under_implied_consent_counts(decode: Decode, provision: Resource) -> None:
    """What is said beyond the law is said."""
    found = decode(bundle(patient(), consent(policyRule=_IMPLIED, provision=provision)))
    assert len(found.occurrences) == 1


@pytest.mark.parametrize(
    ("status", "event"),
    [
        ("planned", "referral.accepted"),
        ("cancelled", "referral.declined"),
        ("in-progress", "referral.updated"),
        ("finished", "referral.updated"),
    ],
)
def test_the_answer_to_a_referral_tells_how_it_goes(decode: Decode, status: str, event: str) -> None:
    """By its Encounter; the ServiceRequest that it brings is an echo and what the event is about."""
    asked = {"response": {"identifier": "m0", "code": "ok"}, "eventCoding": {"code": "servicerequest-response"}}
    visit = about("Encounter", **{"status": status, "class": {"code": "EMER"}}) | {"id": "visit"}
    request = about("ServiceRequest", status="active", intent="order")
    found = decode(bundle(header("Encounter/visit", **asked), request, visit, patient(), kind="message"))

    assert found.bundle is not None
    urls = {it["fullUrl"]: it["resource"]["resourceType"] for it in found.bundle["entry"]}
    assert [(str(it.type), urls[it.focus[0]]) for it in found.occurrences] == [(event, "ServiceRequest")]


@pytest.mark.parametrize(
    ("focus", "events"),
    [
        ({"reference": "ServiceRequest/1"}, ["referral.accepted"]),
        ({"identifier": {"value": "1"}}, ["referral.accepted"]),
        ({"reference": "https://x.example/QuestionnaireResponse/1"}, []),
        ({"reference": "https://x.example/q-1", "type": "QuestionnaireResponse"}, []),
        ({"reference": "Patient/pat"}, []),
    ],
)
def test_a_task_moves_a_referral_only_where_it_is_of_one(decode: Decode, focus: Resource, events: list[str]) -> None:
    """Tasks are about anything."""
    task = {
        "resourceType": "Task",
        "status": "accepted",
        "intent": "order",
        "for": {"reference": "Patient/pat"},
        "focus": focus,
    }
    assert [str(it.type) for it in decode(bundle(patient(), task)).occurrences if "referral" in it.type] == events


@pytest.mark.parametrize(
    ("more", "events"),
    [
        ({"class": {"code": "VR"}}, []),
        ({"class": {"code": "AMB"}}, []),
        (
            {"class": {"code": "AMB"}, "hospitalization": {"dischargeDisposition": {"text": "home"}}},
            ["discharge.notified"],
        ),
        ({"class": {"code": "HH"}}, ["discharge.notified"]),
    ],
)
def test_a_talk_that_ended_is_no_discharge(decode: Decode, more: Resource, events: list[str]) -> None:
    """By telephone or in a clinic, unless it says how it ended."""
    found = decode(bundle(patient(), about("Encounter", status="finished", **more)))
    assert [str(it.type) for it in found.occurrences] == events


@pytest.mark.parametrize(("kind", "outcome"), [("ServiceRequest", Outcome.FLAGGED), ("CarePlan", Outcome.REFUSED)])
def test_a_referral_of_somebody_unknown_reaches_its_addressee(decode: Decode, kind: str, outcome: Outcome) -> None:
    """Unverified; nothing else is taken about nobody."""
    nobody = {"resourceType": "Patient", "id": "pat", "gender": "female"}
    found = decode(bundle(nobody, about(kind, status="active", intent="plan" if kind == "CarePlan" else "order")))
    assert (found.outcome, [it.where for it in found.issues]) == (outcome, ["Bundle.entry[0].resource.identifier"])


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"author": {"reference": "HealthcareService/a"}}, "author"),
        ({"encounter": {"reference": "https://x.example/fhir/Location/a"}}, "encounter"),
        ({"encounter": {"reference": "urn:uuid:1", "type": "Flag"}}, "encounter"),
        ({"identifier": [{"assigner": {"reference": "Patient/pat"}}]}, "identifier[0].assigner"),
        ({"goal": [{"reference": "CarePlan/it/_history/2"}]}, "goal[0]"),
        ({"contained": [{"resourceType": "Location", "id": "f"}], "goal": [{"reference": "#f"}]}, "goal[0]"),
    ],
)
def test_a_reference_leads_only_where_fhir_lets_it(decode: Decode, more: Resource, where: str) -> None:
    """By the type of what it leads to here, and by what it says of itself."""
    found = decode(bundle(patient(), about("CarePlan", status="active", intent="plan", **more)))
    assert f"Bundle.entry[1].resource.{where}" in [it.where for it in found.issues]


def test_a_consent_may_name_a_service(decode: Decode) -> None:
    """People agree to share with a service, and one organisation runs several."""
    actor = {"role": {"text": "x"}, "reference": {"reference": "HealthcareService/cafe"}}
    found = decode(bundle(patient(), consent(provision={"type": "permit", "provision": [{"actor": [actor]}]})))
    assert found.outcome is Outcome.ACCEPTED
