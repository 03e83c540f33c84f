"""FHIR R4 Immunization. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Date, DateTime, Id, Many, Nested, PositiveInt, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Quantity, Reference


class Immunization(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Immunization"):
    """FHIR Immunization."""

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
    status: Literal["completed", "entered-in-error", "not-done"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: CodeableConcept | UnsetType = UNSET
    vaccineCode: CodeableConcept
    patient: Reference
    encounter: Reference | UnsetType = UNSET
    occurrenceDateTime: DateTime | UnsetType = UNSET
    occurrenceDateTime__element: Element | UnsetType = field(default=UNSET, name="_occurrenceDateTime")
    occurrenceString: String | UnsetType = UNSET
    occurrenceString__element: Element | UnsetType = field(default=UNSET, name="_occurrenceString")
    recorded: DateTime | UnsetType = UNSET
    recorded__element: Element | UnsetType = field(default=UNSET, name="_recorded")
    primarySource: Boolean | UnsetType = UNSET
    primarySource__element: Element | UnsetType = field(default=UNSET, name="_primarySource")
    reportOrigin: CodeableConcept | UnsetType = UNSET
    location: Reference | UnsetType = UNSET
    manufacturer: Reference | UnsetType = UNSET
    lotNumber: String | UnsetType = UNSET
    lotNumber__element: Element | UnsetType = field(default=UNSET, name="_lotNumber")
    expirationDate: Date | UnsetType = UNSET
    expirationDate__element: Element | UnsetType = field(default=UNSET, name="_expirationDate")
    site: CodeableConcept | UnsetType = UNSET
    route: CodeableConcept | UnsetType = UNSET
    doseQuantity: Quantity | UnsetType = UNSET
    performer: Many[ImmunizationPerformer] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    isSubpotent: Boolean | UnsetType = UNSET
    isSubpotent__element: Element | UnsetType = field(default=UNSET, name="_isSubpotent")
    subpotentReason: Many[CodeableConcept] | UnsetType = UNSET
    education: Many[ImmunizationEducation] | UnsetType = UNSET
    programEligibility: Many[CodeableConcept] | UnsetType = UNSET
    fundingSource: CodeableConcept | UnsetType = UNSET
    reaction: Many[ImmunizationReaction] | UnsetType = UNSET
    protocolApplied: Many[ImmunizationProtocolApplied] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('occurrenceDateTime', 'occurrenceString',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class ImmunizationPerformer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationPerformer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    function: CodeableConcept | UnsetType = UNSET
    actor: Reference


class ImmunizationEducation(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationEducation."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    documentType: String | UnsetType = UNSET
    documentType__element: Element | UnsetType = field(default=UNSET, name="_documentType")
    reference: Uri | UnsetType = UNSET
    reference__element: Element | UnsetType = field(default=UNSET, name="_reference")
    publicationDate: DateTime | UnsetType = UNSET
    publicationDate__element: Element | UnsetType = field(default=UNSET, name="_publicationDate")
    presentationDate: DateTime | UnsetType = UNSET
    presentationDate__element: Element | UnsetType = field(default=UNSET, name="_presentationDate")


class ImmunizationReaction(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationReaction."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    detail: Reference | UnsetType = UNSET
    reported: Boolean | UnsetType = UNSET
    reported__element: Element | UnsetType = field(default=UNSET, name="_reported")


class ImmunizationProtocolApplied(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ImmunizationProtocolApplied."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    series: String | UnsetType = UNSET
    series__element: Element | UnsetType = field(default=UNSET, name="_series")
    authority: Reference | UnsetType = UNSET
    targetDisease: Many[CodeableConcept] | UnsetType = UNSET
    doseNumberPositiveInt: PositiveInt | UnsetType = UNSET
    doseNumberPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_doseNumberPositiveInt")
    doseNumberString: String | UnsetType = UNSET
    doseNumberString__element: Element | UnsetType = field(default=UNSET, name="_doseNumberString")
    seriesDosesPositiveInt: PositiveInt | UnsetType = UNSET
    seriesDosesPositiveInt__element: Element | UnsetType = field(default=UNSET, name="_seriesDosesPositiveInt")
    seriesDosesString: String | UnsetType = UNSET
    seriesDosesString__element: Element | UnsetType = field(default=UNSET, name="_seriesDosesString")
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('doseNumberPositiveInt', 'doseNumberString',)), (False, ('seriesDosesPositiveInt', 'seriesDosesString',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
