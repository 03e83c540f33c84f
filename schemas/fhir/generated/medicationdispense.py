"""FHIR R4 MedicationDispense. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Dosage, Element, Extension, Identifier, Meta, Narrative, Quantity, Reference


class MedicationDispense(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="MedicationDispense"):
    """FHIR MedicationDispense."""

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
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["preparation", "in-progress", "cancelled", "on-hold", "completed", "entered-in-error", "stopped", "declined", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReasonCodeableConcept: CodeableConcept | UnsetType = UNSET
    statusReasonReference: Reference | UnsetType = UNSET
    category: CodeableConcept | UnsetType = UNSET
    medicationCodeableConcept: CodeableConcept | UnsetType = UNSET
    medicationReference: Reference | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    context: Reference | UnsetType = UNSET
    supportingInformation: Many[Reference] | UnsetType = UNSET
    performer: Many[MedicationDispensePerformer] | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    authorizingPrescription: Many[Reference] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    daysSupply: Quantity | UnsetType = UNSET
    whenPrepared: DateTime | UnsetType = UNSET
    whenPrepared__element: Element | UnsetType = field(default=UNSET, name="_whenPrepared")
    whenHandedOver: DateTime | UnsetType = UNSET
    whenHandedOver__element: Element | UnsetType = field(default=UNSET, name="_whenHandedOver")
    destination: Reference | UnsetType = UNSET
    receiver: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    dosageInstruction: Many[Dosage] | UnsetType = UNSET
    substitution: MedicationDispenseSubstitution | UnsetType = UNSET
    detectedIssue: Many[Reference] | UnsetType = UNSET
    eventHistory: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('statusReasonCodeableConcept', 'statusReasonReference',)), (True, ('medicationCodeableConcept', 'medicationReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class MedicationDispensePerformer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationDispensePerformer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    function: CodeableConcept | UnsetType = UNSET
    actor: Reference


class MedicationDispenseSubstitution(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationDispenseSubstitution."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    wasSubstituted: Boolean
    wasSubstituted__element: Element | UnsetType = field(default=UNSET, name="_wasSubstituted")
    type: CodeableConcept | UnsetType = UNSET
    reason: Many[CodeableConcept] | UnsetType = UNSET
    responsibleParty: Many[Reference] | UnsetType = UNSET
