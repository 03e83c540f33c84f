"""FHIR R4 DeviceRequest. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Range, Reference, Timing


class DeviceRequest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DeviceRequest"):
    """FHIR DeviceRequest."""

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
    priorRequest: Many[Reference] | UnsetType = UNSET
    groupIdentifier: Identifier | UnsetType = UNSET
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    intent: Literal["proposal", "plan", "directive", "order", "original-order", "reflex-order", "filler-order", "instance-order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    priority: Literal["routine", "urgent", "asap", "stat"] | UnsetType = UNSET
    priority__element: Element | UnsetType = field(default=UNSET, name="_priority")
    codeReference: Reference | UnsetType = UNSET
    codeCodeableConcept: CodeableConcept | UnsetType = UNSET
    parameter: Many[DeviceRequestParameter] | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    occurrenceDateTime: DateTime | UnsetType = UNSET
    occurrenceDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurrenceDateTime")
    occurrencePeriod: Period | UnsetType = UNSET
    occurrenceTiming: Timing | UnsetType = UNSET
    authoredOn: DateTime | UnsetType = UNSET
    authoredOn__element: Element | UnsetType = field(default=UNSET, name="_authoredOn")
    requester: Reference | UnsetType = UNSET
    performerType: CodeableConcept | UnsetType = UNSET
    performer: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    insurance: Many[Reference] | UnsetType = UNSET
    supportingInfo: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    relevantHistory: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('codeReference', 'codeCodeableConcept',)), (False, ('occurrenceDateTime', 'occurrencePeriod', 'occurrenceTiming',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class DeviceRequestParameter(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DeviceRequestParameter."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueRange: Range | UnsetType = UNSET
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueCodeableConcept', 'valueQuantity', 'valueRange', 'valueBoolean',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueCodeableConcept is self.valueQuantity is self.valueRange is self.valueBoolean is UNSET):
            type(self).choose__(self)
