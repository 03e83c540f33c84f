"""FHIR R4 List. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, DateTime, Id, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import Annotation, CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class List(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="List"):
    """FHIR List."""

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
    status: Literal["current", "retired", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    mode: Literal["working", "snapshot", "changes"]
    mode__element: Element | UnsetType = field(default=UNSET, name="_mode")
    title: String | UnsetType = UNSET
    title__element: Element | UnsetType = field(default=UNSET, name="_title")
    code: CodeableConcept | UnsetType = UNSET
    subject: Reference | UnsetType = UNSET
    encounter: Reference | UnsetType = UNSET
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    source: Reference | UnsetType = UNSET
    orderedBy: CodeableConcept | UnsetType = UNSET
    note: Many[Annotation] | UnsetType = UNSET
    entry: Many[ListEntry] | UnsetType = UNSET
    emptyReason: CodeableConcept | UnsetType = UNSET


class ListEntry(Struct, kw_only=True, forbid_unknown_fields=True, gc=False):
    """FHIR ListEntry."""

    id: String | UnsetType = UNSET
    extension: Many[Extension] | UnsetType = UNSET
    modifierExtension: Many[Extension] | UnsetType = UNSET
    flag: CodeableConcept | UnsetType = UNSET
    deleted: Boolean | UnsetType = UNSET
    deleted__element: Element | UnsetType = field(default=UNSET, name="_deleted")
    date: DateTime | UnsetType = UNSET
    date__element: Element | UnsetType = field(default=UNSET, name="_date")
    item: Reference
