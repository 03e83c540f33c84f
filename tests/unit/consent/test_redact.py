"""An extract holds named elements only, whatever else a resource carries."""

from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consent.judge import UkJudge
from consent.question import Decision, Extent, Outcome

CANARY = "CANARY-7f3a"
PLAN = "https://nowrongdoor.example/CodeSystem/plan-element"
KIND = "https://nowrongdoor.example/CodeSystem/communication-kind"
STEP = "https://nowrongdoor.example/StructureDefinition/step-down-item"
FLAG = "https://nowrongdoor.example/CodeSystem/flag-kind"


def coded(system: str, code: str, **more: Any) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code, **more}]}


RESOURCES: dict[str, dict[str, Any]] = {
    "Patient": {
        "name": [{"use": "usual", "given": ["Sam"], "family": "Example"}],
        "birthDate": "1980-02-03",
        "address": [{"line": [CANARY]}],
        "generalPractitioner": [{"display": CANARY}],
        "telecom": [{"system": "phone", "value": "07700 900123"}, {"system": "email", "value": CANARY}],
    },
    "ServiceRequest": {
        "status": "active",
        "intent": "order",
        "priority": "urgent",
        "authoredOn": "2026-01-02",
        "reasonCode": [{**coded("http://snomed.info/sct", "35489007"), "text": CANARY}],
        "patientInstruction": CANARY,
        "supportingInfo": [{"display": CANARY}],
    },
    "CarePlan": {
        "status": "active",
        "intent": "plan",
        "title": CANARY,
        "description": CANARY,
        "category": [coded("http://snomed.info/sct", "736253002")],
        "activity": [
            {
                "detail": {
                    "status": "in-progress",
                    "code": coded(PLAN, "warning-sign"),
                    "description": "not sleeping",
                    "productCodeableConcept": {"text": CANARY},
                },
                "progress": [{"text": CANARY}],
            },
            {"detail": {"status": "unknown", "description": CANARY}},
        ],
    },
    "Flag": {
        "status": "active",
        "category": [coded(FLAG, "safeguarding")],
        "code": {**coded("http://snomed.info/sct", "1", display=CANARY), "text": CANARY},
    },
    "DocumentReference": {
        "status": "current",
        "type": coded("http://snomed.info/sct", "736253002"),
        "description": CANARY,
        "content": [{"attachment": {"data": CANARY, "title": CANARY}}],
    },
    "Encounter": {
        "status": "finished",
        "class": {"code": "AMB", "system": "http://x.example/a"},
        "period": {"start": "2026-01-02"},
        "reasonCode": [{"text": CANARY}],
        "participant": [{"individual": {"display": CANARY}}],
    },
    "Appointment": {"status": "booked", "start": "2026-01-02T10:00:00Z", "comment": CANARY, "description": CANARY},
    "Communication": {
        "status": "completed",
        "category": [coded(KIND, "step-down")],
        "payload": [
            {
                "extension": [{"url": STEP, "valueCode": "next-contact"}],
                "contentString": "Next contact: Monday",
                "contentAttachment": {"title": CANARY},
            },
            {"contentString": CANARY},
        ],
    },
    "MedicationStatement": {
        "status": "active",
        "dosage": [{"text": CANARY}],
        "medicationCodeableConcept": {
            **coded("http://snomed.info/sct", "321988002", display="Sertraline"),
            "text": CANARY,
        },
    },
    "Condition": {
        "clinicalStatus": coded("http://t.example/s", "resolved"),
        "evidence": [{"detail": CANARY}],
        "code": coded("http://snomed.info/sct", "35489007", display=CANARY),
    },
    "Consent": {
        "status": "active",
        "scope": coded("http://x.example/s", "patient-privacy"),
        "performer": [{"display": CANARY}],
        "provision": {"actor": [{"reference": {"display": CANARY}}]},
    },
    "QuestionnaireResponse": {"status": "completed", "item": [{"answer": [{"valueString": CANARY}]}]},
}
LADEN = {
    "text": {"div": CANARY},
    "contained": [{"resourceType": "Basic", "id": CANARY}],
    "note": [{"text": CANARY}],
    "extension": [{"url": "https://x.example/y", "valueString": CANARY}],
    "identifier": [{"value": CANARY}],
    "subject": {"reference": "Patient/1", "display": CANARY},
    "implicitRules": CANARY,
    "language": CANARY,
    "meta": {"security": [{"system": "http://x.example/z", "code": CANARY}], "source": CANARY},
}


def released(extent: Extent, **obligations: str) -> Decision:
    return Decision(Outcome.PERMIT, extent, (), "v", obligations=obligations)


@pytest.mark.parametrize("kind", RESOURCES)
def test_an_extract_never_holds_what_is_not_named(uk: UkJudge, kind: str) -> None:
    """Nothing planted outside the named elements comes through."""
    resource = {**LADEN, "resourceType": kind, "id": "1", **RESOURCES[kind]}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None
    assert CANARY.encode() not in orjson.dumps(kept)
    assert (kept["resourceType"], kept["id"]) == (kind, "1")


NHS = "https://fhir.nhs.uk/Id/nhs-number"
PEOPLE: dict[str, dict[str, Any]] = {
    "a relative": {"type": "RelatedPerson", "identifier": {"system": "urn:x", "value": CANARY}},
    "the person": {"identifier": {"system": NHS, "value": "9991234500"}},
    "a number of an old system": {
        "identifier": {"system": "http://fhir.nhs.net/Id/nhs-number/", "value": "9991234500"}
    },
    "called an organisation": {"type": "Organization", "identifier": {"system": NHS, "value": "9991234500"}},
    "a worker": {"identifier": {"system": "https://fhir.hl7.org.uk/Id/gmc-number", "value": "1234567"}},
    "of unsaid kind": {"identifier": {"system": "urn:x", "value": CANARY}},
    "two kinds": {"reference": "Organization/1", "type": "Patient"},
    "without a system": {"identifier": {"value": CANARY}},
    "a reference to a person": {"reference": "Practitioner/1", "type": "Organization"},
}
SERVICES: dict[str, dict[str, Any]] = {
    "by reference": {"reference": "HealthcareService/1", "identifier": {"system": "urn:x", "value": "T1"}},
    "by type": {"type": "Organization", "identifier": {"system": "urn:x", "value": "T1"}},
    "by its ODS code": {"identifier": {"system": "http://fhir.nhs.uk/Id/ods-organization-code", "value": "RXX01"}},
    "by its number here": {"identifier": {"system": "https://nowrongdoor.example/Id/service", "value": "cmht"}},
}


def referred_by(who: dict[str, Any]) -> dict[str, Any]:
    resource = {"resourceType": "ServiceRequest", "id": "1", **RESOURCES["ServiceRequest"]}
    return resource | {"requester": who | {"display": "Ann"}, "performer": [who | {"display": "Ann"}]}


@pytest.mark.parametrize("who", PEOPLE.values(), ids=PEOPLE)
def test_no_extract_names_a_person_where_a_service_may_stand(uk: UkJudge, who: dict[str, Any]) -> None:
    """A carer who refers, the person themself, a worker: neither their number nor their name."""
    resource = referred_by(who)

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None and {"requester", "performer"}.isdisjoint(kept)


@pytest.mark.parametrize("who", SERVICES.values(), ids=SERVICES)
def test_an_extract_names_the_service_however_it_is_called(uk: UkJudge, who: dict[str, Any]) -> None:
    """By reference, type or number: its name stays."""
    resource = referred_by(who)

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None and (kept["requester"]["display"], kept["performer"][0]["display"]) == ("Ann", "Ann")


@pytest.mark.parametrize("kind", ["QuestionnaireResponse", "DocumentReference", "Condition"])
def test_what_has_no_structured_extract_says_whom_to_ask(uk: UkJudge, kind: str) -> None:
    """Text, attachments and ended problems give way to a party to ask."""
    resource = {"resourceType": kind, "id": "1", **RESOURCES[kind], "author": [{"reference": "Organization/trust"}]}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None
    assert [it["valueReference"]["reference"] for it in kept["extension"]] == ["Organization/trust"]


@pytest.mark.parametrize(
    "past",
    [
        {"resourceType": "Condition", "verificationStatus": coded("x", "entered-in-error")},
        {
            "resourceType": "Condition",
            "verificationStatus": coded("x", "refuted"),
            "clinicalStatus": coded("x", "active"),
        },
        {"resourceType": "Condition", "clinicalStatus": coded("x", "resolved")},
        {"resourceType": "AllergyIntolerance", "clinicalStatus": coded("x", "inactive")},
        {"resourceType": "MedicationStatement", "status": "stopped"},
        {"resourceType": "MedicationStatement", "status": "not-taken"},
        {"resourceType": "MedicationRequest", "status": "completed"},
        {"resourceType": "MedicationRequest", "status": "entered-in-error"},
    ],
    ids=str,
)
def test_no_extract_tells_what_is_over_or_was_an_error(uk: UkJudge, past: dict[str, Any]) -> None:
    """Active problems and the medicines of now; the rest is history and stays with whoever keeps it."""
    said = coded("http://snomed.info/sct", CANARY, display=CANARY)
    resource = {"id": "1", "code": said, "medicationCodeableConcept": said} | past

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None and CANARY.encode() not in orjson.dumps(kept)


@pytest.mark.parametrize(
    ("kind", "status"),
    [("MedicationStatement", "active"), ("MedicationRequest", "on-hold"), ("AllergyIntolerance", None)],
)
def test_an_extract_names_the_medicines_of_now(uk: UkJudge, kind: str, status: str | None) -> None:
    """What is taken, and what must not be."""
    said = coded("http://snomed.info/sct", "1", display="lithium")
    resource = {"resourceType": kind, "id": "1", "status": status, "code": said, "medicationCodeableConcept": said}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None and b"lithium" in orjson.dumps(kept)


def test_an_extract_does_not_tell_what_the_concern_is(uk: UkJudge) -> None:
    """That there is one, and with whom: no further category, no words beside the code."""
    kinds = [coded(FLAG, "safeguarding", display=CANARY), coded("http://snomed.info/sct", CANARY)]
    resource = {"resourceType": "Flag", "id": "1", "status": "active", "category": kinds}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None and CANARY.encode() not in orjson.dumps(kept)
    assert kept["category"] == [coded(FLAG, "safeguarding")]


def test_the_named_elements_of_a_crisis_plan_are_there(uk: UkJudge) -> None:
    """A café sees the warning signs and nothing of the rest."""
    resource = {"resourceType": "CarePlan", "id": "1", **RESOURCES["CarePlan"]}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None
    assert [it["detail"]["description"] for it in kept["activity"]] == ["not sleeping"]


def test_the_year_of_birth_is_all_that_is_left_of_the_date(uk: UkJudge) -> None:
    """Name, year and phone are the extract of a person."""
    resource = {"resourceType": "Patient", "id": "1", **RESOURCES["Patient"]}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert kept is not None
    assert kept["birthDate"] == "1980"
    assert [it["value"] for it in kept["telecom"]] == ["07700 900123"]


def test_nothing_is_left_of_what_is_not_released(uk: UkJudge) -> None:
    """A denial gives no resource, not even an empty one."""
    resource = {"resourceType": "Patient", "id": "1", **RESOURCES["Patient"]}
    denied = Decision(Outcome.DENY, Extent.FULL, (), "v")

    assert uk.redact(resource, uk.label(resource), denied) is None


_VALUE = st.recursive(
    st.just(CANARY), lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2)
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(sorted(RESOURCES)),
    extra=st.dictionaries(st.text("abcdefgXYZ_", min_size=1, max_size=8).map(lambda it: f"x{it}"), _VALUE, max_size=4),
)
def test_no_unknown_element_ever_comes_through(uk: UkJudge, kind: str, extra: dict[str, Any]) -> None:
    """An allow-list cannot leak what it has never heard of."""
    resource = {"resourceType": kind, "id": "1", **RESOURCES[kind], **extra}

    kept = uk.redact(resource, uk.label(resource), released(Extent.EXTRACT))

    assert CANARY.encode() not in orjson.dumps(kept)
