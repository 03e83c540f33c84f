"""What a message brings beside what it is about, or does not bring: somebody looks."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome
from schemas.fhir.check import check
from tests.made_up.fhir import bundle, carer, communication, patient

Decode = Callable[[Any], Decoded]


def asked(identity: str, **more: Any) -> dict[str, Any]:
    """A referral in a Bundle."""
    said = {"id": identity, "subject": {"reference": "Patient/pat"}, "status": "active", "intent": "order"}
    return {"resourceType": "ServiceRequest"} | said | more


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        ({}, {}, True),
        ({}, {"status": "completed"}, False),
        ({"basedOn": [{"reference": "ServiceRequest/b"}]}, {}, False),
    ],
    ids=["two that stand", "one that is over", "one that the other rests on"],
)
def test_a_second_referral_is_not_lost_in_the_first(
    decode: Decode, first: dict[str, Any], second: dict[str, Any], flagged: bool
) -> None:
    """It goes to the addressee of the first, so that whoever else was asked would never hear of it."""
    found = decode(bundle(patient(), asked("a", **first), asked("b", **second)))

    assert [it.where for it in found.issues] == (["Bundle.entry[2].resource"] if flagged else [])
    assert found.outcome is (Outcome.FLAGGED if flagged else Outcome.ACCEPTED)


def test_an_appointment_of_nobody_is_flagged(decode: Decode) -> None:
    """It can only be for the Patient of the message, and does not say so."""
    meeting = {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2026-11-05T10:00:00Z",
        "end": "2026-11-05T10:30:00Z",
        "participant": [{"actor": {"display": "JO DOE"}, "status": "accepted"}],
    }

    found = decode(bundle(patient(), meeting))

    assert [(it.code, it.where) for it in found.issues] == [("required", "Bundle.entry[1].resource.participant")]


@pytest.mark.parametrize("blank", [" ", "---", "\u00a0"])
def test_a_number_of_nothing_but_spaces_stays_as_it_came(decode: Decode, blank: str) -> None:
    """Taken away it would leave an empty value, which FHIR does not have; it is flagged as any wrong number."""
    system = "https://fhir.nhs.uk/Id/nhs-number"

    found = decode(bundle(patient(identifier=[{"system": system, "value": blank}]), asked("a")))

    assert found.bundle is not None
    assert check(found.bundle) == ()
    assert [it.where for it in found.issues] == ["Bundle.entry[0].resource.identifier[0].value"]


_ADA, _BEA = "9991234500", "9000000009"


def by_number(number: str, kind: str = "") -> dict[str, Any]:
    """Somebody who takes part, named by an NHS number."""
    who = {"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": number}}
    return {"status": "accepted", "actor": who | ({"type": kind} if kind else {})}


@pytest.mark.parametrize(
    ("participants", "wrong"),
    [
        ([by_number(_BEA, "RelatedPerson"), by_number(_ADA, "Patient")], []),
        ([by_number(_BEA), by_number(_ADA, "Patient")], []),
        ([by_number(_ADA, "Patient"), by_number(_ADA)], []),
        ([by_number(_ADA, "Patient"), by_number(_BEA, "Patient")], ["Appointment.participant[1].actor"]),
        ([by_number(_ADA), by_number(_BEA)], ["Appointment.participant[1].actor"]),
        ([by_number(_ADA, "RelatedPerson")], ["Appointment"]),
        ([{"status": "accepted", "actor": by_number(_BEA)["actor"] | {"reference": "#bea"}}], []),
    ],
)
def test_an_appointment_is_for_one_person(decode: Decode, participants: list[dict[str, Any]], wrong: list[str]) -> None:
    """A carer who comes along is not taken for the person, nor a second person for nobody."""
    times = {"start": "2026-11-05T10:00:00Z", "end": "2026-11-05T10:30:00Z"}

    carer = {"resourceType": "RelatedPerson", "id": "bea", "patient": by_number(_ADA)["actor"]}
    held = {"contained": [carer]} if any("#bea" in it["actor"].values() for it in participants) else {}

    found = decode({"resourceType": "Appointment", "status": "booked", "participant": participants, **times, **held})

    assert [it.where for it in found.issues] == wrong
    brought = [it["resource"] for it in (found.bundle or {"entry": []})["entry"]]
    people = [it["identifier"][0]["value"] for it in brought if it["resourceType"] == "Patient"]
    assert people == [_ADA] * (not wrong)


def test_a_task_for_a_carer_by_number_names_no_patient(decode: Decode) -> None:
    """Her number would be taken for the number of the person."""
    carer = by_number(_BEA, "RelatedPerson")["actor"]
    task = {"resourceType": "Task", "status": "requested", "intent": "order", "for": carer}

    found = decode(task | {"focus": {"reference": "ServiceRequest/1"}})

    assert [(it.where, found.bundle) for it in found.issues] == [("Task.for", None)]


def test_a_patient_may_name_another_record_of_the_same_person(decode: Decode) -> None:
    """By its number, as of a record that was replaced; only the Patient itself says so."""
    replaced = {"other": by_number(_BEA, "Patient")["actor"], "type": "replaces"}

    assert decode(bundle(patient(link=[replaced]), asked("a"))).outcome is Outcome.ACCEPTED


def test_a_reference_to_the_patient_has_no_other_number(decode: Decode) -> None:
    """Where it leads and what it says are two people."""
    both = by_number(_BEA)["actor"] | {"reference": "Patient/pat"}

    found = decode(bundle(patient(), asked("a", requester=both)))

    assert [it.where for it in found.issues] == ["Bundle.entry[1].resource.requester"]


@pytest.mark.parametrize("brings", [True, False], ids=["the Patient along", "her number"])
def test_another_patient_by_number_is_a_second_person(decode: Decode, brings: bool) -> None:
    """Wherever a reference says Patient, not only where it says whose the resource is."""
    own = {} if brings else {"subject": by_number(_ADA)["actor"]}
    other = {"requester": by_number(_BEA, "Patient")["actor"]}

    found = decode(bundle(*([patient()] if brings else []), asked("a", **own, **other)))

    assert [it.where for it in found.issues] == [f"Bundle.entry[{int(brings)}].resource.requester"]


def test_an_appointment_that_ends_before_it_starts_is_flagged(decode: Decode) -> None:
    """One of the two is mistyped, and somebody would wait at the wrong hour; also where a referral brings it."""
    meeting = {
        "resourceType": "Appointment",
        "status": "booked",
        "start": "2026-11-05T10:00:00Z",
        "end": "2026-11-05T10:30:00+01:00",
        "participant": [{"actor": {"reference": "Patient/pat"}, "status": "accepted"}],
    }

    found = decode(bundle(patient(), asked("a"), meeting))

    assert [(it.code, it.where) for it in found.issues] == [("value", "Bundle.entry[2].resource.end")]
    assert found.outcome is Outcome.FLAGGED


@pytest.mark.parametrize(
    ("reference", "kind", "wrong"),
    [
        ("Practitioner/1", "Organization", True),
        ("https://trust.example/fhir/Practitioner/1", "Organization", True),
        ("Practitioner/1", "Practitioner", False),
        ("https://trust.example/fhir/Thing/1", "Organization", True),
        ("https://trust.example/things", "Organization", False),
    ],
)
def test_a_reference_says_the_type_that_it_leads_to(decode: Decode, reference: str, kind: str, wrong: bool) -> None:
    """In its type as in its address (FHIR R4 Reference.type): else it could mean the one or the other."""
    found = decode(bundle(patient(), asked("a", requester={"reference": reference, "type": kind})))

    assert [it.where for it in found.issues] == ["Bundle.entry[1].resource.requester"] * wrong


def test_a_reference_says_the_type_of_the_entry_that_it_leads_to(decode: Decode) -> None:
    """Also where its address says none."""
    told = {"reference": "urn:uuid:00000000-0000-4000-8000-000000000009", "type": "Practitioner"}
    role = {"resourceType": "PractitionerRole", "practitioner": {"display": "JO DOE"}}
    sent = bundle(patient(), asked("a", requester=told), role)
    sent["entry"][2]["fullUrl"] = told["reference"]

    assert [it.where for it in decode(sent).issues] == ["Bundle.entry[1].resource.requester"]


@pytest.mark.parametrize("kind", ["contact-note", "carer-concern", "step-down"])
def test_what_was_said_in_error_has_not_happened(decode: Decode, kind: str) -> None:
    """Nobody is told of a discharge that was none; that others may have been told is put before a person."""
    found = decode(bundle(patient(), carer(), communication(kind) | {"status": "entered-in-error"}))

    assert (found.occurrences, found.outcome) == ((), Outcome.FLAGGED)
    assert [it.where for it in found.issues] == ["Bundle.entry[2].resource.status"]


@pytest.mark.parametrize("system", ["urn:oid:2.16.840.1.113883.2.1.4.1", "https://fhir.nhs.uk/Id/nhs-number/"])
def test_other_names_of_the_nhs_number_are_known(decode: Decode, system: str) -> None:
    """By its object identifier, and with a stroke too many."""
    found = decode(bundle(patient(identifier=[{"system": system, "value": "999 123 4500"}]), asked("a")))

    assert found.bundle is not None
    people = [it["resource"] for it in found.bundle["entry"] if it["resource"]["resourceType"] == "Patient"]
    assert people[0]["identifier"] == [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234500"}]


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({"birthDate": "2026-11-03"}, ["Patient.birthDate"]),
        ({"birthDate": "2027"}, ["Patient.birthDate"]),
        ({"birthDate": "2026-11-02"}, []),
        ({"birthDate": "2026"}, []),
        ({"birthDate": "1990-04-17", "deceasedDateTime": "2027-01-01T00:00:00Z"}, ["Patient.deceasedDateTime"]),
        ({"birthDate": "1990-04-17", "deceasedDateTime": "2026-10-01"}, []),
    ],
)
def test_a_life_that_lies_ahead_is_flagged(decode: Decode, said: dict[str, Any], where: list[str]) -> None:
    """Who is born, or has died, after the message came in; as precisely as the date says."""
    found = decode(bundle(patient(**said), asked("a")))

    assert [it.where for it in found.issues] == where
    assert found.outcome is (Outcome.FLAGGED if where else Outcome.ACCEPTED)
