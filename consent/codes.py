"""Codes that mean the same, codes that contain others, and codes that nobody here knows."""

import re
from collections.abc import Iterable
from functools import lru_cache

from consent.question import Coding
from schemas.codes.nwd import SHARING_CATEGORY
from schemas.codes.systems import (
    CONSENT_SCOPE,
    LOINC,
    SNOMED,
    URI,
    V3_ACT,
    V3_ACT_REASON,
    V3_CONFIDENTIALITY,
    V3_PARTICIPATION,
    V3_ROLE,
    V3_ROLE_CLASS,
)
from schemas.policy_words import Category

RESOURCE_TYPES = "http://hl7.org/fhir/resource-types"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
CONDITION_CATEGORY = "http://terminology.hl7.org/CodeSystem/condition-category"
CONSENT_ACTION = "http://terminology.hl7.org/CodeSystem/consentaction"
MIME = "urn:ietf:bcp:13"
USES = "urn:oid:2.16.840.1.113883.3.1937.777.24.5.3"
"""Modules of the German broad consent: what data may be used for."""
BREAK_GLASS = Coding(V3_ACT_REASON, "BTG")

_ALIASES = {
    "http://hl7.org/fhir/v3/ActReason": V3_ACT_REASON,
    "http://terminology.hl7.org/ValueSet/v3-ActReason": V3_ACT_REASON,
    "http://terminology.hl7.org/ValueSet/v3-PurposeOfUse": V3_ACT_REASON,
    "http://hl7.org/fhir/ValueSet/v3-PurposeOfUse": V3_ACT_REASON,
    "http://hl7.org/fhir/ValueSet/v3-ActReason": V3_ACT_REASON,
    "http://hl7.org/fhir/v3/vs/PurposeOfUse": V3_ACT_REASON,
    "urn:oid:2.16.840.1.113883.5.8": V3_ACT_REASON,
    "urn:oid:2.16.840.1.113883.1.11.20448": V3_ACT_REASON,
    "http://hl7.org/fhir/v3/ActCode": V3_ACT,
    "http://terminology.hl7.org/ValueSet/v3-ActCode": V3_ACT,
    "http://terminology.hl7.org/ValueSet/v3-InformationSensitivityPolicy": V3_ACT,
    "http://terminology.hl7.org/CodeSystem/v3-InformationSensitivityPolicy": V3_ACT,
    "http://hl7.org/fhir/ValueSet/v3-InformationSensitivityPolicy": V3_ACT,
    "http://terminology.hl7.org/CodeSystem/v3-ActUSPrivacyLaw": V3_ACT,
    "http://hl7.org/fhir/v3/ActUSPrivacyLaw": V3_ACT,
    "urn:oid:2.16.840.1.113883.5.4": V3_ACT,
    "http://hl7.org/fhir/v3/Confidentiality": V3_CONFIDENTIALITY,
    "http://terminology.hl7.org/ValueSet/v3-Confidentiality": V3_CONFIDENTIALITY,
    "http://terminology.hl7.org/ValueSet/v3-ConfidentialityClassification": V3_CONFIDENTIALITY,
    "http://hl7.org/fhir/ValueSet/v3-ConfidentialityClassification": V3_CONFIDENTIALITY,
    "urn:oid:2.16.840.1.113883.5.25": V3_CONFIDENTIALITY,
    "http://hl7.org/fhir/v3/ParticipationType": V3_PARTICIPATION,
    "http://terminology.hl7.org/ValueSet/v3-ParticipationType": V3_PARTICIPATION,
    "urn:oid:2.16.840.1.113883.5.90": V3_PARTICIPATION,
    "http://hl7.org/fhir/v3/RoleCode": V3_ROLE,
    "urn:oid:2.16.840.1.113883.5.111": V3_ROLE,
    "http://hl7.org/fhir/v3/RoleClass": V3_ROLE_CLASS,
    "urn:oid:2.16.840.1.113883.5.110": V3_ROLE_CLASS,
    "http://hl7.org/fhir/consentaction": CONSENT_ACTION,
    "http://hl7.org/fhir/consentscope": CONSENT_SCOPE,
    "http://hl7.org/fhir/ValueSet/consent-scope": CONSENT_SCOPE,
    "http://terminology.hl7.org/ValueSet/consent-scope": CONSENT_SCOPE,
    "http://terminology.hl7.org/CodeSystem/consent-scope": CONSENT_SCOPE,
    "http://hl7.org/fhir/observation-category": OBSERVATION_CATEGORY,
    "http://hl7.org/fhir/ValueSet/observation-category": OBSERVATION_CATEGORY,
    "http://hl7.org/fhir/ValueSet/resource-types": RESOURCE_TYPES,
    "http://hl7.org/fhir/fhir-types": RESOURCE_TYPES,
    "http://hl7.org/fhir/StructureDefinition": RESOURCE_TYPES,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
}

_PURPOSES = {
    "PurposeOfUse": "HMARKT HOPERAT HPAYMT HRESCH PATRQT PUBHLTH TREAT",
    "HOPERAT": "CAREMGT DONAT FRAUD GOV HACCRED HCOMPL HDECD HDIRECT HDM HLEGAL HOUTCOMS HPRGRP HQUALIMP HSYSADMIN "
    "LABELING METAMGT MEMADMIN MILCDM PATADMIN PATSFTY PERFMSR RECORDMGT SYSDEV TRAIN",
    "SYSDEV": "HTEST",
    "HPAYMT": "CLMATTCH COVAUTH COVERAGE REMITADV",
    "COVERAGE": "ELIGDTRM ELIGVER ENROLLM MILDCRG",
    "HRESCH": "BIORCH CLINTRCH CLINTRCHNPC CLINTRCHPC DSRCH POARCH PRECLINTRCH TRANSRCH",
    "CLINTRCH": "CLINTRCHNPC CLINTRCHPC PRECLINTRCH",
    "PATRQT": "FAMRQT PWATRNY SUPNWK",
    "PUBHLTH": "DISASTER THREAT",
    "TREAT": "CLINTRL COC ETREAT POPHLTH TREATDS",
    "ETREAT": "BTG ERTREAT",
    "HMARKT": "",
}

_SENSITIVITIES = {
    "ETH": "ETHUD OPIOIDUD SUD",
    "SUD": "ETHUD OPIOIDUD",
    "SPI": "BH",
    "BH": "COGN DVD EMOTDIS MH PSY PSYTHPN SUD",
}
_ALSO_REFUSED = {
    "MH": "PSY PSYTHPN",
    "PSY": "PSYTHPN",
    "PSYTHPN": "HIPAAPsyNotes",
    "SUD": "ETH 42CFRPart2 Title38Section7332",
    "HIV": "Title38Section7332",
    "SCA": "SICKLE Title38Section7332",
    "SICKLE": "SCA Title38Section7332",
}
"""What a refusal means as well: near enough to hide by, not certain enough to show by."""
_MORE_SENSITIVITIES = (
    "GDIS HIV MST PREGNANT SCA SDV SEX STD TBOO VIO SICKLE DEMO DOB GENDER LIVARG MARST PATLOC RACE REL EMPL LOCIS SSP "
    "ADOL CEL CELEB VIP DIA DRGIS EMP PDS PHY PRS COMPT ACOCOMPT CDSSCOMPT CTCOMPT FMCOMPT HRCOMPT LRCOMPT PACOMPT "
    "RESCOMPT RMGTCOMPT"
)
_LAWS = "42CFRPart2 CommonRule HIPAANOPP HIPAAPsyNotes HIPAASelfPay Title38Section7332"
"""Privacy laws that DS4P and the VA write as labels; each is a label of its own."""
_RESOURCES = (
    "Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment AppointmentResponse AuditEvent Basic "
    "Binary BiologicallyDerivedProduct BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry "
    "ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression CodeSystem Communication "
    "CommunicationRequest CompartmentDefinition Composition ConceptMap Condition Consent Contract Coverage "
    "CoverageEligibilityRequest CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric "
    "DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference DomainResource "
    "EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition "
    "Evidence EvidenceVariable ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal GraphDefinition "
    "Group GuidanceResponse HealthcareService ImagingStudy Immunization ImmunizationEvaluation "
    "ImmunizationRecommendation ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure "
    "MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge "
    "MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization "
    "MedicinalProductContraindication MedicinalProductIndication MedicinalProductIngredient "
    "MedicinalProductInteraction MedicinalProductManufactured MedicinalProductPackaged "
    "MedicinalProductPharmaceutical MedicinalProductUndesirableEffect MessageDefinition MessageHeader "
    "MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition OperationDefinition "
    "OperationOutcome Organization OrganizationAffiliation Parameters Patient PaymentNotice "
    "PaymentReconciliation Person PlanDefinition Practitioner PractitionerRole Procedure Provenance "
    "Questionnaire QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition "
    "ResearchElementDefinition ResearchStudy ResearchSubject Resource RiskAssessment RiskEvidenceSynthesis "
    "Schedule SearchParameter ServiceRequest Slot Specimen SpecimenDefinition StructureDefinition "
    "StructureMap Subscription Substance SubstanceNucleicAcid SubstancePolymer SubstanceProtein "
    "SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification SupplyDelivery "
    "SupplyRequest Task TerminologyCapabilities TestReport TestScript ValueSet VerificationResult "
    "VisionPrescription"
)
KNOWN_TYPES = frozenset(_RESOURCES.split())
"""The resource types of R4."""
_LEVELS = "ULMNRV"
_ACTIONS = "collect access use disclose correct"
_CATEGORIES = "activity exam imaging laboratory procedure social-history survey therapy vital-signs"

_LABELS = {*_SENSITIVITIES, *" ".join(_SENSITIVITIES.values()).split(), *f"{_MORE_SENSITIVITIES} {_LAWS}".split()}
_ENCOUNTERS = "ACUTE AMB EMER FLD HH IMP NONAC OBSENC PRENC SS VR"
"""Classes of visits, which share their system with the sensitivities."""

_HANDLING = (
    "ANONY AOD AUDIT AUDTR CPLYCC CPLYCD CPLYJPP CPLYOPP CPLYOSP CPLYPOL DECLASSIFYLABEL DEID DELAU DOWNGRDLABEL "
    "DRIVLABEL ENCRYPT ENCRYPTR ENCRYPTT ENCRYPTU HUAPRV LABEL MASK MINEC PERSISTLABEL PRIVMARK PROCESSINLINELABEL "
    "PSEUD REDACT UPGRDLABEL NOAUTH NOCOLLECT NODSCLCD NODSCLCDS NOINTEGRATE NOLIST NOMOU NOORGPOL NOPAT NOPERSISTP "
    "NORDSCLCD NORDSCLCDS NORDSCLW NORELINK NOREUSE NOVIP ORCON"
)
"""What a receiver must do or must not: written among the labels, and no reason why anything is sensitive."""
_LABELS_OF = {V3_CONFIDENTIALITY: frozenset(_LEVELS), V3_ACT: frozenset(_LABELS)}
_KNOWN = {
    V3_ACT_REASON: {*_PURPOSES, *" ".join(_PURPOSES.values()).split()},
    V3_ACT: {*_LABELS, *f"{_ENCOUNTERS} {_HANDLING}".split()},
    V3_CONFIDENTIALITY: set(_LEVELS),
    CONSENT_ACTION: set(_ACTIONS.split()),
    CONSENT_SCOPE: {"patient-privacy", "research", "treatment", "adr"},
    OBSERVATION_CATEGORY: set(_CATEGORIES.split()),
    CONDITION_CATEGORY: {"problem-list-item", "encounter-diagnosis"},
    RESOURCE_TYPES: set(KNOWN_TYPES),
    SHARING_CATEGORY: {it.value for it in Category},
}
SENSITIVE = frozenset(Coding(V3_ACT, code) for code in _LABELS - {"CommonRule", "HIPAANOPP", "HIPAASelfPay"}) | {
    Coding(V3_CONFIDENTIALITY, "R")
}
"""Every label that says that somebody considers an item sensitive."""
_DISEASES = frozenset(f"http://hl7.org/fhir/sid/icd-{it}" for it in ("9-cm", "10", "10-cm", "10-uk", "11"))
_LISTS = (
    *("http://www.nlm.nih.gov/research/umls/rxnorm", "http://hl7.org/fhir/sid/ndc", "http://hl7.org/fhir/sid/cvx"),
    *("http://www.whocc.no/atc", "http://www.ama-assn.org/go/cpt", "http://hl7.org/fhir/sid/icpc-2"),
    *("http://read.info/readv2", "http://read.info/ctv3", "https://dmd.nhs.uk"),
)
_OPEN = frozenset({LOINC, SNOMED, URI, MIME, USES, *_DISEASES, *_LISTS})
"""Systems whose codes we compare without a list of them."""


_SECURE = re.compile(r"^https://(?=(?:terminology\.hl7\.org|hl7\.org|www\.hl7\.org|loinc\.org|snomed\.info)/?)")
"""National profiles write these systems with `https`; they are the same systems."""
_STRUCTURE = "http://hl7.org/fhir/StructureDefinition/"


def _plain(system: str, code: str) -> Coding:
    """The one spelling of a code: aliases of its system resolved, stray slash and version gone."""
    bare = _SECURE.sub("http://", system.strip().split("|", 1)[0].rstrip("/"))
    found = _ALIASES.get(bare, bare)
    if found.startswith("http://hl7.org/fhir/StructureDefinition"):
        found = RESOURCE_TYPES
    tidy = code.strip()
    if found in {RESOURCE_TYPES, URI}:
        tidy = tidy.removeprefix(_STRUCTURE)
        found = RESOURCE_TYPES if tidy in _KNOWN[RESOURCE_TYPES] else found
    return Coding(found, _folded(found, tidy))


plain = lru_cache(maxsize=4096)(_plain)


def is_known(code: Coding) -> bool:
    """True when we can tell what the code means; a refusal that names any other counts as matching."""
    return code.system in _OPEN or code.code in _KNOWN.get(code.system, ())


def is_under(code: Coding, heading: Coding) -> bool:
    """True for a disease under a heading of its classification, as F11.2 (or F112) is under F11 and under F10-F19."""
    if heading.system not in _DISEASES or code.system != heading.system:
        return False
    bare, whole = (it.code.upper().replace(".", "") for it in (code, heading))
    first, _, last = whole.partition("-")
    return bare.startswith(whole) or (bool(last) and first <= bare[: len(last)] <= last)


def is_label(code: Coding) -> bool:
    """True for a label that says how confidential something is, or why it is sensitive, in words that we know."""
    return code.code in _LABELS_OF.get(code.system, ())


def highest(labels: Iterable[Coding]) -> Coding | None:
    """The most confidential level among the labels: the high-water mark; None where there is no level."""
    levels = [it for it in labels if it.system == V3_CONFIDENTIALITY and is_known(it)]
    return max(levels, key=lambda it: _LEVELS.index(it.code), default=None)


def _within(wanted: Coding, *, refusing: bool = False) -> frozenset[Coding]:
    """A purpose or sensitivity and every code that it contains."""
    tree = {V3_ACT_REASON: _PURPOSES, V3_ACT: _SENSITIVITIES}.get(wanted.system, {})
    also = _ALSO_REFUSED if refusing and wanted.system == V3_ACT else {}
    found, open_codes = {wanted.code}, [wanted.code]
    while open_codes:
        code = open_codes.pop()
        children = {*tree.get(code, "").split(), *also.get(code, "").split()} - found
        found |= children
        open_codes.extend(children)
    return frozenset(Coding(wanted.system, code) for code in found)


within = lru_cache(maxsize=4096)(_within)


def permitted_by(wanted: Coding) -> frozenset[Coding]:
    """What a permission that names this code covers; breaking the glass is never meant unless it is said."""
    if wanted.system == V3_CONFIDENTIALITY:
        return _levels(wanted, upwards=False)
    return within(wanted) - ({BREAK_GLASS} - {wanted})


def refused_by(wanted: Coding) -> frozenset[Coding]:
    """What a refusal that names this code covers."""
    return _levels(wanted, upwards=True) if wanted.system == V3_CONFIDENTIALITY else within(wanted, refusing=True)


def _levels(wanted: Coding, *, upwards: bool) -> frozenset[Coding]:
    at = _LEVELS.find(wanted.code)
    if at < 0:
        return frozenset({wanted})
    codes = _LEVELS[at:] if upwards else _LEVELS[: at + 1]
    return frozenset(Coding(V3_CONFIDENTIALITY, code) for code in codes)


def _folded(system: str, code: str) -> str:
    """v3 codes and actions have one case only; a code in another case is the same code."""
    if code in _KNOWN.get(system, ()):
        return code
    return {known.upper(): known for known in _KNOWN.get(system, ())}.get(code.upper(), code)
