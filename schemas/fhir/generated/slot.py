"""FHIR R4 Slot. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Boolean, Code, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class Slot(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="Slot"):
    """FHIR Slot."""

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
    serviceCategory: Many[CodeableConcept] | UnsetType = UNSET
    serviceType: Many[CodeableConcept] | UnsetType = UNSET
    specialty: Many[CodeableConcept] | UnsetType = UNSET
    appointmentType: CodeableConcept | UnsetType = UNSET
    schedule: Reference
    status: Literal["busy", "free", "busy-unavailable", "busy-tentative", "entered-in-error"]
    status__element: Element | UnsetType = field(default=UNSET, name="_status")
    start: Instant
    start__element: Element | UnsetType = field(default=UNSET, name="_start")
    end: Instant
    end__element: Element | UnsetType = field(default=UNSET, name="_end")
    overbooked: Boolean | UnsetType = UNSET
    overbooked__element: Element | UnsetType = field(default=UNSET, name="_overbooked")
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
