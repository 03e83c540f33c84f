"""FHIR R4 AdverseEvent. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class AdverseEvent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="AdverseEvent"):
    """FHIR AdverseEvent."""

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
    identifier: Identifier | UnsetType = UNSET
    actuality: Literal["actual", "potential"]
    actuality__element: Element | UnsetType = field(default=UNSET, name="_actuality")
    category: Many[CodeableConcept] | UnsetType = UNSET
    event: CodeableConcept | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    detected: DateTime | UnsetType = UNSET
    detected__element: Element | UnsetType = field(default=UNSET, name="_detected")
    recordedDate: DateTime | UnsetType = UNSET
    recordedDate__element: Element | UnsetType = field(default=UNSET, name="_recordedDate")
    resultingCondition: Many[Reference] | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    seriousness: CodeableConcept | UnsetType = UNSET
    severity: CodeableConcept | UnsetType = UNSET
    outcome: CodeableConcept | UnsetType = UNSET
    recorder: Reference | UnsetType = UNSET
    contributor: Many[Reference] | UnsetType = UNSET
    suspectEntity: Many[AdverseEventSuspectEntity] | UnsetType = UNSET
    subjectMedicalHistory: Many[Reference] | UnsetType = UNSET
    referenceDocument: Many[Reference] | UnsetType = UNSET
    study: Many[Reference] | UnsetType = UNSET


class AdverseEventSuspectEntity(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AdverseEventSuspectEntity."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    instance: Reference
    causality: Many[AdverseEventSuspectEntityCausality] | UnsetType = UNSET


class AdverseEventSuspectEntityCausality(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AdverseEventSuspectEntityCausality."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    assessment: CodeableConcept | UnsetType = UNSET
    productRelatedness: String | UnsetType = UNSET
    productRelatedness__element: Element | UnsetType = field(default=UNSET, name="_productRelatedness")
    author: Reference | UnsetType = UNSET
    method: CodeableConcept | UnsetType = UNSET
