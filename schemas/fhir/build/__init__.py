"""Writes `schemas/fhir/generated` from HL7's own StructureDefinitions (package hl7.fhir.r4b.core, CC0).

The elements, cardinalities, types and required bindings of the types below are the same in R4 4.0.1 and R4B 4.3.0.
Run it after a change here: `python -m schemas.fhir.build <unpacked package folder>`. The extensions of UK Core and NHS
England have a table of their own: see `extensions`.
"""

RESOURCES = (
    "Account", "AdverseEvent", "AllergyIntolerance", "Appointment", "AppointmentResponse", "AuditEvent", "Binary",
    "BodyStructure", "Bundle", "CarePlan", "CareTeam", "ClinicalImpression", "Communication", "CommunicationRequest",
    "Composition", "Condition", "Consent", "Coverage", "DetectedIssue", "Device", "DeviceRequest", "DeviceUseStatement",
    "DiagnosticReport", "DocumentManifest", "DocumentReference", "Encounter", "Endpoint", "EpisodeOfCare",
    "FamilyMemberHistory", "Flag", "Goal", "Group", "HealthcareService", "ImagingStudy", "Immunization",
    "ImmunizationRecommendation", "List", "Location", "Media", "Medication", "MedicationAdministration",
    "MedicationDispense", "MedicationRequest", "MedicationStatement", "MessageHeader", "NutritionOrder", "Observation",
    "OperationOutcome", "Organization", "Parameters", "Patient", "Person", "Practitioner", "PractitionerRole",
    "Procedure", "Provenance", "Questionnaire", "QuestionnaireResponse", "RelatedPerson", "RequestGroup",
    "RiskAssessment", "Schedule", "ServiceRequest", "Slot", "Specimen", "Subscription", "Substance", "Task", "ValueSet",
    "VisionPrescription",
)  # fmt: skip
"""What a message, its entries and its contained resources may be."""
