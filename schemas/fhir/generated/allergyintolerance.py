"""FHIR R4 AllergyIntolerance. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Age, Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Range, Reference


class AllergyIntolerance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="AllergyIntolerance"):
    """FHIR AllergyIntolerance."""

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
    type: Literal["allergy", "intolerance"] | UnsetType = UNSET
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    category: Many[Literal["food", "medication", "environment", "biologic"]] | UnsetType = UNSET
    category__element: Many[Element] | UnsetType = field(default=UNSET, name="_category")
    criticality: Literal["low", "high", "unable-to-assess"] | UnsetType = UNSET
    criticality__element: Element | UnsetType = field(default=UNSET, name="_criticality")
    code: CodeableConcept | UnsetType = UNSET
    patient: Reference
    encounter: Reference | UnsetType = UNSET
    onsetDateTime: DateTime | UnsetType = UNSET
    onsetDateTime__element: Element | UnsetType = field(default=UNSET, name="_onsetDateTime")
    onsetAge: Age | UnsetType = UNSET
    onsetPeriod: Period | UnsetType = UNSET
    onsetRange: Range | UnsetType = UNSET
    onsetString: String | UnsetType = UNSET
    onsetString__element: Element | UnsetType = field(default=UNSET, name="_onsetString")
    recordedDate: DateTime | UnsetType = UNSET
    recordedDate__element: Element | UnsetType = field(default=UNSET, name="_recordedDate")
    recorder: Reference | UnsetType = UNSET
    asserter: Reference | UnsetType = UNSET
    lastOccurrence: DateTime | UnsetType = UNSET
    lastOccurrence__element: Element | UnsetType = field(default=UNSET, name="_lastOccurrence")
    note: Many[Annotation] | UnsetType = UNSET
    reaction: Many[AllergyIntoleranceReaction] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('onsetDateTime', 'onsetAge', 'onsetPeriod', 'onsetRange', 'onsetString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.onsetDateTime is self.onsetAge is self.onsetPeriod is self.onsetRange is self.onsetString is UNSET):
            type(self).choose__(self)


class AllergyIntoleranceReaction(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR AllergyIntoleranceReaction."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    substance: CodeableConcept | UnsetType = UNSET
    manifestation: Many[CodeableConcept]
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    onset: DateTime | UnsetType = UNSET
    onset__element: Element | UnsetType = field(default=UNSET, name="_onset")
    severity: Literal["mild", "moderate", "severe"] | UnsetType = UNSET
    severity__element: Element | UnsetType = field(default=UNSET, name="_severity")
    exposureRoute: CodeableConcept | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
