"""FHIR datatypes written as HL7 v2 composites: the way back of `values`, with nothing that can break out."""

from collections.abc import Mapping
from datetime import datetime

from adapters.hl7v2.escape import escape
from adapters.hl7v2.tree import Delimiters
from schemas.codes import systems, v2_person
from schemas.fhir import Resource

DELIMITERS = Delimiters()
_SYSTEMS = {systems.SNOMED: "SCT", systems.LOINC: "LN", "http://hl7.org/fhir/sid/icd-10": "I10"}
SEX = {"female": "F", "male": "M", "other": "O", "unknown": "U"}


def _back(codes: Mapping[str, str]) -> Mapping[str, str]:
    """A table of codes the other way; of several codes with one meaning the first."""
    found: dict[str, str] = {}
    for code, means in codes.items():
        found.setdefault(means, code)
    return found


_NAME_USE, _ADDRESS_USE = _back(v2_person.NAME_USE), _back(v2_person.ADDRESS_USE)
_TELECOM_USE, _TELECOM_SYSTEM = _back(v2_person.TELECOM_USE), _back(v2_person.TELECOM_SYSTEM)


def raw(name: str, *values: str) -> str:
    """A segment of values that are written already."""
    return "|".join((name, *values)).rstrip("|")


def components(*values: str) -> str:
    """One repetition of components."""
    return "^".join(map(safe, values)).rstrip("^")


def safe(value: str) -> str:
    """A value that stays inside its field."""
    return escape(value, DELIMITERS)


def concept(found: Resource | None) -> str:
    """A CodeableConcept as CE: code, text, coding system."""
    if not found:
        return ""
    coding: Resource = next(iter(found.get("coding", [])), {})
    said = str(found.get("text") or coding.get("display", ""))
    code = str(coding.get("code", ""))
    return components(code, said if said != code or not code else "", _SYSTEMS.get(str(coding.get("system")), ""))


def stamp(text: object) -> str:
    """A FHIR date or instant as a time stamp, as precise as it is."""
    said = str(text or "")
    if "T" not in said:
        return said.replace("-", "")
    moment = datetime.fromisoformat(said)
    return moment.strftime("%Y%m%d%H%M%S%z")


def identifier(found: Resource) -> str:
    """An Identifier as CX; the NHS number by its own type."""
    value, system = str(found["value"]), str(found.get("system", ""))
    if system == systems.NHS_NUMBER:
        return components(value, "", "", "NHS", "NH")
    authority = system.split(":")[2] if system.startswith("urn:nwd:") else ""
    named = str(found.get("assigner", {}).get("display", "")) or authority
    coding: Resource = next(iter(found.get("type", {}).get("coding", [])), {})
    return components(value, "", "", named, str(coding.get("code") or found.get("type", {}).get("text") or "MR"))


def name(found: Resource) -> str:
    """A HumanName as XPN."""
    given = [*found.get("given", []), ""]
    prefix, suffix = (" ".join(found.get(part, [])) for part in ("prefix", "suffix"))
    family = str(found.get("family") or ("" if found.get("given") else found.get("text", "")))
    use = _NAME_USE.get(str(found.get("use")), "")
    return components(family, given[0], " ".join(given[1:]).strip(), suffix, prefix, "", use)


def address(found: Resource) -> str:
    """An Address as XAD."""
    line = [*found.get("line", []), "", ""]
    if not found.get("line") and found.get("text"):
        line[0] = str(found["text"])
    parts = [str(found.get(part, "")) for part in ("city", "district", "postalCode", "country")]
    return components(line[0], line[1], *parts, _ADDRESS_USE.get(str(found.get("use")), ""))


def telecom(found: Resource) -> str:
    """A ContactPoint as XTN."""
    value, system = str(found.get("value", "")), str(found.get("system", ""))
    use = _TELECOM_USE.get(str(found.get("use")), "")
    if system == "email":
        return components("", use, "Internet", value)
    return components(value, use, _TELECOM_SYSTEM.get(system, ""))


def person(patient: Resource) -> str:
    """PID of a whole Patient, as far as it may be seen."""
    numbers = "~".join(identifier(it) for it in patient.get("identifier", []) if it.get("value"))
    languages = [concept(it.get("language")) for it in patient.get("communication", [])]
    died = stamp(patient.get("deceasedDateTime"))
    dead = "Y" if died or patient.get("deceasedBoolean") else "N" if patient.get("deceasedBoolean") is False else ""
    fields = {
        3: numbers,
        5: "~".join(map(name, patient.get("name", []))),
        7: stamp(patient.get("birthDate")),
        8: SEX.get(str(patient.get("gender")), ""),
        11: "~".join(map(address, patient.get("address", []))),
        13: "~".join(map(telecom, patient.get("telecom", []))),
        15: next(iter(languages), ""),
        29: died,
        30: "" if died else dead,
    }
    return raw("PID", "1", *(fields.get(place, "") for place in range(2, 31)))
