"""FHIR R4 RiskAssessment. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Decimal, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Range, Reference


class RiskAssessment(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="RiskAssessment"):
    """FHIR RiskAssessment."""

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
    basedOn: Reference | UnsetType = UNSET
    parent: Reference | UnsetType = UNSET
    status: Literal["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    method: CodeableConcept | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    occurrenceDateTime: DateTime | UnsetType = UNSET
    occurrenceDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurrenceDateTime")
    occurrencePeriod: Period | UnsetType = UNSET
    condition: Reference | UnsetType = UNSET
    performer: Reference | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    basis: Many[Reference] | UnsetType = UNSET
    prediction: Many[RiskAssessmentPrediction] | UnsetType = UNSET
    mitigation: String | UnsetType = UNSET
    mitigation__element: Element | UnsetType = field(default=UNSET, name="_mitigation")
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('occurrenceDateTime', 'occurrencePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.occurrenceDateTime is self.occurrencePeriod is UNSET):
            type(self).choose__(self)


class RiskAssessmentPrediction(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR RiskAssessmentPrediction."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    outcome: CodeableConcept | UnsetType = UNSET
    probabilityDecimal: Decimal | UnsetType = UNSET
    probabilityDecimal__element: Element | UnsetType = field(default=UNSET, name="_probabilityDecimal")
    probabilityRange: Range | UnsetType = UNSET
    qualitativeRisk: CodeableConcept | UnsetType = UNSET
    relativeRisk: Decimal | UnsetType = UNSET
    relativeRisk__element: Element | UnsetType = field(default=UNSET, name="_relativeRisk")
    whenPeriod: Period | UnsetType = UNSET
    whenRange: Range | UnsetType = UNSET
    rationale: String | UnsetType = UNSET
    rationale__element: Element | UnsetType = field(default=UNSET, name="_rationale")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('probabilityDecimal', 'probabilityRange',)), (False, ('whenPeriod', 'whenRange',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.probabilityDecimal is self.probabilityRange is self.whenPeriod is self.whenRange is UNSET):
            type(self).choose__(self)
