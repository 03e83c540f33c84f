"""FHIR R4 Media. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Decimal, Id, Instant, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import Annotation, Attachment, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Media(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Media"):
    """FHIR Media."""

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
    status: Literal["preparation", "in-progress", "not-done", "on-hold", "stopped", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept | UnsetType = UNSET
    modality: CodeableConcept | UnsetType = UNSET
    view: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    createdDateTime: DateTime | UnsetType = UNSET
    createdDateTime__element: Element | UnsetType = field(default=UNSET, name="_createdDateTime")
    createdPeriod: Period | UnsetType = UNSET
    issued: Instant | UnsetType = UNSET
    issued__element: Element | UnsetType = field(default=UNSET, name="_issued")
    operator: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    bodySite: CodeableConcept | UnsetType = UNSET
    deviceName: String | UnsetType = UNSET
    deviceName__element: Element | UnsetType = field(default=UNSET, name="_deviceName")
    device: Reference | UnsetType = UNSET
    height: PositiveInt | UnsetType = UNSET
    height__element: Element | UnsetType = field(default=UNSET, name="_height")
    width: PositiveInt | UnsetType = UNSET
    width__element: Element | UnsetType = field(default=UNSET, name="_width")
    frames: PositiveInt | UnsetType = UNSET
    frames__element: Element | UnsetType = field(default=UNSET, name="_frames")
    duration: Decimal | UnsetType = UNSET
    duration__element: Element | UnsetType = field(default=UNSET, name="_duration")
    content: Attachment
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('createdDateTime', 'createdPeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.createdDateTime is self.createdPeriod is UNSET):
            type(self).choose__(self)
