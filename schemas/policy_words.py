"""The words of sharing, used by judge, house and translators: categories, service classes, roles."""

from enum import StrEnum


class Category(StrEnum):
    """A row of the sharing matrix: what kind of fact an item is."""

    DEMOGRAPHICS = "demographics"
    REFERRAL_REASON = "referral-reason"
    RISK_SUMMARY = "risk-summary"
    STAFF_SAFETY = "staff-safety-alert"
    CRISIS_PLAN = "crisis-plan"
    CARE_PLAN = "care-plan-summary"
    MEDICATION = "medication"
    DIAGNOSIS = "diagnosis"
    THERAPY_NOTES = "therapy-notes"
    SAFEGUARDING = "safeguarding"
    THIRD_PARTY = "third-party"
    NHS_APPOINTMENT = "nhs-appointment"
    DISCHARGE = "discharge"
    CONTACT = "third-sector-contact"


class ServiceClass(StrEnum):
    """A column of the sharing matrix; it belongs to the service, not to the organisation that runs it."""

    CMHT = "cmht"
    HTT = "htt"
    CAFE = "cafe"
    HELPLINE = "helpline"
    GP = "gp"
    SOCIAL_PRESCRIBING = "social-prescribing"
    CARER = "carer"
    PATIENT = "patient"


class Role(StrEnum):
    """In what capacity a person, or the service itself, asks."""

    VOLUNTEER = "volunteer"
    WORKER = "worker"
    MANAGER = "manager"
    REGISTERED_PROFESSIONAL = "registered-professional"
    PRIVACY_OFFICER = "privacy-officer"
    OPERATOR = "operator"
    SERVICE_INBOX = "service-inbox"


class Confidentiality(StrEnum):
    """HL7 v3 Confidentiality, from least to most restricted."""

    U = "U"
    L = "L"
    M = "M"
    N = "N"
    R = "R"
    V = "V"
