"""Finds the one person a message is about, and refuses a message that could be about another."""

import re
from collections.abc import Iterator
from typing import Any

from adapters.contract import Issue, Severity
from adapters.fhir_r4.entries import Entry, url_of
from adapters.fhir_r4.needs import GIVEN_HERE
from adapters.fhir_r4.references import literal, place, rewrite
from schemas import nhs_number
from schemas.codes.systems import NHS_NUMBER

_SUBJECTS = {
    "Consent": "patient", "RelatedPerson": "patient", "AllergyIntolerance": "patient", "Coverage": "beneficiary",
    "Task": "for", "EpisodeOfCare": "patient", "Immunization": "patient", "ImmunizationRecommendation": "patient",
    "FamilyMemberHistory": "patient", "DetectedIssue": "patient", "NutritionOrder": "patient",
    "BodyStructure": "patient", "VisionPrescription": "patient", "Device": "patient",
}  # fmt: skip
_DEFAULT_SUBJECT = "subject"
_SPELT_OTHERWISE = frozenset({
    "http://fhir.nhs.uk/id/nhs-number", "http://fhir.nhs.net/id/nhs-number", "https://fhir.nhs.uk/id/nhs-number/",
    "urn:oid:2.16.840.1.113883.2.1.4.1",
})  # fmt: skip
_PDS = re.compile(r"https://[a-z0-9.]*api\.service\.nhs\.uk/personal-demographics/FHIR/R4/Patient/([0-9]{10})\Z")
_PATIENT = re.compile(r"(?:\A|/)Patient/[^/]+\Z")
NAMES_NOBODY = "names no Patient; send a Patient with an NHS number along"
"""What is said of a message that brings nobody, whatever stands in its place: an id of ours as any other."""
_NOT_THIS_ONE = "does not name the Patient of this message"
_ONE_EACH = "is a second person; send one message for each person"


def settle(found: list[Entry], main: Entry, seed: str) -> list[Issue]:
    """Leave exactly one Patient in `found`, or say why that cannot be."""
    _tidy_numbers(found)
    _merge_copies(found)
    patients = [it for it in found if it.type == "Patient"]
    if len(patients) > 1:
        return [_error("structure", it.where, _ONE_EACH) for it in patients[1:]]
    issues = (
        [*_identified(patients[0], main), *_strangers(found, patients[0], main)]
        if patients
        else _from_identifier(found, seed)
    )
    told = {it.where for it in issues}
    return [*issues, *(it for it in _others(found) if it.where not in told), *_carers(found)]


def _others(found: list[Entry]) -> Iterator[Issue]:
    """A reference that says Patient and has another NHS number, and a second person at an appointment."""
    patients = [it for it in found if it.type == "Patient"]
    own = {it["value"] for one in patients for it in one.resource.get("identifier", []) if _is_nhs_number(it)}
    urls = {it.url for it in patients}
    for entry in [it for it in found if own and it.type != "Patient"]:
        said = [(place(entry.where, path), it) for path, it in entry.found.references if _says_patient(it, urls)]
        attending = _people(entry) if entry.type == "Appointment" else ()
        for where, it in dict([*said, *attending]).items():
            if (number := nhs_number.clean(_number_in(it))) and number not in own:
                yield _error("structure", where, _ONE_EACH)


def subject(entry: Entry) -> tuple[str, Any]:
    """The place and the Reference by which a resource names whose it is."""
    if entry.type == "Appointment":
        return _attending(entry)
    name = _SUBJECTS.get(entry.type, _DEFAULT_SUBJECT)
    return f"{entry.where}.{name}", entry.resource.get(name)


def given_here(found: list[Entry]) -> str:
    """`Patient/<id>` by an id of this gateway, where that is all that a message says of its person; else empty."""
    subjects = [reference for _, reference in map(subject, found) if reference]
    others = [it for entry in found for _, it in entry.found.references if _PATIENT.search(literal(it))]
    names = {str(it.get("reference", "")) for it in (*subjects, *others)}
    name = names.pop() if len(names) == 1 else ""
    kind, _, identity = name.partition("/")
    brings_none = all(it.type != "Patient" for it in found)
    return name if brings_none and kind == "Patient" and GIVEN_HERE.match(identity) else ""


def _says_patient(reference: dict[str, Any], urls: set[str]) -> bool:
    return reference.get("type") == "Patient" or literal(reference) in urls


def _attending(appointment: Entry) -> tuple[str, Any]:
    return next(_people(appointment), (f"{appointment.where}.participant", None))


def _people(appointment: Entry) -> Iterator[tuple[str, Any]]:
    """Of those who take part, the person: who is said to be a Patient, else who has an NHS number and no other type."""
    listed = enumerate(appointment.resource.get("participant", []))
    actors = [(f"{appointment.where}.participant[{at}].actor", it["actor"]) for at, it in listed if "actor" in it]
    sure = [it for it in actors if it[1].get("type") == "Patient" or _PATIENT.search(literal(it[1]))]
    yield from sure or [it for it in actors if _number_in(it[1]) and not literal(it[1])]


def _is_there(appointment: Entry, patient: Entry) -> bool:
    actors = (it.get("actor") for it in appointment.resource["participant"])
    return any(literal(it) == patient.url for it in actors)


def _tidy_numbers(found: list[Entry]) -> None:
    for entry in found:
        identifiers = entry.resource.get("identifier")
        listed = identifiers if isinstance(identifiers, list) else []
        for it in (*listed, _identifier_of(subject(entry)[1])):
            if isinstance(it, dict) and _is_nhs_number(it):
                it["system"] = NHS_NUMBER
                it["value"] = nhs_number.clean(it["value"]) or it["value"]


def _is_nhs_number(identifier: dict[str, Any]) -> bool:
    system = str(identifier.get("system", "")).casefold()
    return (system == NHS_NUMBER.casefold() or system in _SPELT_OTHERWISE) and "value" in identifier


def _merge_copies(found: list[Entry]) -> None:
    """Senders contain the same Patient in several resources: equal copies are one."""
    patients = [it for it in found if it.type == "Patient"]
    same = {it.url: patients[0].url for it in patients[1:] if _bare(it) == _bare(patients[0])}
    if same:
        found[:] = [it for it in found if it.url not in same]
        for entry in found:
            rewrite(entry.found, same)


def _bare(entry: Entry) -> dict[str, Any]:
    return {name: value for name, value in entry.resource.items() if name not in {"id", "meta", "text"}}


def _from_identifier(found: list[Entry], seed: str) -> list[Issue]:
    """No Patient was sent: the NHS number in the subject stands for one."""
    named = [(where, _number_in(reference), reference) for where, reference in map(subject, found) if reference]
    numbers = {number for _, number, _ in named if number}
    if len(numbers) != 1 or not all(number for _, number, _ in named):
        place = next((where for where, number, _ in named if not number), found[0].where if found else "Bundle.entry")
        if len(numbers) > 1:
            return [_error("structure", named[1][0], _ONE_EACH)]
        return [_error("required", place, NAMES_NOBODY)]
    patient = {"resourceType": "Patient", "identifier": [{"system": NHS_NUMBER, "value": numbers.pop()}]}
    entry = Entry(named[0][0], url_of(seed, "patient"), patient)
    for _, _, reference in named:
        reference["reference"] = entry.url
    found.append(entry)
    return _identified(entry, entry)


def _number_in(reference: object) -> str:
    """The NHS number of a person in a reference, not that of a carer."""
    identifier = _identifier_of(reference)
    if isinstance(reference, dict) and reference.get("type", "Patient") != "Patient":
        return ""
    if identifier is not None and _is_nhs_number(identifier):
        return str(identifier["value"])
    at_pds = _PDS.match(literal(reference))
    return at_pds[1] if at_pds else ""


def _identifier_of(reference: object) -> dict[str, Any] | None:
    identifier = reference.get("identifier") if isinstance(reference, dict) else None
    return identifier if isinstance(identifier, dict) else None


def _identified(patient: Entry, main: Entry) -> list[Issue]:
    given = patient.resource.get("identifier", [])
    current = [(at, it) for at, it in enumerate(given) if _is_nhs_number(it) and it.get("use") != "old"]
    if len({it["value"] for _, it in current}) > 1:
        where = f"{patient.where}.identifier[{current[1][0]}].value"
        return [_error("value", where, "is a second NHS number; mark the one no longer used with use `old`")]
    if not given and not ("name" in patient.resource and "birthDate" in patient.resource):
        return [_nobody_known(f"{patient.where}.identifier", main)]
    return list(_doubts(patient, current))


def _carers(found: list[Entry]) -> Iterator[Issue]:
    """A carer whose number is wrong could be taken for another."""
    for entry in found:
        if entry.type == "RelatedPerson":
            listed = enumerate(entry.resource.get("identifier", []))
            yield from _doubts(entry, [(at, it) for at, it in listed if _is_nhs_number(it)])


def _nobody_known(where: str, main: Entry) -> Issue:
    """A referral of somebody whom nobody could name still reaches its addressee."""
    if main.type == "ServiceRequest":
        return Issue(Severity.WARNING, "required", where, "is missing; the identity stays unverified until it is sent")
    return _error("required", where, "is missing; send the NHS number")


def _doubts(person: Entry, current: list[tuple[int, dict[str, Any]]]) -> Iterator[Issue]:
    for at, it in current:
        if nhs_number.fault(it["value"]):
            where = f"{person.where}.identifier[{at}].value"
            yield Issue(Severity.WARNING, "value", where, "is not a valid NHS number; check it and send it again")


def _strangers(found: list[Entry], patient: Entry, main: Entry) -> list[Issue]:
    own = {it["value"] for it in patient.resource.get("identifier", []) if _is_nhs_number(it)}
    issues: list[Issue] = []
    not_people = {it.url for it in found if it.type != "Patient"}
    for entry in found:
        where, reference = subject(entry)
        if entry is main and entry.type == "Appointment" and reference is None and not _is_there(entry, patient):
            text = "names no person; taken to be for the Patient of this message: name them as a participant"
            issues.append(Issue(Severity.WARNING, "required", where, text))
        if isinstance(reference, dict) and (entry is main or literal(reference) not in not_people):
            issues.extend(_other_subject(where, reference, patient.url, own))
        for path, other in entry.found.references:
            if other is not reference and entry is not patient and _PATIENT.search(literal(other)):
                issues.append(_error("not-found", f"{place(entry.where, path)}.reference", _NOT_THIS_ONE))
    return issues


def _other_subject(where: str, reference: dict[str, Any], url: str, own: set[str]) -> Iterator[Issue]:
    number = _number_in(reference)
    if number and own and number not in own:
        yield _error("structure", where, _ONE_EACH)
    elif number in own and literal(reference) != url and not literal(reference).startswith("urn:"):
        reference["reference"] = url
    elif literal(reference) != url:
        yield _error("value", where, _NOT_THIS_ONE)


def _error(code: str, where: str, message: str) -> Issue:
    return Issue(Severity.ERROR, code, where, message)
