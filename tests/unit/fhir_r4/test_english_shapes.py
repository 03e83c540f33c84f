"""What English senders mean: answers under PRSB headings, proxy roles, BaRS answers, implied consent, references."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome, Severity
from schemas.events import EventType
from schemas.fhir.check import check
from tests.made_up.fhir import Resource, about, bundle, carer, consent, header, patient

Decode = Callable[[Any], Decoded]


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


@pytest.mark.parametrize(
    ("status", "outcome", "event"),
    [
        ("revoked", Outcome.ACCEPTED, "referral.cancelled"),
        ("entered-in-error", Outcome.ACCEPTED, "referral.cancelled"),
        ("active", Outcome.FLAGGED, "referral.updated"),
    ],
)
def test_a_message_that_takes_a_referral_back(decode: Decode, status: str, outcome: Outcome, event: str) -> None:
    """Never read as a new one; where header and status disagree, a person looks."""
    reason = {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "delete"}]}
    request = about("ServiceRequest", status=status, intent="plan")

    found = decode(bundle(header("ServiceRequest/it", reason=reason), request, patient(), kind="message"))

    assert (found.outcome, [it.type for it in found.occurrences]) == (outcome, [event])
    assert [it.where for it in found.issues] == ["Bundle.entry[0].resource.reason"] * (outcome is Outcome.FLAGGED)


@pytest.mark.parametrize(
    ("status", "doubted"), [("booked", True), ("cancelled", False), ("noshow", False), ("entered-in-error", False)]
)
def test_an_appointment_is_taken_back_by_its_status(decode: Decode, status: str, doubted: bool) -> None:
    """A message whose reason is `delete` and whose appointment stands is put before a person."""
    reason = {"coding": [{"system": "https://fhir.nhs.uk/CodeSystem/message-reason-bars", "code": "delete"}]}
    visit = {
        "resourceType": "Appointment", "id": "it", "status": status, "participant": [{
            "status": "accepted", "actor": {"reference": "Patient/pat"},
        }], "start": "2026-01-01T09:00:00Z", "end": "2026-01-01T10:00:00Z",
    }  # fmt: skip

    found = decode(bundle(header("Appointment/it", reason=reason), visit, patient(), kind="message"))

    assert [it.where for it in found.issues] == ["Bundle.entry[0].resource.reason"] * doubted


@pytest.mark.parametrize(
    ("left_out", "wanting"),
    [
        ({"provision", "policyRule"}, ["Bundle.entry[1].resource.provision"]),
        ({"policyRule"}, []),
        ({"provision"}, []),
    ],
)
def test_an_active_consent_says_something(decode: Decode, left_out: set[str], wanting: list[str]) -> None:
    """A policy that is only named is read by nobody: without a provision or a rule nothing is agreed."""
    said = {name: it for name, it in consent().items() if name not in left_out}

    found = decode(bundle(patient(), said | {"policy": [{"uri": "https://sender.example/policy"}]}, carer()))

    assert [it.where for it in found.issues] == wanting


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("ok", EventType.REFERRAL_ACCEPTED),
        ("transient-error", EventType.REFERRAL_UPDATED),
        ("fatal-error", EventType.REFERRAL_DECLINED),
    ],
)
def test_an_answer_that_the_message_could_not_be_taken(decode: Decode, code: str, told: EventType) -> None:
    """MessageHeader.response.code: it is no acceptance, whatever stands beside it, and somebody looks."""
    asked = {"response": {"identifier": "m0", "code": code}, "eventCoding": {"code": "servicerequest-response"}}
    visit = about("Encounter", **{"status": "planned", "class": {"code": "VR"}}) | {"id": "visit"}
    found = decode(bundle(header("Encounter/visit", **asked), patient(), visit, kind="message"))

    assert found.occurrences[0].type is told
    doubts = [it.where for it in found.issues if it.severity is Severity.WARNING]
    assert doubts == ([] if code == "ok" else ["Bundle.entry[0].resource.response.code"])
