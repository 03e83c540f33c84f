"""Every row of what the FHIR adapter knows: events, needs, people, addresses, references."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome
from tests.made_up.fhir import (
    CARE_PLAN,
    NHS_NUMBER,
    TASK,
    about,
    bundle,
    carer,
    communication,
    consent,
    header,
    patient,
    referral,
    resource_of,
    url_of,
)

Decode = Callable[[Any], Decoded]
NUMBER = {"identifier": {"system": NHS_NUMBER, "value": "9991234500"}}
MODIFIED = {"modifierExtension": [{"url": "https://x.example", "valueBoolean": True}]}
APPOINTMENT = {
    "resourceType": "Appointment", "participant": [{"status": "accepted", "type": [{"text": "x"}]}],
    "start": "2026-01-01T09:00:00Z", "end": "2026-01-01T10:00:00Z",
}  # fmt: skip
ALLERGY = {"code": {"text": "x"}, "clinicalStatus": {"text": "active"}}


@pytest.mark.parametrize(
    ("main", "event"),
    [
        (TASK | {"status": "received"}, "referral.opened"),
        (TASK | {"status": "accepted"}, "referral.accepted"),
        (TASK | {"status": "rejected"}, "referral.declined"),
        (TASK | {"status": "cancelled"}, "referral.cancelled"),
        (TASK | {"status": "entered-in-error"}, "referral.cancelled"),
        (TASK | {"status": "in-progress"}, "referral.updated"),
        (about("ServiceRequest", status="entered-in-error", intent="order"), "referral.cancelled"),
        (consent(status="entered-in-error", provision={"type": "permit"}), "consent.revoked"),
        (about("Encounter", **{"status": "in-progress", "class": {"code": "ACUTE"}}), "admission.notified"),
        (about("Encounter", **{"status": "in-progress", "class": {"code": "NONAC"}}), "admission.notified"),
        (about("QuestionnaireResponse", status="completed"), "document.received"),
        *(
            (APPOINTMENT | {"status": status}, event)
            for status, event in (
                ("booked", "appointment.booked"), ("pending", "appointment.changed"),
                ("proposed", "appointment.changed"), ("cancelled", "appointment.changed"),
            )
        ),
    ],
)  # fmt: skip
def test_the_event_of_a_status(decode: Decode, main: dict[str, Any], event: str) -> None:
    """Each status says what has happened."""
    assert [it.type for it in decode(bundle(patient(), main)).occurrences] == [event]


@pytest.mark.parametrize(("said", "urgent"), [("stat", True), ("asap", True), ("urgent", True), ("routine", False)])
def test_what_is_urgent(decode: Decode, said: str, urgent: bool) -> None:
    """By priority."""
    assert [it.urgent for it in decode(referral(priority=said)).occurrences] == [urgent]


@pytest.mark.parametrize(
    "beside",
    [
        about("Practitioner"), about("PractitionerRole"), about("Location"), about("CareTeam"),
        about("Device"), {"resourceType": "Organization", "name": "x"}, {"resourceType": "HealthcareService"},
        {"resourceType": "Binary", "contentType": "text/plain"},
        {"resourceType": "Endpoint", "status": "active", "connectionType": {"code": "x"},
         "payloadType": [{"text": "x"}], "address": "https://sender.example"},
        {"resourceType": "Provenance", "target": [{"reference": "Patient/pat"}], "recorded": "2026-01-01T00:00:00Z",
         "agent": [{"who": {"display": "x"}}]},
        {"resourceType": "OperationOutcome", "issue": [{"severity": "error", "code": "invalid"}]},
        {"resourceType": "Schedule", "actor": [{"display": "x"}]},
        {"resourceType": "Slot", "schedule": {"display": "x"}, "status": "free", "start": "2026-01-01T00:00:00Z",
         "end": "2026-01-01T01:00:00Z"},
    ],
    ids=lambda it: str(it["resourceType"]),
)  # fmt: skip
def test_what_stands_in_the_background_is_not_news(decode: Decode, beside: dict[str, Any]) -> None:
    """A referral tells of itself, not of the directory that came along."""
    sent = {name: it for name, it in beside.items() if name != "subject"}

    found = decode(bundle(patient(), about("ServiceRequest", status="active", intent="order"), sent))

    assert [it.focus for it in found.occurrences] == [(url_of(found.bundle, "ServiceRequest"),)]


@pytest.mark.parametrize("main", ["ServiceRequest", "Encounter"])
def test_a_gathering_resource_brings_clinical_ones_along_and_leaves_a_consent_to_itself(
    decode: Decode, main: str
) -> None:
    """An Encounter and a ServiceRequest speak for what they gather; a Consent never goes along."""
    status = {"ServiceRequest": {"status": "active", "intent": "order"}, "Encounter": {"status": "finished"}}[main]
    gathering = about(main, **status, **({"class": {"code": "HH"}} if main == "Encounter" else {}))
    flag = about("Flag", status="active", code={"text": "risk"})

    found = decode(bundle(header(f"{main}/it"), patient(), gathering, flag, consent(), carer(), kind="message"))

    focus = [it.focus for it in found.occurrences]
    assert focus[0] == (url_of(found.bundle, main), url_of(found.bundle, "Flag"), url_of(found.bundle, "RelatedPerson"))
    assert focus[1] == (url_of(found.bundle, "Consent"), url_of(found.bundle, "RelatedPerson"))
    assert len(focus) == 2


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        ({"resourceType": "Communication", "status": "completed",
          "category": communication("contact-note")["category"]}, "subject"),
        ({"resourceType": "Encounter", "status": "finished", "class": {"code": "HH"}}, "subject"),
        ({"resourceType": "DocumentReference", "status": "current", "content": [{"attachment": {"title": "x"}}]},
         "subject"),
        ({"resourceType": "QuestionnaireResponse", "status": "completed"}, "subject"),
        ({name: it for name, it in TASK.items() if name != "for"} | {"status": "accepted"}, "for"),
        ({name: it for name, it in TASK.items() if name != "focus"} | {"status": "accepted"}, "focus"),
        ({"resourceType": "Composition", "status": "final", "type": {"text": "x"}, "date": "2026-01-01",
          "author": [{"display": "x"}], "title": "x"}, "subject"),
        ({name: it for name, it in consent().items() if name != "patient"}, "patient"),
        (CARE_PLAN | {"status": "draft"}, "status"),
        (communication("contact-note", status="preparation", sender={"display": "x"}), "status"),
        (communication("contact-note", status="not-done", sender={"display": "x"}), "status"),
    ],
)  # fmt: skip
def test_what_a_main_resource_must_say(decode: Decode, sent: dict[str, Any], where: str) -> None:
    """It is refused, naming the element."""
    found = decode(bundle(patient(), sent))

    assert found.outcome is Outcome.REFUSED
    assert f"Bundle.entry[1].resource.{where}" in [it.where for it in found.issues]


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_a_consent_that_is_not_given_yet(decode: Decode, status: str) -> None:
    """It is remarked on, and has no effect."""
    found = decode(bundle(patient(), consent(status=status), carer()))

    assert [(it.code, it.where) for it in found.issues] == [("informational", "Bundle.entry[1].resource.status")]


@pytest.mark.parametrize(
    ("sent", "where"),
    [
        (bundle(patient(), CARE_PLAN) | {"implicitRules": "https://sender.example/rules"}, "Bundle.implicitRules"),
        ({**bundle(patient(), CARE_PLAN), "entry": [*bundle(patient(), CARE_PLAN)["entry"], {"fullUrl": "urn:x"}]},
         "Bundle.entry[2].resource"),
        (bundle(patient(), CARE_PLAN | {"activity": [{**MODIFIED, "detail": {"status": "scheduled"}}]}),
         "Bundle.entry[1].resource.activity[0].modifierExtension"),
        (bundle(patient(), consent(provision={"type": "permit", **MODIFIED})),
         "Bundle.entry[1].resource.provision.modifierExtension"),
        ({**bundle(patient(), CARE_PLAN), "entry": [it | MODIFIED for it in bundle(patient(), CARE_PLAN)["entry"]]},
         "Bundle.entry[0].modifierExtension"),
    ],
)  # fmt: skip
def test_what_a_bundle_must_not_be(decode: Decode, sent: dict[str, Any], where: str) -> None:
    """Rules that are not known here, in whatever part, and entries without a resource."""
    assert where in [it.where for it in decode(sent).issues]


@pytest.mark.parametrize(
    ("kind", "name", "more"),
    [
        ("RelatedPerson", "patient", {}),
        ("AllergyIntolerance", "patient", ALLERGY),
        ("Coverage", "beneficiary", {"status": "active", "payor": [{"display": "x"}]}),
        ("Task", "for", {"status": "accepted", "intent": "order"}),
        ("EpisodeOfCare", "patient", {"status": "active"}),
        ("Flag", "subject", {"status": "active", "code": {"text": "x"}}),
        ("Immunization", "patient", {"status": "completed", "vaccineCode": {"text": "x"}, "occurrenceString": "x"}),
        ("ImmunizationRecommendation", "patient", {
            "date": "2026-01-01", "recommendation": [{"forecastStatus": {"text": "x"}, "vaccineCode": [{"text": "x"}]}],
        }),
        ("FamilyMemberHistory", "patient", {"status": "completed", "relationship": {"text": "x"}}),
        ("DetectedIssue", "patient", {"status": "final"}),
        ("NutritionOrder", "patient", {"status": "active", "intent": "order", "dateTime": "2026-01-01",
                                       "oralDiet": {"type": [{"text": "x"}]}}),
        ("BodyStructure", "patient", {}),
        ("VisionPrescription", "patient", {
            "status": "active", "created": "2026-01-01", "dateWritten": "2026-01-01", "prescriber": {"display": "x"},
            "lensSpecification": [{"product": {"text": "x"}, "eye": "left"}],
        }),
        ("Device", "patient", {}),
    ],
)  # fmt: skip
def test_where_a_resource_says_whose_it_is(decode: Decode, kind: str, name: str, more: dict[str, Any]) -> None:
    """A resource about somebody else is refused at that place."""
    other = {"identifier": {"system": NHS_NUMBER, "value": "9991234519"}}

    found = decode(bundle(patient(), CARE_PLAN, {"resourceType": kind, name: other, **more}))

    assert (found.outcome, [it.where for it in found.issues]) == (
        Outcome.REFUSED,
        [f"Bundle.entry[2].resource.{name}"],
    )


@pytest.mark.parametrize(
    "system", ["http://fhir.nhs.net/Id/nhs-number", "http://fhir.nhs.uk/Id/nhs-number", NHS_NUMBER.upper()]
)
def test_old_spellings_of_the_nhs_number(decode: Decode, system: str) -> None:
    """They become the one of today."""
    found = decode(bundle(patient(identifier=[{"system": system, "value": "999 123 4500"}])))

    assert resource_of(found.bundle, "Patient")["identifier"] == [{"system": NHS_NUMBER, "value": "9991234500"}]


def test_two_numbers_of_one_patient(decode: Decode) -> None:
    """Refused, unless one of them is marked old."""
    second = {"system": NHS_NUMBER, "value": "9991234519"}
    numbers = [*patient()["identifier"], second]

    found = decode(bundle(patient(identifier=numbers)))
    marked = decode(bundle(patient(identifier=[numbers[0], second | {"use": "old"}])))

    assert [it.where for it in found.issues] == ["Bundle.entry[0].resource.identifier[1].value"]
    assert marked.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("name", ["id", "meta", "text"])
def test_copies_of_a_patient_that_differ_only_outside_the_person(decode: Decode, name: str) -> None:
    """They are one."""
    said = {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml">Ada</div>'}
    more = {"id": "other", "meta": {"versionId": "2"}, "text": said}
    found = decode(bundle(patient(), patient(**{"id": "other", name: more[name]}), CARE_PLAN))

    assert (found.outcome, found.issues) == (Outcome.ACCEPTED, ())


def test_two_people_named_by_number_alone(decode: Decode) -> None:
    """Refused, naming the second place."""
    second = {"identifier": {"system": NHS_NUMBER, "value": "9991234519"}}
    first, other = about("Flag", status="active", code={"text": "x"}), CARE_PLAN

    found = decode(bundle(first | {"subject": NUMBER}, other | {"subject": second}))

    assert [(it.code, it.where) for it in found.issues] == [("structure", "Bundle.entry[1].resource.subject")]


def test_a_subject_named_by_its_address_at_pds(decode: Decode) -> None:
    """The number in the address stands for the Patient."""
    address = "https://api.service.nhs.uk/personal-demographics/FHIR/R4/Patient/9991234500"

    found = decode(about("ServiceRequest", status="active", intent="order", subject={"reference": address}))

    assert resource_of(found.bundle, "Patient")["identifier"] == [{"system": NHS_NUMBER, "value": "9991234500"}]


def test_a_subject_named_by_number_beside_its_patient(decode: Decode) -> None:
    """It becomes a reference to that Patient."""
    found = decode(bundle(patient(), CARE_PLAN | {"subject": {"reference": "Patient/elsewhere", **NUMBER}}))

    assert resource_of(found.bundle, "CarePlan")["subject"]["reference"] == url_of(found.bundle, "Patient")


@pytest.mark.parametrize(
    ("performer", "parties", "codes"),
    [
        ({"reference": "Organization/x1"}, (), ["x1"]),
        ({"reference": "HealthcareService/haven"}, (), ["haven"]),
        ({"reference": "Organization/o"}, ({"resourceType": "Organization", "id": "o",
                                            "identifier": [{"value": "X26"}]},), ["X26", "o"]),
        (
            {"reference": "PractitionerRole/r"},
            (
                {"resourceType": "PractitionerRole", "id": "r", "healthcareService": [{"reference":
                 "HealthcareService/haven"}], "organization": {"reference": "Organization/X26"}},
            ),
            ["haven", "X26"],
        ),
    ],
)  # fmt: skip
def test_the_names_of_an_addressee(
    decode: Decode, performer: dict[str, str], parties: tuple[dict[str, Any], ...], codes: list[str]
) -> None:
    """Of a service, an organisation, or the role of somebody in one."""
    request = about("ServiceRequest", status="active", intent="order", performer=[performer])

    found = decode(bundle(patient(), request, *parties))

    assert [code for _, code in found.addressee.codes] == codes


def test_the_owner_of_a_task_beside_the_referral_is_an_addressee(decode: Decode) -> None:
    """It comes after the performer."""
    task = TASK | {"status": "requested", "focus": {"reference": "ServiceRequest/it"}}
    owner = {"reference": "HealthcareService/haven"}

    found = decode(bundle(patient(), about("ServiceRequest", status="active", intent="order"), task | {"owner": owner}))

    assert found.addressee.codes == (("Task.owner", "haven"),)


@pytest.mark.parametrize(
    ("kind", "more", "control_id"),
    [("message", {"id": "b7"}, "b7"), ("collection", {"id": "b7"}, ""),
     ("message", {"id": "b7", "identifier": {"value": "m1"}}, "m1")],
)  # fmt: skip
def test_the_name_of_a_message(decode: Decode, kind: str, more: dict[str, Any], control_id: str) -> None:
    """Its identifier; a message without one is known by its id, anything else by none."""
    found = decode(bundle(header("CarePlan/it"), patient(), CARE_PLAN, kind=kind, **more))

    assert found.control_id == control_id


def test_a_single_resource_is_known_by_no_name(decode: Decode) -> None:
    """Its id and identifier are the thing's, not the message's."""
    sent = about("QuestionnaireResponse", status="completed", identifier={"value": "Q1"}, subject=NUMBER)

    assert decode(sent).control_id == ""


def test_when_a_message_was_sent(decode: Decode) -> None:
    """The time of the Bundle counts before that of the resource."""
    request = about("ServiceRequest", status="active", intent="order", authoredOn="2026-01-01T00:00:00Z")

    found = decode(bundle(patient(), request, timestamp="2026-02-01T00:00:00Z"))

    assert found.sent_at == datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("status", ["revoked", "entered-in-error"])
def test_a_referral_is_taken_back_by_its_name(decode: Decode, status: str) -> None:
    """Its number or its id; without either nobody knows which referral ends."""
    nameless = decode(referral(status=status))
    named = decode(referral(status=status, identifier=[{"system": "urn:x", "value": "R1"}]))

    assert (nameless.outcome, [it.where for it in nameless.issues]) == (Outcome.FLAGGED, ["ServiceRequest.identifier"])
    assert (named.outcome, named.issues) == (Outcome.ACCEPTED, ())
