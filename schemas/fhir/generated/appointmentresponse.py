"""FHIR R4 AppointmentResponse. Written by `python -m schemas.fhir.build`; change that, not this."""

from __future__ import annotations

from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from schemas.fhir.primitives import Code, Id, Instant, Many, Nested, String, Uri
from schemas.fhir.generated.datatypes import CodeableConcept, Element, Extension, Identifier, Meta, Narrative, Reference


class AppointmentResponse(Struct, kw_only=True, forbid_unknown_fields=True, gc=False, tag_field="resourceType", tag="AppointmentResponse"):
    """FHIR AppointmentResponse."""

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
    appointment: Reference
    start: Instant | UnsetType = UNSET
    start__element: Element | UnsetType = field(default=UNSET, name="_start")
    end: Instant | UnsetType = UNSET
    end__element: Element | UnsetType = field(default=UNSET, name="_end")
    participantType: Many[CodeableConcept] | UnsetType = UNSET
    actor: Reference | UnsetType = UNSET
    participantStatus: Literal["accepted", "declined", "tentative", "needs-action"]
    participantStatus__element: Element | UnsetType = field(default=UNSET, name="_participantStatus")
    comment: String | UnsetType = UNSET
    comment__element: Element | UnsetType = field(default=UNSET, name="_comment")
