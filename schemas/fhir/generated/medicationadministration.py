"""FHIR R4 MedicationAdministration. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Ratio, Reference


class MedicationAdministration(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="MedicationAdministration"):
    """FHIR MedicationAdministration."""

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
    instantiates: Many[Uri] | UnsetType = UNSET
    instantiates__element: Many[Element] | UnsetType = field(default=UNSET, name="_instantiates")
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["in-progress", "not-done", "on-hold", "completed", "entered-in-error", "stopped", "unknown"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: Many[CodeableConcept] | UnsetType = UNSET
    category: CodeableConcept | UnsetType = UNSET
    medicationCodeableConcept: CodeableConcept | UnsetType = UNSET
    medicationReference: Reference | UnsetType = UNSET
    subject: Reference
    context: Reference | UnsetType = UNSET
    supportingInformation: Many[Reference] | UnsetType = UNSET
    effectiveDateTime: DateTime | UnsetType = UNSET
    effectiveDateTime__element: Element | UnsetType = field(default=UNSET, name="_effectiveDateTime")
    effectivePeriod: Period | UnsetType = UNSET
    performer: Many[MedicationAdministrationPerformer] | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    request: Reference | UnsetType = UNSET
    device: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    dosage: MedicationAdministrationDosage | UnsetType = UNSET
    eventHistory: Many[Reference] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('medicationCodeableConcept', 'medicationReference',)), (True, ('effectiveDateTime', 'effectivePeriod',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class MedicationAdministrationPerformer(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationAdministrationPerformer."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    function: CodeableConcept | UnsetType = UNSET
    actor: Reference


class MedicationAdministrationDosage(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationAdministrationDosage."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    text: String | UnsetType = UNSET
    text__element: Element | UnsetType = field(default=UNSET, name="_text")
    site: CodeableConcept | UnsetType = UNSET
    route: CodeableConcept | UnsetType = UNSET
    method: CodeableConcept | UnsetType = UNSET
    dose: Quantity | UnsetType = UNSET
    rateRatio: Ratio | UnsetType = UNSET
    rateQuantity: Quantity | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((False, ('rateRatio', 'rateQuantity',)),)
    choose__: ClassVar = one_of_each(choices__)

    def __post_init__(self) -> None:
        if not (self.rateRatio is self.rateQuantity is UNSET):
            type(self).choose__(self)
