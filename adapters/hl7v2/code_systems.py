"""Coding systems as CE-3 and CE-6 name them (HL7 v2.4 table 0396), and as FHIR does: one way and back."""

import re
from urllib.parse import quote, unquote

from schemas.codes import systems

_ICD_10 = "http://hl7.org/fhir/sid/icd-10"
_KNOWN = {
    "SCT": systems.SNOMED, "SNOMED-CT": systems.SNOMED, "SNOMEDCT": systems.SNOMED, "SNM3": systems.SNOMED,
    "SNM": systems.SNOMED, "LN": systems.LOINC, "I10": _ICD_10, "ICD10": _ICD_10,
}  # fmt: skip
_WRITTEN = {systems.SNOMED: "SCT", systems.LOINC: "LN", _ICD_10: "I10"}
_TABLE = re.compile(r"HL7(\d{4})")
_URI = re.compile(r"(?:[a-z][a-z0-9+.-]*://|urn:)\S+", re.IGNORECASE)
_OWN = "urn:nwd:"


def system_of(name: str, local: str) -> str:
    """The system that a name means; a name of the sender's own, or none, means its `local` one."""
    upper = name.upper()
    if found := _KNOWN.get(upper):
        return found
    if table := _TABLE.fullmatch(upper):
        return systems.table(table[1])
    if _URI.fullmatch(name):
        return name
    organisation = local.removeprefix(_OWN).partition(":")[0]
    is_own = upper in {"", "L", f"99{organisation}".upper()}
    return local if is_own else f"{local}:{quote(name, safe='')}"


def name_of(system: str, reader: str) -> str:
    """The name of a system to one reader; what is local to another organisation never reads as its own."""
    if system.startswith(systems.V2_TABLE):
        return f"HL7{system.removeprefix(systems.V2_TABLE)}"
    if not system.startswith(_OWN):
        return _WRITTEN.get(system, system)
    organisation, _, rest = system.removeprefix(_OWN).partition(":")
    named = unquote(rest.partition(":")[2])
    return named or ("L" if organisation == reader else f"99{organisation}")
