"""FHIR R4 DeviceUseStatement. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference, Timing


class DeviceUseStatement(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DeviceUseStatement"):
    """FHIR DeviceUseStatement."""

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
    status: Literal["active", "completed", "entered-in-error", "intended", "stopped", "on-hold"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    subject: Reference
    derivedFrom: Many[Reference] | UnsetType = UNSET
    timingTiming: Timing | UnsetType = UNSET
    timingPeriod: Period | UnsetType = UNSET
    timingDateTime: DateTime | UnsetType = UNSET
    timingDateTime__element: Element | UnsetType = field(default=UNSET, name="_timingDateTime")
    recordedOn: DateTime | UnsetType = UNSET
    recordedOn__element: Element | UnsetType = field(default=UNSET, name="_recordedOn")
    source: Reference | UnsetType = UNSET
    device: Reference
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    bodySite: CodeableConcept | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('timingTiming', 'timingPeriod', 'timingDateTime',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.timingTiming is self.timingPeriod is self.timingDateTime is UNSET):
            type(self).choose__(self)
