"""FHIR R4 MedicationRequest. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, UnsignedInt, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Dosage, Duration, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Reference


class MedicationRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="MedicationRequest"):
    """FHIR MedicationRequest."""

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
    status: Literal["active", "on-hold", "cancelled", "completed", "entered-in-error", "stopped", "draft", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    intent: Literal["proposal", "plan", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    category: Many[CodeableConcept] | UnsetType = UNSET
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    doNotPerform: Boolean | UnsetType = UNSET
    doNotPerform__element: Element | UnsetType = field(default=UNSET, name="_doNotPerform")
    reportedBoolean: Boolean | UnsetType = UNSET
    reportedBoolean__element: Element | UnsetType = field(default=UNSET, name="_reportedBoolean")
    reportedReference: Reference | UnsetType = UNSET
    medicationCodeableConcept: CodeableConcept | UnsetType = UNSET
    medicationReference: Reference | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    supportingInformation: Many[Reference] | UnsetType = UNSET
    authoredOn: DateTime | UnsetType = UNSET
    authoredOn__element: Element | UnsetType = field(default=UNSET, name="_authoredOn")
    requester: Reference | UnsetType = UNSET
    performer: Reference | UnsetType = UNSET
    performerType: CodeableConcept | UnsetType = UNSET
    recorder: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    instantiatesCanonical: Many[Uri] | UnsetType = UNSET
    instantiatesCanonical__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesCanonical")
    instantiatesUri: Many[Uri] | UnsetType = UNSET
    instantiatesUri__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesUri")
    basedOn: Many[Reference] | UnsetType = UNSET
    groupIdentifier: Identifier | UnsetType = UNSET
    courseOfTherapyType: CodeableConcept | UnsetType = UNSET
    insurance: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    dosageInstruction: Many[Dosage] | UnsetType = UNSET
    dispenseRequest: MedicationRequestDispenseRequest | UnsetType = UNSET
    substitution: MedicationRequestSubstitution | UnsetType = UNSET
    priorPrescription: Reference | UnsetType = UNSET
    detectedIssue: Many[Reference] | UnsetType = UNSET
    eventHistory: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('reportedBoolean', 'reportedReference',)), (True, ('medicationCodeableConcept', 'medicationReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class MedicationRequestDispenseRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationRequestDispenseRequest."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    initialFill: MedicationRequestDispenseRequestInitialFill | UnsetType = UNSET
    dispenseInterval: Duration | UnsetType = UNSET
    validityPeriod: Period | UnsetType = UNSET
    numberOfRepeatsAllowed: UnsignedInt | UnsetType = UNSET
    numberOfRepeatsAllowed__element: Element | UnsetType = field(default=UNSET, name="_numberOfRepeatsAllowed")
    quantity: Quantity | UnsetType = UNSET
    expectedSupplyDuration: Duration | UnsetType = UNSET
    performer: Reference | UnsetType = UNSET


class MedicationRequestDispenseRequestInitialFill(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationRequestDispenseRequestInitialFill."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    duration: Duration | UnsetType = UNSET


class MedicationRequestSubstitution(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationRequestSubstitution."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    allowedBoolean: Boolean | UnsetType = UNSET
    allowedBoolean__element: Element | UnsetType = field(default=UNSET, name="_allowedBoolean")
    allowedCodeableConcept: CodeableConcept | UnsetType = UNSET
    reason: CodeableConcept | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('allowedBoolean', 'allowedCodeableConcept',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
