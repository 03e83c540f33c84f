"""The code systems, identifier systems and extensions that our FHIR names, each spelt once."""

SNOMED = "http://snomed.info/sct"
V2_TABLE = "http://terminology.hl7.org/CodeSystem/v2-"
V3_ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
V3_ROLE_CLASS = "http://terminology.hl7.org/CodeSystem/v3-RoleClass"
V3_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
V3_ACT_REASON = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
V3_PARTICIPATION = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
V3_CONFIDENTIALITY = "http://terminology.hl7.org/CodeSystem/v3-Confidentiality"
V3_MARITAL = "http://terminology.hl7.org/CodeSystem/v3-MaritalStatus"
V3_NULL = "http://terminology.hl7.org/CodeSystem/v3-NullFlavor"
INTERPRETATION = "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation"
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CONSENT_CATEGORY = "http://terminology.hl7.org/CodeSystem/consentcategorycodes"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
"""Where HL7's own code systems stand; a name follows."""
LOINC = "http://loinc.org"
URI = "urn:ietf:rfc:3986"

STATUS_REASON = "http://hl7.org/fhir/StructureDefinition/request-statusReason"
"""Extension of R4: why a request stands as it does, where its type has no element for it."""

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
ODS = "https://fhir.nhs.uk/Id/ods-organization-code"
ODS_SITE = "https://fhir.nhs.uk/Id/ods-site-code"
NHS_PROXY_LEGAL_BASIS = "https://fhir.nhs.uk/England/CodeSystem/England-NHSProxyLegalBasis"
SDS_USER = "https://fhir.nhs.uk/Id/sds-user-id"
SDS_ROLE_PROFILE = "https://fhir.nhs.uk/Id/sds-role-profile-id"
GMC = "https://fhir.hl7.org.uk/Id/gmc-number"

BARS_FLAG = "https://fhir.nhs.uk/CodeSystem/flag-categories-bars"


def local(organisation: str, kind: str) -> str:
    """The system of a sender's own ids; `kind` is mrn, referral, document, appointment or visit."""
    return f"urn:nwd:{organisation}:{kind}"


def table(number: str) -> str:
    """The FHIR code system of an HL7 v2 table: `0063` -> `http://terminology.hl7.org/CodeSystem/v2-0063`."""
    return V2_TABLE + number
