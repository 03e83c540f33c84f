"""FHIR R4 Flag. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Many, Nested, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Period, Reference


class Flag(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Flag"):
    """FHIR Flag."""

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
    status: Literal["active", "inactive", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    category: Many[CodeableConcept] | UnsetType = UNSET
    code: CodeableConcept
    subject: Reference
    period: Period | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    author: Reference | UnsetType = UNSET
