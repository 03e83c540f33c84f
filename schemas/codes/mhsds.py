"""Codes of the Mental Health Services Data Set, version 6.

Source: NHS Data Dictionary (OGL v3) and NHSDigital/mental-health-monthly-statistics (MIT).
"""

from schemas.policy_words import ServiceClass

PRIORITY = {"1": "stat", "4": "asap", "2": "urgent", "3": "routine"}
"""Clinical response priority type to FHIR request-priority."""

PRIORITY_DISPLAY = {"1": "Emergency", "4": "Very Urgent", "2": "Urgent/serious", "3": "Routine"}

SERVICE_TYPES = {
    "A01": "Day Care Service",
    "A02": "Crisis Resolution Team/Home Treatment Service",
    "A05": "Primary Care Mental Health Service",
    "A06": "Community Mental Health Team - Functional",
    "A18": "Single Point of Access Service",
    "A19": "24/7 Crisis Response Line",
    "A20": "Health Based Place Of Safety Service",
    "A21": "Crisis Café/Safe Haven/Sanctuary Service",
    "A22": "Walk-in Crisis Assessment Unit Service",
    "A24": "Acute Day Service",
    "A25": "Crisis House Service",
    "F06": "Mental Health and Wellbeing Hubs",
}

SERVICE_CLASS = {
    "A01": ServiceClass.SOCIAL_PRESCRIBING,
    "A02": ServiceClass.HTT,
    "A06": ServiceClass.CMHT,
    "A19": ServiceClass.HELPLINE,
    "A21": ServiceClass.CAFE,
    "A24": ServiceClass.SOCIAL_PRESCRIBING,
}
"""The usual class of a service type; what a service really is stands in the configuration."""

DROP_IN_OUTCOME_SYSTEM = "https://nowrongdoor.example/CodeSystem/mhsds-drop-in-contact-outcome"
DROP_IN_OUTCOME = {
    "01": "Caller Disconnected",
    "02": "Advice on call only",
    "03": "Signposted to other non-NHS SERVICES / sources of support",
    "04": "Non-urgent referral to other NHS SERVICE",
    "05": "Urgent referral for face to face assessment",
    "06": "Emergency Service(s) notified",
    "98": "Other (not listed)",
}
URGENT_OUTCOMES = frozenset({"05", "06"})
"""Those of them that nobody may hear of tomorrow."""

ATTENDANCE_SYSTEM = "https://nowrongdoor.example/CodeSystem/mhsds-attendance"
ATTENDANCE = {
    "5": "Attended on time or, if late, before the relevant professional was ready to see the patient",
    "6": "Arrived late, after the relevant professional was ready to see the patient, but was seen",
    "7": "Patient arrived late and could not be seen",
    "2": "Appointment cancelled by, or on behalf of the patient",
    "3": "Did not attend, no advance warning given",
    "4": "Appointment cancelled or postponed by the health care provider",
}


def attendance(attended: bool) -> dict[str, object]:
    """Whether somebody came, as a CodeableConcept."""
    code = "5" if attended else "3"
    coding = {"system": ATTENDANCE_SYSTEM, "code": code, "display": ATTENDANCE[code]}
    return {"coding": [coding], "text": "Attended" if attended else "Did not attend"}


def drop_in_outcome(code: str) -> dict[str, object]:
    """How a drop-in contact ended, as a CodeableConcept."""
    return {"coding": [{"system": DROP_IN_OUTCOME_SYSTEM, "code": code, "display": DROP_IN_OUTCOME[code]}]}


MECHANISM_SYSTEM = "https://nowrongdoor.example/CodeSystem/mhsds-consultation-mechanism"
MECHANISM = {
    "01": "Face to face communication",
    "02": "Telephone",
    "04": "Talk type for a person unable to speak",
    "05": "Email",
    "09": "Text message (asynchronous)",
    "10": "Instant messaging (synchronous)",
    "11": "Video consultation",
    "12": "Message board (asynchronous)",
    "13": "Chat room (synchronous)",
    "98": "Other",
}
