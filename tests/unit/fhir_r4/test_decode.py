"""Decoding FHIR: one person, one Bundle, the events that it tells of, and a place for every refusal."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.contract import Decoded, Outcome
from schemas.fhir.check import check
from tests.made_up.fhir import NHS_NUMBER, about, bundle, carer, communication, consent, header, patient, referral

Decode = Callable[[Any], Decoded]

_OPT_IN = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "OPTIN"}]}
_TOLD = [
    (referral(), ["referral.received"]),
    (referral(id="abc", status="revoked"), ["referral.cancelled"]),
    (referral(status="on-hold"), ["referral.updated"]),
    (bundle(patient(), consent(), carer()), ["consent.granted"]),
    (bundle(patient(), consent(status="inactive"), carer()), ["consent.revoked"]),
    (bundle(patient(), consent(status="rejected"), carer()), ["consent.revoked"]),
    (bundle(patient(), consent(status="proposed"), carer()), []),
    (bundle(patient(), consent(provision={"type": "deny"})), ["consent.revoked"]),
    (bundle(patient(), consent(provision={"purpose": [{"code": "TREAT"}]})), ["consent.revoked"]),
    (bundle(patient(), consent(provision={"type": "deny", "provision": [{"type": "permit"}]})), ["consent.granted"]),
    (bundle(patient(), consent(provision={"provision": [{"type": "deny"}]}, policyRule=_OPT_IN)), ["consent.granted"]),
    (bundle(patient(), communication("carer-concern"), carer()), ["concern.recorded"]),
    (bundle(patient(), communication("contact-note"), carer()), ["contact.recorded"]),
    (bundle(patient(), communication("step-down"), carer()), ["discharge.notified"]),
    (bundle(patient(), about("CarePlan", status="active", intent="plan")), ["care-plan.updated"]),
    (bundle(patient(), about("Encounter", **{"status": "finished", "class": {"code": "IMP"}})), ["discharge.notified"]),
    (
        bundle(patient(), about("Encounter", **{"status": "in-progress", "class": {"code": "IMP"}})),
        ["admission.notified"],
    ),
    (
        bundle(
            patient(),
            about("Encounter", **{"status": "finished", "class": {"code": "IMP"}}),
            communication("step-down"),
            carer(),
        ),
        ["discharge.notified"],
    ),
    (bundle(patient(), about("Flag", status="active", code={"text": "risk"})), ["document.received"]),
    (
        bundle(patient(), about("DocumentReference", status="current", content=[{"attachment": {"title": "plan"}}])),
        ["document.received"],
    ),
    (bundle(patient()), ["demographics.updated"]),
    (bundle(patient(), carer()), []),
    (
        bundle(patient(), referral(contained=[patient()]), about("CarePlan", status="active", intent="plan")),
        ["referral.received", "care-plan.updated"],
    ),
    (
        bundle(patient(), about("CarePlan", status="active", intent="plan"), consent(), carer()),
        ["consent.granted", "care-plan.updated"],
    ),
]


@pytest.mark.parametrize(("sent", "events"), _TOLD, ids=[f"{at}-{it[1]}" for at, it in enumerate(_TOLD)])
def test_a_message_tells_its_events(decode: Decode, sent: dict[str, Any], events: list[str]) -> None:
    """Taken whole, with one Patient, sound FHIR, and each event once."""
    found = decode(sent)
    assert (found.outcome, found.issues if events else ()) == (Outcome.ACCEPTED, ())
    assert [str(it.type) for it in found.occurrences] == events
    assert found.bundle is not None
    assert check(found.bundle) == ()
    assert [it["resource"]["resourceType"] for it in found.bundle["entry"]].count("Patient") == 1


def test_a_contained_patient_becomes_an_entry_that_references_reach(decode: Decode) -> None:
    """Nothing stays contained, and `#pat` becomes the Patient's fullUrl."""
    found = decode(referral())
    assert found.bundle is not None
    request, person = found.bundle["entry"]
    assert "contained" not in request["resource"]
    assert request["resource"]["subject"]["reference"] == person["fullUrl"]
    assert found.occurrences[0].focus == (request["fullUrl"],)
    assert found.kind == "ServiceRequest"


def test_the_same_bytes_give_the_same_ids(decode: Decode) -> None:
    """A repeat is recognised downstream."""
    assert decode(referral()) == decode(referral())


def test_a_consent_is_told_with_its_carer(decode: Decode) -> None:
    """The actor of the provision is the RelatedPerson that came along."""
    found = decode(bundle(patient(), consent(), carer()))
    assert found.bundle is not None
    by_type = {it["resource"]["resourceType"]: it for it in found.bundle["entry"]}
    actor = by_type["Consent"]["resource"]["provision"]["actor"][0]["reference"]["reference"]
    assert actor == by_type["RelatedPerson"]["fullUrl"]
    assert found.occurrences[0].focus == (by_type["Consent"]["fullUrl"], by_type["RelatedPerson"]["fullUrl"])


def test_a_message_is_about_the_focus_of_its_header(decode: Decode) -> None:
    """Not about whatever else it carries; its identifier is the control id."""
    plan = about("CarePlan", status="active", intent="plan")
    flag = about("Flag", status="active", code={"text": "x"}) | {"id": "flag"}
    found = decode(bundle(header("Flag/flag"), patient(), plan, flag, kind="message", identifier={"value": "m1"}))
    assert (found.kind, found.control_id) == ("Flag", "m1")
    assert found.bundle is not None
    assert found.bundle["type"] == "message"
    assert found.bundle["entry"][0]["resource"]["resourceType"] == "MessageHeader"


def test_a_resource_that_is_sent_alone_is_what_the_message_is_about(decode: Decode) -> None:
    """Whatever it contains: the answer to a referral that brings the referral along is no new one."""
    inside = about("ServiceRequest", status="active", intent="order") | {"id": "ask"}
    answer = about("Task", status="accepted", intent="order", focus={"reference": "#ask"}) | {
        "for": {"reference": "#pat"},
        "contained": [patient(), inside | {"subject": {"reference": "#pat"}}],
    }
    del answer["subject"]

    found = decode(answer)

    assert (found.kind, found.occurrences[0].type) == ("Task", "referral.accepted")


def test_an_update_message_updates_the_referral(decode: Decode) -> None:
    """The reason of the header says so."""
    told = header("ServiceRequest/r", reason={"coding": [{"code": "update"}]})
    found = decode(bundle(told, referral(id="r"), kind="message"))
    assert [str(it.type) for it in found.occurrences] == ["referral.updated"]


def test_the_addressee_is_read_in_order_of_trust(decode: Decode) -> None:
    """The performer first, by id and identifiers, then the header's destination."""
    service = {
        "resourceType": "HealthcareService",
        "id": "svc",
        "identifier": [{"system": "https://nowrongdoor.example/Id/service", "value": "haven-cafe"}],
        "providedBy": {"identifier": {"value": "RYE"}},
    }
    told = header("ServiceRequest/r", destination=[{"endpoint": "https://x.example/Id|2000"}])
    request = referral(id="r", performer=[{"reference": "HealthcareService/svc"}])
    found = decode(bundle(told, request, service, kind="message"))
    assert [code for _, code in found.addressee.codes] == ["haven-cafe", "svc", "RYE", "2000"]
    assert decode(referral()).addressee.codes == (("ServiceRequest.performer[0]", "haven-cafe"),)


def test_the_subject_s_nhs_number_stands_for_a_patient(decode: Decode) -> None:
    """A logical reference is enough; spaces and an old spelling of the system are put right."""
    named = {"identifier": {"system": "http://fhir.nhs.uk/Id/nhs-number", "value": "999 123 4500"}}
    found = decode(referral(contained=[{"resourceType": "Organization", "id": "o", "name": "x"}], subject=named))
    assert found.outcome is Outcome.ACCEPTED
    assert found.bundle is not None
    person = found.bundle["entry"][-1]["resource"]
    assert person["identifier"][0]["value"] == "9991234500"


def test_a_doubtful_nhs_number_is_flagged(decode: Decode) -> None:
    """Taken, and put before a person."""
    found = decode(referral(contained=[patient(identifier=[patient()["identifier"][0] | {"value": "9991234501"}])]))
    assert found.outcome is Outcome.FLAGGED
    assert found.issues[0].where == "ServiceRequest.contained[0].identifier[0].value"


def test_a_test_message_is_known(decode: Decode) -> None:
    """By the tag HTEST."""
    tag = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActReason", "code": "HTEST"}
    assert decode(referral(meta={"tag": [tag]})).is_test
    assert decode(bundle(referral(), meta={"security": [tag]})).is_test
    assert not decode(referral()).is_test


def test_urgency_and_the_time_of_sending_are_read(decode: Decode) -> None:
    """From priority and authoredOn."""
    found = decode(referral(priority="urgent", authoredOn="2026-11-01T10:00:00Z"))
    assert found.occurrences[0].urgent
    assert found.sent_at is not None
    assert found.sent_at.isoformat() == "2026-11-01T10:00:00+00:00"


_OTHER = patient(id="other", identifier=[{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234519"}])
_REFUSED = [
    (b"{", "line 1 column 1"),
    (referral(status="pending"), "ServiceRequest.status"),
    (referral(contained=[{"resourceType": "Organization", "id": "pat", "name": "x"}]), "ServiceRequest.subject"),
    (bundle(consent()), "Bundle.entry[0].resource.patient"),
    (bundle(patient(), _OTHER, consent(), carer()), "Bundle.entry[1].resource"),
    (referral(subject={"reference": "Patient/someone"}), "ServiceRequest.subject"),
    (bundle(patient(), about("CarePlan", status="active", intent="plan", subject={"reference": "Patient/x"})), "*"),
    (
        referral(subject={"identifier": {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": "9991234519"}}),
        "ServiceRequest.subject",
    ),
    (referral(requester={"reference": "Patient/someone"}), "ServiceRequest.requester.reference"),
    (referral(requester={"reference": "#nobody"}), "ServiceRequest.requester.reference"),
    (referral(status="draft"), "ServiceRequest.status"),
    (referral(doNotPerform=True), "ServiceRequest.doNotPerform"),
    (referral(implicitRules="https://x.example"), "ServiceRequest.implicitRules"),
    (
        referral(modifierExtension=[{"url": "https://x.example", "valueBoolean": True}]),
        "ServiceRequest.modifierExtension",
    ),
    (referral(contained=[patient(identifier=[{"value": "1"}], name=[{}])]), "ServiceRequest.contained[0].name[0]"),
    (bundle(patient(), {"resourceType": "Practitioner"}, kind="searchset"), "Bundle.type"),
    (bundle({"resourceType": "Practitioner"}), "Bundle.entry[0].resource"),
    ({"resourceType": "Bundle", "type": "collection"}, "Bundle.entry"),
    (bundle(patient(), consent(), carer(), kind="document"), "Bundle.entry[0].resource"),
    (bundle(patient(), consent()), "Bundle.entry[1].resource.provision.actor[0].reference.reference"),
    (bundle(patient(), {k: v for k, v in consent().items() if k != "dateTime"}, carer()), "*"),
    (bundle(patient(), {k: v for k, v in consent().items() if k not in {"provision", "policyRule"}}), "*"),
    (bundle(patient(), consent(scope={"coding": [{"code": "research"}]}), carer()), "*"),
    (bundle(patient(), communication("gossip"), carer()), "Bundle.entry[1].resource.category"),
    (bundle(patient(), {k: v for k, v in communication("carer-concern").items() if k != "sender"}), "*"),
]


@pytest.mark.parametrize(("sent", "where"), _REFUSED, ids=[f"{at}-{it[1]}" for at, it in enumerate(_REFUSED)])
def test_a_refusal_names_its_place_and_keeps_no_content(decode: Decode, sent: Any, where: str) -> None:
    """Nothing of it reaches the record."""
    found = decode(sent)
    assert found.outcome is Outcome.REFUSED
    assert found.bundle is None
    assert found.occurrences == ()
    assert where == "*" or where in [it.where for it in found.issues]
    assert not any("Quill" in it.message for it in found.issues)


def test_a_revocation_without_its_carer_still_counts(decode: Decode) -> None:
    """Taken and put before a person; refusing it would keep the sharing alive."""
    found = decode(bundle(patient(), consent(status="inactive")))
    assert found.outcome is Outcome.FLAGGED
    assert [str(it.type) for it in found.occurrences] == ["consent.revoked"]


def test_a_transaction_may_only_write(decode: Decode) -> None:
    """DELETE, GET and PATCH are nothing that a message says."""
    sent = bundle(referral(), kind="transaction")
    sent["entry"][0]["request"] = {"method": "POST", "url": "ServiceRequest"}
    assert decode(sent).outcome is Outcome.ACCEPTED
    sent["entry"][0]["request"] = {"method": "DELETE", "url": "ServiceRequest/1"}
    assert decode(sent).issues[0].where == "Bundle.entry[0].request.method"


def test_a_carer_s_doubtful_number_is_flagged_whoever_names_the_person(decode: Decode) -> None:
    """By a Patient, or by a number alone."""
    wrong = carer() | {"identifier": [{"system": NHS_NUMBER, "value": "9991234501"}]}
    named = {"identifier": {"system": NHS_NUMBER, "value": "9991234500"}}
    flag = about("Flag", status="active", code={"text": "risk"})

    beside = decode(bundle(patient(), flag, wrong))
    alone = decode(bundle(flag | {"subject": dict(named)}, wrong | {"patient": dict(named)}))

    for found in (beside, alone):
        assert found.outcome is Outcome.FLAGGED
        assert [it.where for it in found.issues if "RelatedPerson" not in it.where][-1].endswith("identifier[0].value")
