"""FHIR R4 Observation. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Instant, Integer, Many, Nested, String, Time, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Range, Ratio, Reference, SampledData, Timing


class Observation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Observation"):
    """FHIR Observation."""

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
    basedOn: Many[Reference] | UnsetType = UNSET
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    category: Many[CodeableConcept] | UnsetType = UNSET
    code: CodeableConcept
    subject: Reference | UnsetType = UNSET
    focus: Many[Reference] | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    effectiveDateTime: DateTime | UnsetType = UNSET
    effectiveDateTime__element: Element | UnsetType = field(default=UNSET, name="_effectiveDateTime")
    effectivePeriod: Period | UnsetType = UNSET
    effectiveTiming: Timing | UnsetType = UNSET
    effectiveInstant: Instant | UnsetType = UNSET
    effectiveInstant__element: Element | UnsetType = field(default=UNSET, name="_effectiveInstant")
    issued: Instant | UnsetType = UNSET
    issued__element: Element | UnsetType = field(default=UNSET, name="_issued")
    performer: Many[Reference] | UnsetType = UNSET
    valueQuantity: Quantity | UnsetType = UNSET
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueRange: Range | UnsetType = UNSET
    valueRatio: Ratio | UnsetType = UNSET
    valueSampledData: SampledData | UnsetType = UNSET
    valueTime: Time | UnsetType = UNSET
    valueTime__element: Element | UnsetType = field(default=UNSET, name="_valueTime")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    valuePeriod: Period | UnsetType = UNSET
    dataAbsentReason: CodeableConcept | UnsetType = UNSET
    interpretation: Many[CodeableConcept] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    bodySite: CodeableConcept | UnsetType = UNSET
    method: CodeableConcept | UnsetType = UNSET
    specimen: Reference | UnsetType = UNSET
    device: Reference | UnsetType = UNSET
    referenceRange: Many[ObservationReferenceRange] | UnsetType = UNSET
    hasMember: Many[Reference] | UnsetType = UNSET
    derivedFrom: Many[Reference] | UnsetType = UNSET
    component: Many[ObservationComponent] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('effectiveDateTime', 'effectivePeriod', 'effectiveTiming', 'effectiveInstant',)), (False, ('valueQuantity', 'valueCodeableConcept', 'valueString', 'valueBoolean', 'valueInteger', 'valueRange', 'valueRatio', 'valueSampledData', 'valueTime', 'valueDateTime', 'valuePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.effectiveDateTime is self.effectivePeriod is self.effectiveTiming is self.effectiveInstant is self.valueQuantity is self.valueCodeableConcept is self.valueString is self.valueBoolean is self.valueInteger is self.valueRange is self.valueRatio is self.valueSampledData is self.valueTime is self.valueDateTime is self.valuePeriod is UNSET):
            type(self).choose__(self)


class ObservationReferenceRange(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ObservationReferenceRange."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    low: Quantity | UnsetType = UNSET
    high: Quantity | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET
    appliesTo: Many[CodeableConcept] | UnsetType = UNSET
    age: Range | UnsetType = UNSET
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")


class ObservationComponent(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ObservationComponent."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept
    valueQuantity: Quantity | UnsetType = UNSET
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueString: String | UnsetType = UNSET
    valueString__element: Element | UnsetType = field(default=UNSET, name="_valueString")
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueInteger: Integer | UnsetType = UNSET
    valueInteger__element: Element | UnsetType = field(default=UNSET, name="_valueInteger")
    valueRange: Range | UnsetType = UNSET
    valueRatio: Ratio | UnsetType = UNSET
    valueSampledData: SampledData | UnsetType = UNSET
    valueTime: Time | UnsetType = UNSET
    valueTime__element: Element | UnsetType = field(default=UNSET, name="_valueTime")
    valueDateTime: DateTime | UnsetType = UNSET
    valueDateTime__element: Element | UnsetType = field(default=UNSET, name="_valueDateTime")
    valuePeriod: Period | UnsetType = UNSET
    dataAbsentReason: CodeableConcept | UnsetType = UNSET
    interpretation: Many[CodeableConcept] | UnsetType = UNSET
    referenceRange: Many[ObservationReferenceRange] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('valueQuantity', 'valueCodeableConcept', 'valueString', 'valueBoolean', 'valueInteger', 'valueRange', 'valueRatio', 'valueSampledData', 'valueTime', 'valueDateTime', 'valuePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.valueQuantity is self.valueCodeableConcept is self.valueString is self.valueBoolean is self.valueInteger is self.valueRange is self.valueRatio is self.valueSampledData is self.valueTime is self.valueDateTime is self.valuePeriod is UNSET):
            type(self).choose__(self)
