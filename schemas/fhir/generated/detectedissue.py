"""FHIR R4 DetectedIssue. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class DetectedIssue(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DetectedIssue"):
    """FHIR DetectedIssue."""

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
    status: Literal["registered", "preliminary", "final", "amended", "corrected", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    code: CodeableConcept | UnsetType = UNSET
    severity: Literal["high", "moderate", "low"] | UnsetType = UNSET
    severity__element: Element | UnsetType = field(default=UNSET, name="_severity")
    patient: Reference | UnsetType = UNSET
    identifiedDateTime: DateTime | UnsetType = UNSET
    identifiedDateTime__element: Element | UnsetType = field(default=UNSET, name="_identifiedDateTime")
    identifiedPeriod: Period | UnsetType = UNSET
    author: Reference | UnsetType = UNSET
    implicated: Many[Reference] | UnsetType = UNSET
    evidence: Many[DetectedIssueEvidence] | UnsetType = UNSET
    detail: String | UnsetType = UNSET
    detail__element: Element | UnsetType = field(default=UNSET, name="_detail")
    reference: Uri | UnsetType = UNSET
    reference__element: Element | UnsetType = field(default=UNSET, name="_reference")
    mitigation: Many[DetectedIssueMitigation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('identifiedDateTime', 'identifiedPeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.identifiedDateTime is self.identifiedPeriod is UNSET):
            type(self).choose__(self)


class DetectedIssueEvidence(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DetectedIssueEvidence."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: Many[CodeableConcept] | UnsetType = UNSET
    detail: Many[Reference] | UnsetType = UNSET


class DetectedIssueMitigation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DetectedIssueMitigation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    action: CodeableConcept
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    author: Reference | UnsetType = UNSET
