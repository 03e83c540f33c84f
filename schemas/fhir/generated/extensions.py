"""Extensions of UK Core and NHS England. Written by `python -m schemas.fhir.build.extensions`; change that.

Source: UK Core R4 STU 2 (2025-06), (c) HL7 UK, and NHS England R4, both under the Apache License 2.0.
"""

from schemas.fhir.defined import Defined, Part

EXTENSIONS: dict[str, Defined] = {
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ActualProblem": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdditionalContact": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AddressKey": Defined(
        parts=(
            Part("type", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("value", ("valueString",), is_needed=True, is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AdmissionMethod": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AllergyIntoleranceEnd": Defined(
        parts=(
            Part("endDate", ("valueDateTime",), is_single=True),
            Part("reasonEnded", ("valueString",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AnaestheticIssues": Defined(("valueCodeableConcept", "valueReference"), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-AssociatedEncounter": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BirthSex": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BodySiteReference": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-BookingOrganization": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CareSettingType": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ClinicalSetting": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CodingSCTDescDisplay": Defined(("valueString",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CodingSCTDescId": Defined(
        parts=(
            Part("descriptionId", ("valueIdentifier",), is_single=True),
            Part("descriptionDisplay", ("valueString",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ConditionEpisode": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactPreference": Defined(
        parts=(
            Part("PreferredContactMethod", ("valueCodeableConcept",), is_single=True),
            Part("PreferredContactTimes", ("valueString", "valueTiming"), is_single=True),
            Part("PreferredWrittenCommunicationFormat", ("valueCodeableConcept",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ContactRank": Defined(("valuePositiveInt",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CopyCorrespondenceIndicator": Defined(("valueBoolean",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-Coverage": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-CuffSize": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeathNotificationStatus": Defined(
        parts=(
            Part("deathNotificationStatus", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("systemEffectiveDate", ("valueDateTime",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeliveryChannel": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DeviceReference": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-DischargeMethod": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EffectivePeriod": Defined(("valuePeriod",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EmergencyCareDischargeStatus": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EncounterTransport": Defined(
        parts=(
            Part("transportType", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("transportPeriod", ("valuePeriod",), is_single=True),
            Part("reasonForTransport", ("valueString",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-Evidence": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-LegalStatus": Defined(
        parts=(
            Part("legalStatusContext", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("legalStatusClassification", ("valueCodeableConcept",), is_needed=True, is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ListWarningCode": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MainLocation": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicalApplianceSupplier": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationChangeSummary": Defined(
        parts=(
            Part("status", ("valueCoding",), is_single=True),
            Part("indicationForChange", ("valueCodeableConcept",), is_single=True),
            Part("dateChanged", ("valueDateTime",), is_single=True),
            Part("detailsOfAmendment", ("valueString",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationDosageLastChanged": Defined(("valueDateTime",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationPrescribingAgency": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationPrescribingOrganization": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationPrescribingOrganizationType": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationQuantityText": Defined(("valueString",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationRepeatInformation": Defined(
        parts=(
            Part("numberOfPrescriptionsIssued", ("valueUnsignedInt",), is_single=True),
            Part("authorisationExpiryDate", ("valueDateTime",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationStatementLastIssueDate": Defined(("valueDateTime",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MedicationTradeFamily": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-MessageHeaderInstruction": Defined(("valueCoding",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSCommunication": Defined(
        parts=(
            Part("language", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("preferred", ("valueBoolean",), is_single=True),
            Part("modeOfCommunication", ("valueCodeableConcept",)),
            Part("communicationProficiency", ("valueCodeableConcept",), is_single=True),
            Part("interpreterRequired", ("valueBoolean",), is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberUnavailableReason": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NominatedPharmacy": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OtherContactSystem": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OutcomeOfAttendance": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-OverseasVisitorChargingCategory": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ParentPresent": Defined(("valueBoolean",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PharmacistVerifiedIndicator": Defined(("valueBoolean",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PreferredDispenserOrganization": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PrescriptionType": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-PriorityReason": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ProblemSignificance": Defined(("valueCode",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-Recorder": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RecordingSetting": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RelatedClinicalContent": Defined(("valueReference",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-RelatedProblemHeader": Defined(
        parts=(
            Part("type", ("valueCode",)),
            Part("target", ("valueReference",), is_needed=True, is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ReligiousAffiliation": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ResidentialStatus": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SampleCategory": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-ServiceRequestMethod": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-SourceOfServiceRequest": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-TreatmentCategory": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-TypedDateTime": Defined(
        parts=(
            Part("dateTimeType", ("valueCodeableConcept",), is_needed=True, is_single=True),
            Part("dateTime", ("valueDateTime",), is_needed=True, is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-TypedPeriod": Defined(
        parts=(
            Part("dataType", ("valueCoding",), is_needed=True, is_single=True),
            Part("period", ("valuePeriod",), is_needed=True, is_single=True),
        )
    ),
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-VaccinationProcedure": Defined(("valueCodeableConcept",), needs_value=True),
    "https://fhir.nhs.uk/England/StructureDefinition/England-Extension-ExtCodeableReference": Defined(("valueCodeableConcept",)),
    "https://fhir.nhs.uk/England/StructureDefinition/Extension-England-FlagNotes": Defined(("valueAnnotation",), needs_value=True),
}
