"""FHIR R4 Condition. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Age, Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Range, Reference


class Condition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Condition"):
    """FHIR Condition."""

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
    clinicalStatus: CodeableConcept | UnsetType = UNSET
    verificationStatus: CodeableConcept | UnsetType = UNSET
    category: Many[CodeableConcept] | UnsetType = UNSET
    severity: CodeableConcept | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    bodySite: Many[CodeableConcept] | UnsetType = UNSET
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    onsetDateTime: DateTime | UnsetType = UNSET
    onsetDateTime__element: Element | UnsetType = field(default=UNSET, name="_onsetDateTime")
    onsetAge: Age | UnsetType = UNSET
    onsetPeriod: Period | UnsetType = UNSET
    onsetRange: Range | UnsetType = UNSET
    onsetString: String | UnsetType = UNSET
    onsetString__element: Element | UnsetType = field(default=UNSET, name="_onsetString")
    abatementDateTime: DateTime | UnsetType = UNSET
    abatementDateTime__element: Element | UnsetType = field(default=UNSET, name="_abatementDateTime")
    abatementAge: Age | UnsetType = UNSET
    abatementPeriod: Period | UnsetType = UNSET
    abatementRange: Range | UnsetType = UNSET
    abatementString: String | UnsetType = UNSET
    abatementString__element: Element | UnsetType = field(default=UNSET, name="_abatementString")
    recordedDate: DateTime | UnsetType = UNSET
    recordedDate__element: Element | UnsetType = field(default=UNSET, name="_recordedDate")
    recorder: Reference | UnsetType = UNSET
    asserter: Reference | UnsetType = UNSET
    stage: Many[ConditionStage] | UnsetType = UNSET
    evidence: Many[ConditionEvidence] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('onsetDateTime', 'onsetAge', 'onsetPeriod', 'onsetRange', 'onsetString',)), (False, ('abatementDateTime', 'abatementAge', 'abatementPeriod', 'abatementRange', 'abatementString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.onsetDateTime is self.onsetAge is self.onsetPeriod is self.onsetRange is self.onsetString is self.abatementDateTime is self.abatementAge is self.abatementPeriod is self.abatementRange is self.abatementString is UNSET):
            type(self).choose__(self)


class ConditionStage(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConditionStage."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    summary: CodeableConcept | UnsetType = UNSET
    assessment: Many[Reference] | UnsetType = UNSET
    type: CodeableConcept | UnsetType = UNSET


class ConditionEvidence(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ConditionEvidence."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Many[CodeableConcept] | UnsetType = UNSET
    detail: Many[Reference] | UnsetType = UNSET
