"""FHIR R4 Group. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, String, UnsignedInt, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Quantity, Range, Reference


class Group(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Group"):
    """FHIR Group."""

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
    active: Boolean | UnsetType = UNSET
    active__element: Element | UnsetType = field(default=UNSET, name="_active")
    type: Literal["person", "animal", "practitioner", "device", "medication", "substance"]
    type__element: Element | UnsetType = field(default=UNSET, name="_type")
    actual: Boolean
    actual__element: Element | UnsetType = field(default=UNSET, name="_actual")
    code: CodeableConcept | UnsetType = UNSET
    name: String | UnsetType = UNSET
    name__element: Element | UnsetType = field(default=UNSET, name="_name")
    quantity: UnsignedInt | UnsetType = UNSET
    quantity__element: Element | UnsetType = field(default=UNSET, name="_quantity")
    managingEntity: Reference | UnsetType = UNSET
    characteristic: Many[GroupCharacteristic] | UnsetType = UNSET
    member: Many[GroupMember] | UnsetType = UNSET


class GroupCharacteristic(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR GroupCharacteristic."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    code: CodeableConcept
    valueCodeableConcept: CodeableConcept | UnsetType = UNSET
    valueBoolean: Boolean | UnsetType = UNSET
    valueBoolean__element: Element | UnsetType = field(default=UNSET, name="_valueBoolean")
    valueQuantity: Quantity | UnsetType = UNSET
    valueRange: Range | UnsetType = UNSET
    valueReference: Reference | UnsetType = UNSET
    exclude: Boolean
    exclude__element: Element | UnsetType = field(default=UNSET, name="_exclude")
    period: Period | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('valueCodeableConcept', 'valueBoolean', 'valueQuantity', 'valueRange', 'valueReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]


class GroupMember(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR GroupMember."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    entity: Reference
    period: Period | UnsetType = UNSET
    inactive: Boolean | UnsetType = UNSET
    inactive__element: Element | UnsetType = field(default=UNSET, name="_inactive")
