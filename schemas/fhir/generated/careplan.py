"""FHIR R4 CarePlan. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Reference, Timing


class CarePlan(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="CarePlan"):
    """FHIR CarePlan."""

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
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    intent: Literal["proposal", "plan", "order", "option"]
    intent__element: Element | UnsetType = field(default=UNSET, name="_intent")
    category: Many[CodeableConcept] | UnsetType = UNSET
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    period: Period | UnsetType = UNSET
    created: DateTime | UnsetType = UNSET
    created__element: Element | UnsetType = field(default=UNSET, name="_created")
    author: Reference | UnsetType = UNSET
    contributor: Many[Reference] | UnsetType = UNSET
    careTeam: Many[Reference] | UnsetType = UNSET
    addresses: Many[Reference] | UnsetType = UNSET
    supportingInfo: Many[Reference] | UnsetType = UNSET
    goal: Many[Reference] | UnsetType = UNSET
    activity: Many[CarePlanActivity] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET


class CarePlanActivity(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CarePlanActivity."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    outcomeCodeableConcept: Many[CodeableConcept] | UnsetType = UNSET
    outcomeReference: Many[Reference] | UnsetType = UNSET
    progress: Many[Annotation] | UnsetType = UNSET
    reference: Reference | UnsetType = UNSET
    detail: CarePlanActivityDetail | UnsetType = UNSET


class CarePlanActivityDetail(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR CarePlanActivityDetail."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    kind: Literal["Appointment", "CommunicationRequest", "DeviceRequest", "MedicationRequest", "NutritionOrder", "Task", "ServiceRequest", "VisionPrescription"] | UnsetType = UNSET
    kind__element: Element | UnsetType = field(default=UNSET, name="_kind")
    instantiatesCanonical: Many[Uri] | UnsetType = UNSET
    instantiatesCanonical__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesCanonical")
    instantiatesUri: Many[Uri] | UnsetType = UNSET
    instantiatesUri__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiatesUri")
    code: CodeableConcept | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    goal: Many[Reference] | UnsetType = UNSET
    status: Literal["not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped", "unknown", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    doNotPerform: Boolean | UnsetType = UNSET
    doNotPerform__element: Element | UnsetType = field(default=UNSET, name="_doNotPerform")
    scheduledTiming: Timing | UnsetType = UNSET
    scheduledPeriod: Period | UnsetType = UNSET
    scheduledString: String | UnsetType = UNSET
    scheduledString__element: Element | UnsetType = field(default=UNSET, name="_scheduledString")
    location: Reference | UnsetType = UNSET
    performer: Many[Reference] | UnsetType = UNSET
    productCodeableConcept: CodeableConcept | UnsetType = UNSET
    productReference: Reference | UnsetType = UNSET
    dailyAmount: Quantity | UnsetType = UNSET
    quantity: Quantity | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('scheduledTiming', 'scheduledPeriod', 'scheduledString',)), (False, ('productCodeableConcept', 'productReference',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.scheduledTiming is self.scheduledPeriod is self.scheduledString is self.productCodeableConcept is self.productReference is UNSET):
            type(self).choose__(self)
