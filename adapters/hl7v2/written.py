"""FHIR datatypes written as HL7 v2 composites: the way back of `values`, with nothing that can break out."""

from collections.abc import Mapping
from datetime import datetime

from adapters.contract import Released
from adapters.hl7v2.code_systems import name_of
from adapters.hl7v2.escape import escape
from adapters.hl7v2.tree import Delimiters
from schemas.codes import systems, uk_core, v2_person
from schemas.fhir import Resource

DELIMITERS = Delimiters()
UNNAMED = "^^^^^^U"
"""PID-5 may not be empty: of whom no name is known or may be shown only that (table 0200)."""
SEX = {"female": "F", "male": "M", "other": "O", "unknown": "U"}

_ABOUT = ("subject", "patient", "for")


def back(codes: Mapping[str, str]) -> Mapping[str, str]:
    """A table of codes the other way; of several codes with one meaning the first."""
    found: dict[str, str] = {}
    for code, means in codes.items():
        found.setdefault(means, code)
    return found


_NAME_USE, _ADDRESS_USE = back(v2_person.NAME_USE), back(v2_person.ADDRESS_USE)
_MARITAL = back({code: means for code, (means, _) in v2_person.MARITAL.items()})
_TELECOM_USE, _TELECOM_SYSTEM = back(v2_person.TELECOM_USE), back(v2_person.TELECOM_SYSTEM)


def raw(name: str, *values: str) -> str:
    """A segment of values that are written already."""
    return "|".join((name, *values)).rstrip("|")


def components(*values: str) -> str:
    """One repetition of components."""
    return "^".join(map(safe, values)).rstrip("^")


def safe(value: str) -> str:
    """A value that stays inside its field."""
    return escape(value, DELIMITERS)


def concept(found: Resource | None, reader: str) -> str:
    """A CodeableConcept as CE: code, text, coding system as its reader knows it, and the same of a second coding."""
    if not found:
        return ""
    first, other = [*found.get("coding", []), {}, {}][:2]
    text = str(found.get("text", ""))
    said = str(first.get("display") or ("" if text in {first.get("code"), other.get("display")} else text))
    return components(*_coding(first, said, reader), *_coding(other, str(other.get("display", "")), reader))


def _coding(found: Resource, said: str, reader: str) -> tuple[str, str, str]:
    code = str(found.get("code", ""))
    return code, said, name_of(str(found.get("system", "")), reader) if code else ""


def stamp(text: object) -> str:
    """A FHIR date or instant as a time stamp, as precise as it is."""
    said = str(text or "")
    if "T" not in said:
        return said.replace("-", "")
    moment = datetime.fromisoformat(said)
    fraction = f".{moment.microsecond // 1000:03}" if moment.microsecond else ""
    return moment.strftime(f"%Y%m%d%H%M%S{fraction}%z")


def identifier(found: Resource) -> str:
    """An Identifier as CX; the NHS number by its own type."""
    value, system = str(found["value"]), str(found.get("system", ""))
    if system == systems.NHS_NUMBER:
        return components(value, _trace_status(found), "", "NHS", "NH")
    authority = system.split(":")[2] if system.startswith("urn:nwd:") else ""
    named = str(found.get("assigner", {}).get("display", "")) or authority
    coding: Resource = next(iter(found.get("type", {}).get("coding", [])), {})
    return components(value, "", "", named, str(coding.get("code") or found.get("type", {}).get("text") or "MR"))


def _trace_status(found: Resource) -> str:
    for extension in found.get("extension", []):
        if extension.get("url") == uk_core.VERIFICATION_STATUS:
            return str(extension["valueCodeableConcept"]["coding"][0]["code"])
    return ""


def name(found: Resource) -> str:
    """A HumanName as XPN."""
    given = [*found.get("given", []), ""]
    prefix, suffix = (" ".join(found.get(part, [])) for part in ("prefix", "suffix"))
    family = str(found.get("family") or ("" if found.get("given") else found.get("text", "")))
    use = _NAME_USE.get(str(found.get("use")), "")
    return components(family, given[0], " ".join(given[1:]).strip(), suffix, prefix, "", use)


def address(found: Resource) -> str:
    """An Address as XAD; what is beyond its first line stands in the second."""
    first, *others = [str(it) for it in found.get("line", [])] or [str(found.get("text", ""))]
    parts = [str(found.get(part, "")) for part in ("city", "district", "postalCode", "country")]
    return components(first, ", ".join(others), *parts, _ADDRESS_USE.get(str(found.get("use")), ""))


def telecom(found: Resource) -> str:
    """A ContactPoint as XTN."""
    value, system = str(found.get("value", "")), str(found.get("system", ""))
    use = _TELECOM_USE.get(str(found.get("use")), "")
    if system == "email":
        return components("", use, "Internet", value)
    return components(value, use, _TELECOM_SYSTEM.get(system, ""))


def first(released: Released, kind: str) -> Resource:
    """The first resource of a type that may be seen; empty without one."""
    return next((it for it in released.resources if it["resourceType"] == kind), {})


def about(released: Released) -> Resource:
    """Who it is about as far as that may be seen: the Patient, else no more than our id of whom the content names."""
    if released.patient is not None:
        return released.patient
    named = (str(it.get(role, {}).get("reference", "")) for it in released.resources for role in _ABOUT)
    return {"id": next((it.removeprefix("Patient/") for it in named if it.startswith("Patient/")), "")}


def under(patient: Resource, authority: str) -> str:
    """PID-3: the numbers that may be seen, and without any our own id of the person, so that it can be filed."""
    numbers = "~".join(identifier(it) for it in patient.get("identifier", []) if it.get("value"))
    return numbers or (components(str(patient["id"]), "", "", authority, "PI") if patient.get("id") else "")


def person(patient: Resource, numbers: str) -> str:
    """PID of a whole Patient, as far as it may be seen, under these numbers."""
    languages = [_language(it.get("language", {})) for it in patient.get("communication", [])]
    married: Resource = next(iter(patient.get("maritalStatus", {}).get("coding", [])), {})
    died = stamp(patient.get("deceasedDateTime"))
    dead = "Y" if died or patient.get("deceasedBoolean") else "N" if patient.get("deceasedBoolean") is False else ""
    fields = {
        3: numbers,
        5: "~".join(map(name, patient.get("name", []))) or UNNAMED,
        7: stamp(_born(patient)),
        8: SEX.get(str(patient.get("gender")), ""),
        11: "~".join(map(address, patient.get("address", []))),
        13: "~".join(map(telecom, patient.get("telecom", []))),
        15: next(iter(languages), ""),
        16: _MARITAL.get(str(married.get("code")), ""),
        29: died,
        30: dead,
    }
    return raw("PID", "1", *(fields.get(place, "") for place in range(2, 31)))


def _language(found: Resource) -> str:
    coding: Resource = next(iter(found.get("coding", [])), {})
    return safe(str(found.get("text") or coding.get("display") or coding.get("code", "")))


def _born(patient: Resource) -> object:
    """The birth date, with its time of day where that is known."""
    found = patient.get("_birthDate", {}).get("extension", [])
    return next((it["valueDateTime"] for it in found if "valueDateTime" in it), patient.get("birthDate"))


def practice(patient: Resource) -> list[str]:
    """PD1: the practice with its code, and the doctor by name; nothing without either."""
    found = patient.get("generalPractitioner", [])
    places, doctors = ([it for it in found if it.get("type") == kind] for kind in ("Organization", "Practitioner"))
    written = raw(
        "PD1", "", "",
        "~".join(components(said(it), "", str(it.get("identifier", {}).get("value", ""))) for it in places),
        "~".join(components("", said(it)) for it in doctors),
    )  # fmt: skip
    return [written] if "|" in written else []


def hidden(patient: Resource) -> list[str]:
    """ZU8-4, where nobody may learn where the person is."""
    marks = patient.get("meta", {}).get("security", [])
    return ["ZU8||||Y"] if any(it.get("code") in {"R", "V"} for it in marks) else []


def note(number: int, found: Resource) -> str:
    """An Annotation as NTE: its words, who wrote it and when."""
    author = components("", str(found.get("authorString", "")))
    return raw("NTE", str(number), "", safe(str(found["text"])), "", author, stamp(found.get("time")))


def said(reference: Resource) -> str:
    """The display of a Reference."""
    return str(reference.get("display", ""))
