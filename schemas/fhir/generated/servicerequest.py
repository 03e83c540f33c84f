"""FHIR R4 ServiceRequest. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Range, Ratio, Reference, Timing


class ServiceRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="ServiceRequest"):
    """FHIR ServiceRequest."""

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
    instantiatesCanonical: Many[Uri] | UnsetType = UNSET
    instantiatesCanonical__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesCanonical")
    instantiatesUri: Many[Uri] | UnsetType = UNSET
    instantiatesUri__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesUri")
    basedOn: Many[Reference] | UnsetType = UNSET
    replaces: Many[Reference] | UnsetType = UNSET
    requisition: Identifier | UnsetType = UNSET
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    intent: Literal["proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    category: Many[CodeableConcept] | UnsetType = UNSET
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    doNotPerform: Boolean | UnsetType = UNSET
    doNotPerform__element: Element | UnsetType = field(default=UNSET, name="_doNotPerform")
    code: CodeableConcept | UnsetType = UNSET
    orderDetail: Many[CodeableConcept] | UnsetType = UNSET
    quantityQuantity: Quantity | UnsetType = UNSET
    quantityRatio: Ratio | UnsetType = UNSET
    quantityRange: Range | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    occurrenceDateTime: DateTime | UnsetType = UNSET
    occurrenceDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurrenceDateTime")
    occurrencePeriod: Period | UnsetType = UNSET
    occurrenceTiming: Timing | UnsetType = UNSET
    asNeededBoolean: Boolean | UnsetType = UNSET
    asNeededBoolean__element: Element | UnsetType = field(default=UNSET, name="_asNeededBoolean")
    asNeededCodeableConcept: CodeableConcept | UnsetType = UNSET
    authoredOn: DateTime | UnsetType = UNSET
    authoredOn__element: Element | UnsetType = field(default=UNSET, name="_authoredOn")
    requester: Reference | UnsetType = UNSET
    performerType: CodeableConcept | UnsetType = UNSET
    performer: Many[Reference] | UnsetType = UNSET
    locationCode: Many[CodeableConcept] | UnsetType = UNSET
    locationReference: Many[Reference] | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    insurance: Many[Reference] | UnsetType = UNSET
    supportingInfo: Many[Reference] | UnsetType = UNSET
    specimen: Many[Reference] | UnsetType = UNSET
    bodySite: Many[CodeableConcept] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    patientInstruction: String | UnsetType = UNSET
    patientInstruction__element: Element | UnsetType = field(default=UNSET, name="_patientInstruction")
    relevantHistory: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('quantityQuantity', 'quantityRatio', 'quantityRange',)), (False, ('occurrenceDateTime', 'occurrencePeriod', 'occurrenceTiming',)), (False, ('asNeededBoolean', 'asNeededCodeableConcept',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.quantityQuantity is self.quantityRatio is self.quantityRange is self.occurrenceDateTime is self.occurrencePeriod is self.occurrenceTiming is self.asNeededBoolean is self.asNeededCodeableConcept is UNSET):
            type(self).choose__(self)
