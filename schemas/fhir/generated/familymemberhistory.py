"""FHIR R4 FamilyMemberHistory. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Age, Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Range, Reference


class FamilyMemberHistory(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="FamilyMemberHistory"):
    """FHIR FamilyMemberHistory."""

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
    status: Literal["partial", "completed", "entered-in-error", "health-unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    dataAbsentReason: CodeableConcept | UnsetType = UNSET
    patient: Reference
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    relationship: CodeableConcept
    sex: CodeableConcept | UnsetType = UNSET
    bornPeriod: Period | UnsetType = UNSET
    bornDate: Date | UnsetType = UNSET
    bornDate__element: Element | UnsetType = field(default=UNSET, name="_bornDate")
    bornString: String | UnsetType = UNSET
    bornString__element: Element | UnsetType = field(default=UNSET, name="_bornString")
    ageAge: Age | UnsetType = UNSET
    ageRange: Range | UnsetType = UNSET
    ageString: String | UnsetType = UNSET
    ageString__element: Element | UnsetType = field(default=UNSET, name="_ageString")
    estimatedAge: Boolean | UnsetType = UNSET
    estimatedAge__element: Element | UnsetType = field(default=UNSET, name="_estimatedAge")
    deceasedBoolean: Boolean | UnsetType = UNSET
    deceasedBoolean__element: Element | UnsetType = field(default=UNSET, name="_deceasedBoolean")
    deceasedAge: Age | UnsetType = UNSET
    deceasedRange: Range | UnsetType = UNSET
    deceasedDate: Date | UnsetType = UNSET
    deceasedDate__element: Element | UnsetType = field(default=UNSET, name="_deceasedDate")
    deceasedString: String | UnsetType = UNSET
    deceasedString__element: Element | UnsetType = field(default=UNSET, name="_deceasedString")
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    condition: Many[FamilyMemberHistoryCondition] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('bornPeriod', 'bornDate', 'bornString',)), (False, ('ageAge', 'ageRange', 'ageString',)), (False, ('deceasedBoolean', 'deceasedAge', 'deceasedRange', 'deceasedDate', 'deceasedString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.bornPeriod is self.bornDate is self.bornString is self.ageAge is self.ageRange is self.ageString is self.deceasedBoolean is self.deceasedAge is self.deceasedRange is self.deceasedDate is self.deceasedString is UNSET):
            type(self).choose__(self)


class FamilyMemberHistoryCondition(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR FamilyMemberHistoryCondition."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept
    outcome: CodeableConcept | UnsetType = UNSET
    contributedToDeath: Boolean | UnsetType = UNSET
    contributedToDeath__element: Element | UnsetType = field(default=UNSET, name="_contributedToDeath")
    onsetAge: Age | UnsetType = UNSET
    onsetRange: Range | UnsetType = UNSET
    onsetPeriod: Period | UnsetType = UNSET
    onsetString: String | UnsetType = UNSET
    onsetString__element: Element | UnsetType = field(default=UNSET, name="_onsetString")
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('onsetAge', 'onsetRange', 'onsetPeriod', 'onsetString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.onsetAge is self.onsetRange is self.onsetPeriod is self.onsetString is UNSET):
            type(self).choose__(self)
