"""FHIR R4 ImmunizationRecommendation. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class ImmunizationRecommendation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="ImmunizationRecommendation"):
    """FHIR ImmunizationRecommendation."""

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
    patient: Reference
    date: DateTime
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    authority: Reference | UnsetType = UNSET
    recommendation: Many[ImmunizationRecommendationRecommendation]


class ImmunizationRecommendationRecommendation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationRecommendationRecommendation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    vaccineCode: Many[CodeableConcept] | UnsetType = UNSET
    targetDisease: CodeableConcept | UnsetType = UNSET
    contraindicatedVaccineCode: Many[CodeableConcept] | UnsetType = UNSET
    forecastStatus: CodeableConcept
    forecastReason: Many[CodeableConcept] | UnsetType = UNSET
    dateCriterion: Many[ImmunizationRecommendationRecommendationDateCriterion] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    series: String | UnsetType = UNSET
    series__element: Element | UnsetType = field(default=UNSET, name="_series")
    doseNumberPositiveInt: PositiveInt | UnsetType = UNSET
    doseNumberPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_doseNumberPositiveInt")
    doseNumberString: String | UnsetType = UNSET
    doseNumberString__element: Element | UnsetType = field(default=UNSET, name="_doseNumberString")
    seriesDosesPositiveInt: PositiveInt | UnsetType = UNSET
    seriesDosesPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_seriesDosesPositiveInt")
    seriesDosesString: String | UnsetType = UNSET
    seriesDosesString__element: Element | UnsetType = field(default=UNSET, name="_seriesDosesString")
    supportingImmunization: Many[Reference] | UnsetType = UNSET
    supportingPatientInformation: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('doseNumberPositiveInt', 'doseNumberString',)), (False, ('seriesDosesPositiveInt', 'seriesDosesString',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.doseNumberPositiveInt is self.doseNumberString is self.seriesDosesPositiveInt is self.seriesDosesString is UNSET):
            type(self).choose__(self)


class ImmunizationRecommendationRecommendationDateCriterion(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationRecommendationRecommendationDateCriterion."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept
    value: DateTime
    value__element: Element | UnsetType = field(default=UNSET, name="_value")
