"""UK Core extensions and the codes in them.

Source: UK Core R4 staging, StructureDefinitions and CodeSystems of 2025-06 (HL7 UK, Apache-2.0).
"""

_STRUCTURE = "https://fhir.hl7.org.uk/StructureDefinition/"
_CODES = "https://fhir.hl7.org.uk/CodeSystem/"

VERIFICATION_STATUS = _STRUCTURE + "Extension-UKCore-NHSNumberVerificationStatus"
NUMBER_UNAVAILABLE_REASON = _STRUCTURE + "Extension-UKCore-NHSNumberUnavailableReason"
SOURCE_OF_SERVICE_REQUEST = _STRUCTURE + "Extension-UKCore-SourceOfServiceRequest"
CARE_SETTING_TYPE = _STRUCTURE + "Extension-UKCore-CareSettingType"
CONTACT_PREFERENCE = _STRUCTURE + "Extension-UKCore-ContactPreference"
CONTACT_RANK = _STRUCTURE + "Extension-UKCore-ContactRank"
DEATH_NOTIFICATION = _STRUCTURE + "Extension-UKCore-DeathNotificationStatus"
ETHNIC_CATEGORY = _STRUCTURE + "Extension-UKCore-EthnicCategory"
DISCHARGE_METHOD = _STRUCTURE + "Extension-UKCore-DischargeMethod"

VERIFICATION_STATUS_SYSTEM = _CODES + "UKCore-NHSNumberVerificationStatusEngland"
NUMBER_UNAVAILABLE_SYSTEM = _CODES + "UKCore-NHSNumberUnavailableReason"
DEATH_NOTIFICATION_SYSTEM = _CODES + "UKCore-DeathNotificationStatus"
PERSON_RELATIONSHIP_SYSTEM = _CODES + "UKCore-AdditionalPersonRelationshipRole"
PREFERRED_CONTACT_SYSTEM = _CODES + "UKCore-PreferredContactMethod"

VERIFICATION_STATUSES = {
    "01": "Number present and verified",
    "02": "Number present but not traced",
    "03": "Trace required",
    "04": "Trace attempted - No match or multiple match found",
    "05": "Trace needs to be resolved - (NHS number or patient detail conflict)",
    "06": "Trace in progress",
    "07": "Number not present and trace not required",
    "08": "Trace postponed (baby under six weeks old)",
}
"""What CX-2, PID-32 and CSV columns call the trace status, as it stands in the extension."""

VERIFIED = "01"

NUMBER_UNAVAILABLE_REASONS = {
    "nhs-number-not-known": "NHS number not known",
    "overseas-patient": "Overseas patient",
    "devolved-nation": "Devolved nation",
}

DEATH_NOTIFICATIONS = {
    "1": "Informal - death notice received via an update from a local NHS Organisation such as GP or Trust",
    "2": "Formal - death notice received from Registrar of Deaths",
    "U": "Removed",
}

CARER = ("Carer", "Carer of patient")
"""The relationship role of a carer, with its display."""
