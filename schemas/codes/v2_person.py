"""HL7 v2 tables about people, as FHIR codes.

Source: HL7 v2-to-FHIR concept maps (HL7/v2-to-fhir 8c9b414, Apache-2.0); what UK systems send beside the
tables is marked. A code that is absent here has no FHIR equivalent: leave the element out, keep the raw.
"""

SEX = {
    "F": "female",
    "M": "male",
    "O": "other",
    "U": "unknown",
    "A": "other",
    "N": "other",
    # NHS Data Dictionary PERSON STATED GENDER CODE, sent in PID-8 by UK patient administration systems.
    "1": "male",
    "2": "female",
    "9": "unknown",
    "0": "unknown",
    "X": "unknown",
}
"""Table 0001 and the UK digits to administrative-gender."""

MARITAL = {
    "A": ("L", "Legally Separated"),
    "D": ("D", "Divorced"),
    "M": ("M", "Married"),
    "S": ("S", "Never Married"),
    "W": ("W", "Widowed"),
    "C": ("C", "Common Law"),
    "G": ("T", "Domestic partner"),
    "R": ("T", "Domestic partner"),
    "E": ("L", "Legally Separated"),
    "I": ("I", "Interlocutory"),
    "B": ("U", "unmarried"),
}
"""Table 0002 to v3-MaritalStatus, with display.

`P` and `N` are left out: a partner and annulled there, separated and not disclosed in the NHS Data Dictionary.
"""

_ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
_RELATION = "http://terminology.hl7.org/CodeSystem/v2-0063"
_CONTACT = "http://terminology.hl7.org/CodeSystem/v2-0131"

RELATIONSHIP = {
    "SEL": (_ROLE, "ONESELF", "self"),
    "SPO": (_ROLE, "SPS", "spouse"),
    "DOM": (_ROLE, "SIGOTHR", "significant other"),
    "CHD": (_ROLE, "CHILD", "child"),
    "GCH": (_ROLE, "GRNDCHILD", "grandchild"),
    "NCH": (_ROLE, "NCHILD", "natural child"),
    "SCH": (_ROLE, "STPCHLD", "step child"),
    "FCH": (_ROLE, "CHLDFOST", "foster child"),
    "DEP": (_RELATION, "DEP", "Handicapped dependent"),
    "WRD": (_RELATION, "WRD", "Ward of court"),
    "PAR": (_ROLE, "PRN", "parent"),
    "MTH": (_ROLE, "MTH", "mother"),
    "FTH": (_ROLE, "FTH", "father"),
    "CGV": (_RELATION, "CGV", "Care giver"),
    "GRD": (_RELATION, "GRD", "Guardian"),
    "GRP": (_ROLE, "GRPRN", "grandparent"),
    "EXF": (_ROLE, "EXT", "extended family member"),
    "SIB": (_ROLE, "SIB", "sibling"),
    "BRO": (_ROLE, "BRO", "brother"),
    "SIS": (_ROLE, "SIS", "sister"),
    "FND": (_ROLE, "FRND", "unrelated friend"),
    "OAD": (_RELATION, "OAD", "Other adult"),
    "EME": (_RELATION, "EME", "Employee"),
    "EMR": (_CONTACT, "E", "Employer"),
    "ASC": (_RELATION, "ASC", "Associate"),
    "EMC": (_CONTACT, "C", "Emergency Contact"),
    "OWN": (_RELATION, "OWN", "Owner"),
    "TRA": (_RELATION, "TRA", "Trainer"),
    "MGR": (_RELATION, "MGR", "Manager"),
    "NON": (_RELATION, "NON", "None"),
    "UNK": (_CONTACT, "U", "Unknown"),
    "OTH": (_CONTACT, "O", "Other"),
}
"""Table 0063 (NK1-3) to (system, code, display)."""

CONTACT_ROLE = {
    "C": "Emergency Contact",
    "E": "Employer",
    "F": "Federal Agency",
    "I": "Insurance Company",
    "N": "Next-of-Kin",
    "S": "State Agency",
    "O": "Other",
    "U": "Unknown",
}
"""Table 0131 (NK1-7); the FHIR code system has the same codes."""

CONTACT_ROLE_CODE = {"NK": "N", "EC": "C"}
"""What English senders write in NK1-7 that is no code of table 0131, as the code that it means."""

NAME_USE = {
    "BAD": "old",
    "D": "usual",
    "L": "official",
    "M": "maiden",
    "MSK": "anonymous",
    "N": "nickname",
    "NAV": "temp",
    "R": "official",
    "TEMP": "temp",
}
"""Table 0200 (XPN-7) to name-use."""

ADDRESS_USE = {
    "BA": "old",
    "BI": "billing",
    "C": "temp",
    "B": "work",
    "H": "home",
    "O": "work",
    # Sent by UK patient administration systems.
    "HOME": "home",
    "TEMP": "temp",
    "WORK": "work",
}
"""Table 0190 (XAD-7) to address-use."""

TELECOM_USE = {
    "PRN": "home",
    "WPN": "work",
    "PRS": "mobile",
    # Sent by UK patient administration systems, in XTN-2, XTN-3 or XTN-4.
    "HOME": "home",
    "WORK": "work",
    "MOBILE": "mobile",
    "MOB": "mobile",
    "MOD": "mobile",
}
"""Table 0201 (XTN-2) to contact-point-use."""

TELECOM_SYSTEM = {
    "PH": "phone",
    "FX": "fax",
    "MD": "other",
    "CP": "phone",
    "SAT": "other",
    "BP": "pager",
    "Internet": "email",
    "X.400": "email",
    "TDD": "other",
    "TTY": "other",
    "EMAIL": "email",
}
"""Table 0202 (XTN-3) to contact-point-system. `CP` is a phone whose use is `mobile`."""

IDENTIFIER_TYPE = {
    "MR": "Medical record number",
    "PI": "Patient internal identifier",
    "PT": "Patient external identifier",
    "VN": "Visit number",
    "AN": "Account number",
    "NI": "National unique individual identifier",
    "NNGBR": "National person identifier of the United Kingdom",
}
"""Table 0203 (CX-5), those that matter here."""

IDENTIFIER_TYPE_CODE = {"MRN": "MR"}
"""What UK senders write in CX-5 that is no code of table 0203, as the code that it means."""

NHS_NUMBER_TYPES = frozenset({
    "NH", "NHS", "NHSNMBR", "NHSNBR", "NHSNO", "NHS NO", "NHSNUMBER", "NHS NUMBER", "NI", "NNGBR",
    "HTTPS://FHIR.NHS.UK/ID/NHS-NUMBER",
})  # fmt: skip
"""What UK senders write in CX-5 (or CX-4) of an NHS number; which one is a matter of the sender's profile."""

NHS_NUMBER_OID = "2.16.840.1.113883.2.1.4.1"
"""The same authority by its object identifier, in CX-4.2."""

YES_NO = {"Y": True, "N": False}
"""Table 0136."""
