"""FHIR R4 ClinicalImpression. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class ClinicalImpression(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="ClinicalImpression"):
    """FHIR ClinicalImpression."""

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
    status: Literal["in-progress", "completed", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    code: CodeableConcept | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    subject: Reference
    encounter: Reference | UnsetType = UNSET
    effectiveDateTime: DateTime | UnsetType = UNSET
    effectiveDateTime__element: Element | UnsetType = field(default=UNSET, name="_effectiveDateTime")
    effectivePeriod: Period | UnsetType = UNSET
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    assessor: Reference | UnsetType = UNSET
    previous: Reference | UnsetType = UNSET
    problem: Many[Reference] | UnsetType = UNSET
    investigation: Many[ClinicalImpressionInvestigation] | UnsetType = UNSET
    protocol: Many[Uri] | UnsetType = UNSET
    protocol__element: Many[Element] | UnsetType = field(default=UNSET, name="_protocol")
    summary: String | UnsetType = UNSET
    summary__element: Element | UnsetType = field(default=UNSET, name="_summary")
    finding: Many[ClinicalImpressionFinding] | UnsetType = UNSET
    prognosisCodeableConcept: Many[CodeableConcept] | UnsetType = UNSET
    prognosisReference: Many[Reference] | UnsetType = UNSET
    supportingInfo: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('effectiveDateTime', 'effectivePeriod',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.effectiveDateTime is self.effectivePeriod is UNSET):
            type(self).choose__(self)


class ClinicalImpressionInvestigation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ClinicalImpressionInvestigation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept
    item: Many[Reference] | UnsetType = UNSET


class ClinicalImpressionFinding(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ClinicalImpressionFinding."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    itemCodeableConcept: CodeableConcept | UnsetType = UNSET
    itemReference: Reference | UnsetType = UNSET
    basis: String | UnsetType = UNSET
    basis__element: Element | UnsetType = field(default=UNSET, name="_basis")
