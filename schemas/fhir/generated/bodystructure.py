"""FHIR R4 BodyStructure. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Attachment, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class BodyStructure(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="BodyStructure"):
    """FHIR BodyStructure."""

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
    morphology: CodeableConcept | UnsetType = UNSET
    location: CodeableConcept | UnsetType = UNSET
    locationQualifier: Many[CodeableConcept] | UnsetType = UNSET
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    image: Many[Attachment] | UnsetType = UNSET
    patient: Reference
