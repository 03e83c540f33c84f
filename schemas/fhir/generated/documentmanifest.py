"""FHIR R4 DocumentManifest. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class DocumentManifest(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="DocumentManifest"):
    """FHIR DocumentManifest."""

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
    masterIdentifier: Identifier | UnsetType = UNSET
    identifier: Many[Identifier] | UnsetType = UNSET
    status: Literal["current", "superseded", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    type: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    created: DateTime | UnsetType = UNSET
    created__element: Element | UnsetType = field(default=UNSET, name="_created")
    author: Many[Reference] | UnsetType = UNSET
    recipient: Many[Reference] | UnsetType = UNSET
    source: Uri | UnsetType = UNSET
    source__element: Element | UnsetType = field(default=UNSET, name="_source")
    description: String | UnsetType = UNSET
    description__element: Element | UnsetType = field(default=UNSET, name="_description")
    content: Many[Reference]
    related: Many[DocumentManifestRelated] | UnsetType = UNSET


class DocumentManifestRelated(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR DocumentManifestRelated."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    identifier: Identifier | UnsetType = UNSET
    ref: Reference | UnsetType = UNSET
