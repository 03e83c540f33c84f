"""FHIR R4 Substance. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.choice import one_of_each
from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Quantity, Ratio, Reference


class Substance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Substance"):
    """FHIR Substance."""

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
    status: Literal["active", "inactive", "entered-in-error"] | UnsetType = UNSET
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    category: Many[CodeableConcept] | UnsetType = UNSET
    code: CodeableConcept
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    instance: Many[SubstanceInstance] | UnsetType = UNSET
    ingredient: Many[SubstanceIngredient] | UnsetType = UNSET


class SubstanceInstance(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SubstanceInstance."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Identifier | UnsetType = UNSET
    expiry: DateTime | UnsetType = UNSET
    expiry__element: Element | UnsetType = field(default=UNSET, name="_expiry")
    quantity: Quantity | UnsetType = UNSET


class SubstanceIngredient(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR SubstanceIngredient."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    quantity: Ratio | UnsetType = UNSET
    substanceCodeableConcept: CodeableConcept | UnsetType = UNSET
    substanceReference: Reference | UnsetType = UNSET
    choices__: ClassVar[tuple[tuple[bool, tuple[str, ...]], ...]] = ((True, ('substanceCodeableConcept', 'substanceReference',)),)
    __post_init__ = one_of_each(choices__)  # type: ignore[misc]
