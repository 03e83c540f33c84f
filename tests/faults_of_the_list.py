"""The faults that FHIR libraries let through, each planted once in a sound message: for the test and the benchmark."""

import json
from dataclasses import dataclass
from typing import Any

from tests.made_up.fhir import about, bundle, patient, referral

_PLAN = about("CarePlan", status="active", intent="plan")
_CORE = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
_ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
_AT = "Bundle.entry[0].resource"


@dataclass(frozen=True, slots=True)
class Listed:
    """One fault: what it is called, the message, and the place that the answer must name."""

    name: str
    raw: bytes
    place: str


def listed() -> list[Listed]:
    """All of them."""
    return [*_of_people(), *_of_requests(), *_of_bundles(), *_of_uk_core(), *_of_bytes()]


def sound() -> bytes:
    """What the faults are planted in."""
    return json.dumps(bundle(patient(), _PLAN)).encode()


def _of_people() -> list[Listed]:
    planted: dict[str, tuple[dict[str, Any], str]] = {
        "unknown field": ({"nickname": "x"}, "nickname"),
        "DSTU2 comments": ({"fhir_comments": ["x"]}, "(a property)"),
        "boolean as text": ({"active": "true"}, "active"),
        "boolean as number": ({"active": 1}, "active"),
        "boolean as yes": ({"active": "yes"}, "active"),
        "required code": ({"gender": "F"}, "gender"),
        "required code, other case": ({"gender": "Female"}, "gender"),
        "null": ({"gender": None}, "gender"),
        "null in a list": ({"name": [{"given": [None]}]}, "name[0].given[0]"),
        "empty text": ({"gender": ""}, "gender"),
        "empty list": ({"telecom": []}, "telecom"),
        "empty object": ({"maritalStatus": {}}, "maritalStatus"),
        "empty object in a list": ({"name": [{}]}, "name[0]"),
        "list for one": ({"gender": ["male"]}, "gender"),
        "one for a list": ({"name": {"family": "Quill"}}, "name"),
        "text for an object": ({"maritalStatus": "M"}, "maritalStatus"),
        "object for text": ({"birthDate": {"value": "1990"}}, "birthDate"),
        "date as number": ({"birthDate": 19900417}, "birthDate"),
        "30 February": ({"birthDate": "1990-02-30"}, "birthDate"),
        "29 February of no leap year": ({"birthDate": "1991-02-29"}, "birthDate"),
        "month 13": ({"birthDate": "1990-13-01"}, "birthDate"),
        "British date": ({"birthDate": "17/04/1990"}, "birthDate"),
        "dateTime for a date": ({"birthDate": "1990-04-17T00:00:00Z"}, "birthDate"),
        "long id": ({"id": "x" * 65}, "id"),
        "id with a space": ({"id": "a b"}, "id"),
        "id with a newline": ({"id": "abc\n"}, "id"),
        "code with a space": ({"communication": [{"language": {"coding": [{"code": " en"}]}}]}, "communication[0].language.coding[0].code"),
        "URI with a space": ({"identifier": [{"system": "a b", "value": "1"}]}, "identifier[0].system"),
        "two forms of a choice": ({"deceasedBoolean": True, "deceasedDateTime": "2026"}, "deceased[x]"),
        "negative rank": ({"telecom": [{"value": "x", "rank": -1}]}, "telecom[0].rank"),
        "extension without url": ({"extension": [{"valueCode": "x"}]}, "extension[0].url"),
        "extension without value": ({"extension": [{"url": "urn:a"}]}, "extension[0]"),
        "extension with both": ({"extension": [{"url": "urn:a", "valueCode": "x", "extension": [{"url": "b", "valueCode": "y"}]}]}, "extension[0]"),
        "script": ({"text": {"status": "generated", "div": '<div xmlns="http://www.w3.org/1999/xhtml"><script>x</script></div>'}}, "text.div"),
        "contained in contained": ({"contained": [{"resourceType": "Flag", "contained": [patient()]}]}, "contained[0].contained"),
        "period that ends first": ({"name": [{"family": "Quill", "period": {"start": "2026-02-01", "end": "2026-01-31"}}]}, "name[0].period.end"),
        "contact of no kind": ({"telecom": [{"value": "07700900001"}]}, "telecom[0].system"),
        "data of no kind": ({"photo": [{"data": "aGk="}]}, "photo[0].contentType"),
        "data that is no base64": ({"photo": [{"contentType": "image/png", "data": "abc"}]}, "photo[0].data"),
        "contact without anything": ({"contact": [{"gender": "male"}]}, "contact[0]"),
        "extensions that are all null": ({"name": [{"given": ["Ada"], "_given": [None]}]}, "name[0]._given"),
        "empty narrative": ({"text": {"status": "empty", "div": '<div xmlns="http://www.w3.org/1999/xhtml"> </div>'}}, "text.div"),
        "contained without an id": ({"contained": [{"resourceType": "Flag", "status": "active", "code": {"text": "x"}, "subject": {"reference": "#"}}]}, "contained[0].id"),
        "contained without a type": ({"contained": [{"id": "a"}]}, "contained[0].resourceType"),
    }  # fmt: skip
    return [_planted(name, bundle(patient(**more), _PLAN), f"{_AT}.{place}") for name, (more, place) in planted.items()]


def _of_requests() -> list[Listed]:
    planted: dict[str, tuple[dict[str, Any], str]] = {
        "status of another type": ({"status": "pending"}, "status"),
        "missing element": ({"intent": ...}, "intent"),
        "detail without a code": ({"orderDetail": [{"text": "x"}]}, "code"),
        "dateTime without a zone": ({"authoredOn": "2026-01-01T10:00:00"}, "authoredOn"),
        "hour 25": ({"authoredOn": "2026-01-01T25:00:00Z"}, "authoredOn"),
        "epoch seconds": ({"authoredOn": 1767261600}, "authoredOn"),
        "reference to another type": ({"performer": [{"reference": "Location/1"}]}, "performer[0]"),
        "reference to another type, by type": ({"performer": [{"type": "Location", "display": "x"}]}, "performer[0]"),
        "reference to nothing": ({"performer": [{"reference": "#nobody"}]}, "performer[0].reference"),
        "reference that is none": ({"performer": [{"reference": "the cafe"}]}, "performer[0].reference"),
    }
    made = []
    for name, (more, place) in planted.items():
        request = {key: it for key, it in (referral() | more).items() if it is not ...}
        made.append(_planted(name, request, f"ServiceRequest.{place}"))
    return made


def _of_bundles() -> list[Listed]:
    same = bundle(patient(), _PLAN)
    for entry in same["entry"]:
        entry["fullUrl"] = "urn:uuid:0f0ff0b0-0000-4000-8000-000000000001"
    typeless = {name: it for name, it in _PLAN.items() if name != "resourceType"}
    return [
        _planted("duplicate fullUrl", same, "Bundle.entry[1].fullUrl"),
        _planted("entry without a type", bundle(patient(), typeless), "Bundle.entry[1].resource.resourceType"),
        _planted("entry of an unknown type", bundle(patient(), {"resourceType": "Plan"}), "Bundle.entry[1].resource.resourceType"),
        _planted("code in an entry", bundle(patient(gender="F"), _PLAN), f"{_AT}.gender"),
        _planted("message without a header", bundle(patient(), _PLAN, kind="message"), _AT),
        _planted("total of what was no search", bundle(patient(), _PLAN) | {"total": 2}, "Bundle.total"),
        _planted("fullUrl of a version", {**same, "entry": [same["entry"][0] | {"fullUrl": "https://x.example/Patient/pat/_history/1"}]}, "Bundle.entry[0].fullUrl"),
        _planted("unknown Bundle type", bundle(patient(), _PLAN, kind="messages"), "Bundle.type"),
        _planted("request in a collection", {**same, "entry": [same["entry"][0] | {"request": {"method": "POST", "url": "x"}}]}, "Bundle.entry[0].request"),
        _planted("missing type", {"status": "active"}, "resourceType"),
    ]  # fmt: skip


def _of_uk_core() -> list[Listed]:
    twice = [{"url": _CORE + "EthnicCategory", "valueCodeableConcept": {"text": it}} for it in ("a", "b")]
    checked = [
        {"url": _CORE + "NHSNumberVerificationStatus", "valueCodeableConcept": {"text": it}} for it in ("a", "b")
    ]
    number = "https://fhir.nhs.uk/Id/nhs-number"
    two = [{"system": number, "value": it} for it in ("9991234500", "9991234519")]
    allergy = {"resourceType": "AllergyIntolerance", "patient": {"reference": "Patient/pat"}}
    statement = about("MedicationStatement", status="active", medicationCodeableConcept={"text": "x"})
    organisation = {
        "resourceType": "Organization",
        "identifier": [{"system": _ODS, "value": it} for it in ("A1", "A2")],
    }
    spoken = {"url": "language", "valueCodeableConcept": {"text": "Welsh"}}
    preferred = {"url": "preferred", "valueBoolean": True}
    return [
        _planted("UK Core: allergy without code", bundle(patient(), allergy, _PLAN), "Bundle.entry[1].resource.code"),
        _planted("UK Core: medication without code", bundle(patient(), {"resourceType": "Medication"}, _PLAN), "Bundle.entry[1].resource.code"),
        _planted("UK Core: number without value", bundle(patient(identifier=[{"system": number}]), _PLAN), f"{_AT}.identifier[0].value"),
        _planted("UK Core: two numbers", bundle(patient(identifier=two), _PLAN), f"{_AT}.identifier[1].value"),
        _planted("UK Core: number verified twice", bundle(patient(identifier=[two[0] | {"extension": checked}]), _PLAN), f"{_AT}.identifier[0].extension"),
        _planted("UK Core: ethnic category twice", bundle(patient(extension=twice), _PLAN), f"{_AT}.extension"),
        _planted("UK Core: ODS code without value", bundle(patient(), {"resourceType": "Organization", "identifier": [{"system": _ODS}]}, _PLAN), "Bundle.entry[1].resource.identifier[0].value"),
        _planted("UK Core: two ODS codes", bundle(patient(), organisation, _PLAN), "Bundle.entry[1].resource.identifier"),
        _planted("UK Core: value of another type", bundle(patient(extension=[{"url": _CORE + "EthnicCategory", "valueString": "x"}]), _PLAN), f"{_AT}.extension[0].valueString"),
        _planted("UK Core: extension without a part", bundle(patient(extension=[_spoken(preferred)]), _PLAN), f"{_AT}.extension[0].extension"),
        _planted("UK Core: extension with a strange part", bundle(patient(extension=[_spoken(spoken, {"url": "dialect", "valueString": "x"})]), _PLAN), f"{_AT}.extension[0].extension[1].url"),
        _planted("UK Core: part of another type", bundle(patient(extension=[_spoken(spoken, {"url": "preferred", "valueString": "yes"})]), _PLAN), f"{_AT}.extension[0].extension[1].valueString"),
        _planted("UK Core: part twice", bundle(patient(extension=[_spoken(spoken, spoken)]), _PLAN), f"{_AT}.extension[0].extension[1]"),
        _planted("UK Core: statement's identifier without system", bundle(patient(), statement | {"identifier": [{"value": "1"}]}, _PLAN), "Bundle.entry[1].resource.identifier[0].system"),
    ]  # fmt: skip


def _spoken(*parts: dict[str, Any]) -> dict[str, Any]:
    return {"url": _CORE + "NHSCommunication", "extension": [*parts]}


def _of_bytes() -> list[Listed]:
    text = json.dumps(referral())
    return [
        Listed("duplicate key", text.replace('"status": "active"', '"status": "revoked", "status": "active"').encode(), "*"),
        Listed("duplicate key, escaped", text.replace('"status": "active"', '"status": "revoked", "\\u0073tatus": "active"').encode(), "*"),
        Listed("duplicate key, colon by number", text.replace('"status": "active"', '"id": "\\u003a", "status": "revoked", "status": "active"').encode(), "*"),
        Listed("NaN", text.replace('"active"', "NaN").encode(), "*"),
        Listed("half a character", text.replace("Quill", "\\ud800").encode(), "*"),
        Listed("control character", text.replace("Quill", "\\u0000").encode(), "*"),
        Listed("two documents", (text + text).encode(), "*"),
    ]  # fmt: skip


def _planted(name: str, message: dict[str, Any], place: str) -> Listed:
    return Listed(name, json.dumps(message).encode(), place)
