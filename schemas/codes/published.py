"""What UK Core, NHS England and BaRS publish under an address: profiles, extensions, systems of codes and of numbers.

Source: UK Core R4 STU 2 (2025-06), NHS England R4, BaRS 1.4.0, and what the examples of PDS, DoS and MNS use.
"""

_NAMES = {
    "http://fhir.nhs.uk/Id": ("dos-service-id product-id"),
    "http://hl7.org/fhir": ("questionnaire-item-control resource-types restful-interaction"),
    "http://hl7.org/fhir/CodeSystem": ("task-code"),
    "http://hl7.org/fhir/StructureDefinition": (
        "Appointment Endpoint Flag HealthcareService QuestionnaireResponse Schedule Slot contactpoint-comment "
        "flag-detail patient-birthPlace patient-birthTime patient-proficiency patient-religion "
        "questionnaire-itemControl questionnaireresponse-reason structuredefinition-category "
        "structuredefinition-security-category"
    ),
    "http://hl7.org/fhir/ValueSet": ("contact-point-system endpoint-payload-type operation-outcome service-type"),
    "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition": ("backport-subscription-status-r4"),
    "http://terminology.hl7.org/CodeSystem": (
        "allergyintolerance-clinical allergyintolerance-verification audit-entity-type audit-event-type "
        "condition-category condition-clinical condition-ver-status consentpolicycodes consentscope "
        "endpoint-connection-type endpoint-payload-type medication-statement-category object-role "
        "observation-category operation-outcome practitioner-role restful-security-service security-source-type "
        "service-category service-provision-conditions service-referral-method service-type usage-context-type "
        "v2-0003 v2-0131 v2-0203 v2-0276 v2-0360 v3-ActCode v3-ActReason v3-Confidentiality v3-DataOperation "
        "v3-LanguageAbilityMode v3-LanguageAbilityProficiency v3-LivingArrangement v3-ParticipationType "
        "v3-ReligiousAffiliation v3-RoleCode variant-state"
    ),
    "https://fhir.hl7.org.uk/CodeSystem": (
        "NHSDataModelAndDictionary-AdmissionMethod NHSDataModelAndDictionary-DischargeDestination "
        "NHSDataModelAndDictionary-DischargeMethod NHSDataModelAndDictionary-OutcomeOfAttendance "
        "NHSDataModelAndDictionary-PersonMaritalStatusCode NHSDataModelAndDictionary-PersonStatedGenderCode "
        "NHSDataModelAndDictionary-SourceOfAdmission UKCore-AdditionalPersonRelationshipRole UKCore-AddressKeyType "
        "UKCore-AdmissionMethodEngland UKCore-AdmissionMethodWales UKCore-AppointmentReasonCode UKCore-BiopsyState "
        "UKCore-ConditionCategory UKCore-ConditionEpisodicity UKCore-ConditionRelationship UKCore-ConsentUpdateMode "
        "UKCore-DateTimeType UKCore-DeathNotificationStatus UKCore-DeliveryChannel UKCore-DischargeDestinationEngland "
        "UKCore-DischargeDestinationWales UKCore-DischargeMethod UKCore-DischargeMethodEngland "
        "UKCore-DischargeMethodWales UKCore-EPSIssueCode UKCore-EmergencyCareOutcomeOfAttendanceWales "
        "UKCore-EncounterLocationTypeEngland UKCore-EncounterLocationTypeWales UKCore-EthnicCategory "
        "UKCore-EthnicCategoryEngland UKCore-EthnicCategoryScotland UKCore-EthnicCategoryWales UKCore-FundingCategory "
        "UKCore-GenomeSequencingCategory UKCore-HumanLanguage UKCore-ITKResponseCode UKCore-LanguageAbilityMode "
        "UKCore-LanguageAbilityProficiency UKCore-LegalStatusClassificationEngland "
        "UKCore-LegalStatusClassificationWales UKCore-LegalStatusContext UKCore-ListEmptyReasonCode "
        "UKCore-ListWarningCode UKCore-MedicationAdministrationCategory UKCore-MedicationChangeStatus "
        "UKCore-MedicationPrescribingAgency UKCore-MedicationPrescribingOrganization "
        "UKCore-MedicationPrescribingOrganizationType UKCore-MedicationRequestCategory "
        "UKCore-MedicationRequestCourseOfTherapy UKCore-MedicationStatementCategory UKCore-MedicationSupplyType "
        "UKCore-MessageEvent UKCore-MessageHeaderInstruction UKCore-NHSNumberUnavailableReason "
        "UKCore-NHSNumberVerificationStatus UKCore-NHSNumberVerificationStatusEngland "
        "UKCore-NHSNumberVerificationStatusWales UKCore-OrganizationTypeGenomics UKCore-OtherContactSystem "
        "UKCore-OutcomeOfAttendanceEngland UKCore-OutcomeOfAttendanceWales UKCore-OverseasVisitorChargingCategory "
        "UKCore-PeriodType UKCore-PersonMaritalStatus UKCore-PersonMaritalStatusEngland "
        "UKCore-PersonMaritalStatusScotland UKCore-PersonMaritalStatusWales UKCore-PracticeSettingCode "
        "UKCore-PracticeSettingCodeEngland UKCore-PracticeSettingCodeScotland UKCore-PracticeSettingCodeWales "
        "UKCore-PreferredContactMethod UKCore-PreferredWrittenCommunicationFormat UKCore-PrescriptionType "
        "UKCore-PrimarySampleState UKCore-ProblemSignificance UKCore-RecordStandardHeadings UKCore-RecordingSetting "
        "UKCore-ResidentialStatus UKCore-SDSJobRoleName UKCore-SampleCategory UKCore-ServiceRequestMethod "
        "UKCore-SourceOfAdmission UKCore-SourceOfAdmissionEngland UKCore-SourceOfAdmissionWales "
        "UKCore-SpineErrorOrWarningCode UKCore-TreatmentCategory UKCore-WithheldIdentityReason"
    ),
    "https://fhir.hl7.org.uk/Id": ("gmc-number gmp-number gphc-number"),
    "https://fhir.hl7.org.uk/STU3/CodeSystem": ("CareConnect-SDSJobRoleName-1"),
    "https://fhir.hl7.org.uk/StructureDefinition": (
        "BARSLocation-incident-location Extension-UKCore-ActualProblem Extension-UKCore-AdditionalContact "
        "Extension-UKCore-AddressKey Extension-UKCore-AdmissionMethod Extension-UKCore-AllergyIntoleranceEnd "
        "Extension-UKCore-AnaestheticIssues Extension-UKCore-AssociatedEncounter Extension-UKCore-BirthSex "
        "Extension-UKCore-BodySiteReference Extension-UKCore-BookingOrganization Extension-UKCore-CareSettingType "
        "Extension-UKCore-ClinicalSetting Extension-UKCore-CodingSCTDescDisplay Extension-UKCore-CodingSCTDescId "
        "Extension-UKCore-ConditionEpisode Extension-UKCore-ContactPreference Extension-UKCore-ContactRank "
        "Extension-UKCore-CopyCorrespondenceIndicator Extension-UKCore-Coverage Extension-UKCore-CuffSize "
        "Extension-UKCore-DeathNotificationStatus Extension-UKCore-DeliveryChannel Extension-UKCore-DeviceReference "
        "Extension-UKCore-DischargeMethod Extension-UKCore-EffectivePeriod "
        "Extension-UKCore-EmergencyCareDischargeStatus Extension-UKCore-EncounterTransport "
        "Extension-UKCore-EthnicCategory Extension-UKCore-Evidence Extension-UKCore-LegalStatus "
        "Extension-UKCore-ListWarningCode Extension-UKCore-MainLocation Extension-UKCore-MedicalApplianceSupplier "
        "Extension-UKCore-MedicationChangeSummary Extension-UKCore-MedicationDosageLastChanged "
        "Extension-UKCore-MedicationPrescribingAgency Extension-UKCore-MedicationPrescribingOrganization "
        "Extension-UKCore-MedicationPrescribingOrganizationType Extension-UKCore-MedicationQuantityText "
        "Extension-UKCore-MedicationRepeatInformation Extension-UKCore-MedicationStatementLastIssueDate "
        "Extension-UKCore-MedicationTradeFamily Extension-UKCore-MessageHeaderInstruction "
        "Extension-UKCore-NHSCommunication Extension-UKCore-NHSNumberUnavailableReason "
        "Extension-UKCore-NHSNumberVerificationStatus Extension-UKCore-NominatedPharmacy "
        "Extension-UKCore-OtherContactSystem Extension-UKCore-OutcomeOfAttendance "
        "Extension-UKCore-OverseasVisitorChargingCategory Extension-UKCore-ParentPresent "
        "Extension-UKCore-PharmacistVerifiedIndicator Extension-UKCore-PreferredDispenserOrganization "
        "Extension-UKCore-PrescriptionType Extension-UKCore-PriorityReason Extension-UKCore-ProblemSignificance "
        "Extension-UKCore-Recorder Extension-UKCore-RecordingSetting Extension-UKCore-RelatedClinicalContent "
        "Extension-UKCore-RelatedProblemHeader Extension-UKCore-ReligiousAffiliation "
        "Extension-UKCore-ResidentialStatus Extension-UKCore-SampleCategory Extension-UKCore-ServiceRequestMethod "
        "Extension-UKCore-SourceOfServiceRequest Extension-UKCore-TreatmentCategory Extension-UKCore-TypedDateTime "
        "Extension-UKCore-TypedPeriod Extension-UKCore-VaccinationProcedure UKCore-AllergyIntolerance "
        "UKCore-Appointment UKCore-AuditEvent UKCore-BodyStructure UKCore-Bundle UKCore-CarePlan UKCore-CareTeam "
        "UKCore-Communication UKCore-Composition UKCore-Condition UKCore-Consent UKCore-Device "
        "UKCore-Device-BloodPressure UKCore-DiagnosticReport UKCore-DiagnosticReport-Lab UKCore-DocumentReference "
        "UKCore-Encounter UKCore-EpisodeOfCare UKCore-FamilyMemberHistory UKCore-Flag UKCore-HealthcareService "
        "UKCore-Healthservice UKCore-ImagingStudy UKCore-Immunization UKCore-List UKCore-Location UKCore-Medication "
        "UKCore-MedicationAdministration UKCore-MedicationDispense UKCore-MedicationRequest "
        "UKCore-MedicationStatement UKCore-MessageHeader UKCore-Observation UKCore-Observation-ACVPU "
        "UKCore-Observation-AlcoholConsumption UKCore-Observation-AverageBloodPressure "
        "UKCore-Observation-BloodGlucose UKCore-Observation-EarlyWarningTotalScore UKCore-Observation-Group-Lab "
        "UKCore-Observation-InspiredOxygen UKCore-Observation-Lab UKCore-Observation-TobaccoConsumption "
        "UKCore-Observation-VitalSigns UKCore-Observation-VitalSigns-BMI UKCore-Observation-VitalSigns-BloodPressure "
        "UKCore-Observation-VitalSigns-BodyHeight UKCore-Observation-VitalSigns-BodyTemperature "
        "UKCore-Observation-VitalSigns-BodyWeight UKCore-Observation-VitalSigns-HeadCircumference "
        "UKCore-Observation-VitalSigns-HeartRate UKCore-Observation-VitalSigns-OxygenSaturation "
        "UKCore-Observation-VitalSigns-RespirationRate UKCore-OperationOutcome UKCore-Organization "
        "UKCore-OrganizationAffiliation UKCore-Patient UKCore-Practitioner UKCore-PractitionerRole UKCore-Procedure "
        "UKCore-Provenance UKCore-Questionnaire UKCore-QuestionnaireResponse UKCore-RelatedPerson UKCore-RequestGroup "
        "UKCore-Schedule UKCore-ServiceRequest UKCore-ServiceRequest-Lab UKCore-Slot UKCore-Specimen "
        "UKCore-Subscription UKCore-Task"
    ),
    "https://fhir.hl7.org.uk/ValueSet": ("UKCore-PersonRelationshipType UKCore-PractitionerRoleCode"),
    "https://fhir.nhs.uk/CodeSystem": (
        "NHSDataModelAndDictionary-treatment-function NRLF-SuccessCode PDS-RemovalReasonExitCode "
        "Proxy-Placeholder-EvidenceOfResponsibility Proxy-Placeholder-ReasonForAccess "
        "Proxy-Placeholder-RequestedAccess Spine-ErrorOrWarningCode UKCore-AdmissionMethod agency-types-bars "
        "ampds-dispatch-codes arp-priority-code arp-priority-codes bars-broker-priority-status "
        "bars-broker-referral-letter-status consent-categories-bars dos-id dos-rejected-reasons-bars "
        "flag-categories-bars household-composition-bars location-types-bars message-category-servicerequest "
        "message-event message-event-servicerequest message-events-bars message-reason-bars message-reason-encounter "
        "message-reason-servicerequest pathways-dx-codes pathways-pathway-codes pathways-sd-codes pathways-sg-codes "
        "reasonable-adjustment-codes-bars rejected-reasons-bars response-outcome-codes safeguarding-codes-bars "
        "scene-safety-codes-bars sd-codes usecases-categories-bars"
    ),
    "https://fhir.nhs.uk/England/CodeSystem": (
        "England-ConditionCategoryRA England-ConditionCodeRA England-EndpointConnection England-FlagCategoryPatient "
        "England-FlagCategoryRA England-JobRoleCode England-NRLContentStability England-NRLFormatCode "
        "England-ODSDateTime England-ODSRecordUseType England-PeriodType England-SDSJobRoleName"
    ),
    "https://fhir.nhs.uk/England/StructureDefinition": (
        "England-AuditEvent England-AuditEvent-PARS England-CarePlan-Flag England-CareTeam-Flag "
        "England-CodeableReference England-Condition-Flag England-Consent-National-Proxy "
        "England-Extension-ExtCodeableReference England-Flag-PatientFlag England-Flag-PatientFlag-Adjustment "
        "England-Identifier-Accredited-System England-Identifier-NHS-Number England-Identifier-Organisation-Code "
        "England-Identifier-Product-Id England-Identifier-Request-Id England-Identifier-SDS-User-Profile-Id "
        "England-Organization-ODS England-OrganizationAffiliation-ODS England-Patient-PDS England-Practitioner "
        "England-PractitionerRole-Healthcare-Worker England-Provenance-Flag England-RelatedPerson-National-Proxy "
        "England-RelatedPerson-PDS England-Task-National-Proxy Extension-England-ContentStability "
        "Extension-England-EndpointBusinessScenario Extension-England-EndpointCompression Extension-England-FlagNotes "
        "Extension-England-OrganisationRole Extension-England-OrganizationEndpointOrder "
        "Extension-England-TypedDateTime Extension-England-TypedPeriod Extension-FlagNotes"
    ),
    "https://fhir.nhs.uk/Id": (
        "BaRS-Identifier accredited-system accredited-system-id dos-service-id ers-request-id nhs-number nhsSpineASID "
        "ods-organization-code ods-site-code product-id sds-role-profile-id sds-user-id transaction"
    ),
    "https://fhir.nhs.uk/R4/CodeSystem": ("UKCore-AdditionalRelatedPersonRole"),
    "https://fhir.nhs.uk/R4/StructureDefinition": (
        "Extension-UKCore-ContactRank Extension-UKCore-CopyCorrespondenceIndicator UKCore-DocumentReference"
    ),
    "https://fhir.nhs.uk/StructureDefinition": (
        "BARSBundleMessage BARSFlag-scene-safety BARSMessageDefinition-ServiceRequest-Request "
        "BARSMessageHeader-booking-request BARSMessageHeader-servicerequest-request "
        "BARSMessageHeader-servicerequest-response BARSServiceRequest-request-casetransfer "
        "BARSServiceRequest-request-referral BARSServiceRequest-request-validation CDSSExtension "
        "Extension-PDS-RemovalFromRegistration Extension-UKCore-AdmissionMethod LocationExtension"
    ),
    "https://fhir.nhs.uk/ValueSet": ("NRL-ResponseCode"),
    "https://fhir.nhs.uk/id": ("ods-organization-code product-id"),
}

PUBLISHED = tuple(f"{home}/{name}" for home, names in _NAMES.items() for name in names.split())
"""The addresses; whatever else stands in their place is as good."""
_EXTENSIONS = (
    "PreferredContactMethod PreferredContactTimes PreferredWrittenCommunicationFormat RequesterCDSSsoftware "
    "RequesterCDSSversion UPRN accuracy active dateTime dateType deathNotificationStatus eastings effectiveTime "
    "email instanceID interpreterRequired language level northings period phone removalFromRegistrationCode "
    "roleCode systemEffectiveDate type value"
)
INSIDE = frozenset(_EXTENSIONS.split())
"""What the extensions inside an extension are called there."""
