"""FHIR R4 Specimen. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Duration, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Reference


class Specimen(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Specimen"):
    """FHIR Specimen."""

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
    accessionIdentifier: Identifier | UnsetType = UNSET
    status: Literal["available", "unavailable", "unsatisfactory", "entered-in-error"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    receivedTime: DateTime | UnsetType = UNSET
    receivedTime__element: Element | UnsetType = field(default=UNSET, name="_receivedTime")
    parent: Many[Reference] | UnsetType = UNSET
    request: Many[Reference] | UnsetType = UNSET
    collection: SpecimenCollection | UnsetType = UNSET
    processing: Many[SpecimenProcessing] | UnsetType = UNSET
    container: Many[SpecimenContainer] | UnsetType = UNSET
    condition: Many[CodeableConcept] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET


class SpecimenCollection(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SpecimenCollection."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    collector: Reference | UnsetType = UNSET
    collectedDateTime: DateTime | UnsetType = UNSET
    collectedDateTime__element: Element | UnsetType = field(default=UNSET, name="_collectedDateTime")
    collectedPeriod: Period | UnsetType = UNSET
    duration: Duration | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    method: CodeableConcept | UnsetType = UNSET
    bodySite: CodeableConcept | UnsetType = UNSET
    fastingStatusCodeableConcept: CodeableConcept | UnsetType = UNSET
    fastingStatusDuration: Duration | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('collectedDateTime', 'collectedPeriod',)), (False, ('fastingStatusCodeableConcept', 'fastingStatusDuration',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.collectedDateTime is self.collectedPeriod is self.fastingStatusCodeableConcept is self.fastingStatusDuration is UNSET):
            type(self).choose__(self)


class SpecimenProcessing(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SpecimenProcessing."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    procedure: CodeableConcept | UnsetType = UNSET
    additive: Many[Reference] | UnsetType = UNSET
    timeDateTime: DateTime | UnsetType = UNSET
    timeDateTime__element: Element | UnsetType = field(default=UNSET, name="_timeDateTime")
    timePeriod: Period | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('timeDateTime', 'timePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.timeDateTime is self.timePeriod is UNSET):
            type(self).choose__(self)


class SpecimenContainer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SpecimenContainer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Many[Identifier] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    type: CodeableConcept | UnsetType = UNSET
    capacity: Quantity | UnsetType = UNSET
    specimenQuantity: Quantity | UnsetType = UNSET
    additiveCodeableConcept: CodeableConcept | UnsetType = UNSET
    additiveReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('additiveCodeableConcept', 'additiveReference',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.additiveCodeableConcept is self.additiveReference is UNSET):
            type(self).choose__(self)
