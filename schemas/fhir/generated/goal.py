"""FHIR R4 Goal. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, Id, Integer, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Duration, Element, Extension, Identifier, Meta, Narrative, Quantity, Range, Ratio, Reference


class Goal(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Goal"):
    """FHIR Goal."""

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
    lifecycleStatus: Literal["proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error", "rejected"]
    lifecycleStatus__element: Element | UnsetType = field(default=UNSET, name="_lifecycleStatus")
    achievementStatus: CodeableConcept | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    priority: CodeableConcept | UnsetType = UNSET
    description: CodeableConcept
    subject: Reference
    startDate: Date | UnsetType = UNSET
    startDate__element: Element | UnsetType = field(default=UNSET, name="_startDate")
    startCodeableConcept: CodeableConcept | UnsetType = UNSET
    target: Many[GoalTarget] | UnsetType = UNSET
    statusDate: Date | UnsetType = UNSET
    statusDate__element: Element | UnsetType = field(default=UNSET, name="_statusDate")
    statusReason: String | UnsetType = UNSET
    statusReason__element: Element | UnsetType = field(default=UNSET, name="_statusReason")
    expressedBy: Reference | UnsetType = UNSET
    addresses: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    outcomeCode: Many[CodeableConcept] | UnsetType = UNSET
    outcomeReference: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('startDate', 'startCodeableConcept',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.startDate is self.startCodeableConcept is UNSET):
            type(self).choose__(self)


class GoalTarget(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR GoalTarget."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    measure: CodeableConcept | UnsetType = UNSET
    detailQuantity: Quantity | UnsetType = UNSET
    detailRange: Range | UnsetType = UNSET
    detailCodeableConcept: CodeableConcept | UnsetType = UNSET
    detailString: String | UnsetType = UNSET
    detailString__element: Element | UnsetType = field(default=UNSET, name="_detailString")
    detailBoolean: Boolean | UnsetType = UNSET
    detailBoolean__element: Element | UnsetType = field(default=UNSET, name="_detailBoolean")
    detailInteger: Integer | UnsetType = UNSET
    detailInteger__element: Element | UnsetType = field(default=UNSET, name="_detailInteger")
    detailRatio: Ratio | UnsetType = UNSET
    dueDate: Date | UnsetType = UNSET
    dueDate__element: Element | UnsetType = field(default=UNSET, name="_dueDate")
    dueDuration: Duration | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('detailQuantity', 'detailRange', 'detailCodeableConcept', 'detailString', 'detailBoolean', 'detailInteger', 'detailRatio',)), (False, ('dueDate', 'dueDuration',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.detailQuantity is self.detailRange is self.detailCodeableConcept is self.detailString is self.detailBoolean is self.detailInteger is self.detailRatio is self.dueDate is self.dueDuration is UNSET):
            type(self).choose__(self)
