"""HL7 v2 tables about events, encounters, appointments and referrals, as FHIR codes.

Source: HL7 v2-to-FHIR concept maps (HL7/v2-to-fhir 8c9b414, Apache-2.0); HL7 v2.4 chapters 3, 10 and 11 for
the tables which that project has not mapped (0280 to 0286).
"""

TRIGGER = {
    "A01": "Admit / visit notification",
    "A02": "Transfer a patient",
    "A03": "Discharge / end visit",
    "A04": "Register a patient",
    "A05": "Pre-admit a patient",
    "A08": "Update patient information",
    "A28": "Add person information",
    "A31": "Update person information",
    "A34": "Merge patient information - patient id only",
    "A39": "Merge person - patient id",
    "A40": "Merge patient - patient identifier list",
    "I12": "Patient referral",
    "I13": "Modify patient referral",
    "I14": "Cancel patient referral",
    "I15": "Request patient referral status",
    "R01": "Unsolicited transmission of an observation",
    "S12": "New appointment booking",
    "S14": "Appointment modification",
    "S15": "Appointment cancellation",
    "S26": "Patient did not show up for appointment",
    "T02": "Original document notification and content",
}
"""Table 0003, the triggers that are read."""

ENCOUNTER_STATUS = {
    "A01": "in-progress",
    "A02": "in-progress",
    "A03": "finished",
    "A04": "planned",
    "A05": "planned",
    "A08": "unknown",
    "A11": "cancelled",
    "A13": "in-progress",
}
"""Trigger to encounter-status. A04 with an admit time (PV1-44) has begun: the mapper makes it in-progress."""

_ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
_CLASS = "http://terminology.hl7.org/CodeSystem/v2-0004"

PATIENT_CLASS = {
    "E": (_ACT, "EMER", "emergency"),
    "I": (_ACT, "IMP", "inpatient encounter"),
    "O": (_ACT, "AMB", "ambulatory"),
    "P": (_ACT, "PRENC", "pre-admission"),
    "R": (_CLASS, "R", "Recurring patient"),
    "B": (_CLASS, "B", "Obstetrics"),
    "C": (_CLASS, "C", "Commercial Account"),
    "N": (_CLASS, "N", "Not Applicable"),
    "U": (_CLASS, "U", "Unknown"),
}
"""Table 0004 (PV1-2) to (system, code, display) of Encounter.class."""

APPOINTMENT_STATUS = {
    "Pending": "pending",
    "Waitlist": "waitlist",
    "Booked": "booked",
    "Started": "arrived",
    "Complete": "fulfilled",
    "Cancelled": "cancelled",
    "Deleted": "entered-in-error",
    "Noshow": "noshow",
    "Dc": "cancelled",
    "Discontinued": "cancelled",
    "Overbook": "booked",
    # Spelt or sent otherwise by systems in England.
    "Canceled": "cancelled",
    "DNA": "noshow",
    "Attended": "fulfilled",
    "Completed": "fulfilled",
    "Arrived": "arrived",
}
"""Table 0278 (SCH-25) to appointmentstatus."""

APPOINTMENT_TRIGGER_STATUS = {"S12": "booked", "S14": "booked", "S15": "cancelled", "S26": "noshow"}
"""What the SIU trigger says where SCH-25 says nothing."""

REFERRAL_STATUS = {"A": "active", "P": "active", "R": "revoked", "E": "revoked"}
"""Table 0283 (RF1-1) to request-status: accepted, pending, rejected, expired."""

REFERRAL_STATUS_DISPLAY = {"A": "Accepted", "P": "Pending", "R": "Rejected", "E": "Expired"}

REFERRAL_TASK_STATUS = {"A": "requested", "P": "requested", "R": "rejected", "E": "cancelled"}
"""Table 0283 to task-status. The sender's `A` says that the sender stands by it, not that we accepted."""

REFERRAL_PRIORITY = {"S": "stat", "A": "asap", "R": "routine", "U": "urgent"}
"""Table 0280 (RF1-2) to request-priority; `U` is seen in the UK. Anything else: no priority, raw kept."""

REFERRAL_PRIORITY_DISPLAY = {"S": "STAT", "A": "ASAP", "R": "Routine", "U": "Urgent"}

REFERRAL_TYPE = {
    "LAB": "Laboratory",
    "RAD": "Radiology",
    "MED": "Medical",
    "SKN": "Skilled nursing",
    "PSY": "Psychiatric",
    "HOM": "Home care",
}
"""Table 0281 (RF1-3)."""

REFERRAL_DISPOSITION = {
    "WR": "Send written report",
    "RP": "Return patient after evaluation",
    "AM": "Assume management",
    "SO": "Second opinion",
}
"""Table 0282 (RF1-4)."""

REFERRAL_CATEGORY = {"I": "Inpatient", "O": "Outpatient", "A": "Ambulatory", "E": "Emergency"}
"""Table 0284 (RF1-5)."""

PROVIDER_ROLE = {
    "RP": "Referring provider",
    "PP": "Primary care provider",
    "CP": "Consulting provider",
    "RT": "Referred to provider",
}
"""Table 0286 (PRD-1)."""

REJECTING_PROCESSING_IDS = frozenset({"T", "D"})
"""Table 0103 (MSH-11): training and debugging, answered in kind and never in a live record."""
