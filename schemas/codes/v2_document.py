"""HL7 v2 tables about documents, allergies, results and confidentiality, as FHIR codes.

Source: HL7 v2.4 chapter 9 and the v2-to-FHIR TXA and AL1 maps (HL7/v2-to-fhir 8c9b414, Apache-2.0).
"""

from schemas.codes import snomed

DOCUMENT_TYPE = {
    "AR": "Autopsy report",
    "CD": "Cardiodiagnostics",
    "CN": "Consultation",
    "DI": "Diagnostic imaging",
    "DS": "Discharge summary",
    "ED": "Emergency department report",
    "HP": "History and physical examination",
    "OP": "Operative report",
    "PC": "Psychiatric consultation",
    "PH": "Psychiatric history and physical examination",
    "PN": "Procedure note",
    "PR": "Progress note",
    "SP": "Surgical pathology",
    "TS": "Transfer summary",
}
"""Table 0270 (TXA-2)."""

DOCUMENT_TYPE_SNOMED = {"DS": snomed.DISCHARGE_SUMMARY, "PR": snomed.ENCOUNTER_REPORT}
"""Table 0270 to SNOMED CT, where the meaning is the same."""

COMPLETION = {
    "DI": "preliminary",
    "DO": "preliminary",
    "IP": "preliminary",
    "IN": "preliminary",
    "PA": "preliminary",
    "AU": "final",
    "LA": "final",
}
"""Table 0271 (TXA-17) to composition-status, for DocumentReference.docStatus."""

CONFIDENTIALITY = {"V": "V", "R": "R", "U": "N"}
"""Tables 0272 and 0177 to v3-Confidentiality; `usual control` is `normal`."""

AVAILABILITY = {"AV": "current", "OB": "superseded", "CA": "entered-in-error", "UN": "entered-in-error"}
"""Table 0273 (TXA-19) to document-reference-status."""

ALLERGEN_CATEGORY = {
    "DA": "medication",
    "FA": "food",
    "EA": "environment",
    "AA": "biologic",
    "PA": "environment",
    "LA": "environment",
}
"""Table 0127 (AL1-2) to allergy-intolerance-category."""

ALLERGY_CRITICALITY = {"SV": "high", "MI": "low"}
"""Table 0128 (AL1-4) to allergy-intolerance-criticality; moderate and unknown have none."""

INTERPRETATION = {
    "L": "Low",
    "H": "High",
    "LL": "Critical low",
    "HH": "Critical high",
    "LU": "Significantly low",
    "HU": "Significantly high",
    "<": "Off scale low",
    ">": "Off scale high",
    "N": "Normal",
    "A": "Abnormal",
    "AA": "Critical abnormal",
    "U": "Significant change up",
    "D": "Significant change down",
    "B": "Better",
    "W": "Worse",
    "S": "Susceptible",
    "R": "Resistant",
    "I": "Intermediate",
    "POS": "Positive",
    "NEG": "Negative",
    "IND": "Indeterminate",
    "DET": "Detected",
    "ND": "Not detected",
}
"""Table 0078 (OBX-8): the codes that v3-ObservationInterpretation has too, with its words for them."""
