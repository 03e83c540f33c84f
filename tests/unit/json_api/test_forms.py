"""The plain JSON forms: each becomes sound FHIR and its event; every mistake is named by its JSON path."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import orjson
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import given, settings
from hypothesis import strategies as st

import schemas.json
from adapters.contract import Decoded, Outcome, Verdict
from adapters.json_api.adapter import JsonAdapter, JsonProfile
from adapters.json_api.schema import documents
from consent.read_fhir import read as read_consent
from schemas.fhir.check import check

_AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
_CODEC = JsonAdapter().codec(JsonProfile(organisation="haven"))
_PATIENT = {"nhs_number": "999 123 4500", "family_name": "Quill", "given_name": "Ada", "birth_date": "1984-04-03"}
_CARER = {"family_name": "Quill", "given_name": "Bo", "relationship": "sibling", "phone": "01632 960001"}


def form(kind: str, **more: Any) -> dict[str, Any]:
    """A form of one kind with its fewest fields, and what a test adds."""
    fewest: dict[str, dict[str, Any]] = {
        "referral": {"to": "haven-cafe", "reason": "low mood"},
        "care-plan": {"title": "My plan", "elements": [{"element": "what-helps", "text": "a walk"}]},
        "carer-consent": {
            "carer": _CARER,
            "agrees": True,
            "categories": ["crisis-plan"],
            "agreed_at": "2026-11-01T10:00:00Z",
        },
        "contact-note": {"service": "haven-cafe", "contacted_at": "2026-11-01T21:00:00Z", "attended": True},
        "carer-concern": {"carer": _CARER, "concern": "not sleeping", "told_at": "2026-11-01T21:00:00Z"},
        "discharge": {"from_service": "Ward 3", "discharged_on": "2026-11-01"},
    }
    return {"kind": kind, "patient": _PATIENT} | fewest[kind] | more


def decode(sent: Any) -> Decoded:
    """Decode a form given as a dictionary, or bytes."""
    raw = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    return _CODEC.decode(raw, received_at=_AT)


def main(found: Decoded) -> dict[str, Any]:
    """The main resource of what was decoded."""
    assert found.bundle is not None, found.issues
    first: dict[str, Any] = found.bundle["entry"][0]["resource"]
    return first


_TOLD = [
    (form("referral"), "referral.received"),
    (form("referral", cancelled=True, reference="R1"), "referral.cancelled"),
    (form("care-plan"), "care-plan.updated"),
    (form("care-plan", crisis=False, summary="weekly visits", elements=[]), "care-plan.updated"),
    (form("carer-consent"), "consent.granted"),
    (form("carer-consent", agrees=False, categories=[]), "consent.revoked"),
    (form("carer-consent", withdrawn=True), "consent.revoked"),
    (form("contact-note", outcome="03", note="a talk", agreed="call", for_clinical_record=False), "contact.recorded"),
    (form("carer-concern", to="htt", urgent=True, patient_may_see=True), "concern.recorded"),
    (form("discharge", person_told=True), "discharge.notified"),
]


@pytest.mark.parametrize(("sent", "event"), _TOLD, ids=[f"{at}-{it[1]}" for at, it in enumerate(_TOLD)])
def test_a_form_becomes_sound_fhir_and_its_event(sent: dict[str, Any], event: str) -> None:
    """By our border and by an independent one."""
    found = decode(sent)
    assert (found.outcome, found.issues, found.kind) == (Outcome.ACCEPTED, (), sent["kind"])
    assert [str(it.type) for it in found.occurrences] == [event]
    assert found.bundle is not None
    assert check(found.bundle) == ()
    Bundle.model_validate(found.bundle)


def test_a_referral_says_who_why_and_how_soon() -> None:
    """Every field arrives at its place."""
    sent = form(
        "referral", reference="R-7", urgency="very-urgent", referred_at="2026-11-01T10:00:00+01:00", id="m-1", test=True
    )
    found = decode(sent)
    made = main(found)
    assert made["identifier"] == [{"system": "urn:nwd:haven:referral", "value": "R-7"}]
    assert (made["priority"], made["reasonCode"], made["authoredOn"]) == (
        "asap",
        [{"text": "low mood"}],
        "2026-11-01T09:00:00+00:00",
    )
    assert made["requester"] == {"reference": "Organization/haven"}
    assert found.addressee.codes == (("to", "haven-cafe"),)
    assert (found.control_id, found.is_test, found.occurrences[0].urgent) == ("m-1", True, True)


def test_a_plan_keeps_its_elements_and_period() -> None:
    """Structured, so that extracts can be made of it."""
    made = main(decode(form("care-plan", starts="2026-01-01", ends="2026-12-31", reference="P1", summary="in short")))
    assert made["activity"][0]["detail"]["code"]["coding"][0]["code"] == "what-helps"
    assert made["activity"][0]["detail"]["description"] == "a walk"
    assert made["period"] == {"start": "2026-01-01", "end": "2026-12-31"}
    assert made["category"][0]["coding"][0]["code"] == "736253002"
    assert (made["title"], made["description"], made["identifier"][0]["value"]) == ("My plan", "in short", "P1")
    assert main(decode(form("care-plan", crisis=False)))["category"][0]["coding"][0]["code"] == "734163000"


def test_a_consent_names_the_carer_the_categories_and_the_days() -> None:
    """The judge can read it, and a refusal is a root deny of that carer."""
    found = decode(form("carer-consent", starts="2026-11-01", ends="2026-12-01", reference="c1"))
    made = main(found)
    assert found.bundle is not None
    carer = found.bundle["entry"][1]
    provision = made["provision"]
    assert provision["actor"][0]["reference"]["reference"] == carer["fullUrl"]
    assert provision["actor"][0]["role"]["coding"][0]["code"] == "PRCP"
    assert [it["code"] for it in provision["class"]] == ["crisis-plan"]
    assert provision["period"] == {"start": "2026-11-01", "end": "2026-12-01"}
    assert carer["resource"]["relationship"][0]["coding"][0]["code"] == "SIB"
    assert carer["resource"]["telecom"] == [{"system": "phone", "value": "01632 960001"}]
    assert read_consent(made).active
    refused = main(decode(form("carer-consent", agrees=False)))
    assert (refused["status"], refused["provision"]["type"]) == ("active", "deny")
    assert main(decode(form("carer-consent", withdrawn=True)))["status"] == "inactive"


def test_a_contact_note_says_attendance_outcome_and_what_was_agreed() -> None:
    """In words that can be filed; a private note is marked."""
    made = main(decode(form("contact-note", outcome="03", agreed="call", note="a talk", for_clinical_record=False)))
    assert made["topic"]["text"] == "Attended"
    assert made["reasonCode"][0]["coding"][0]["code"] == "03"
    assert [it["contentString"] for it in made["payload"]] == ["Agreed: call", "a talk"]
    assert made["meta"]["tag"][0]["code"] == "not-for-clinical-record"
    assert made["sender"] == {"reference": "HealthcareService/haven-cafe"}
    assert main(decode(form("contact-note", attended=False)))["topic"]["text"] == "Did not attend"


def test_a_concern_is_kept_from_the_person_unless_the_carer_agrees() -> None:
    """Only an explicit yes puts the mark."""
    assert "extension" not in main(decode(form("carer-concern")))
    made = main(decode(form("carer-concern", patient_may_see=True, to="htt", urgent=True)))
    assert made["extension"][0]["valueBoolean"] is True
    assert made["recipient"] == [{"reference": "HealthcareService/htt"}]
    assert (made["priority"], made["payload"][0]["contentString"]) == ("urgent", "not sleeping")


def test_a_discharge_says_not_recorded_where_nothing_was_said() -> None:
    """Six items, always."""
    made = main(decode(form("discharge", crisis_number="01632 960999", person_told=False)))
    said = {it["extension"][0]["valueCode"]: it["contentString"] for it in made["payload"]}
    assert said == {
        "discharged-on": "2026-11-01",
        "from-service": "Ward 3",
        "held-by-next": "not recorded",
        "next-contact": "not recorded",
        "crisis-number": "01632 960999",
        "person-told": "no",
    }


def test_the_person_arrives_whole() -> None:
    """Number cleaned, address and telephone kept."""
    more = {"gender": "female", "phone": "07700 900123", "email": "a@x.example", "address": "1 Mill Lane"}
    found = decode(form("referral", patient=_PATIENT | more | {"postcode": "ZZ99 1AA"}))
    assert found.bundle is not None
    made = found.bundle["entry"][-1]["resource"]
    assert made["identifier"][0]["value"] == "9991234500"
    assert made["name"][0] == {"use": "official", "family": "Quill", "given": ["Ada"]}
    assert [it["value"] for it in made["telecom"]] == ["07700 900123", "a@x.example"]
    assert made["address"] == [{"text": "1 Mill Lane", "postalCode": "ZZ99 1AA"}]
    assert (made["birthDate"], made["gender"]) == ("1984-04-03", "female")


@pytest.mark.parametrize(
    ("more", "gone"),
    [
        ({"gender": None}, ["gender"]),
        ({"phone": None}, ["telecom:phone"]),
        ({"email": None}, ["telecom:email"]),
        ({"address": None}, ["address"]),
        ({"postcode": None}, ["address"]),
        ({"address": None, "postcode": "ZZ99 1AA"}, []),
        ({"postcode": None, "address": "1 Mill Lane"}, []),
        ({"nhs_number": None}, []),
        ({}, []),
    ],
)
def test_null_takes_away_and_silence_does_not(more: dict[str, Any], gone: list[str]) -> None:
    """Address and postcode are told together: one that is there says the whole."""
    found = decode(form("referral", patient=_PATIENT | more))

    assert found.bundle is not None
    marks = found.bundle["entry"][-1]["resource"].get("extension", [])
    assert [it["valueCode"] for it in marks] == [f"Patient.{it}" for it in gone]


def _person(**more: Any) -> dict[str, Any]:
    return {"patient": {k: v for k, v in (_PATIENT | more).items() if v is not None}}


_REFUSED = [
    (b'{"kind":"referral","kind":"discharge"}', "line 1 column 27"),
    (b"[]", "body"),
    ({"patient": _PATIENT}, "kind"),
    ({"kind": "gossip"}, "kind"),
    ({"kind": 1}, "kind"),
    ({"kind": "referral"}, "patient"),
    (form("referral", colour="red"), "colour"),
    (form("referral", **{"Ada Quill": 1}), "(a field)"),
    (form("referral", **_person(nhs_number="12")), "patient.nhs_number"),
    (form("referral", **_person(nhs_number=9991234500)), "patient.nhs_number"),
    (form("referral", **_person(birth_date="1984-02-30")), "patient.birth_date"),
    (form("referral", **_person(birth_date=0)), "patient.birth_date"),
    (form("referral", **_person(birth_date="0001-01-01")), "patient.birth_date"),
    (form("referral", **_person(birth_date="449798400")), "patient.birth_date"),
    (form("referral", referred_at="20261101"), "referred_at"),
    (form("referral", referred_at="1700000000"), "referred_at"),
    (form("carer-consent", agreed_at="20261101"), "agreed_at"),
    (form("discharge", discharged_on="-86400"), "discharged_on"),
    (form("referral", **_person(birth_date=None)), "patient.birth_date"),
    (form("referral", **_person(gender="F")), "patient.gender"),
    (form("referral", **_person(family_name=" ")), "patient.family_name"),
    (form("referral", to="haven cafe"), "to"),
    (form("referral", to="haven\n"), "to"),
    (form("referral", reason=""), "reason"),
    (form("referral", reason="x" * 10_001), "reason"),
    (form("referral", urgency="soon"), "urgency"),
    (form("referral", test="true"), "test"),
    (form("referral", referred_at="2026-11-01T10:00:00"), "referred_at"),
    (form("care-plan", elements=[{"element": "what-helps"}]), "elements[0].text"),
    (form("referral", **_person(given_name="\u200b")), "patient.given_name"),
    (form("referral", reason="\u3164 \u2800"), "reason"),
    (form("care-plan", elements=[]), "body"),
    (form("care-plan", starts="2026-02-01", ends="2026-01-01"), "body"),
    (form("carer-consent", categories=[]), "body"),
    (form("carer-consent", categories=["everything"]), "categories[0]"),
    (form("carer-consent", agrees="yes"), "agrees"),
    (form("carer-consent", carer=[]), "carer"),
    (form("contact-note", outcome="77"), "outcome"),
    (form("discharge", person_told="no"), "person_told"),
]


@pytest.mark.parametrize("number", ["9991234501", "9999999999"], ids=["check digit", "placeholder"])
def test_a_number_that_is_nobodys_is_taken_and_doubted(number: str) -> None:
    """The referral goes on; who it is about stays unverified until a person has looked."""
    found = decode(form("referral", **_person(nhs_number=number)))

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["patient.nhs_number"])
    assert number not in found.issues[0].message


@pytest.mark.parametrize(("sent", "where"), _REFUSED, ids=[f"{at}-{it[1]}" for at, it in enumerate(_REFUSED)])
def test_a_mistake_is_named_by_its_path_without_data(sent: Any, where: str) -> None:
    """Refused, with a mend, and nothing of the person in the words."""
    found = decode(sent)
    assert (found.outcome, found.bundle) == (Outcome.REFUSED, None)
    assert where in [it.where for it in found.issues]
    text = " ".join(f"{it.where} {it.message}" for it in found.issues)
    assert not any(it in text for it in ("Quill", "999123", "haven cafe", "gossip"))


def test_the_published_schemas_are_those_of_the_models() -> None:
    """`python -m adapters.json_api.schema` has been run."""
    folder = Path(schemas.json.__path__[0])
    assert {it.name: it.read_bytes() for it in folder.glob("*.json")} == documents()


def test_the_reply_names_the_outcome_and_the_issues() -> None:
    """In plain JSON."""
    found = decode(form("referral", urgency="soon"))
    reply = orjson.loads(_CODEC.reply(found, Verdict(found.outcome, found.issues, _AT, UUID(int=1))))
    assert reply == {
        "outcome": "refused",
        "reference": str(UUID(int=1)),
        "issues": [
            {
                "severity": "error",
                "code": "code-invalid",
                "where": "urgency",
                "message": "is not one of 'routine', 'urgent', 'very-urgent' or 'emergency'",
            }
        ],
    }


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


def test_a_birth_that_lies_ahead_is_put_before_a_person() -> None:
    """By the field that it came from."""
    found = decode(form("referral", patient=_PATIENT | {"birth_date": "2026-11-03"}))

    assert (found.outcome, [it.where for it in found.issues]) == (Outcome.FLAGGED, ["patient.birth_date"])


def _answered(raw: bytes) -> None:
    found = decode(raw)
    assert found.issues or found.bundle
    orjson.loads(_CODEC.reply(found, Verdict(found.outcome, found.issues, _AT)))
    if found.bundle is not None:
        assert check(found.bundle) == ()


@given(st.binary(max_size=200))
def test_any_bytes_are_answered(raw: bytes) -> None:
    """The codec never raises."""
    _answered(raw)


@given(st.sampled_from([it[0] for it in _TOLD]), st.data(), _JSON)
@settings(max_examples=300)
def test_any_change_to_a_form_is_answered(sent: dict[str, Any], data: st.DataObject, other: Any) -> None:
    """Whatever stands in any field, also of the person."""
    changed = json.loads(json.dumps(sent))
    holder = data.draw(st.sampled_from([changed, changed["patient"]]))
    holder[data.draw(st.sampled_from(sorted(holder)))] = other
    _answered(json.dumps(changed).encode())


def test_the_adapter_is_installed_by_name() -> None:
    """The registry finds it."""
    from adapters.registry import find

    assert find("json").name == "json"
