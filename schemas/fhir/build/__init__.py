"""Writes `schemas/fhir/generated` from HL7's own StructureDefinitions (package hl7.fhir.r4b.core, CC0).

The elements, cardinalities, types and required bindings of the types below are the same in R4 4.0.1 and R4B 4.3.0.
Run it after a change here: `python -m schemas.fhir.build <unpacked package folder>`.
"""

RESOURCES = (
    "AllergyIntolerance", "Appointment", "AuditEvent", "Binary", "Bundle", "CarePlan", "CareTeam", "Communication",
    "Composition", "Condition", "Consent", "Coverage", "Device", "DiagnosticReport", "DocumentReference", "Encounter",
    "Endpoint", "EpisodeOfCare", "Flag", "Goal", "Group", "HealthcareService", "List", "Location", "Media",
    "Medication", "MedicationRequest", "MedicationStatement", "MessageHeader", "Observation", "OperationOutcome",
    "Organization", "Parameters", "Patient", "Practitioner", "PractitionerRole", "Procedure", "Provenance",
    "Questionnaire", "QuestionnaireResponse", "RelatedPerson", "RiskAssessment", "Schedule", "ServiceRequest", "Slot",
    "Subscription", "Task",
)  # fmt: skip
"""What a message, its entries and its contained resources may be."""
