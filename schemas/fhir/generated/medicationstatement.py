"""FHIR R4 MedicationStatement. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Dosage, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class MedicationStatement(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="MedicationStatement"):
    """FHIR MedicationStatement."""

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
    partOf: Many[Reference] | UnsetType = UNSET
    status: Literal["active", "completed", "entered-in-error", "intended", "stopped", "on-hold", "unknown", "not-taken"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    statusReason: Many[CodeableConcept] | UnsetType = UNSET
    category: CodeableConcept | UnsetType = UNSET
    medicationCodeableConcept: CodeableConcept | UnsetType = UNSET
    medicationReference: Reference | UnsetType = UNSET
    subject: Reference
    context: Reference | UnsetType = UNSET
    effectiveDateTime: DateTime | UnsetType = UNSET
    effectiveDateTime__element: Element | UnsetType = field(default=UNSET, name="_effectiveDateTime")
    effectivePeriod: Period | UnsetType = UNSET
    dateAsserted: DateTime | UnsetType = UNSET
    dateAsserted__element: Element | UnsetType = field(default=UNSET, name="_dateAsserted")
    informationSource: Reference | UnsetType = UNSET
    derivedFrom: Many[Reference] | UnsetType = UNSET
    reasonCode: Many[CodeableConcept] | UnsetType = UNSET
    reasonReference: Many[Reference] | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    dosage: Many[Dosage] | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('medicationCodeableConcept', 'medicationReference',)), (False, ('effectiveDateTime', 'effectivePeriod',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
