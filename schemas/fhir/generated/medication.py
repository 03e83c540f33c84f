"""FHIR R4 Medication. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Ratio, Reference


class Medication(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Medication"):
    """FHIR Medication."""

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
    code: CodeableConcept | UnsetType = UNSET
    status: Literal["active", "inactive", "entered-in-error"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    manufacturer: Reference | UnsetType = UNSET
    form: CodeableConcept | UnsetType = UNSET
    amount: Ratio | UnsetType = UNSET
    ingredient: Many[MedicationIngredient] | UnsetType = UNSET
    batch: MedicationBatch | UnsetType = UNSET


class MedicationIngredient(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationIngredient."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    itemCodeableConcept: CodeableConcept | UnsetType = UNSET
    itemReference: Reference | UnsetType = UNSET
    isActive: Boolean | UnsetType = UNSET
    isActive__element: Element | UnsetType = field(default=UNSET, name="_isActive")
    strength: Ratio | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('itemCodeableConcept', 'itemReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class MedicationBatch(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR MedicationBatch."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    lotNumber: String | UnsetType = UNSET
    lotNumber__element: Element | UnsetType = field(default=UNSET, name="_lotNumber")
    expirationDate: DateTime | UnsetType = UNSET
    expirationDate__element: Element | UnsetType = field(default=UNSET, name="_expirationDate")
