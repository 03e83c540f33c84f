"""What referrals, ADT and documents become in FHIR."""

import base64
from typing import Any

import pytest
from fhir.resources.R4B import get_fhir_model_class

from adapters.contract import Address, LinkChange, LinkEffect, Outcome
from schemas.codes import nwd
from tests.unit.hl7v2.samples import PID, Decode, every, kinds, only

RF1 = "RF1|A|U|710^Crisis support|RP|O|^^REF77|20260228|20261231000000|20260301090000|01^Low mood|^^EXT9"
PRD = (
    "PRD|RP|DOE^JO^^^DR|||01632960009^WPN^PH||C123^GMC",
    "PRD|RT|Haven Café^Crisis|||||G4H1A",
)
TXA = "TXA|1|{kind}|TX|20260228|C1^DOE^JO^^^DR|20260228101500||||||DOC9^PAS|||||AU|R|AV"
PV1 = "PV1|1|O|HTT^ROOM1^^RXX01|||||||725|||||||||V77" + "|" * 25 + "20260101090000|20260228170000"
STEP_DOWN = {
    "event": "A03", "patient_class": "O", "location": "HTT*", "specialty": "72?", "service": "htt-north",
    "effect": "step-down", "says": {"crisis-number": "01632 960111"},
}  # fmt: skip
PDF = base64.b64encode(b"%PDF-1.4 made up %%EOF").decode()


def referral(decode: Decode) -> Any:
    return decode(
        "REF^I12", RF1, *PRD, PID, "NK1|1|EXAMPLE^ALEX|SPO|^^TESTTOWN|01632960002||N", "DG1|1||F32^Depression^I10",
        "AL1|1|DA|X1^Penicillin|SV|Rash", "OBX|1|NM|9279-1^Rate^LN||12.5|/min|||||F", "OBX|2|TX|||line one~line two",
        "PV1|1|O|WARD^1", "NTE|1||Prefers evenings\\.br\\and texts",
        services={"G4H1A": "haven-cafe"},
    )  # fmt: skip


def test_a_referral_becomes_a_service_request_with_its_task(decode: Decode) -> None:
    """Every field of RF1 has its place."""
    found = referral(decode)

    request, task = only(found, "ServiceRequest"), only(found, "Task")
    urls = kinds(found)
    assert [it["value"] for it in request["identifier"]] == ["REF77", "EXT9"]
    assert request["requisition"]["value"] == "EXT9"
    assert (request["status"], request["intent"], request["priority"]) == ("active", "order", "urgent")
    assert request["code"]["text"] == "Crisis support"
    assert request["authoredOn"] == "2026-02-28"
    assert request["occurrencePeriod"]["end"] == "2026-12-31T00:00:00+00:00"
    assert request["reasonCode"][0]["text"] == "Low mood"
    assert request["orderDetail"][0]["coding"][0]["code"] == "RP"
    assert [it["coding"][0]["code"] for it in request["category"]] == ["3457005", "O"]
    assert [urls[it["reference"]] for it in request["reasonReference"]] == ["Condition"]
    about = ["AllergyIntolerance", "Observation", "Observation"]
    assert [urls[it["reference"]] for it in request["supportingInfo"]] == about
    assert urls[request["encounter"]["reference"]] == "Encounter"
    assert urls[request["subject"]["reference"]] == "Patient"
    assert urls[request["requester"]["reference"]] == urls[task["requester"]["reference"]] == "PractitionerRole"
    assert urls[request["performer"][0]["reference"]] == urls[task["owner"]["reference"]] == "HealthcareService"
    assert (urls[task["focus"]["reference"]], urls[task["for"]["reference"]]) == ("ServiceRequest", "Patient")
    assert (task["intent"], task["priority"]) == ("order", "urgent")
    assert request["note"] == [{"text": "Prefers evenings\nand texts"}]
    assert (task["status"], task["authoredOn"]) == ("requested", "2026-03-01T09:00:00+00:00")
    assert found.occurrences[0].type == "referral.received" and found.occurrences[0].urgent


def test_everything_in_the_bundle_is_valid_fhir_and_every_reference_resolves(decode: Decode) -> None:
    """Each resource passes the R4 model, and nothing points outside the Bundle."""
    documents = decode("MDM^T02", PID, PV1, TXA.format(kind="CRISIS"), "OBX|1|TX|||Warning signs: not sleeping")
    discharge = decode("ADT^A03", "EVN|A03", PID, PV1, teams=[STEP_DOWN])

    for found in (referral(decode), documents, discharge):
        assert found.bundle is not None
        urls = {it["fullUrl"] for it in found.bundle["entry"]}
        for entry in found.bundle["entry"]:
            get_fhir_model_class(entry["resource"]["resourceType"]).model_validate(entry["resource"])
        assert set(references(found.bundle)) <= urls
        assert {url for it in found.occurrences for url in it.focus} <= urls


def references(value: Any) -> list[str]:
    """Every urn:uuid that something refers to."""
    if isinstance(value, dict):
        own = [value["reference"]] if isinstance(value.get("reference"), str) else []
        return own + [it for part in value.values() for it in references(part)]
    return [it for part in value for it in references(part)] if isinstance(value, list) else []


def test_what_travels_with_a_referral_is_kept(decode: Decode) -> None:
    """Kin, diagnosis, allergy and observations become resources of their own."""
    found = referral(decode)

    kin = only(found, "RelatedPerson")
    assert (kin["active"], kin["name"][0]["family"], kin["telecom"][0]["value"]) == (True, "EXAMPLE", "01632960002")
    assert kin["address"][0]["city"] == "TESTTOWN"
    assert only(found, "RelatedPerson")["relationship"][0]["coding"][0]["code"] == "SPS"
    assert only(found, "RelatedPerson")["relationship"][1]["coding"][0]["code"] == "N"
    assert only(found, "Condition")["code"]["coding"][0]["system"] == "http://hl7.org/fhir/sid/icd-10"
    allergy = only(found, "AllergyIntolerance")
    assert (allergy["category"], allergy["criticality"]) == (["medication"], "high")
    assert (allergy["code"]["text"], allergy["reaction"][0]["manifestation"]) == ("Penicillin", [{"text": "Rash"}])
    assert allergy["clinicalStatus"]["coding"][0]["code"] == "active"
    assert only(found, "Condition")["category"][0]["coding"][0]["code"] == "encounter-diagnosis"
    number, text = every(found, "Observation")
    assert (number["status"], text["status"], number["code"]["text"]) == ("final", "unknown", "Rate")
    assert number["valueQuantity"] == {"value": 12.5, "unit": "/min"}
    assert text["valueString"] == "line one\nline two"


def test_the_referrer_is_prd_or_else_the_sending_organisation(decode: Decode) -> None:
    """No referrer is made up."""
    found, bare = referral(decode), decode("REF^I12", PID)

    assert only(found, "Practitioner")["name"][0]["text"] == "DR JO DOE"
    assert every(bare, "Practitioner") == []
    organisation = next(it for it in bare.bundle["entry"] if it["resource"]["resourceType"] == "Organization")
    assert only(bare, "ServiceRequest")["requester"]["reference"] == organisation["fullUrl"]


def test_the_addressee_is_prd_then_rf1_then_msh(decode: Decode) -> None:
    """Codes that the profile knows are services already; the others stay codes."""
    found = referral(decode)

    assert found.addressee == Address((
        ("PRD[2]-7", "haven-cafe"), ("RF1-3", "710"), ("MSH-6", "HAVEN"), ("MSH-5", "ENGINE"),
    ))  # fmt: skip
    assert only(found, "HealthcareService")["identifier"][0] == {"system": nwd.SERVICE_ID, "value": "haven-cafe"}


def test_a_referral_needs_no_profile_and_hardly_any_fields(decode: Decode) -> None:
    """What UK systems leave out is not demanded."""
    found = decode("REF^I12", PID)

    assert found.outcome is Outcome.ACCEPTED
    assert only(found, "ServiceRequest")["authoredOn"] == "2026-03-01T09:15:00+00:00"
    assert "priority" not in only(found, "ServiceRequest")


def test_an_unknown_priority_is_flagged_and_never_guessed(decode: Decode) -> None:
    """Urgency that cannot be read is put before a person."""
    found = decode("REF^I12", "RF1||Z9||||R1", PID)

    assert (found.outcome, found.issues[0].where) == (Outcome.FLAGGED, "RF1-2")
    assert "priority" not in only(found, "ServiceRequest")


@pytest.mark.parametrize(("code", "status"), [("A", "active"), ("P", "active"), ("R", "revoked"), ("E", "revoked")])
def test_rf1_1_is_the_status(decode: Decode, code: str, status: str) -> None:
    """Rejected and expired referrals are revoked."""
    assert only(decode("REF^I12", f"RF1|{code}", PID), "ServiceRequest")["status"] == status


def test_a_discharge_in_the_team_table_is_a_step_down(decode: Decode) -> None:
    """The notice says what the message and the table say, and `not recorded` for the rest."""
    found = decode(
        "ADT^A03", "EVN|A03", PID, PV1, "ZDS|CMHT North|2 March^10:00", teams=[STEP_DOWN],
        step_down={"held-by-next": "ZDS-1", "next-contact": "ZDS-2.1", "person-told": "ZDS-9"},
    )  # fmt: skip

    notice = only(found, "Communication")
    said = {it["extension"][0]["valueCode"]: it["contentString"] for it in notice["payload"]}
    assert said == {
        "discharged-on": "2026-02-28T17:00:00+00:00",
        "from-service": "htt-north",
        "held-by-next": "CMHT North",
        "next-contact": "2 March",
        "crisis-number": "01632 960111",
        "person-told": nwd.NOT_RECORDED,
    }
    urls = kinds(found)
    assert notice["category"][0]["coding"][0]["code"] == "step-down"
    assert [urls[notice[it]["reference"]] for it in ("subject", "sender")] == ["Patient", "Organization"]
    assert urls[notice["about"][0]["reference"]] == "Encounter"
    assert (notice["status"], notice["sent"]) == ("completed", "2026-03-01T09:15:00+00:00")
    assert only(found, "Encounter")["status"] == "finished"
    assert found.links == (LinkChange("htt-north", LinkEffect.STEP_DOWN),)
    assert [it.type for it in found.occurrences] == ["discharge.notified"]
    assert found.only_if_linked


@pytest.mark.parametrize(
    ("event", "pv1"),
    [
        ("ADT^A04", PV1),
        ("ADT^A03", PV1.replace("|O|", "|I|", 1)),
        ("ADT^A03", PV1.replace("HTT", "CMHT")),
        ("ADT^A03", PV1.replace("|725|", "|100|")),
        ("ADT^A03", ""),
    ],
)
def test_what_the_team_table_does_not_name_makes_no_event(decode: Decode, event: str, pv1: str) -> None:
    """Event, class, location and specialty must all fit."""
    found = decode(event, PID, pv1, teams=[STEP_DOWN])

    assert (found.occurrences, found.links, found.only_if_linked) == ((), (), True)
    assert found.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    ("effect", "told"),
    [("link", []), ("unlink", []), ("admitted", ["admission.notified"])],
)
def test_each_effect_of_the_team_table(decode: Decode, effect: str, told: list[str]) -> None:
    """Every row is about people who are known here already: a link makes nobody known."""
    found = decode("ADT^A04", PID, PV1, teams=[{"event": "A04", "service": "s", "effect": effect}])

    assert found.links == (LinkChange("s", LinkEffect(effect)),)
    assert ([it.type.value for it in found.occurrences], found.only_if_linked) == (told, True)


def test_an_update_of_a_person_is_told(decode: Decode) -> None:
    """A08 is about the Patient."""
    found = decode("ADT^A08", PID)

    assert [it.type for it in found.occurrences] == ["demographics.updated"]


def test_every_field_of_the_person_has_its_place(decode: Decode) -> None:
    """PID and PD1 in full."""
    pid = (
        "PID|||77^^^RXX01^MR||SMITH^Ana Maria^J^JR^DR^^L~JONES^ANA^^^^^M||19900417143000|2|||"
        "1 MADE UP ROAD^FLAT 2^TESTTOWN^SHIRE^ZZ99 9ZZ^GBR^H||01632960001^PRN^PH|^WPN^Internet^a@b.example|"
        "EN^English|M"
    )
    patient = only(decode("ADT^A08", pid, "PD1|||MADE UP PRACTICE^^Y99999|G1^EXAMPLE^ROBIN^^^DR"), "Patient")

    assert patient["active"] is True
    assert patient["identifier"] == [{
        "type": {
            "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}],
            "text": "Medical record number",
        },
        "system": "urn:nwd:rxx01:mrn",
        "value": "77",
        "assigner": {"display": "RXX01"},
    }]  # fmt: skip
    assert patient["name"] == [
        {
            "use": "official",
            "text": "DR Ana Maria J SMITH JR",
            "family": "SMITH",
            "given": ["Ana", "Maria", "J"],
            "prefix": ["DR"],
            "suffix": ["JR"],
        },
        {"use": "maiden", "text": "ANA JONES", "family": "JONES", "given": ["ANA"]},
    ]
    assert (patient["gender"], patient["birthDate"]) == ("female", "1990-04-17")
    assert patient["_birthDate"]["extension"][0]["valueDateTime"] == "1990-04-17T14:30:00+01:00"
    assert patient["address"] == [
        {
            "use": "home",
            "line": ["1 MADE UP ROAD", "FLAT 2"],
            "city": "TESTTOWN",
            "district": "SHIRE",
            "postalCode": "ZZ99 9ZZ",
            "country": "GBR",
        }
    ]
    assert patient["telecom"] == [
        {"system": "phone", "value": "01632960001", "use": "home"},
        {"system": "email", "value": "a@b.example", "use": "work"},
    ]
    assert patient["communication"] == [{"language": {"text": "English"}}]
    assert patient["maritalStatus"]["coding"][0]["code"] == "M"
    assert patient["generalPractitioner"] == [
        {
            "type": "Organization",
            "identifier": {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "Y99999"},
            "display": "MADE UP PRACTICE",
        },
        {"type": "Practitioner", "display": "DR ROBIN EXAMPLE"},
    ]


def test_every_field_of_the_visit_has_its_place(decode: Decode) -> None:
    """PV1 in full."""
    encounter = only(
        decode("ADT^A03", PID, PV1.replace("V77" + "|" * 25, "V77" + "|" * 17 + "19" + "|" * 8)), "Encounter"
    )

    assert encounter["identifier"] == [{"system": "urn:nwd:rxx01:visit", "value": "V77"}]
    assert encounter["class"]["code"] == "AMB"
    assert encounter["serviceType"]["text"] == "725"
    assert encounter["period"] == {"start": "2026-01-01T09:00:00+00:00", "end": "2026-02-28T17:00:00+00:00"}
    assert encounter["location"] == [{"location": {"display": "HTT, ROOM1, RXX01"}}]
    assert encounter["hospitalization"]["dischargeDisposition"]["text"] == "19"


def test_the_header_says_who_sent_what_to_whom(decode: Decode) -> None:
    """The Bundle is a message, and its header comes first."""
    found = decode("REF^I12", PID, ods_code="RXX", organisation="acme-trust")

    assert found.bundle is not None
    header = found.bundle["entry"][0]["resource"]
    assert found.bundle["identifier"] == {"system": "urn:nwd:acme-trust:message", "value": "0000000001000001"}
    assert found.bundle["timestamp"] == "2026-03-01T09:15:00.000+00:00"
    assert (found.bundle["type"], header["eventCoding"]["code"]) == ("message", "I12")
    assert header["source"] == {"name": "ACME_PAS", "endpoint": "urn:nwd:acme-trust:ACME_PAS"}
    assert header["destination"] == [{"name": "ENGINE", "endpoint": "urn:nwd:nwd:ENGINE"}]
    assert header["focus"][0]["reference"] == found.occurrences[0].focus[0]
    assert only(found, "Organization")["identifier"][0]["value"] == "RXX"


def test_a_zero_is_a_value(decode: Decode) -> None:
    """A measurement of nought is not left out."""
    found = decode("REF^I12", PID, "OBX|1|NM|X^Score||0|||||F")

    assert only(found, "Observation")["valueQuantity"]["value"] == 0


def test_text_is_whole_where_a_separator_was_not_escaped(decode: Decode) -> None:
    """A forgotten escape never cuts a clinical sentence short."""
    document = only(decode("MDM^T02", PID, TXA.format(kind="DS"), "OBX|1|TX|||A & E^then home"), "DocumentReference")
    note = only(decode("REF^I12", PID, "NTE|1||A & E^then home"), "ServiceRequest")["note"]

    assert base64.b64decode(document["content"][0]["attachment"]["data"]).decode() == "A & E^then home"
    assert note == [{"text": "A & E^then home"}]


def test_the_referrer_has_a_place_to_be_reached(decode: Decode) -> None:
    """PRD in full."""
    found = referral(decode)

    urls = kinds(found)
    role, doctor = only(found, "PractitionerRole"), only(found, "Practitioner")
    assert doctor["identifier"] == [{"system": "https://fhir.hl7.org.uk/Id/gmc-number", "value": "C123"}]
    assert role["telecom"] == [{"system": "phone", "value": "01632960009", "use": "work"}]
    assert urls[role["practitioner"]["reference"]] == "Practitioner"
    assert urls[role["organization"]["reference"]] == "Organization"


def test_everything_is_about_the_one_person(decode: Decode) -> None:
    """Each resource that can be about somebody is about the Patient of the message."""
    found = referral(decode)

    urls = kinds(found)
    for kind in ("Condition", "Observation", "Encounter", "ServiceRequest"):
        assert {urls[it["subject"]["reference"]] for it in every(found, kind)} == {"Patient"}
    for kind in ("AllergyIntolerance", "RelatedPerson"):
        assert {urls[it["patient"]["reference"]] for it in every(found, kind)} == {"Patient"}


@pytest.mark.parametrize(
    ("named", "system"),
    [
        ("SCT", "http://snomed.info/sct"),
        ("SNM3", "http://snomed.info/sct"),
        ("I10", "http://hl7.org/fhir/sid/icd-10"),
        ("ICD10", "http://hl7.org/fhir/sid/icd-10"),
        ("LN", "http://loinc.org"),
        ("OWN", "urn:nwd:rxx01:diagnosis:OWN"),
        ("Read 2", "urn:nwd:rxx01:diagnosis:Read%202"),
        ("L", "urn:nwd:rxx01:diagnosis"),
        ("99rxx01", "urn:nwd:rxx01:diagnosis"),
        ("99HAVEN", "urn:nwd:rxx01:diagnosis:99HAVEN"),
        ("HL70052", "http://terminology.hl7.org/CodeSystem/v2-0052"),
        ("https://x.example/cs", "https://x.example/cs"),
        ("", "urn:nwd:rxx01:diagnosis"),
    ],
)
def test_a_code_keeps_its_system_and_its_alternate(decode: Decode, named: str, system: str) -> None:
    """A published system has its URI; any other code is the sender's own."""
    condition = only(decode("REF^I12", PID, f"DG1|1||X1^Words^{named}^Y2^Other^SCT"), "Condition")

    assert condition["code"]["coding"] == [
        {"system": system, "code": "X1", "display": "Words"},
        {"system": "http://snomed.info/sct", "code": "Y2", "display": "Other"},
    ]
