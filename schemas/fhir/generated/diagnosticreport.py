"""FHIR R4 DiagnosticReport. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class DiagnosticReport(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DiagnosticReport"):
    """FHIR DiagnosticReport."""

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
    status: Literal["registered", "partial", "preliminary", "final", "amended", "corrected", "appended", "cancelled", "entered-in-error", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    category: Many[CodeableConcept] | UnsetType = UNSET
    code: CodeableConcept
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    effectiveDateTime: DateTime | UnsetType = UNSET
    effectiveDateTime__element: Element | UnsetType = field(default=UNSET, name="_effectiveDateTime")
    effectivePeriod: Period | UnsetType = UNSET
    issued: Instant | UnsetType = UNSET
    issued__element: Element | UnsetType = field(default=UNSET, name="_issued")
    performer: Many[Reference] | UnsetType = UNSET
    resultsInterpreter: Many[Reference] | UnsetType = UNSET
    specimen: Many[Reference] | UnsetType = UNSET
    result: Many[Reference] | UnsetType = UNSET
    imagingStudy: Many[Reference] | UnsetType = UNSET
    media: Many[DiagnosticReportMedia] | UnsetType = UNSET
    conclusion: String | UnsetType = UNSET
    conclusion__element: Element | UnsetType = field(default=UNSET, name="_conclusion")
    conclusionCode: Many[CodeableConcept] | UnsetType = UNSET
    presentedForm: Many[Attachment] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('effectiveDateTime', 'effectivePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.effectiveDateTime is self.effectivePeriod is UNSET):
            type(self).choose__(self)


class DiagnosticReportMedia(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DiagnosticReportMedia."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
    link: Reference
