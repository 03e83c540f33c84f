"""FHIR R4 Encounter. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Coding, Duration, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Encounter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Encounter"):
    """FHIR Encounter."""

    id: Id | UnsetType = UNSET
    meta: Meta | UnsetType = UNSET
    implicitRules: Uri | UnsetType = UNSET
    implicitRules__element: Element | UnsetType = field(default=UNSET, name="_implicitRules")
    language: Code | UnsetType = UNSET
    language__element: Element | UnsetType = field(default=UNSET, name="_language")
    text: Narrative | UnsetType = UNSET
    contained: Many[Nested] | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Many[Identifier] | UnsetType = UNSET
    status: Literal["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusHistory: Many[EncounterStatusHistory] | UnsetType = UNSET
    class_: Coding = field(name="class")
    classHistory: Many[EncounterClassHistory] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    serviceType: CodeableConcept | UnsetType = UNSET
    priority: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    episodeOfCare: Many[Reference] | UnsetType = UNSET
    basedOn: Many[Reference] | UnsetType = UNSET
    participant: Many[EncounterParticipant] | UnsetType = UNSET
    appointment: Many[Reference] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    length: Duration | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    diagnosis: Many[EncounterDiagnosis] | UnsetType = UNSET
    account: Many[Reference] | UnsetType = UNSET
    hospitalization: EncounterHospitalization | UnsetType = UNSET
    location: Many[EncounterLocation] | UnsetType = UNSET
    serviceProvider: Reference | UnsetType = UNSET
    partOf: Reference | UnsetType = UNSET


class EncounterStatusHistory(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterStatusHistory."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    status: Literal["planned", "arrived", "triaged", "in-progress", "onleave", "finished", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    period: Period


class EncounterClassHistory(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterClassHistory."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    class_: Coding = field(name="class")
    period: Period


class EncounterParticipant(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterParticipant."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    type: Many[CodeableConcept] | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    individual: Reference | UnsetType = UNSET


class EncounterDiagnosis(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterDiagnosis."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    condition: Reference
    use: CodeableConcept | UnsetType = UNSET
    rank: PositiveInt | UnsetType = UNSET
    rank__element: Element | UnsetType = field(default=UNSET, name="_rank")


class EncounterHospitalization(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterHospitalization."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    preAdmissionIdentifier: Identifier | UnsetType = UNSET
    origin: Reference | UnsetType = UNSET
    admitSource: CodeableConcept | UnsetType = UNSET
    reAdmission: CodeableConcept | UnsetType = UNSET
    dietPreference: Many[CodeableConcept] | UnsetType = UNSET
    specialCourtesy: Many[CodeableConcept] | UnsetType = UNSET
    specialArrangement: Many[CodeableConcept] | UnsetType = UNSET
    destination: Reference | UnsetType = UNSET
    dischargeDisposition: CodeableConcept | UnsetType = UNSET


class EncounterLocation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR EncounterLocation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    location: Reference
    status: Literal["planned", "active", "reserved", "completed"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    physicalType: CodeableConcept | UnsetType = UNSET
    period: Period | UnsetType = UNSET
